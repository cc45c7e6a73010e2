// Not exported: part of the HTML report; how a page holds what is shown only when it is asked for.
import { HtmlToken, htmlTokens, notStrict } from './html-nodes';

/**
 * An element or a text as the page's script reads it: a number is the place in `shared`, a text is itself, and a list is an
 * element: the place of its shape, a value for each attribute of the shape, and the children.
 */
type Packed = number | string | readonly Packed[];

/** Parts of a page, in which nothing stands twice. */
interface PackedPage {
  /** The tag of an element and the names of its attributes. */
  readonly shapes: readonly (readonly string[])[];
  /** What is used more than once, the most used first. */
  readonly shared: readonly Packed[];
  readonly parts: readonly (readonly Packed[])[];
}

/** A text, or an element with its shape, its attributes and its children, which stand before it. */
type Known = string | { readonly shape: number; readonly parts: readonly number[] };

/** An element whose end was not read yet. */
interface Open {
  readonly tag: string;
  readonly shape: number;
  /** Attributes, then children. */
  readonly parts: number[];
}

/** Shorter texts are written where they stand. */
const SHORTEST_SHARED = 5;

/** The parts of a page as JSON that can stand in a script element. */
export function packedJson(parts: readonly string[]): string {
  const packer = new Packer();
  const ids = parts.map((markup) => packer.read(markup));
  // Without this character, nothing in it can end the element it stands in.
  return JSON.stringify(packer.page(ids)).replaceAll('<', '\\u003c');
}

/** Knows each text and each element once, however often it is used. */
class Packer {
  private readonly known: Known[] = [];
  private readonly uses: number[] = [];
  private readonly byKey = new Map<string, number>();
  private readonly shapes = new Map<string, number>();
  private readonly lines = new Map<string, readonly number[]>();

  /** Reads markup line by line: many lines are alike, and then read once. Line ends stand between elements only. */
  public read(markup: string): readonly number[] {
    const root: Open = { tag: '', shape: -1, parts: [] };
    const open = [root];
    for (const line of markup.split('\n')) {
      const around = open[open.length - 1];
      const begin = around.parts.length;
      const known = this.lines.get(line);
      if (known) { around.parts.push(...known); continue; }
      htmlTokens(line).forEach((token) => this.follow(token, open));
      if (open[open.length - 1] === around) { this.lines.set(line, around.parts.slice(begin)); }
    }
    if (open.length > 1) { throw notStrict(markup.slice(-80)); }
    return root.parts.map((id) => this.use(id));
  }

  public page(parts: readonly (readonly number[])[]): PackedPage {
    const shared = this.known.map((_, id) => id).filter((id) => this.isShared(id)).sort((a, b) => this.uses[b] - this.uses[a] || a - b);
    const places = new Map(shared.map((id, place) => [id, place]));
    const content = (id: number): Packed => {
      const known = this.known[id];
      return typeof known === 'string' ? known : [known.shape, ...known.parts.map(packed)];
    };
    const packed = (id: number): Packed => places.get(id) ?? content(id);
    return {
      shapes: [...this.shapes.keys()].map((shape) => shape.split(' ')),
      shared: shared.map(content),
      parts: parts.map((ids) => ids.map(packed)),
    };
  }

  private follow(token: HtmlToken, open: Open[]): void {
    const around = open[open.length - 1];
    if (token.kind === 'TEXT') { around.parts.push(this.text(token.text)); return; }
    if (token.kind === 'BEGIN') { open.push(this.begin(token)); }
    if (token.kind === 'BEGIN' && !token.isWhole) { return; }
    const ended = open.pop()!;
    if (ended.tag !== token.tag || open.length === 0) { throw notStrict(`</${token.tag}>`); }
    open[open.length - 1].parts.push(this.element(ended));
  }

  private begin({ tag, attributes }: HtmlToken & { readonly kind: 'BEGIN' }): Open {
    const names = [tag, ...attributes.map(([name]) => name)].join(' ');
    const shape = this.shapes.get(names) ?? this.shapes.size;
    this.shapes.set(names, shape);
    return { tag, shape, parts: attributes.map(([, value]) => this.text(value)) };
  }

  private text(text: string): number {
    return this.byKey.get(`"${text}`) ?? this.learn(`"${text}`, text);
  }

  private element({ shape, parts }: Open): number {
    const key = `${shape} ${parts.join(' ')}`;
    return this.byKey.get(key) ?? this.learn(key, { shape, parts: parts.map((part) => this.use(part)) });
  }

  private learn(key: string, known: Known): number {
    const id = this.known.push(known) - 1;
    this.byKey.set(key, id);
    this.uses.push(0);
    return id;
  }

  private use(id: number): number {
    this.uses[id] += 1;
    return id;
  }

  private isShared(id: number): boolean {
    const known = this.known[id];
    return this.uses[id] > 1 && !(typeof known === 'string' && known.length < SHORTEST_SHARED);
  }
}
