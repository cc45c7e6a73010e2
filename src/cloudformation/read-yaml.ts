// Not exported: part of the template reader.
import { createRequire } from 'module';
import { parseFreeFlow } from './read-yaml-flow';
import { failure } from '../model/failure';
import { isObject } from '../model/policy-json';

type Yaml = typeof import('yaml');

/** A template has at most some thousand values; aliases can make a short file mean millions. */
const VALUES = 500_000;
const DEPTH = 200;
/**
 * Only text: an account id is no number, and a policy's version is no date. Of a key that is there twice CloudFormation takes
 * the last, as it does in JSON.
 */
const OPTIONS = { schema: 'failsafe', uniqueKeys: false, prettyErrors: false, logLevel: 'error' } as const;

/** Reads a template in YAML: short forms such as `!Sub` become intrinsic functions, and every plain value is text, a truth value `true` or `false`. */
export function parseYaml(text: string, path: string): unknown {
  const yaml = createRequire(__filename)('yaml') as Yaml; // only when there is YAML: it takes a while to load
  const lineCounter = new yaml.LineCounter();
  const { errors, contents } = yaml.parseDocument(text, { ...OPTIONS, lineCounter });
  const isIndented = errors.every(({ code }) => code !== 'BAD_INDENT');
  const free = isIndented ? undefined : parseFreeFlow(yaml, text, OPTIONS);
  if (free) { return new Converter(yaml, path).convert(free.contents, 0); }
  const [error] = errors;
  if (error?.code === 'MULTIPLE_DOCS') { throw failure(`'${path}' must hold one YAML document, got several`); }
  if (error) {
    const place = `in line ${lineCounter.linePos(error.pos[0]).line}`;
    const reason = error.message.includes('call stack') ? 'is nested too deep' : `cannot be parsed ${place}: ${error.message.split('\n')[0]}`;
    throw failure(`'${path}' must be YAML, got a file that ${reason}`);
  }
  return new Converter(yaml, path).convert(contents, 0);
}

class Converter {
  private readonly anchors = new Map<string, unknown>();
  private values = 0;

  constructor(private readonly yaml: Yaml, private readonly path: string) {}

  public convert(node: unknown, depth: number): unknown {
    this.values += 1;
    if (this.values > VALUES) { throw failure(`'${this.path}' must have at most ${VALUES} values, got more: do its aliases multiply?`); }
    if (depth > DEPTH) { throw failure(`'${this.path}' must be nested at most ${DEPTH} levels deep, got more`); }
    if (this.yaml.isAlias(node)) {
      const target = this.anchors.get(node.source);
      if (target === undefined) { throw failure(`'${this.path}' must use aliases of anchors that come before, got '*${node.source}'`); }
      return this.convert(target, depth + 1);
    }
    if (!this.yaml.isNode(node)) { return undefined; }
    const value = this.plain(node, depth);
    if (node.anchor !== undefined) { this.anchors.set(node.anchor, node); } // after its content: an alias inside would never end
    return shortForm(node.tag, value);
  }

  private plain(node: unknown, depth: number): unknown {
    if (this.yaml.isSeq(node)) { return node.items.map((item) => this.convert(item, depth + 1)); }
    if (this.yaml.isMap(node)) {
      const entries = node.items.map(({ key, value }): [string, unknown] => [this.name(key, depth), this.convert(value, depth + 1)]);
      return merged(entries);
    }
    if (!this.yaml.isScalar(node)) { return undefined; }
    return node.tag?.endsWith(':bool') || (node.type === 'PLAIN' && node.tag === undefined) ? truthOf(String(node.value)) : node.value;
  }

  /** Names of a template are found by their text, whatever else it may mean. */
  private name(key: unknown, depth: number): string {
    const value = this.convert(key, depth + 1);
    return this.yaml.isScalar(key) && typeof value === 'string' ? String(key.value) : String(value);
  }
}

/**
 * CloudFormation reads YAML 1.1, where some words are truth values unless they are quoted.
 *
 * @see https://yaml.org/type/bool.html
 */
function truthOf(text: string): string {
  if (/^(yes|Yes|YES|on|On|ON|true|True|TRUE)$/.test(text)) { return 'true'; }
  return /^(no|No|NO|off|Off|OFF|false|False|FALSE)$/.test(text) ? 'false' : text;
}

/** `<<: *defaults` brings in what stands there, unless the map has it; tools do this before CloudFormation sees the template. */
function merged(entries: readonly [string, unknown][]): object {
  const own = entries.filter(([key]) => key !== '<<');
  if (own.length === entries.length) { return Object.fromEntries(own); }
  const brought = entries.filter(([key]) => key === '<<').flatMap(([, value]) => [value].flat().reverse().filter(isObject));
  return Object.fromEntries([...brought.flatMap((object) => Object.entries(object)), ...own]);
}

/** `!Sub x` is `{ "Fn::Sub": x }`; `!Ref` and `!Condition` have no prefix. */
function shortForm(tag: string | undefined, value: unknown): unknown {
  const name = tag !== undefined && /^!([A-Za-z]+)$/.exec(tag)?.[1];
  if (!name) { return value; }
  return { [name === 'Ref' || name === 'Condition' ? name : `Fn::${name}`]: value };
}
