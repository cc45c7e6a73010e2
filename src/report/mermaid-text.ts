// Not exported: the escape for Mermaid.
import { shortened } from './short-name';

/** A node of a picture is read at a glance; the whole name stands in the text. */
const LONGEST = 60;

/**
 * `$$` would begin a formula, `%%` a command, a backtick formatted text, `fa:fa-` an icon; `${` stays readable. Mermaid 11.4
 * and 11.12, among others, read every label as Markdown: of two `*`, a reader would see neither.
 */
const SPECIAL = new RegExp([
  /[^\p{L}\p{N} ./_:{}$,+*()-]|\$(?!\{)/u,
  /\*(?=.*\*)|(?<=\*.*)\*|_(?![\p{L}\p{N}])|(?<![\p{L}\p{N}])_/u, // emphasis
  /^[-+*]|(?<=^\d+)[.)](?= |$)/u, // a list or a line
  /:(?=fa-|\/\/)|(?<=\bwww)\./u, // an icon or a link
].map(({ source }) => source).join('|'), 'gu');

/**
 * A quoted label: entities for all that Mermaid, HTML or Markdown could read as more than text.
 *
 * @param ending what is said at the end, however long the text is
 */
export function mermaidLabel(text: string, ending = ''): string {
  const short = shortened(text, LONGEST) || '(empty)';
  return `"${`${short}${ending}`.replace(SPECIAL, (character) => `#${character.codePointAt(0)};`)}"`;
}
