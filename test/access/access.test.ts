import { readdirSync, readFileSync } from 'fs';
import { join } from 'path';
import { CLASSES, makeAccess, MakeAccess } from './make-access';
import { newStack } from './resources';
import { statementsOf } from './statements-of';
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

test('every class has a case', () => {
  const covered = new Set(readdirSync(CASES).flatMap((file) => read<Case[]>(join(CASES, file)).map(({ access }) => access)));

  expect(Object.keys(CLASSES).filter((name) => !covered.has(name))).toEqual([]);
});

describe('refusals', () => {
  const refusals = read<Refusal[]>(join(__dirname, 'refusals.json'));

  test.each(refusals.map((one) => [one.name, one] as const))('%s', (_, one) => {
    const stack = newStack();

    expect(messageOf(() => makeAccess(one, stack)).replace(authorizationDate, 'DATE')).toBe(one.message);
  });
});

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
