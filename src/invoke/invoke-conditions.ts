// Not exported: more conditions of a permission to invoke.
import { IConstruct } from 'constructs';
import { failure } from '../model/failure';

/** Operator, condition key, value. */
export interface InvokeConditions { readonly [operator: string]: { readonly [key: string]: string } }

/** What the invoker, or `viaFunctionUrl`, says: another value would take its place, or match nobody. */
const SAID_BY_INVOKER = [
  'aws:principalarn', 'aws:principalorgid', 'aws:principalorgpaths', 'aws:sourceaccount', 'aws:sourcearn', 'aws:sourceorgid', 'aws:sourceorgpaths',
  'lambda:eventsourcetoken', 'lambda:functionurlauthtype', 'lambda:invokedviafunctionurl',
];

/** The conditions of the invoker, and those that were asked for. Fails for what no permission has a property for, if there is no document. */
export function allConditions(
  path: IConstruct, ofInvoker: InvokeConditions, asked: InvokeConditions | undefined, hasDocument: boolean,
): InvokeConditions {
  if (asked === undefined || Object.keys(asked).length === 0) { return ofInvoker; }
  if (!hasDocument) {
    throw failure(`'conditions' have no place in AWS::Lambda::Permission, got ${Object.keys(asked).join(', ')}; `
      + "use the document engine ('resourcePolicyEngine: ResourcePolicyEngine.DOCUMENT' on the function)", path);
  }
  Object.entries(asked).forEach(([operator, lines]) => refuseBadLines(path, operator, lines));
  const operators = [...new Set([...Object.keys(ofInvoker), ...Object.keys(asked)])];
  return Object.fromEntries(operators.map((operator) => [operator, { ...ofInvoker[operator], ...asked[operator] }]));
}

function refuseBadLines(path: IConstruct, operator: string, lines: unknown): void {
  if (typeof lines !== 'object' || lines === null || Array.isArray(lines)) {
    throw failure(`'conditions' must be operators with keys and values, such as { IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } }, got '${operator}' without a key`, path);
  }
  for (const key of Object.keys(lines)) {
    if (SAID_BY_INVOKER.includes(key.toLowerCase())) {
      throw failure(`'conditions' must not hold '${key}', which 'invoker' or 'viaFunctionUrl' says; choose another invoker`, path);
    }
    if (key.toLowerCase() === 'lambda:sourcefunctionarn') {
      throw failure(`'conditions' must not hold '${key}', which AWS does not take in the policy of a function; put it into the caller's own policy`, path);
    }
  }
}
