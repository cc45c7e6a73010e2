import { Answer, all, any, not } from './answer';
import { Caller } from './caller';
import { conditionHolds } from './condition';
import { actionMatches, resourceMatches } from './match';
import { AccessRequest } from './request';
import { RequestContext } from './request-context';
import { Statement } from './statement';

/** A request, prepared once for all statements. */
export interface Question {
  readonly request: AccessRequest;
  readonly context: RequestContext;
  readonly caller: Caller;
  readonly hasBoundary: boolean;
}

/** Whether a statement is about the action and the resource, and its conditions hold. Leaves the principal out. */
export function applies(statement: Statement, question: Question): Answer {
  let result = actionIn(statement, question);
  if (result === 'NO') { return result; }
  result = all([result, resourceIn(statement, question)]);
  for (const condition of statement.conditions) {
    if (result === 'NO') { return result; }
    result = all([result, conditionHolds(condition, question.context)]);
  }
  return result;
}

/** Whether `Action` names the action, or `NotAction` does not. */
export function actionIn(statement: Statement, { request }: Question): Answer {
  if (statement.notActions) { return not(any(statement.notActions.map((pattern) => actionMatches(pattern, request.action)))); }
  return any((statement.actions ?? []).map((pattern) => actionMatches(pattern, request.action)));
}

/**
 * Whether `Resource` names the resource, or `NotResource` does not. The policy of some resources has neither, such as the
 * trust policy of a role: it is about its own resource. IAM refuses identity policies like that.
 */
export function resourceIn(statement: Statement, question: Question): Answer {
  const { resources, notResources } = statement;
  if (notResources) { return not(any(notResources.map((pattern) => resourceMatch(pattern, question)))); }
  if (resources) { return any(resources.map((pattern) => resourceMatch(pattern, question))); }
  return statement.principals || statement.notPrincipals ? 'YES' : 'CANNOT_SAY';
}

/** A pattern with a policy variable that has no value names no resource. */
function resourceMatch(pattern: string, { request, context }: Question): Answer {
  const resolved = context.resolve(pattern);
  if (resolved === undefined) { return 'NO'; }
  return resolved === 'UNKNOWN' ? 'CANNOT_SAY' : resourceMatches(resolved, request.resource);
}
