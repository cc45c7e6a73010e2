// Not exported: the escape for Mermaid.
import { visibleText } from './visible-text';

/** A node of a picture is read at a glance; the whole name stands in the text. */
const LONGEST = 60;

/** `$$` would begin a formula, `%%` a command, a backtick formatted text; `${` stays readable. */
const SPECIAL = /[^\p{L}\p{N} ./_:{}$,+*()-]|\$(?!\{)/gu;

/** A quoted label: entities for all that Mermaid, HTML or Markdown could read as more than text. */
export function mermaidLabel(text: string): string {
  const characters = [...visibleText(text) || '(empty)'];
  const short = characters.length > LONGEST ? [...characters.slice(0, LONGEST - 1), '…'] : characters;
  return `"${short.join('').replace(SPECIAL, (character) => `#${character.codePointAt(0)};`)}"`;
}
