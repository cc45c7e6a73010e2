// Not exported: part of the HTML report; markup that was written, taken apart again.
import { failure } from '../model/failure';

/** A text, or an element. */
export type HtmlNode = string | HtmlElement;

/** An element with its attributes, of which none holds a name from a template. */
export interface HtmlElement {
  readonly tag: string;
  readonly attributes: readonly (readonly [name: string, value: string])[];
  readonly children: HtmlNode[];
}

const TOKEN = /<(\/?)([a-z][a-z0-9]*)((?: [a-zA-Z-]+="[^"<>&]*")*)(\/?)>|([^<>]+)/gy;
const NO_ATTRIBUTES: HtmlElement['attributes'] = [];
const CHARACTERS = new Map([['&amp;', '&'], ['&lt;', '<'], ['&gt;', '>'], ['&quot;', '"'], ['&#39;', "'"]]);

/**
 * Reads the strict part of HTML in which the report is written: each tag closed by its own, attributes in quotes and without
 * references. Lines between elements are left out. Anything else is refused, so that an escape that was forgotten shows.
 */
export function htmlNodes(markup: string): readonly HtmlNode[] {
  const root: HtmlElement = { tag: '', attributes: [], children: [] };
  const open = [root];
  let end = 0;
  for (const token of markup.matchAll(TOKEN)) {
    const [whole, closing, tag, attributes, selfClosing, text] = token;
    end = token.index + whole.length;
    const parent = open[open.length - 1];
    if (text !== undefined) {
      if (text.trim() !== '' || !text.includes('\n')) { parent.children.push(decoded(text)); }
    } else if (closing) {
      if (parent.tag !== tag) { throw notStrict(markup, token.index); }
      open.pop();
    } else {
      const element: HtmlElement = { tag, attributes: attributesOf(attributes), children: [] };
      parent.children.push(element);
      if (!selfClosing) { open.push(element); }
    }
  }
  if (end !== markup.length || open.length > 1) { throw notStrict(markup, end); }
  return root.children;
}

function attributesOf(written: string): HtmlElement['attributes'] {
  if (written === '') { return NO_ATTRIBUTES; }
  return [...written.matchAll(/ ([a-zA-Z-]+)="([^"]*)"/g)].map(([, name, value]) => [name, value] as const);
}

function decoded(text: string): string {
  return !text.includes('&') ? text : text.replace(/&(amp|lt|gt|quot|#39);/g, (reference) => CHARACTERS.get(reference)!);
}

function notStrict(markup: string, at: number): Error {
  return failure(`the report must be strict markup, got '${markup.slice(at, at + 80)}'`);
}
