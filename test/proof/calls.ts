import { Difference, FileCase, compareCases } from './decisions';
import { evaluate } from '../../src/model/evaluate';
import { statementJson } from '../../src/model/statement-json';
import { Call, CallQuestion, askedCall, questionsOf, readCalls } from '../invoke/calls';
import { synthesizeCalled } from '../invoke/calls-app';
import { policiesOf, requestOf } from '../model/case';

/** Where the calls are written. */
export const CALLS = 'calls.json';

/**
 * Compares the calls of who may invoke, with the policies that the constructs make, with the emulator's answers. A call of a URL is two cases, one for each
 * action. A call through an endpoint is one more, for the policy of the endpoint, which is put to the emulator as the policy of a resource.
 *
 * Returns what is wrong.
 */
export function compareCalls(listed: readonly Difference[]): string[] {
  const done = synthesizeCalled();
  const asked = readCalls().map((call) => ({ call, cases: questionsOf(call, askedCall(done, call)).map((question) => written(call, question)) }));
  const count = (pick: (call: Call) => unknown) => asked.filter(({ call }) => pick(call)).length;
  const title = `Calls of who may invoke (${asked.length} calls, ${count(({ url }) => url)} of a URL for both actions, `
    + `${count(({ throughEndpoint }) => throughEndpoint)} for the policy of an endpoint too)`;
  const { wrong } = compareCases(title, asked.flatMap(({ cases }) => cases), listed);
  return [...wrong, ...asked.flatMap(({ call, cases }) => changed(call, cases))];
}

/** A question as a written case, with what we answer to the case as it is written. */
function written(call: Call, { what, request, policies }: CallQuestion): FileCase {
  const { principal: { kind, id }, principalAccount, action, resource, context } = request;
  const one = {
    file: CALLS,
    name: `${call.function}, ${call.name}: ${what}`,
    expected: '',
    identity: policies.identity.map((statement) => statementJson(statement)),
    resource: policies.resource.map((statement) => statementJson(statement)),
    request: { principal: id === '*' ? id : { [kind]: id }, account: principalAccount, action, resource, context },
  };
  return { ...one, expected: evaluate(requestOf(one.request), policiesOf(one)).outcome };
}

/** A call is allowed when all its cases are: what is written means what the call means. */
function changed(call: Call, cases: readonly FileCase[]): string[] {
  const outcome = cases.every(({ expected }) => expected === 'ALLOWED') ? 'ALLOWED' : 'DENIED';
  return outcome === call.expected ? [] : [`${CALLS}: '${call.function}, ${call.name}' is ${call.expected}, and ${outcome} as it is written for the emulator`];
}
