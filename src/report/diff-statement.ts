// Not exported: part of the difference between two reports.
import { sortedOnce } from './order';
import { Place } from './place';
import { SummaryStatement, statementKey, statementLines } from './summary-statement';
import { isSeparable } from '../model/condition-implies';
import { Condition } from '../model/statement';

/** More lines than this say less than one. */
const MOST_LINES = 500;

const NOWHERE: Place = { stack: '', logicalId: '', resourceType: '' };

/** The statements taken apart as far as they can be, each thing that is said once, wherever it stands. */
export function accessLines(statements: readonly SummaryStatement[]): SummaryStatement[] {
  return sortedOnce(statementLines(statements).flatMap(withSingleValues), contentKey);
}

/** A key that two lines have in common when they say the same, wherever they stand. */
export function contentKey(statement: SummaryStatement): string {
  return statementKey({ ...statement, sid: undefined, place: NOWHERE });
}

function withSingleValues(line: SummaryStatement): SummaryStatement[] {
  const choices = line.conditions.map((condition) => (
    isSeparable(condition) && condition.values.length > 1 ? condition.values.map((value) => ({ ...condition, values: [value] })) : [condition]
  ));
  if (choices.reduce((count, { length }) => count * length, 1) > MOST_LINES) { return [line]; }
  const combined = choices.reduce<Condition[][]>((all, choice) => all.flatMap((conditions) => choice.map((one) => [...conditions, one])), [[]]);
  return combined.map((conditions) => ({ ...line, conditions }));
}
