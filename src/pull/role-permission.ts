// Not exported: how the statements of a pull source come into an execution role.
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct, IDependable } from 'constructs';
import { documentedWildcard } from '../function/documented-wildcards';
import { failure } from '../model/failure';

/** What a statement is for. */
interface Explanation {
  readonly wildcardReason?: string;
  readonly forLambda: boolean;
}

/** A principal that keeps it beside the statement, as an execution role does; it takes the statement as it is. */
interface IReasonable {
  _addExplained(statement: iam.PolicyStatement, explanation: Explanation): iam.AddToPrincipalPolicyResult;
}

/** Writes the statements into the role of the function, and returns the policies that hold them. */
export function permitPoller(scope: Construct, target: lambda.IFunction, statements: readonly iam.PolicyStatement[]): IDependable[] {
  const principal = target.grantPrincipal as iam.IPrincipal & Partial<IReasonable>;
  return statements.flatMap((statement) => {
    const explanation = { wildcardReason: documentedWildcard(statement), forLambda: true };
    const result = principal._addExplained?.(statement, explanation) ?? principal.addToPrincipalPolicy(statement);
    if (!result.statementAdded) {
      throw failure(`'target' has a role that takes no statements, so Lambda could not poll the source with it; its owner must allow it ${wordsOf(statements)}, `
        + "then set 'permissionExists: true'", scope);
    }
    return result.policyDependable ?? [];
  });
}

/** The actions of statements, for a message. */
export function wordsOf(statements: readonly iam.PolicyStatement[]): string {
  return [...new Set(statements.flatMap(({ actions }) => actions))].join(', ');
}
