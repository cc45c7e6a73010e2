// Not exported: part of the template reader.
import { append, order } from './read-index';
import { resolve, textOf } from './read-intrinsics';
import { expandLoops } from './read-loops';
import { inName, mayEqual, unknown, withoutOwnName } from './read-placeholder';
import { LIMITS, Reading } from './read-reading';
import { outputOf } from './read-references';
import { Remembered, StackTemplate, TemplateSet, own } from './read-stack';
import { TemplateSource } from './template-source';
import { JsonObject, isObject } from '../model/policy-json';

type Exported = { readonly stack: StackTemplate; readonly read: () => Remembered };

/** The templates of an app, with what passes between them. */
export class Templates implements TemplateSet {
  /** Sorted by name. */
  public readonly stacks: readonly StackTemplate[];
  public depth = 0;
  /** Why a template is not known in full. */
  public readonly reasons = new Map<StackTemplate, Set<string>>();
  private readonly byStackName = new Map<string, StackTemplate>();
  private exports?: Map<string, Exported[]>;
  private writers?: Map<string, Exported[]>;

  constructor(sources: readonly TemplateSource[]) {
    this.stacks = linked(sources, this).sort((a, b) => order(a.name, b.name));
    for (const stack of this.stacks) { this.byStackName.set(stack.source.stackName ?? stack.name, stack); }
  }

  public expand(section: JsonObject, stack: StackTemplate): JsonObject {
    const reading = new Reading();
    const expanded = expandLoops(section, stack, reading);
    if (reading.reasons.size > 0) { this.reasons.set(stack, new Set([...this.reasons.get(stack) ?? [], ...reading.reasons])); }
    return expanded;
  }

  public imported(name: string, by: StackTemplate): Remembered {
    if (!this.exports) {
      this.exports = new Map(); // what an export's own name sees
      this.exports = this.collectExports();
    }
    return chosen(this.exports.get(name) ?? [], by) ?? notHere(by, 'ImportValue', name);
  }

  public output(stackName: string, output: string): Remembered | undefined {
    const stack = this.byStackName.get(stackName);
    return stack && Object.hasOwn(stack.outputs, output) ? outputOf(output, stack) : undefined;
  }

  public written(key: string, by: StackTemplate): Remembered {
    this.writers ??= this.collectWriters();
    const found = this.writers.get(key) ?? [];
    return found.length === 1 ? found[0].read() : notHere(by, 'CrossRegionExport', key);
  }

  private collectExports(): Map<string, Exported[]> {
    const exports = new Map<string, Exported[]>();
    for (const stack of this.stacks) {
      for (const [output, written] of Object.entries(stack.outputs)) {
        const declared = isObject(written) ? own(written, 'Export') : undefined;
        const name = isObject(declared) ? textOf(resolve(own(declared, 'Name'), stack, new Reading())) : undefined;
        if (name !== undefined) { append(exports, name, { stack, read: () => outputOf(output, stack) }); }
      }
    }
    return exports;
  }

  private collectWriters(): Map<string, Exported[]> {
    const writers = new Map<string, Exported[]>();
    for (const stack of this.stacks) {
      for (const { type, properties } of stack.resources.values()) {
        if (type !== 'Custom::CrossRegionExportWriter') { continue; }
        const props = own(properties, 'WriterProps');
        const written = isObject(props) ? own(props, 'exports') : undefined;
        for (const [key, value] of Object.entries(isObject(written) ? written : {})) {
          append(writers, key, { stack, read: () => readOnce(stack, value) });
        }
      }
    }
    return writers;
  }
}

function readOnce(stack: StackTemplate, value: unknown): Remembered {
  const reading = new Reading();
  return { value: textOf(resolve(value, stack, reading)), reasons: [...reading.reasons] };
}

/** An export's name is unique in an account and region only. */
function chosen(candidates: readonly Exported[], by: StackTemplate): Remembered | undefined {
  const { account, region } = by.environment;
  const possible = candidates.filter(({ stack: { environment } }) => mayEqual(environment.account, account) && mayEqual(environment.region, region));
  const exact = possible.filter(({ stack: { environment } }) => environment.account === account && environment.region === region);
  const [only, ...others] = exact.length > 0 ? exact : possible;
  return others.length === 0 ? only?.read() : undefined;
}

function notHere(by: StackTemplate, label: string, name: string): Remembered {
  return { value: unknown(by.name, label, withoutOwnName(name, by.name)), reasons: [] };
}

/** Stacks with their parents, each under a name of its own. */
function linked(sources: readonly TemplateSource[], set: TemplateSet): StackTemplate[] {
  const byName = new Map<string, TemplateSource>();
  const made = new Map<TemplateSource, StackTemplate>();
  for (const source of sources) { if (!byName.has(source.stack)) { byName.set(source.stack, source); } }
  const names = new Map<string, number>();
  const make = (source: TemplateSource, above: ReadonlySet<TemplateSource>): StackTemplate => {
    const known = made.get(source);
    if (known) { return known; }
    const link = source.parent && byName.get(source.parent.stack);
    const isFit = link && link !== source && !above.has(link) && above.size < LIMITS.nested;
    const parent = isFit ? make(link, new Set([...above, source])) : undefined;
    const count = (names.get(inName(source.stack)) ?? 0) + 1;
    names.set(inName(source.stack), count);
    const stack = new StackTemplate(count === 1 ? source.stack : `${source.stack}-${count}`, source, set, parent);
    made.set(source, stack);
    if (parent && source.parent) { parent.nested.set(source.parent.logicalId, stack); }
    return stack;
  };
  return sources.map((source) => make(source, new Set()));
}
