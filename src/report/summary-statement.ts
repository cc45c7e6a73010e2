// Not exported: part of the read model of the report.
import { createHash } from 'crypto';
import { sortedOnce } from './order';
import { Place, placeOf } from './place';
import { Condition, LocatedStatement, Principal, Statement, StatementNote } from '../model/statement';

/** A statement in the one form that says the same about the same access: every list sorted, nothing twice. */
export interface SummaryStatement extends Statement {
  readonly place: Place;
  /** The managed policy that holds it, where no template makes one: a difference tells it beside the role, which is the place. */
  readonly policy?: string;
  /** What was said about it, sorted. Undefined where nothing was. */
  readonly notes?: readonly StatementNote[];
}

/** More lines than this say less than one. */
const MOST_LINES = 500;

/** The statements of one policy, sorted; what is written twice in one place stands once. */
export function summaryStatements(statements: readonly LocatedStatement[]): SummaryStatement[] {
  return mergedOnce(statements.map(summaryStatement));
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
  return mergedOnce(statements.flatMap(singleLines).map((line) => ({ ...line, sid: undefined })));
}

/** What says the same in one place stands once, with what was said about either. */
function mergedOnce<T extends SummaryStatement>(statements: readonly T[]): T[] {
  const notes = new Map<string, StatementNote[]>();
  statements.forEach((one) => one.notes && notes.set(statementKey(one), [...notes.get(statementKey(one)) ?? [], ...one.notes]));
  return sortedOnce(statements, statementKey).map((one) => {
    const all = notes.size > 0 ? notes.get(statementKey(one)) : undefined;
    return all ? { ...one, notes: sortedNotes(all) } : one;
  });
}

function sortedNotes(notes: readonly StatementNote[]): StatementNote[] {
  const sorted = notes.map(({ text, option, constructPath, actions, resources }) => ({
    text, option, constructPath, actions: actions && sortedTexts(actions), resources: resources && sortedTexts(resources),
  }));
  return sortedOnce(sorted, (note) => JSON.stringify(note));
}

/** The notes about a part of a statement. */
function notesOnLine({ notes }: SummaryStatement, action: string | undefined, resource: string | undefined): StatementNote[] | undefined {
  const has = (part: readonly string[] | undefined, one: string | undefined) => !part || one === undefined || part.includes(one);
  const about = notes?.filter(({ actions, resources }) => has(actions, action) && has(resources, resource)) ?? [];
  if (about.length === 0) { return undefined; }
  return about.map(({ actions, resources, ...note }) => ({
    ...note, ...action === undefined && { actions }, ...resource === undefined && { resources },
  }));
}

function singleLines<T extends SummaryStatement>(statement: T): T[] {
  const { principals, actions, resources } = statement;
  const lines = (principals?.length ?? 1) * (actions?.length ?? 1) * (resources?.length ?? 1);
  if (lines > MOST_LINES) { return [statement]; }
  const each = <V>(list: readonly V[] | undefined) => list ? list.map((item) => [item]) : [undefined];
  return each(principals).flatMap((principal) => each(actions).flatMap((action) => each(resources).map((resource) => ({
    ...statement,
    ...principal && { principals: principal },
    ...action && { actions: action },
    ...resource && { resources: resource },
    ...statement.notes && { notes: notesOnLine(statement, action?.[0], resource?.[0]) },
  }))));
}

function summaryStatement(located: LocatedStatement): SummaryStatement {
  const { sid, effect, principals, notPrincipals, actions, notActions, resources, notResources, conditions, source, notes } = located;
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
    ...notes && { notes },
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
