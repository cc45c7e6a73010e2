// Not exported: part of the difference between two reports.
import { FunctionPair } from './diff-pairs';
import { FunctionSummary, PermissionSummary } from './permission-summary';
import { inName } from '../cloudformation/read-placeholder';

/** New names of stacks, and of resources as `Stack.LogicalId`, by the old ones, as they stand in placeholders. */
export type Renames = ReadonlyMap<string, string>;

const PLACEHOLDER = /\$\{([^{}:.]+)(?:(\.)([^{}:.]+)|::)([^{}]*)\}/g;

/**
 * What was only renamed, as far as paired functions, their roles and their versions tell. A name that is still used for something else on
 * the other side is left alone: two things must never look like one.
 */
export function renamesOf(pairs: readonly FunctionPair[], before: PermissionSummary, after: PermissionSummary): Renames {
  const targets = new Map<string, Set<string>>();
  const add = (from: string, to: string) => { targets.set(from, (targets.get(from) ?? new Set()).add(to)); };
  for (const { before: one, after: other } of pairs) {
    if (!one || !other) { continue; }
    add(inName(one.stack), inName(other.stack));
    add(`${inName(one.stack)}.${inName(one.logicalId)}`, `${inName(other.stack)}.${inName(other.logicalId)}`);
    const [role, otherRole] = [resourceIn(one.roleArn), resourceIn(other.roleArn)];
    if (role !== undefined && otherRole !== undefined) { add(role, otherRole); }
    const [version, successor] = [publishedVersion(one, other), publishedVersion(other, one)];
    if (version !== undefined && successor !== undefined) { add(version, successor); }
  }
  const candidates = [...targets].flatMap(([from, [to, ...more]]): [string, string][] => from === to || more.length > 0 ? [] : [[from, to]]);
  const [old, young] = [namesIn(before), namesIn(after)];
  const isPlain = ([from, to]: [string, string]) => (
    !young.has(from) && !old.has(to) && candidates.filter(([, other]) => other === to).length === 1
  );
  return new Map(candidates.filter(isPlain));
}

/** The same value with the new names in it. */
export function renamed<T>(value: T, renames: Renames): T {
  if (renames.size === 0) { return value; }
  const inPlaceholder = (whole: string, stack: string, dot: string | undefined, id: string | undefined, rest: string) => {
    if (dot === undefined) { return `\${${renames.get(stack) ?? stack}::${rest}}`; }
    const name = renames.get(`${stack}.${id}`) ?? (renames.has(stack) ? `${renames.get(stack)}.${id}` : undefined);
    return name === undefined ? whole : `\${${name}${rest}}`;
  };
  return mapped(value, (text) => renames.get(text) ?? text.replace(PLACEHOLDER, inPlaceholder)) as T;
}

function mapped(value: unknown, rename: (text: string) => string): unknown {
  if (typeof value === 'string') { return rename(value); }
  if (Array.isArray(value)) { return value.map((item) => mapped(item, rename)); }
  if (typeof value !== 'object' || value === null) { return value; }
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, mapped(member, rename)]));
}

/** All stacks and resources that a report names, as they stand in placeholders. */
function namesIn({ functions }: PermissionSummary): Set<string> {
  const names = new Set(functions.flatMap(({ stack, logicalId }) => [inName(stack), `${inName(stack)}.${inName(logicalId)}`]));
  mapped(functions, (text) => {
    for (const [, stack, , id] of text.matchAll(PLACEHOLDER)) {
      names.add(stack);
      if (id !== undefined) { names.add(`${stack}.${id}`); }
    }
    return text;
  });
  return names;
}

/** The only version that the other side does not have: one that is published with each deployment has a new logical id each time. */
function publishedVersion(summary: FunctionSummary, other: FunctionSummary): string | undefined {
  const known = versionsOf(other);
  const [version, ...more] = [...versionsOf(summary)].filter((qualifier) => !known.has(qualifier));
  return more.length > 0 ? undefined : /^\$\{([^{}:.]+\.[^{}:.]+)\.Version\}$/.exec(version ?? '')?.[1];
}

/** The versions that somebody may invoke, or that are wired to something. */
function versionsOf({ targets, triggers = [], eventSources, destinations = [] }: FunctionSummary): Set<string> {
  const named = [...targets, ...[...triggers, ...eventSources, ...destinations].map(({ target }) => target)];
  return new Set(named.flatMap((target) => target?.kind === 'VERSION' ? target.qualifier ?? [] : []));
}

/** The resource that an ARN ends with. */
function resourceIn(arn: string): string | undefined {
  const [, name] = /\$\{([^{}:.]+\.[^{}:.]+)\}$/.exec(arn) ?? [];
  return name;
}
