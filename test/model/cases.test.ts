import { Case, contextOf, policiesOf, readCases, requestOf, statementsOf } from './case';
import { completed } from './not-given';
import { Answer } from '../../src/model/answer';
import { evaluate } from '../../src/model/evaluate';
import { actionMatches, arnMatches, covers, matches, resourceMatches } from '../../src/model/match';

const CONDITION_RESULT = { ALLOWED: 'MATCH', DENIED: 'NO_MATCH', CANNOT_SAY: 'CANNOT_SAY' };
const PATTERN_RESULT = { YES: 'MATCH', NO: 'NO_MATCH', CANNOT_SAY: 'CANNOT_SAY' };
/** The one file of cases that AWS itself has no answer to. */
const REFUSED = 'refused-by-aws.json';
const COMPARE = { RESOURCE: resourceMatches, ACTION: actionMatches, ARN: arnMatches, TEXT: matches };

describe.each(readCases())('%s', (_, cases) => {
  test.each(cases.map((one): [string, Case] => [one.name, one]))('%s', (__, one) => {
    const decision = decide(one);

    expect(decision.result).toBe(one.expected);
    if (one.reason) { expect(decision.reason).toContain(one.reason); }
  });
});

test('there are at least 500 cases, each with a name of its own in its file', () => {
  const files = readCases();

  expect(files.flatMap(([, cases]) => cases).length).toBeGreaterThanOrEqual(500);
  for (const [file, cases] of files) {
    const names = cases.map(({ name }) => name);
    expect({ file, repeated: names.filter((name, index) => names.indexOf(name) !== index) }).toEqual({ file, repeated: [] });
  }
});

describe('a case that cannot be said', () => {
  const open = readCases().flatMap(([file, cases]) => cases.filter(({ expected }) => expected === 'CANNOT_SAY').map((one) => ({ file, one, ...completed(one) })));
  const refused = open.filter(({ file }) => file === REFUSED);
  const others = open.filter(({ file }) => file !== REFUSED);

  test.each(others.map(({ one, missing, given }): [string, string, Case] => [one.name, missing.join(', '), given]))(
    'leaves something open, and is decided as soon as that is given: %s: %s', (_, missing, given) => {
      expect(missing).not.toBe('');
      expect(decide(given).result).not.toBe('CANNOT_SAY');
    });

  test.each(refused.map(({ one, missing }): [string, Case, readonly string[]] => [one.name, one, missing]))(
    'has everything given where AWS has no answer, and says why that is so: %s', (_, one, missing) => {
      expect(missing).toEqual([]);
      expect(one.noAnswer).toMatch(/^[A-Z].+\.$/);
      expect(one.see).toMatch(/^https:\/\/docs\.aws\.amazon\.com\/IAM\/latest\/UserGuide\//);
    });

  test('is the only kind of case in the file of those that AWS has no answer to', () => {
    const all = readCases().flatMap(([file, cases]) => cases.map((one) => ({ file, ...one })));

    expect(all.filter(({ file, expected }) => file === REFUSED && expected !== 'CANNOT_SAY')).toEqual([]);
    expect(all.filter(({ file, noAnswer }) => file !== REFUSED && noAnswer !== undefined)).toEqual([]);
  });
});

function decide(one: Case): { result: string; reason: string } {
  if (one.pattern !== undefined) { return { result: PATTERN_RESULT[patternAnswer(one)], reason: '' }; }
  if (one.condition) {
    const { outcome, reason } = evaluate(
      { principal: { kind: 'Service', id: 'x.amazonaws.com' }, action: 'a:b', resource: '*', context: contextOf(one.context), unknownKeys: one.unknownKeys },
      { identity: [], resource: statementsOf([{ Effect: 'Allow', Principal: '*', Action: '*', Resource: '*', Condition: one.condition }], 'condition') },
    );
    return { result: CONDITION_RESULT[outcome], reason };
  }
  if (!one.request) { throw new Error(`'${one.name}' has neither a request nor a condition nor a pattern`); }
  const { outcome, reason } = evaluate(requestOf(one.request), policiesOf(one));
  return { result: outcome, reason };
}

function patternAnswer({ kind = 'TEXT', pattern = '', value = '', narrower }: Case): Answer {
  return narrower === undefined ? COMPARE[kind](pattern, value) : covers(pattern, narrower, kind);
}
