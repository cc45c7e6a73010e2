/** An element of a page, or a text in one. */
export interface Node {
  /** Empty for a text. */
  readonly tag: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: Node[];
  readonly text: string;
}

const VOID = new Set(['meta', 'input']);
const TOKEN = /<(\/?)([a-z][a-z0-9]*)((?: [a-z-]+(?:="[^"<>&]*")?)*)(\/?)>|([^<>]+)/gisy;
const ENTITIES: ReadonlyMap<string, string> = new Map([['&amp;', '&'], ['&lt;', '<'], ['&gt;', '>'], ['&quot;', '"'], ['&#39;', "'"]]);

/**
 * Reads the strict part of HTML in which the report is written, about which no two parsers can disagree: lower-case tags, each
 * closed by its own, quoted attributes without references, no comment, and no `<`, `>` or unknown reference in a text.
 */
export function htmlTree(page: string): Node {
  const root = element('', []);
  const open = [root];
  const start = page.indexOf('<html');
  if (page.slice(0, start) !== '<!DOCTYPE html>\n') { throw new Error(`no page begins with ${page.slice(0, 40)}`); }
  TOKEN.lastIndex = start;
  while (TOKEN.lastIndex < page.length) {
    const at = TOKEN.lastIndex;
    const [, closing, tag, attributes, selfClosing, text] = TOKEN.exec(page) ?? fail(page, at);
    const parent = open.at(-1)!;
    if (text !== undefined) { parent.children.push({ ...element('', []), text: decoded(text) }); continue; }
    if (closing) {
      if (parent.tag !== tag) { fail(page, at); }
      open.pop();
      continue;
    }
    const node = element(tag, [...attributes.matchAll(/ ([a-z-]+)(?:="([^"]*)")?/gi)].map(([, name, value]) => [name, value ?? '']));
    parent.children.push(node);
    if (tag === 'style' || tag === 'script') { TOKEN.lastIndex = rawText(page, TOKEN.lastIndex, node); }
    if (!selfClosing && !VOID.has(tag)) { open.push(node); }
  }
  if (open.length !== 1) { throw new Error(`<${open.at(-1)!.tag}> is never closed`); }
  return root;
}

/** All elements below a node, in the order of the page. */
export function elements(node: Node, tag?: string): Node[] {
  return node.children.flatMap((child) => [...child.tag !== '' && (tag === undefined || child.tag === tag) ? [child] : [], ...elements(child, tag)]);
}

/** The text that a reader sees in a node. */
export function textOf(node: Node): string {
  return node.tag === '' && node.children.length === 0 ? node.text : node.children.map(textOf).join('');
}

function rawText(page: string, from: number, node: Node): number {
  const end = page.indexOf(`</${node.tag}`, from);
  node.children.push({ ...element('', []), text: page.slice(from, end) });
  return end;
}

function element(tag: string, attributes: readonly (readonly [string, string])[]): Node {
  return { tag, attributes: new Map(attributes), children: [], text: '' };
}

function decoded(text: string): string {
  return text.replace(/&[^;]*;?/g, (reference) => ENTITIES.get(reference) ?? fail(text, text.indexOf(reference)));
}

function fail(page: string, at: number): never {
  throw new Error(`not strict HTML: ${page.slice(at, at + 80)}`);
}
