import { actionMatches } from './match';
import { Statement } from './statement';

/** The actions that run a function. Whatever else its policy allows or denies manages it: changes it, or reads it. */
const CALLS = ['lambda:InvokeFunction', 'lambda:InvokeFunctionUrl', 'lambda:InvokeAsync'];

/** Whether a statement of a function's policy is about calls, by name or by a pattern that may mean one. */
export function isAboutCalls({ actions, notActions }: Statement): boolean {
  if (notActions) { return CALLS.some((call) => notActions.every((pattern) => actionMatches(pattern, call) !== 'YES')); }
  return CALLS.some((call) => (actions ?? []).some((pattern) => actionMatches(pattern, call) !== 'NO'));
}

/** Whether a statement of a function's policy is about more than calls. */
export function isAboutManaging(statement: Statement): boolean {
  return managingActions(statement).length > 0;
}

/** The actions and patterns of a statement that mean more than calls; all but some may mean anything. */
export function managingActions({ actions, notActions }: Statement): readonly string[] {
  return notActions ? ['*'] : (actions ?? []).filter((action) => !/^lambda:invoke/i.test(action));
}
