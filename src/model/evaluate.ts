import { allowance } from './allowance';
import { Answer, all } from './answer';
import { Caller } from './caller';
import { isAbout, matchPrincipal } from './principal-match';
import { nameOf, undecided } from './reason';
import { AccessRequest, Decision, PolicySet } from './request';
import { RequestContext } from './request-context';
import { LocatedStatement } from './statement';
import { Question, applies } from './statement-match';

/**
 * Decides a request as IAM does: an explicit `Deny` wins; otherwise something must allow. Within an account the identity
 * policies or the resource's policy are enough, between accounts both are needed, and for an AWS service only the
 * resource's policy counts. A permissions boundary limits what identity policies allow.
 *
 * Policies of the organization, of a session and of a VPC endpoint do not take part.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic-cross-account.html
 */
export function evaluate(request: AccessRequest, policies: PolicySet): Decision {
  const caller = new Caller(request);
  const question: Question = {
    request,
    context: new RequestContext(request),
    caller,
    // That of a federated user is the policy of the session.
    hasBoundary: policies.boundary !== undefined && !caller.isFederatedUser,
  };
  const deny = findDeny(question, policies);
  if (deny?.answer === 'YES') {
    return { outcome: 'DENIED', statement: deny.statement, reason: `the Deny statement ${nameOf(deny.statement)} matches` };
  }
  const allow = allowance(question, policies.openBoundary ? { ...policies, boundary: undefined } : policies);
  if (policies.incomplete) {
    return { outcome: 'CANNOT_SAY', reason: `not all policies that take part are known; in those that are: ${allow.reason()}` };
  }
  if (allow.answer === 'NO') { return { outcome: 'DENIED', reason: allow.reason() }; }
  if (policies.openBoundary) {
    return { outcome: 'CANNOT_SAY', statement: allow.statement, reason: `the permissions boundary is not known; without one: ${allow.reason()}` };
  }
  if (deny) {
    const open = undecided(deny.statement, question, !deny.isIdentity);
    return { outcome: 'CANNOT_SAY', statement: deny.statement, reason: `the Deny statement ${nameOf(deny.statement)} may match: ${open}` };
  }
  return { outcome: allow.answer === 'YES' ? 'ALLOWED' : 'CANNOT_SAY', statement: allow.statement, reason: allow.reason() };
}

/** What a function URL asks of its callers. */
export type FunctionUrlAuthType = 'AWS_IAM' | 'NONE';

/**
 * The two requests that a call of a function URL is, `lambda:InvokeFunctionUrl` first. Both must be allowed.
 *
 * @param request the call; its action and the keys of the URL are filled in
 * @see https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html
 */
export function functionUrlRequests(request: AccessRequest, authType: FunctionUrlAuthType): readonly [AccessRequest, AccessRequest] {
  const ask = (action: string, key: string, value: string) => ({ ...request, action, context: { ...request.context, [key]: [value] } });
  return [
    ask('lambda:InvokeFunctionUrl', 'lambda:FunctionUrlAuthType', authType),
    ask('lambda:InvokeFunction', 'lambda:InvokedViaFunctionUrl', 'true'),
  ];
}

/**
 * Decides a call of a function URL, which needs `lambda:InvokeFunctionUrl` and `lambda:InvokeFunction` both.
 *
 * @param request the call; its action and the keys of the URL are filled in
 * @see https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html
 */
export function evaluateFunctionUrl(request: AccessRequest, authType: FunctionUrlAuthType, policies: PolicySet): Decision {
  const [url, invoke] = functionUrlRequests(request, authType).map((one) => evaluate(one, policies));
  const decisive = [url, invoke].find((decision) => decision.outcome === 'DENIED')
    ?? [url, invoke].find((decision) => decision.outcome === 'CANNOT_SAY');
  if (decisive) {
    return { ...decisive, reason: `${decisive === url ? 'lambda:InvokeFunctionUrl' : 'lambda:InvokeFunction'}: ${decisive.reason}` };
  }
  return { ...url, reason: `${url.reason}, and for lambda:InvokeFunction ${invoke.reason}` };
}

interface FoundDeny {
  readonly answer: Answer;
  readonly statement: LocatedStatement;
  readonly isIdentity: boolean;
}

/** The `Deny` that matches, else the first one that could. */
function findDeny(question: Question, policies: PolicySet): FoundDeny | undefined {
  let open: FoundDeny | undefined;
  const visit = (statements: readonly LocatedStatement[], isIdentity: boolean): FoundDeny | undefined => {
    for (const statement of statements) {
      if (statement.effect !== 'Deny') { continue; }
      const answer = isIdentity ? applies(statement, question) : appliesToCaller(statement, question);
      if (answer === 'YES') { return { answer, statement, isIdentity }; }
      if (answer === 'CANNOT_SAY') { open ??= { answer, statement, isIdentity }; }
    }
    return undefined;
  };
  const identity = question.caller.hasNoIdentity ? [] : [...policies.identity, ...policies.boundary ?? []];
  return visit(identity, true) ?? visit(policies.resource, false) ?? open;
}

function appliesToCaller(statement: LocatedStatement, question: Question): Answer {
  const scope = applies(statement, question);
  return scope === 'NO' ? scope : all([scope, isAbout(matchPrincipal(statement, question.caller, question.hasBoundary))]);
}
