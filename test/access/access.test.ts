import { readdirSync, readFileSync } from 'fs';
import { join } from 'path';
import { CLASSES, makeAccess, MakeAccess } from './make-access';
import { newStack } from './resources';
import { statementsOf, withoutEffect } from './statements-of';
import { authorizationDate } from '../../src/authorization/service-authorization';

interface Case extends MakeAccess {
  readonly name: string;
  readonly expected: unknown[];
}

interface Refusal extends MakeAccess {
  readonly name: string;
  readonly message: string;
}

const CASES = join(__dirname, 'cases');

describe.each(readdirSync(CASES))('%s', (file) => {
  const cases = read<Case[]>(join(CASES, file));

  test.each(cases.map((one) => [one.name, one] as const))('%s', (_, one) => {
    const stack = newStack();

    const statements = statementsOf(makeAccess(one, stack), stack);

    expect(statements).toEqual(one.expected);
  });
});

test('every class and every intent has a case', () => {
  const covered = new Set(readdirSync(CASES).flatMap((file) => read<Case[]>(join(CASES, file)).flatMap(namesOf)));
  const intents = Object.entries(CLASSES).flatMap(([name, made]) => Object.getOwnPropertyNames(made)
    .filter((member) => typeof made[member] === 'function').map((intent) => `${name}.${intent}`));

  expect([...Object.keys(CLASSES), ...intents].filter((name) => !covered.has(name))).toEqual([]);
});

describe.each(readdirSync(CASES))('deny of %s', (file) => {
  const cases = read<Case[]>(join(CASES, file));
  const denials = read<{ [file: string]: { [name: string]: unknown } }>(join(__dirname, 'denials.json'))[file];

  test.each(cases.map((one) => [one.name, one] as const))('%s', (name, one) => {
    const stack = newStack();
    const { denied, undeniable } = makeAccess(one, stack).describe(stack);
    const written = denied?.map((statement) => withoutEffect(stack.resolve(statement.toStatementJson()) as object, 'Deny'));

    expect(undeniable ?? written).toEqual(denials[name]);
  });
});

describe('refusals', () => {
  const refusals = read<Refusal[]>(join(__dirname, 'refusals.json'));

  test.each(refusals.map((one) => [one.name, one] as const))('%s', (_, one) => {
    const stack = newStack();

    expect(messageOf(() => makeAccess(one, stack)).replace(authorizationDate, 'DATE')).toBe(one.message);
  });
});

function namesOf({ access, intent }: MakeAccess): string[] {
  return intent ? [access, `${access}.${intent}`] : [access];
}

function messageOf(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    return (error as Error).message;
  }
  return 'nothing was refused';
}

function read<T>(path: string): T {
  return JSON.parse(readFileSync(path, 'utf8')) as T;
}
