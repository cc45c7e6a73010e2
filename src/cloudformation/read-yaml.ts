// Not exported: part of the template reader.
import { createRequire } from 'module';
import { failure } from '../model/failure';

/** A node of a YAML document, as far as it is used here. */
interface YamlNode {
  readonly tag?: string;
  readonly anchor?: string;
  /** Of a scalar; of an entry of a map. */
  readonly value?: unknown;
  readonly key?: unknown;
  /** Of an alias. */
  readonly source?: string;
  /** Of a list, or the entries of a map. */
  readonly items?: readonly YamlNode[];
}

/** What is used of package `yaml`. */
interface YamlPackage {
  parseDocument(text: string, options: object): { readonly errors: readonly Error[]; readonly contents: unknown };
  isAlias(node: unknown): boolean;
  isMap(node: unknown): boolean;
  isSeq(node: unknown): boolean;
}

/** A template has at most some thousand values; aliases can make a short file mean millions. */
const VALUES = 500_000;
const DEPTH = 200;

/** Reads a template in YAML: short forms such as `!Sub` become intrinsic functions, and every plain value is text. */
export function parseYaml(text: string, path: string): unknown {
  const yaml = createRequire(__filename)('yaml') as YamlPackage;
  // Only text: an account id is no number, and a policy's version is no date.
  const document = yaml.parseDocument(text, { schema: 'failsafe', prettyErrors: false, logLevel: 'silent' });
  if (document.errors.length > 0) {
    throw failure(`'${path}' must be YAML, got a file that cannot be parsed: ${document.errors[0].message.split('\n')[0]}`);
  }
  return new Converter(yaml, path).convert(document.contents, 0);
}

class Converter {
  private readonly anchors = new Map<string, unknown>();
  private values = 0;

  constructor(private readonly yaml: YamlPackage, private readonly path: string) {}

  public convert(node: unknown, depth: number): unknown {
    this.values += 1;
    if (this.values > VALUES) { throw failure(`'${this.path}' must have at most ${VALUES} values, got more: do its aliases multiply?`); }
    if (depth > DEPTH) { throw failure(`'${this.path}' must be nested at most ${DEPTH} levels deep, got more`); }
    if (typeof node !== 'object' || node === null) { return node ?? undefined; }
    const { tag, anchor, source } = node as YamlNode;
    if (this.yaml.isAlias(node)) {
      const target = this.anchors.get(source ?? '');
      if (target === undefined) { throw failure(`'${this.path}' must use aliases of anchors that come before, got '*${source}'`); }
      return this.convert(target, depth + 1);
    }
    const value = this.plain(node as YamlNode, depth);
    if (anchor !== undefined) { this.anchors.set(anchor, node); } // after its content: an alias inside would never end
    return shortForm(tag, value);
  }

  private plain(node: YamlNode, depth: number): unknown {
    if (this.yaml.isSeq(node)) { return (node.items ?? []).map((item) => this.convert(item, depth + 1)); }
    if (this.yaml.isMap(node)) {
      return Object.fromEntries((node.items ?? []).map(({ key, value }) => [String(this.convert(key, depth + 1)), this.convert(value, depth + 1)]));
    }
    return node.value;
  }
}

/** `!Sub x` is `{ "Fn::Sub": x }`; `!Ref` and `!Condition` have no prefix. */
function shortForm(tag: string | undefined, value: unknown): unknown {
  const name = tag !== undefined && /^!([A-Za-z]+)$/.exec(tag)?.[1];
  if (!name) { return value; }
  return { [name === 'Ref' || name === 'Condition' ? name : `Fn::${name}`]: value };
}
