// Not exported: part of the assertions.
import { isInsideOneResource } from '../authorization/resource-parts';
import { bareOperator } from '../model/bare-operator';
import { FunctionAccess } from '../model/function-access';
import { isAboutCalls } from '../model/function-actions';
import { knownStatements } from '../model/known-policies';
import { servicesForAnySource } from '../model/named-source';
import { pieces } from '../model/placeholder';
import { LocatedStatement } from '../model/statement';

/** Something in an `Allow` that leaves open what it means. */
export interface Wildcard {
  /** What it is, and what it says: `the action s3:*`. */
  readonly text: string;
  readonly statement: LocatedStatement;
}

/** All wildcards on both sides of a function's permissions. A boundary only limits, and so does a `Deny`. */
export function wildcardsIn(access: FunctionAccess, exceptActions: ReadonlySet<string>): Wildcard[] {
  const invoke = access.targets.flatMap(({ statements }) => statements);
  const granted = knownStatements(access);
  return [
    ...invoke.flatMap((statement) => found(statement, [...principals(statement), ...actions(statement), ...callers(statement)])),
    ...(access.role?.trust ?? []).flatMap((statement) => found(statement, [...principals(statement), ...actions(statement), ...sources(statement)])),
    ...granted.flatMap((statement) => found(statement, [...actions(statement), ...resources(statement, exceptActions)])),
  ];
}

function found(statement: LocatedStatement, texts: readonly string[]): Wildcard[] {
  return statement.effect === 'Allow' ? texts.map((text) => ({ text, statement })) : [];
}

function actions({ actions: named, notActions }: LocatedStatement): string[] {
  if (notActions) { return [`every action but ${notActions.join(', ')}`]; }
  return (named ?? []).filter(hasWildcard).map((action) => `the action ${action}`);
}

function resources({ actions: named = [], resources: patterns, notResources }: LocatedStatement, except: ReadonlySet<string>): string[] {
  if (named.length > 0 && named.every((action) => except.has(action.toLowerCase()))) { return []; }
  if (!patterns) { return [`every resource but ${notResources?.join(', ') ?? 'none'}`]; }
  return patterns.filter((pattern) => hasWildcard(pattern) && !isInsideOneResource(pattern)).map((pattern) => `the resource ${pattern}`);
}

/** Everybody, unless a condition says of which organization. */
function principals({ principals: named = [], notPrincipals, conditions }: LocatedStatement): string[] {
  if (notPrincipals) { return [`every principal but ${notPrincipals.map(({ id }) => id).join(', ')}`]; }
  const bound = conditions.some(({ operator, key, values }) =>
    operator === 'StringEquals' && key.toLowerCase() === 'aws:principalorgid' && !values.some(hasWildcard));
  return named.filter(({ id }) => id === '*' && !bound).map(() => 'the principal *');
}

/** The sources for which a service may call; one that is a wildcard is no second finding. */
function callers(statement: LocatedStatement): string[] {
  const named = sources(statement);
  if (named.length > 0 || !isAboutCalls(statement)) { return named; }
  return servicesForAnySource(statement).map((service) => `any source of ${service}`);
}

function sources({ conditions }: LocatedStatement): string[] {
  return conditions
    .filter(({ operator, key }) => /^(Arn|StringLike)/.test(bareOperator(operator).name) && /^aws:source(arn|account)$/i.test(key))
    .flatMap(({ values }) => values.filter((value) => hasWildcard(value) && !isInsideOneResource(value)).map((value) => `the source ${value}`));
}

/** Whether a text holds `*` or `?`, outside of `${…}`. */
function hasWildcard(text: string): boolean {
  return pieces(text).some(({ kind }) => kind === 'WILDCARD');
}
