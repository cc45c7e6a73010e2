import { Case, contextOf, policiesOf, readCases, requestOf, statementsOf } from './case';
import { Answer } from '../../src/model/answer';
import { evaluate } from '../../src/model/evaluate';
import { actionMatches, arnMatches, covers, matches, resourceMatches } from '../../src/model/match';

const CONDITION_RESULT = { ALLOWED: 'MATCH', DENIED: 'NO_MATCH', CANNOT_SAY: 'CANNOT_SAY' };
const PATTERN_RESULT = { YES: 'MATCH', NO: 'NO_MATCH', CANNOT_SAY: 'CANNOT_SAY' };
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
