import { readdirSync, readFileSync } from 'fs';
import { join } from 'path';
import { ACCOUNT, CaseStatement, concrete, Context, contextOf, located, neighbours } from './policy-case';
import { authorizationOf } from '../../src/authorization/service-authorization';
import { evaluate } from '../../src/model/evaluate';
import { LocatedStatement } from '../../src/model/statement';

const CASES = join(__dirname, 'cases');

describe.each(readdirSync(CASES))('%s', (file) => {
  const cases = JSON.parse(readFileSync(join(CASES, file), 'utf8')) as { name: string; expected: CaseStatement[] }[];

  test.each(cases.map(({ name, expected }) => [name, expected.map((statement) => located(statement))] as const))('%s', (_, statements) => {
    const wrong = statements.flatMap((statement) => [
      ...notAllowed(statement, statements), ...otherActions(statement, statements),
      ...otherResources(statement, statements), ...otherContexts(statement, statements),
    ]);

    expect(wrong).toEqual([]);
  });
});

/** What the statement is for must be allowed. */
function notAllowed(statement: LocatedStatement, all: LocatedStatement[]): string[] {
  return each(statement, (action, resource) => isAllowed(action, resource, contextOf(statement), all) ? [] : [`denied: ${action} on ${resource}`]);
}

/** No other action of the service, on the same resource and in the same context. */
function otherActions(statement: LocatedStatement, all: LocatedStatement[]): string[] {
  const granted = new Set(all.flatMap(({ actions }) => actions));
  const services = new Set(statement.actions!.map((action) => action.split(':')[0]));
  const others = [...services].flatMap((service) => [...authorizationOf(service)?.actions.values() ?? []].map(({ name }) => `${service}:${name}`))
    .filter((action) => !granted.has(action));
  return others.flatMap((action) => concrete(statement).filter((resource) => isAllowed(action, resource, contextOf(statement), all))
    .map((resource) => `allowed: ${action} on ${resource}`));
}

/** No sibling of the resource, and none of another account. */
function otherResources(statement: LocatedStatement, all: LocatedStatement[]): string[] {
  return statement.actions!.flatMap((action) => neighbours(statement).filter((resource) => isAllowed(action, resource, contextOf(statement), all))
    .map((resource) => `allowed: ${action} on ${resource}`));
}

/** Not without one of the conditions: neither with another value, nor without the key. */
function otherContexts(statement: LocatedStatement, all: LocatedStatement[]): string[] {
  const full = contextOf(statement);
  const contexts = statement.conditions.flatMap(({ operator, key }): Context[] => {
    const { [key]: _, ...without } = full;
    const other = { ...full, [key]: [operator === 'Bool' ? 'false' : '~'] };
    return operator.endsWith('IfExists') ? [other] : [other, without];
  });
  return contexts.flatMap((context) => each(statement, (action, resource) => isAllowed(action, resource, context, all)
    ? [`allowed: ${action} on ${resource} with ${JSON.stringify(context)}`] : []));
}

function each(statement: LocatedStatement, check: (action: string, resource: string) => string[]): string[] {
  return statement.actions!.flatMap((action) => concrete(statement).flatMap((resource) => check(action, resource)));
}

function isAllowed(action: string, resource: string, context: Context, identity: LocatedStatement[]): boolean {
  const principal = { kind: 'AWS', id: `arn:aws:iam::${ACCOUNT}:role/code` } as const;
  // The other account's side is not what is proved here.
  const request = { principal, principalAccount: ACCOUNT, action, resource, resourceAccount: ACCOUNT, context };
  return evaluate(request, { identity, resource: [] }).outcome !== 'DENIED';
}
