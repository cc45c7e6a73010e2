import { readFileSync } from 'fs';
import { join } from 'path';
import { ACCOUNT, CaseStatement, concrete, Context, contextOf, located, neighbours } from './policy-case';
import { authorizationOf } from '../../src/authorization/service-authorization';
import { evaluate } from '../../src/model/evaluate';
import { LocatedStatement } from '../../src/model/statement';

/** By file and name of a case: what `deny` writes, or why it does not. */
type Denials = { readonly [file: string]: { readonly [name: string]: CaseStatement[] | string } };

interface Case {
  readonly name: string;
  readonly expected: CaseStatement[];
}

const EVERYTHING = located({ Action: '*', Resource: '*' });
const DENIALS = JSON.parse(readFileSync(join(__dirname, 'denials.json'), 'utf8')) as Denials;

describe.each(Object.entries(DENIALS))('%s', (file, denials) => {
  const cases = JSON.parse(readFileSync(join(__dirname, 'cases', file), 'utf8')) as Case[];
  const pairs = cases.flatMap(({ name, expected }) => {
    const denied = denials[name];
    return typeof denied === 'string' ? [] : [[name, expected.map((one) => located(one)), denied.map((one) => located(one, 'Deny'))] as const];
  });

  test.each(pairs)('%s: denied although everything is allowed elsewhere', (_, allowed, denied) => {
    const covered = allowed.filter((statement) => isPartOf(statement, denied));

    expect(covered.length).toBeGreaterThan(0);
    expect(calls(covered).filter(([action, resource, context]) => !isDenied(action, resource, context, denied))).toEqual([]);
  });

  test.each(pairs)('%s: nothing else is denied', (_, allowed, denied) => {
    const dependent = allowed.filter((statement) => !isPartOf(statement, denied));
    const wrong = [...calls(dependent), ...otherActions(denied), ...otherResources(denied), ...otherContexts(denied)]
      .filter(([action, resource, context]) => isDenied(action, resource, context, denied));

    expect(wrong).toEqual([]);
  });
});

describe('leading keys', () => {
  const denied = (DENIALS['table.json']['leading keys must be named and be among those given'] as CaseStatement[]).map((one) => located(one, 'Deny'));
  const [table] = denied[0].resources!;

  test.each([
    ['one of the keys among others is denied', { 'dynamodb:LeadingKeys': ['TENANT#8', 'TENANT#7'] }, true],
    ['a request that names no key is denied: it may reach all', {}, true],
    ['other keys are not denied', { 'dynamodb:LeadingKeys': ['TENANT#8', 'TENANT#9'] }, false],
  ])('%s', (_, context, expected) => {
    expect(isDenied('dynamodb:GetItem', table, context, denied)).toBe(expected);
  });
});

test('of several events, one that is denied is enough', () => {
  const denied = (DENIALS['event-bus.json']['puts events of one source and of some kinds'] as CaseStatement[]).map((one) => located(one, 'Deny'));
  const context = { 'events:source': ['com.example.other', 'com.example.orders'], 'events:detail-type': ['OrderPaid', 'Other'] };

  expect(isDenied('events:PutEvents', denied[0].resources![0], context, denied)).toBe(true);
});

type Call = readonly [action: string, resource: string, context: Context];

/** Whether the statement is about what is denied, and not about what comes with it: a key, a secret, a role. */
function isPartOf({ actions, resources }: LocatedStatement, denied: LocatedStatement[]): boolean {
  const isIn = (some: readonly string[], all?: readonly string[]) => some.every((one) => all!.includes(one));
  return denied.some((one) => isIn(actions!, one.actions) && isIn(resources!, one.resources));
}

function calls(statements: readonly LocatedStatement[]): Call[] {
  return statements.flatMap((statement) => statement.actions!.flatMap((action) => concrete(statement)
    .map((resource) => [action, resource, contextOf(statement)] as const)));
}

/** All other actions of the services, on the same resources. */
function otherActions(denied: LocatedStatement[]): Call[] {
  const named = new Set(denied.flatMap(({ actions }) => actions));
  const services = new Set([...named].map((action) => action!.split(':')[0]));
  const others = [...services].flatMap((service) => [...authorizationOf(service)?.actions.values() ?? []].map(({ name }) => `${service}:${name}`))
    .filter((action) => !named.has(action));
  return denied.flatMap((statement) => concrete(statement)
    .flatMap((resource) => others.map((action) => [action, resource, contextOf(statement)] as const)));
}

function otherResources(denied: LocatedStatement[]): Call[] {
  return denied.flatMap((statement) => statement.actions!.flatMap((action) => neighbours(statement)
    .map((resource) => [action, resource, contextOf(statement)] as const)));
}

/** Another value of each condition, and none at all where that is not denied on its own. */
function otherContexts(denied: LocatedStatement[]): Call[] {
  const withoutKey = new Set(denied.flatMap(({ conditions }) => conditions).filter(({ operator }) => operator === 'Null').map(({ key }) => key));
  return denied.flatMap((statement) => statement.conditions.filter(({ operator }) => operator !== 'Null').flatMap(({ key }) => {
    const { [key]: _, ...without } = contextOf(statement);
    const contexts = [{ ...without, [key]: ['~'] }, ...withoutKey.has(key) ? [] : [without]];
    return contexts.flatMap((context) => statement.actions!.flatMap((action) => concrete(statement)
      .map((resource) => [action, resource, context] as const)));
  }));
}

function isDenied(action: string, resource: string, context: Context, denied: LocatedStatement[]): boolean {
  const principal = { kind: 'AWS', id: `arn:aws:iam::${ACCOUNT}:role/code` } as const;
  const request = { principal, principalAccount: ACCOUNT, action, resource, resourceAccount: ACCOUNT, context };
  // The other account's side is not what is proved here.
  const { outcome, statement } = evaluate(request, { identity: [EVERYTHING, ...denied], resource: [] });
  const found = statement?.effect === 'Deny';
  if (found && outcome !== 'DENIED') { throw new Error(`it cannot be said whether ${action} on ${resource} is denied`); }
  return found;
}
