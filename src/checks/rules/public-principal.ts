// Not exported: a rule.
import { isAboutCalls, managingActions } from '../../model/function-actions';
import { LocatedStatement } from '../../model/statement';
import { invokeStatements } from '../allow-statements';
import { isPublic } from '../everybody';
import { detailOf, sentenceOf } from '../finding-detail';
import { Finding, Rule } from '../rule';

/**
 * The function's policy does not grant public access.
 *
 * A source ARN or account closes the statement: only AWS services send these keys, and only for the named source. An
 * address (`aws:SourceIp`) or a tag does not: it says where a caller is or what it calls itself, not who it is.
 *
 * @see https://docs.aws.amazon.com/securityhub/latest/userguide/lambda-controls.html#lambda-1
 */
export const publicPrincipal: Rule = {
  id: 'PublicPrincipal',
  level: 'ERROR',
  info: 'Anybody may invoke the function: the principal is everybody, and no condition says who is meant.',
  explanation: "Every AWS account, and through a function URL without authentication everybody on the internet, can run this code and cause its cost. Name the account, role or service, or add an organization with 'PrincipalOrgID'. For a function URL use the auth type AWS_IAM and name the caller.",
  check: (access) => invokeStatements(access)
    .filter(isPublic)
    .flatMap(findingsIn),
};

/** Whoever may call has a finding of its own; whoever may only manage has one for each action. */
function findingsIn(statement: LocatedStatement): Finding[] {
  const { source } = statement;
  if (isAboutCalls(statement)) { return [{ detail: detailFor(statement), source }]; }
  return managingActions(statement).map((action) => ({
    detail: detailOf(action), source, reason: `Anybody may call ${sentenceOf(action)} on the function: the principal is everybody, and no condition says who is meant.`,
  }));
}

/** A public URL is sometimes meant: whoever acknowledges it has not acknowledged that everybody may call the Lambda API. */
function detailFor(statement: LocatedStatement): string {
  if (statement.notPrincipals) { return 'NotPrincipal'; }
  const onlyThroughUrl = statement.actions?.every((action) => action.toLowerCase() === 'lambda:invokefunctionurl')
    || statement.conditions.some(({ operator, key, values }) =>
      operator === 'Bool' && key.toLowerCase() === 'lambda:invokedviafunctionurl' && values.every((value) => value === 'true'));
  return onlyThroughUrl ? 'FunctionUrl' : '*';
}
