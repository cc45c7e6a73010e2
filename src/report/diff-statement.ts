// Not exported: part of the difference between two reports.
import { implies, isSeparable } from './diff-condition';
import { sortedOnce } from './order';
import { Place } from './place';
import { SummaryStatement, statementKey, statementLines } from './summary-statement';
import { PatternKind, covers } from '../model/match';
import { arnParts } from '../model/placeholder';
import { Condition, Principal, Statement } from '../model/statement';

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

/**
 * Whether the wider statement is sure to apply to every request to which the narrower one applies. The effect does not
 * count, and what cannot be said is no.
 *
 * @param owners accounts that the resource may belong to
 */
export function statementCovers(wider: Statement, narrower: Statement, owners: readonly string[]): boolean {
  return coversPrincipals(wider, narrower, owners)
    && coversList('ACTION', [wider.actions, wider.notActions], [narrower.actions, narrower.notActions])
    && coversList('RESOURCE', [wider.resources, wider.notResources], [narrower.resources, narrower.notResources])
    && wider.conditions.every((weaker) => narrower.conditions.some((stronger) => implies(stronger, weaker)));
}

function coversPrincipals(wider: Statement, narrower: Statement, owners: readonly string[]): boolean {
  if (wider.principals?.some(isAnyone)) { return Boolean(narrower.principals ?? narrower.notPrincipals); }
  if (wider.notPrincipals ?? narrower.notPrincipals) { return sameSet(wider.notPrincipals?.map(named), narrower.notPrincipals?.map(named)); }
  if (!wider.principals || !narrower.principals) { return wider.principals === narrower.principals; }
  return narrower.principals.every((one) => wider.principals!.some((other) => coversPrincipal(other, one, owners)));
}

/** Within its own account, a role that is named needs no policy of its own, unlike one whose account is named. */
function coversPrincipal(wider: Principal, narrower: Principal, owners: readonly string[]): boolean {
  if (wider.kind !== narrower.kind) { return false; }
  if (wider.id === narrower.id) { return true; }
  const [, , service, , account, resource] = arnParts(wider.id);
  const isAccount = wider.kind === 'AWS' && service === 'iam' && resource === 'root' && /^\d{12}$/.test(account);
  return isAccount && arnParts(narrower.id)[4] === account && owners.every((owner) => /^\d{12}$/.test(owner) && owner !== account);
}

type Listed = readonly [plain: readonly string[] | undefined, excluded: readonly string[] | undefined];

function coversList(kind: PatternKind, [plain, excluded]: Listed, [otherPlain, otherExcluded]: Listed): boolean {
  if (!plain && !excluded) { return !otherPlain && !otherExcluded; }
  if (otherPlain) {
    return otherPlain.every((one) => plain
      ? plain.some((pattern) => coversText(pattern, one, kind))
      : excluded!.every((pattern) => areApart(pattern, one, kind)));
  }
  if (!otherExcluded) { return false; }
  if (plain) { return plain.includes('*'); }
  return excluded!.every((one) => otherExcluded.some((pattern) => coversText(pattern, one, kind)));
}

function coversText(wider: string, narrower: string, kind: PatternKind): boolean {
  if (wider === narrower || wider === '*') { return true; }
  return folded(narrower, kind).startsWith(beginning(folded(wider, kind))) && covers(wider, narrower, kind) === 'YES';
}

/** Whether no text matches both patterns. */
function areApart(first: string, second: string, kind: PatternKind): boolean {
  if (!/[*?]|\$\{/.test(second)) { return covers(first, second, kind) === 'NO'; }
  const [a, b] = [beginning(folded(first, kind)), beginning(folded(second, kind))];
  return !a.startsWith(b) && !b.startsWith(a);
}

/** What every text that the pattern matches begins with. */
function beginning(pattern: string): string {
  return pattern.slice(0, pattern.search(/[*?]|\$\{|$/));
}

function folded(text: string, kind: PatternKind): string {
  return kind === 'ACTION' ? text.toLowerCase() : text;
}

function isAnyone({ kind, id }: Principal): boolean {
  return kind === 'AWS' && id === '*';
}

function named({ kind, id }: Principal): string {
  return `${kind} ${id}`;
}

function sameSet(first: readonly string[] | undefined, second: readonly string[] | undefined): boolean {
  return first !== undefined && second !== undefined && first.length === second.length && first.every((text) => second.includes(text));
}
