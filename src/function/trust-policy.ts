// Not exported: the role's constructor turns a trust mode into a principal with it.
import { Stack, Token } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { namedFunctionArn } from './named-function-arn';
import { TrustMode } from './trust-mode';
import { failure } from '../model/failure';

const EDGE = 'edgelambda.amazonaws.com';

/**
 * Who may assume an execution role, as one principal.
 *
 * INVARIANT: the condition stands on the role's one statement. Statements are alternatives, so a second, stricter one
 * would not narrow the first.
 */
export function trustedPrincipal(scope: Construct, id: string, mode: TrustMode, functionName?: string): iam.IPrincipal {
  const account = { 'aws:SourceAccount': Stack.of(scope).account };
  switch (mode) {
    case TrustMode.ACCOUNT_IF_PRESENT:
      return lambda({ StringEqualsIfExists: account });
    case TrustMode.ACCOUNT:
      return lambda({ StringEquals: account });
    case TrustMode.FUNCTION:
      return lambda({ StringEquals: account, ArnLike: { 'aws:SourceArn': functionArns(scope, id, functionName) } });
    case TrustMode.EDGE:
      return new LambdaAtEdge();
    case TrustMode.DOCUMENTED:
      return lambda();
  }
}

/** Whether Lambda@Edge may assume a role; CDK's distributions let it, once they run a function of the role. */
export function trustsEdge(role: iam.Role): boolean {
  const { assumeRolePolicy: trust } = role;
  // Ours is one statement, and theirs another one.
  return trust !== undefined && trust.statementCount > 1 && JSON.stringify(Stack.of(role).resolve(trust)).includes(EDGE);
}

/** Both services in one statement; CDK's composite principal gives two. */
class LambdaAtEdge extends iam.PrincipalBase {
  public readonly policyFragment = new iam.PrincipalPolicyFragment({ Service: [EDGE, 'lambda.amazonaws.com'] });

  public dedupeString(): string {
    return `LambdaAtEdge:${JSON.stringify(this.policyFragment.principalJson)}`;
  }
}

function lambda(conditions?: iam.Conditions): iam.IPrincipal {
  return new iam.ServicePrincipal('lambda.amazonaws.com', { conditions });
}

/** The function and its versions and aliases. The ARN is built from the name, for the function itself needs the role. */
function functionArns(scope: Construct, id: string, functionName?: string): string[] {
  if (functionName === undefined || Token.isUnresolved(functionName)) {
    const place = { node: { path: `${scope.node.path}/${id}` } };
    throw failure("'trustMode' FUNCTION pins the role to one function by its name, so it needs a literal 'functionName'; "
      + `got ${functionName === undefined ? 'none' : 'a value that is only known at deployment'}. Pass a name, or use TrustMode.ACCOUNT`, place);
  }
  const arn = namedFunctionArn(scope, functionName);
  return [arn, `${arn}:*`];
}
