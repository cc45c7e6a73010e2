import { askedCall, questionsOf, readCalls } from './calls';
import { FUNCTIONS, synthesizeCalled } from './calls-app';
import { evaluate, evaluateFunctionUrl } from '../../src/model/evaluate';

const CALLS = readCalls();

describe('who may invoke', () => {
  const done = synthesizeCalled();

  test.each(CALLS)('$function, $name: $expected', (call) => {
    const asked = askedCall(done, call);
    const outcomes = questionsOf(call, asked).map(({ request, policies }) => evaluate(request, policies).outcome);

    expect(outcomes).not.toContain('CANNOT_SAY');
    expect(outcomes.includes('DENIED') ? 'DENIED' : 'ALLOWED').toBe(call.expected);
    if (call.url) { expect(evaluateFunctionUrl(asked.request, call.url, asked.policies).outcome).toBe(call.expected); }
  });

  test('every function has a call that is allowed and one that is denied', () => {
    for (const expected of ['ALLOWED', 'DENIED']) {
      expect(new Set(CALLS.filter((call) => call.expected === expected).map((call) => call.function))).toEqual(new Set(FUNCTIONS));
    }
  });

  test('a call through the endpoint is denied by the policy of the endpoint alone, and by the other policies alone', () => {
    const outcomes = CALLS.filter(({ throughEndpoint }) => throughEndpoint).map((call) => {
      const { request, policies, endpoint } = askedCall(done, call);
      return `${evaluate(request, policies).outcome}, endpoint ${evaluate(request, endpoint!).outcome}`;
    });

    expect(new Set(outcomes)).toEqual(new Set(['ALLOWED, endpoint ALLOWED', 'ALLOWED, endpoint DENIED', 'DENIED, endpoint ALLOWED']));
  });
});
