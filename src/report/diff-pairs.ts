// Not exported: part of the difference between two reports.
import { FunctionSummary } from './permission-summary';

/** A resource before and after; one of the two is undefined when it is new, or gone. */
export interface Pair<T> {
  readonly before?: T;
  readonly after?: T;
}

/** A function before and after. */
export type FunctionPair = Pair<FunctionSummary>;

/** What a resource is found again by. */
export type Named = Pick<FunctionSummary, 'constructPath' | 'stack' | 'logicalId' | 'arn'>;

/** What makes two resources the same one, from the surest sign to the weakest. */
const SIGNS: readonly ((summary: Named) => string | undefined)[] = [
  ({ constructPath }) => constructPath,
  ({ stack, logicalId }) => JSON.stringify([stack, logicalId]),
  // A name of its own tells, wherever the template is deployed; a stand-in for a generated name does not.
  ({ arn }) => /\$\{(?!AWS::)/.test(arn) ? undefined : arn,
  ({ logicalId }) => logicalId,
];

/** Finds each resource again, also when it was renamed or moved to another stack. */
export function pairResources<T extends Named>(before: readonly T[], after: readonly T[]): Pair<T>[] {
  const pairs: Pair<T>[] = [];
  let [left, right] = [before, after];
  for (const sign of SIGNS) {
    const found = new Map<T, T>();
    const there = bySign(right, sign);
    for (const [value, candidates] of bySign(left, sign)) {
      const others = there.get(value) ?? [];
      if (candidates.length === 1 && others.length === 1) { found.set(candidates[0], others[0]); }
    }
    found.forEach((other, one) => pairs.push({ before: one, after: other }));
    const taken = new Set(found.values());
    left = left.filter((one) => !found.has(one));
    right = right.filter((one) => !taken.has(one));
  }
  return [...pairs, ...left.map((one) => ({ before: one })), ...right.map((one) => ({ after: one }))];
}

function bySign<T extends Named>(resources: readonly T[], sign: (summary: Named) => string | undefined): Map<string, T[]> {
  const found = new Map<string, T[]>();
  for (const one of resources) {
    const value = sign(one);
    if (value !== undefined) { found.set(value, [...found.get(value) ?? [], one]); }
  }
  return found;
}
