// Not exported: part of the read model of the report.
import { createHash } from 'crypto';
import { sortedOnce } from './order';
import { Place, placeOf } from './place';
import { Condition, LocatedStatement, Principal, Statement } from '../model/statement';

/** A statement in the one form that says the same about the same access: every list sorted, nothing twice. */
export interface SummaryStatement extends Statement {
  readonly place: Place;
}

/** More lines than this say less than one. */
const MOST_LINES = 500;

/** The statements of one policy, sorted; what is written twice in one place stands once. */
export function summaryStatements(statements: readonly LocatedStatement[]): SummaryStatement[] {
  return sortedOnce(statements.map(summaryStatement), statementKey);
}

/** A key under which statements sort by what they allow, then by where they stand. */
export function statementKey(statement: SummaryStatement): string {
  const { effect, principals, notPrincipals, actions, notActions, resources, notResources, conditions, place, sid } = statement;
  return JSON.stringify([effect, principals ?? 0, notPrincipals ?? 0, actions ?? 0, notActions ?? 0, resources ?? 0, notResources ?? 0,
    conditions, place.stack, place.logicalId, place.resourceType, place.constructPath ?? '', sid ?? '']);
}

/** Eight characters that differ when what the statement says does. */
export function statementDigest(statement: SummaryStatement): string {
  return digest(statementKey(statement));
}

/** Eight characters that stand for a text, the same in every run. */
export function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 8);
}

/**
 * The statements taken apart, one for each principal, action and resource: together they say the same, and each is one line
 * of a report, so that a diff of two reports shows what was added. Lines have no `sid`: it does not change what is allowed.
 *
 * What is excluded (`NotAction`, `NotResource`, `NotPrincipal`) cannot be taken apart, nor is a statement with very many pairs.
 */
export function statementLines<T extends SummaryStatement>(statements: readonly T[]): T[] {
  return sortedOnce(statements.flatMap(singleLines).map((line) => ({ ...line, sid: undefined })), statementKey);
}

function singleLines<T extends Statement>(statement: T): T[] {
  const { principals, actions, resources } = statement;
  const lines = (principals?.length ?? 1) * (actions?.length ?? 1) * (resources?.length ?? 1);
  if (lines > MOST_LINES) { return [statement]; }
  const each = <V>(list: readonly V[] | undefined) => list ? list.map((item) => [item]) : [undefined];
  return each(principals).flatMap((principal) => each(actions).flatMap((action) => each(resources).map((resource) => ({
    ...statement,
    ...principal && { principals: principal },
    ...action && { actions: action },
    ...resource && { resources: resource },
  }))));
}

function summaryStatement(located: LocatedStatement): SummaryStatement {
  const { sid, effect, principals, notPrincipals, actions, notActions, resources, notResources, conditions, source } = located;
  return {
    ...sid !== undefined && { sid },
    effect,
    ...principals && { principals: sortedPrincipals(principals) },
    ...notPrincipals && { notPrincipals: sortedPrincipals(notPrincipals) },
    ...actions && { actions: sortedTexts(actions) },
    ...notActions && { notActions: sortedTexts(notActions) },
    ...resources && { resources: sortedTexts(resources) },
    ...notResources && { notResources: sortedTexts(notResources) },
    conditions: sortedOnce(conditions.map(sortedCondition), (condition) => JSON.stringify([condition.operator, condition.key, condition.values])),
    place: placeOf(source),
  };
}

function sortedPrincipals(principals: readonly Principal[]): Principal[] {
  return sortedOnce(principals.map(({ kind, id }) => ({ kind, id })), ({ kind, id }) => JSON.stringify([kind, id]));
}

function sortedCondition({ operator, key, values }: Condition): Condition {
  return { operator, key, values: sortedTexts(values) };
}

function sortedTexts(texts: readonly string[]): string[] {
  return sortedOnce(texts, (text) => text);
}
