// Not exported: the escape for HTML.
import { Sentence } from './sentence';
import { visibleText } from './visible-text';

const ENTITIES = new Map([['&', '&amp;'], ['<', '&lt;'], ['>', '&gt;'], ['"', '&quot;'], ["'", '&#39;']]);

/** Finished markup. INVARIANT: every text in it that is not ours was escaped exactly once. */
export class Html {
  public constructor(public readonly markup: string) {}
}

/** What can be put into markup: texts are escaped, finished markup stays what it is. */
export type HtmlInsert = string | number | Html | readonly Html[];

/** Markup of ours with texts in it that nobody vouches for. They stand between tags, never in an attribute. */
export function html(words: TemplateStringsArray, ...inserts: readonly HtmlInsert[]): Html {
  return new Html(words.map((word, index) => index < inserts.length ? word + markupOf(inserts[index]) : word).join(''));
}

/** Nothing at all. */
export const NOTHING = html``;

/** Each part on lines of its own, so that a changed part is a changed line. */
export function htmlLines(parts: readonly Html[]): Html {
  return new Html(parts.filter((part) => part !== NOTHING).map(({ markup }) => `${markup}\n`).join(''));
}

/** A value, told apart from our words. */
export function htmlCode(value: string): Html {
  return value === '' ? html`<i>(empty)</i>` : html`<code>${value}</code>`;
}

/** A sentence: our words as text, each value as code. */
export function htmlSentence(sentence: Sentence): Html {
  return html`${sentence.map(({ text, isValue }) => isValue ? htmlCode(text) : html`${text}`)}`;
}

function markupOf(insert: HtmlInsert): string {
  if (insert instanceof Html) { return insert.markup; }
  if (typeof insert === 'object') { return insert.map(({ markup }) => markup).join(''); }
  const text = visibleText(`${insert}`);
  return /[&<>"']/.test(text) ? text.replace(/[&<>"']/g, (character) => ENTITIES.get(character)!) : text;
}
