// Not exported: what sources have made already, and AWS takes once only.
import { IConstruct } from 'constructs';

const made = new WeakMap<IConstruct, Set<string>>();

/** Whether this was asked for before with the same key; from now on it was. */
export function isRepeated(owner: IConstruct, ...key: string[]): boolean {
  const known = made.get(owner) ?? new Set();
  made.set(owner, known);
  const one = JSON.stringify(key);
  return known.has(one) || !known.add(one);
}
