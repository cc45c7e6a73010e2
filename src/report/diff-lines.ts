// Not exported: part of the difference between two reports.
import { AccessChange, AccessLine, ChangeKind, ChangeSide } from './diff-change';
import { contentKey } from './diff-statement';
import { plainSentence } from './sentence';
import { Comparison, statementCovers } from '../model/statement-covers';

/** Beyond this, equal lines are still equal, but none is said to be wider than another. */
const MOST_COMPARISONS = 250_000;

/** A line that the other side does not cover. */
interface Excess {
  readonly line: AccessLine;
  /** What of the other side it covers. */
  readonly over: readonly AccessLine[];
}

/** The changes of statements that allow and deny by themselves. */
export function compared(side: ChangeSide, before: readonly AccessLine[], after: readonly AccessLine[], by: Comparison): AccessChange[] {
  const [oldAllows, newAllows] = [before.filter(isAllow), after.filter(isAllow)];
  return [
    ...excess(newAllows, oldAllows, by).map(({ line, over }) => change(over.length > 0 ? 'WIDENED' : 'ADDED', side, over, [line])),
    ...excess(oldAllows, newAllows, by).map(({ line, over }) => change(over.length > 0 ? 'NARROWED' : 'REMOVED', side, [line], over)),
    ...denials(side, before, after, by),
  ];
}

/** The changes of a boundary, which grants nothing: what it allows is only the limit. */
export function limits(before: readonly AccessLine[], after: readonly AccessLine[], by: Comparison): AccessChange[] {
  const [oldAllows, newAllows] = [before.filter(isAllow), after.filter(isAllow)];
  return [
    ...excess(newAllows, oldAllows, by).map(({ line, over }) => change('WIDENED', 'BOUNDARY', over, [line])),
    ...excess(oldAllows, newAllows, by).map(({ line, over }) => change('NARROWED', 'BOUNDARY', [line], over)),
    ...denials('BOUNDARY', before, after, by),
  ];
}

/** What is no longer denied is more access, whatever takes its place. */
function denials(side: ChangeSide, before: readonly AccessLine[], after: readonly AccessLine[], by: Comparison): AccessChange[] {
  const [oldDenials, newDenials] = [before, after].map((lines) => lines.filter((line) => !isAllow(line)));
  return [
    ...excess(oldDenials, newDenials, by).map(({ line, over }) => change('WIDENED', side, [line], over)),
    ...excess(newDenials, oldDenials, by).map(({ line, over }) => change('NARROWED', side, over, [line])),
  ];
}

function excess(lines: readonly AccessLine[], others: readonly AccessLine[], by: Comparison): Excess[] {
  const known = new Set(others.map(({ statement }) => contentKey(statement!)));
  const open = lines.filter(({ statement }) => !known.has(contentKey(statement!)));
  if (open.length * others.length > MOST_COMPARISONS) { return open.map((line) => ({ line, over: [] })); }
  const covers = (wider: AccessLine, narrower: AccessLine) => statementCovers(wider.statement!, narrower.statement!, by);
  return open.filter((line) => !others.some((other) => covers(other, line)))
    .map((line) => ({ line, over: others.filter((other) => covers(line, other)) }));
}

/** Lines that are not statements are the same when their words are. */
export function itemChanges(side: ChangeSide, before: readonly AccessLine[], after: readonly AccessLine[]): AccessChange[] {
  const missing = (items: readonly AccessLine[], others: readonly AccessLine[]) => {
    const known = new Set(texts(others));
    return items.filter(({ words }) => !known.has(plainSentence(words)));
  };
  return [
    ...missing(before, after).map((line): AccessChange => ({ kind: 'REMOVED', side, before: [line], after: [] })),
    ...missing(after, before).map((line): AccessChange => ({ kind: 'ADDED', side, before: [], after: [line] })),
  ];
}

/** Lines in words. */
export function texts(items: readonly AccessLine[]): string[] {
  return items.map(({ words }) => plainSentence(words));
}

function change(kind: ChangeKind, side: ChangeSide, before: readonly AccessLine[], after: readonly AccessLine[]): AccessChange {
  return { kind, side, before, after };
}

function isAllow({ statement }: AccessLine): boolean {
  return statement!.effect === 'Allow';
}
