import { orderedOperators } from './ordered';

/**
 * Operators that compare points in time, written as ISO 8601 (W3C profile) or as seconds since 1970.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_Date
 */
export const DATE_OPERATORS = orderedOperators('Date', (a, b) => {
  const first = instant(a);
  const second = instant(b);
  return first === undefined || second === undefined ? undefined : first - second;
});

const DATE = /^(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d)(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d))?)?)?$/;
const EPOCH = /^\d{5,12}$/; // Four digits are a year.

/** Milliseconds since 1970; undefined for anything that is not a date. */
function instant(text: string): number | undefined {
  if (EPOCH.test(text)) { return Number(text) * 1000; }
  const found = DATE.exec(text);
  if (!found) { return undefined; }
  const [year, month, day, hour, minute, second] = [1, 2, 3, 4, 5, 6].map((at) => Number(found[at] ?? (at === 2 || at === 3 ? 1 : 0)));
  if (day > new Date(Date.UTC(year, month, 0)).getUTCDate() || day < 1 || month < 1 || month > 12) { return undefined; }
  if (hour > 23 || minute > 59 || second > 59) { return undefined; }
  return Date.UTC(year, month - 1, day, hour, minute, second) + Number(found[7] ?? 0) * 1000 - zone(found[8] ?? 'Z');
}

function zone(text: string): number {
  if (text === 'Z') { return 0; }
  const offset = (Number(text.slice(1, 3)) * 60 + Number(text.slice(4))) * 60_000;
  return text.startsWith('-') ? -offset : offset;
}
