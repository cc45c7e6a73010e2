import { readdirSync, readFileSync } from 'fs';
import { join } from 'path';
import { authorizationOf } from '../../src/authorization/service-authorization';
import { evaluate } from '../../src/model/evaluate';
import { LocatedStatement } from '../../src/model/statement';

/** A statement of a case, with texts for what is only known at deployment. */
interface CaseStatement {
  readonly Action: string | string[];
  readonly Resource: string | string[];
  readonly Condition?: { readonly [operator: string]: { readonly [key: string]: string | string[] } };
}

type Context = { readonly [key: string]: readonly string[] };

const ACCOUNT = '111122223333';
const SOURCE = { stack: 'Stack', logicalId: 'Role', resourceType: 'AWS::IAM::Role', property: 'Properties.Policies' };
const CASES = join(__dirname, 'cases');

describe.each(readdirSync(CASES))('%s', (file) => {
  const cases = JSON.parse(readFileSync(join(CASES, file), 'utf8')) as { name: string; expected: CaseStatement[] }[];

  test.each(cases.map(({ name, expected }) => [name, expected.map(located)] as const))('%s', (_, statements) => {
    const wrong = statements.flatMap((statement) => [
      ...notAllowed(statement, statements), ...otherActions(statement, statements),
      ...otherResources(statement, statements), ...otherContexts(statement, statements),
    ]);

    expect(wrong).toEqual([]);
  });
});

function located({ Action, Resource, Condition = {} }: CaseStatement): LocatedStatement {
  const conditions = Object.entries(Condition).flatMap(([operator, keys]) => Object.entries(keys)
    .map(([key, values]) => ({ operator, key, values: [values].flat().map(arnLike) })));
  return { effect: 'Allow', actions: [Action].flat(), resources: [Resource].flat().map(arnLike), conditions, source: SOURCE };
}

/** `<Images.Arn>/in/*` → `arn:aws:standin:eu-west-1:111122223333:Images/in/*` */
function arnLike(text: string): string {
  const plain = text.replaceAll('<Partition>', 'aws');
  return plain.startsWith('<') ? plain.replace(/^<(\w+)(\.\w+)?>/, `arn:aws:standin:eu-west-1:${ACCOUNT}:$1`) : plain.replace(/<(\w+)(\.\w+)?>/g, '$1');
}

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
  const others = statement.resources!.filter((resource) => resource !== '*').flatMap((resource) => {
    const stem = resource.split(/[*?]/)[0];
    const sibling = fill(`${stem.slice(0, -1)}~${resource.slice(stem.length)}`);
    const foreign = fill(resource.replace(/:\d{12}:/, ':999999999999:'));
    return foreign === fill(resource) ? [sibling] : [sibling, foreign];
  });
  return statement.actions!.flatMap((action) => others.filter((resource) => isAllowed(action, resource, contextOf(statement), all))
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

function concrete({ resources }: LocatedStatement): string[] {
  return resources!.map((resource) => resource === '*' ? '*' : fill(resource));
}

function fill(pattern: string): string {
  return pattern.replaceAll('*', 'x').replaceAll('?', 'a');
}

/** A request that fulfils all conditions of the statement. */
function contextOf({ conditions }: LocatedStatement): Context {
  return Object.fromEntries(conditions.filter(({ operator }) => operator !== 'Null').map(({ key, values }) => [key, [fill(values[0])]]));
}
