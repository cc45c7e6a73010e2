// Not exported: part of the assertions.
import { bareOperator } from '../model/bare-operator';
import { FunctionAccess } from '../model/function-access';
import { knownStatements } from '../model/known-policies';
import { arnParts, pieces } from '../model/placeholder';
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
    ...[...invoke, ...access.role?.trust ?? []].flatMap((statement) =>
      found(statement, [...principals(statement), ...actions(statement), ...sources(statement)])),
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
  return patterns.filter((pattern) => hasWildcard(pattern) && !namesResource(pattern)).map((pattern) => `the resource ${pattern}`);
}

/** Everybody, unless a condition says of which organization. */
function principals({ principals: named = [], notPrincipals, conditions }: LocatedStatement): string[] {
  if (notPrincipals) { return [`every principal but ${notPrincipals.map(({ id }) => id).join(', ')}`]; }
  const bound = conditions.some(({ operator, key, values }) =>
    operator === 'StringEquals' && key.toLowerCase() === 'aws:principalorgid' && !values.some(hasWildcard));
  return named.filter(({ id }) => id === '*' && !bound).map(() => 'the principal *');
}

function sources({ conditions }: LocatedStatement): string[] {
  return conditions
    .filter(({ operator, key }) => /^(Arn|StringLike)/.test(bareOperator(operator).name) && /^aws:source(arn|account)$/i.test(key))
    .flatMap(({ values }) => values.filter((value) => hasWildcard(value) && !namesResource(value)).map((value) => `the source ${value}`));
}

/**
 * Whether a pattern names its resource, so that the wildcard is only about what is in it: `arn:aws:s3:::images/in/*`,
 * `…:log-group:name:*`, `…:table/name/index/*`, `…:execute-api:…:id/stage/GET/*`. Names in IAM have paths, where this
 * would mean any name below a path.
 */
function namesResource(pattern: string): boolean {
  const [scheme, partition, service, region, account, rest = ''] = arnParts(pattern);
  const resource = rest.replace(/\$\{[^{}]*\}/g, 'value'); // a value may be written with colons, and has none
  if (scheme !== 'arn' || [partition, service, region, account].some(hasWildcard)) { return false; }
  if (service === 's3' && account === '') { return /^[^/*?]+\//.test(resource); }
  return region !== '' && /^([^/:*?]+:[^:*?]+:|[^/:*?]+\/[^/*?]+\/)/.test(resource);
}

/** Whether a text holds `*` or `?`, outside of `${…}`. */
function hasWildcard(text: string): boolean {
  return pieces(text).some(({ kind }) => kind === 'WILDCARD');
}
