import { readdirSync, readFileSync } from 'fs';
import { join } from 'path';
import { makeAccess, MakeAccess } from './make-access';
import { newStack } from './resources';
import { statementsOf } from './statements-of';

interface Case extends MakeAccess {
  readonly name: string;
  readonly expected: unknown[];
}

const CASES = join(__dirname, 'cases');

describe.each(readdirSync(CASES))('%s', (file) => {
  const cases = JSON.parse(readFileSync(join(CASES, file), 'utf8')) as Case[];

  test.each(cases.map((one) => [one.name, one] as const))('%s', (_, one) => {
    const stack = newStack();

    const statements = statementsOf(makeAccess(one, stack), stack);

    expect(statements).toEqual(one.expected);
  });
});
