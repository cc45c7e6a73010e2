// Not exported: part of the HTML report; markup that was written, taken apart again.
import { failure } from '../model/failure';

/** The beginning of an element, its end, or a text. No attribute holds a name from a template. */
export type HtmlToken =
  | { readonly kind: 'BEGIN'; readonly tag: string; readonly attributes: readonly (readonly [name: string, value: string])[]; readonly isWhole: boolean }
  | { readonly kind: 'END'; readonly tag: string }
  | { readonly kind: 'TEXT'; readonly text: string };

const TOKEN = /<(\/?)([a-z][a-z0-9]*)((?: [a-zA-Z-]+="[^"<>&]*")*)(\/?)>|([^<>]+)/gy;
const CHARACTERS = new Map([['&amp;', '&'], ['&lt;', '<'], ['&gt;', '>'], ['&quot;', '"'], ['&#39;', "'"]]);
const NO_ATTRIBUTES: readonly (readonly [string, string])[] = [];

/**
 * Reads the strict part of HTML in which the report is written: attributes in quotes and without references, no comment, no
 * `<` or `>` in a text. Anything else is refused, so that an escape that was forgotten shows.
 */
export function htmlTokens(markup: string): HtmlToken[] {
  let end = 0;
  const tokens = Array.from(markup.matchAll(TOKEN), ({ 0: whole, 1: closing, 2: tag, 3: attributes, 4: selfClosing, 5: text, index }): HtmlToken => {
    end = index + whole.length;
    if (text !== undefined) { return { kind: 'TEXT', text: decoded(text) }; }
    return closing ? { kind: 'END', tag } : { kind: 'BEGIN', tag, attributes: attributesOf(attributes), isWhole: selfClosing !== '' };
  });
  if (end !== markup.length) { throw notStrict(markup.slice(end)); }
  return tokens;
}

/** The error for markup that is not ours. */
export function notStrict(markup: string): Error {
  return failure(`the report must be strict markup, got '${markup.slice(0, 80)}'`);
}

function attributesOf(written: string): readonly (readonly [string, string])[] {
  if (written === '') { return NO_ATTRIBUTES; }
  return Array.from(written.matchAll(/ ([a-zA-Z-]+)="([^"]*)"/g), ([, name, value]) => [name, value] as const);
}

function decoded(text: string): string {
  return text.includes('&') ? text.replace(/&(amp|lt|gt|quot|#39);/g, (reference) => CHARACTERS.get(reference)!) : text;
}
