// Not exported: part of the read model of the report.
import { isAnyone } from './principal-words';
import { isInsideOneResource } from '../authorization/resource-parts';
import { servicesForAnySource, sourceConditions } from '../model/named-source';
import { Statement } from '../model/statement';

/** Something in an `Allow` that covers more than it names. */
export type Mark =
  | 'ANY_PRINCIPAL' | 'EVERY_PRINCIPAL_BUT' | 'ANY_SOURCE' | 'SOURCE_PATTERN' | 'SOURCE_PARTS'
  | 'ANY_ACTION' | 'ACTION_PATTERN' | 'EVERY_ACTION_BUT'
  | 'ANY_RESOURCE' | 'RESOURCE_PATTERN' | 'RESOURCE_PARTS' | 'EVERY_RESOURCE_BUT';

/** Each mark in words, in the order in which they are printed. */
export const MARK_WORDS: ReadonlyMap<Mark, string> = new Map<Mark, string>([
  ['ANY_PRINCIPAL', 'any principal'],
  ['EVERY_PRINCIPAL_BUT', 'every principal but those named'],
  ['ANY_SOURCE', 'any source: the service may act for every account that uses it'],
  ['SOURCE_PATTERN', 'wildcard in the source'],
  ['SOURCE_PARTS', 'parts of one source'],
  ['ANY_ACTION', 'any action'],
  ['ACTION_PATTERN', 'wildcard in the action'],
  ['EVERY_ACTION_BUT', 'every action but those named'],
  ['ANY_RESOURCE', 'any resource'],
  ['RESOURCE_PATTERN', 'wildcard in the resource'],
  ['RESOURCE_PARTS', 'parts of one resource'],
  ['EVERY_RESOURCE_BUT', 'every resource but those named'],
]);

/** Whether a mark is about more than parts of the one thing that is named: the keys of a bucket, the streams of a log group. */
export function isWide(mark: Mark): boolean {
  return mark !== 'SOURCE_PARTS' && mark !== 'RESOURCE_PARTS';
}

/** The marks of a statement of an identity policy. */
export function grantMarks(statement: Statement): Mark[] {
  const { actions, notActions, resources, notResources } = statement;
  return inOrder(statement, [
    ...notActions ? ['EVERY_ACTION_BUT' as const] : [],
    ...notResources ? ['EVERY_RESOURCE_BUT' as const] : [],
    ...(actions ?? []).flatMap((action): Mark[] => patternMarks(action, 'ANY_ACTION', 'ACTION_PATTERN')),
    ...(resources ?? []).flatMap((resource): Mark[] => resourceMarks(resource)),
  ]);
}

/** The marks of a statement of a trust policy. */
export function trustMarks(statement: Statement): Mark[] {
  const { principals, notPrincipals } = statement;
  return inOrder(statement, [
    ...notPrincipals ? ['EVERY_PRINCIPAL_BUT' as const] : [],
    ...principals?.some(isAnyone) ? ['ANY_PRINCIPAL' as const] : [],
    ...grantMarks(statement),
  ]);
}

/** The marks of a statement of a function's policy. */
export function invokeMarks(statement: Statement): Mark[] {
  const values = sourceConditions(statement).filter(({ operator }) => /Arn|Like/.test(operator)).flatMap((condition) => condition.values);
  return inOrder(statement, [
    ...servicesForAnySource(statement).length > 0 ? ['ANY_SOURCE' as const] : [],
    ...values.filter(hasWildcard).map((pattern) => isInsideOneResource(pattern) ? 'SOURCE_PARTS' : 'SOURCE_PATTERN'),
    ...trustMarks(statement),
  ]);
}

function resourceMarks(arn: string): Mark[] {
  return patternMarks(arn, 'ANY_RESOURCE', isInsideOneResource(arn) ? 'RESOURCE_PARTS' : 'RESOURCE_PATTERN');
}

function patternMarks(text: string, any: Mark, pattern: Mark): Mark[] {
  if (text === '*') { return [any]; }
  return hasWildcard(text) ? [pattern] : [];
}

/** `${*}` and `${?}` are IAM's way to write the plain character. */
function hasWildcard(text: string): boolean {
  return /[*?]/.test(text.replace(/\$\{[*?$]\}/g, ''));
}

/** A wildcard in a `Deny` takes away, so it needs no mark. */
function inOrder(statement: Statement, marks: readonly Mark[]): Mark[] {
  return statement.effect === 'Deny' ? [] : [...MARK_WORDS.keys()].filter((mark) => marks.includes(mark));
}
