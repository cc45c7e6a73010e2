// Not exported: part of the HTML report; how a page holds what is shown only when it is asked for.
import { HtmlNode, htmlNodes } from './html-nodes';

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

/** A text, or an element as the places of its shape, its attributes and its children. */
type Known = { readonly text: string } | { readonly shape: number; readonly parts: readonly number[] };

/** Shorter texts are written where they stand. */
const SHORTEST_SHARED = 5;

/** The parts of a page as JSON that can stand in a script element. */
export function packedJson(parts: Iterable<string>): string {
  const packer = new Packer();
  const ids = [...parts].map((markup) => htmlNodes(markup).map((node) => packer.use(packer.add(node))));
  // Without this character, nothing in it can end the element it stands in.
  return JSON.stringify(packer.page(ids)).replaceAll('<', '\\u003c');
}

/** Knows each text and each element once, however often it is used. */
class Packer {
  private readonly known: Known[] = [];
  private readonly uses: number[] = [];
  private readonly byKey = new Map<string, number>();
  private readonly shapes = new Map<string, number>();

  public use(id: number): number {
    this.uses[id] += 1;
    return id;
  }

  public add(node: HtmlNode): number {
    if (typeof node === 'string') { return this.once(`"${node}`, () => ({ text: node })); }
    const shape = this.shapeOf([node.tag, ...node.attributes.map(([name]) => name)]);
    const parts = [...node.attributes.map(([, value]) => value), ...node.children].map((part) => this.add(part));
    return this.once(`${shape} ${parts.join(' ')}`, () => ({ shape, parts: parts.map((part) => this.use(part)) }));
  }

  public page(parts: readonly (readonly number[])[]): PackedPage {
    const shared = this.known.map((_, id) => id).filter((id) => this.isShared(id)).sort((a, b) => this.uses[b] - this.uses[a] || a - b);
    const places = new Map(shared.map((id, place) => [id, place]));
    const content = (id: number): Packed => {
      const known = this.known[id];
      return 'text' in known ? known.text : [known.shape, ...known.parts.map(packed)];
    };
    const packed = (id: number): Packed => places.get(id) ?? content(id);
    return {
      shapes: [...this.shapes.keys()].map((shape) => shape.split(' ')),
      shared: shared.map(content),
      parts: parts.map((ids) => ids.map(packed)),
    };
  }

  private once(key: string, make: () => Known): number {
    const id = this.byKey.get(key) ?? this.known.length;
    if (id === this.known.length) {
      this.byKey.set(key, id);
      this.known.push(make());
      this.uses.push(0);
    }
    return id;
  }

  private shapeOf(names: readonly string[]): number {
    const key = names.join(' ');
    const place = this.shapes.get(key) ?? this.shapes.size;
    this.shapes.set(key, place);
    return place;
  }

  private isShared(id: number): boolean {
    const known = this.known[id];
    return this.uses[id] > 1 && !('text' in known && known.text.length < SHORTEST_SHARED);
  }
}
