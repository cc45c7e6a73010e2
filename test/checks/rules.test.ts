import { readFileSync, readdirSync } from 'fs';
import { join } from 'path';
import { Case, formsOf, functionAccess } from './function-access';
import { RULES, violationsOf } from '../../src/checks/violations';

const RULE_FILES = readdirSync(join(__dirname, '../../src/checks/rules')).filter((file) => file !== 'index.ts').map((file) => file.slice(0, -'.ts'.length));

/** The findings of all rules, so that a case also says which rules are silent. */
function findings(given: Case, form: ReturnType<typeof formsOf>[number]): string[] {
  return violationsOf([functionAccess(given, form)]).map(({ id }) => id.replace(/^LambdaPermissions-/, ''));
}

test('every rule in the folder is applied, and its file is named after it', () => {
  const kebab = RULES.map(({ id }) => id.replace(/(?!^)[A-Z]/g, (letter) => `-${letter}`).toLowerCase());

  expect(kebab.sort()).toEqual(RULE_FILES.sort());
});

test.each(RULES)('$id explains itself in sentences', ({ info, explanation }) => {
  expect(info).toMatch(/^[A-Z].*\.$/);
  expect(explanation).toMatch(/^[A-Z].*\.$/);
});

describe.each(RULE_FILES)('%s', (file) => {
  const cases = JSON.parse(readFileSync(join(__dirname, 'rules', `${file}.json`), 'utf8')) as Case[];

  test.each(cases)('$name', (given) => {
    for (const form of formsOf(given)) {
      expect({ form, findings: findings(given, form) }).toEqual({ form, findings: [...given.expected].sort() });
    }
  });

  test('has a case that it accepts and one that it does not', () => {
    expect(cases.some(({ expected }) => expected.length === 0)).toBe(true);
    expect(cases.some(({ expected }) => expected.length > 0)).toBe(true);
  });
});
