// Not exported: part of the difference between two reports.
import { FunctionSummary } from './permission-summary';

/** A function before and after; one of the two is undefined when it is new, or gone. */
export interface FunctionPair {
  readonly before?: FunctionSummary;
  readonly after?: FunctionSummary;
}

/** What makes two functions the same one, from the surest sign to the weakest. */
const SIGNS: readonly ((summary: FunctionSummary) => string | undefined)[] = [
  ({ constructPath }) => constructPath,
  ({ stack, logicalId }) => JSON.stringify([stack, logicalId]),
  ({ arn }) => arn.includes('${') ? undefined : arn,
  ({ logicalId }) => logicalId,
];

/** Finds each function again, also when it was renamed or moved to another stack. */
export function pairFunctions(before: readonly FunctionSummary[], after: readonly FunctionSummary[]): FunctionPair[] {
  const pairs: FunctionPair[] = [];
  let [left, right] = [before, after];
  for (const sign of SIGNS) {
    const found = new Map<FunctionSummary, FunctionSummary>();
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

function bySign(functions: readonly FunctionSummary[], sign: (summary: FunctionSummary) => string | undefined): Map<string, FunctionSummary[]> {
  const found = new Map<string, FunctionSummary[]>();
  for (const one of functions) {
    const value = sign(one);
    if (value !== undefined) { found.set(value, [...found.get(value) ?? [], one]); }
  }
  return found;
}
