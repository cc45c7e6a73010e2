// Not exported: what an execution role refuses about its own denials.
import { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { IConstruct } from 'constructs';
import { ExplainedPolicyStatement } from './statement-reason';

/**
 * Where a Deny takes from Lambda itself what it needs to poll a source or to send results: the trigger could never work.
 *
 * A Deny with conditions may be about other calls, such as those of the code alone.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/permissions-source-function-arn.html
 */
export function deniedForLambda(statements: readonly ExplainedPolicyStatement[], role: IConstruct): string[] {
  const denied = statements.map(({ statement }) => statement)
    .filter(({ effect, conditions }) => effect === iam.Effect.DENY && Object.keys(conditions).length === 0);
  if (denied.length === 0) { return []; }
  const needed = statements.filter(({ statement, explanation }) => explanation.forLambda && statement.effect === iam.Effect.ALLOW);
  const taken = needed.flatMap(({ statement }) => denied.filter((deny) => sharesResource(statement, deny, role))
    .flatMap((deny) => statement.actions.filter((action) => deny.actions.includes(action))));
  if (taken.length === 0) { return []; }
  return [`the role denies ${[...new Set(taken)].join(', ')}, which Lambda itself needs for a trigger or a destination of the function; `
    + "set 'boundToFunction' on what is denied, so that it is about the calls of the code alone"];
}

function sharesResource(need: iam.PolicyStatement, deny: iam.PolicyStatement, role: IConstruct): boolean {
  const texts = (list: string[]) => list.map((resource) => JSON.stringify(Stack.of(role).resolve(resource)));
  const denied = texts(deny.resources);
  return deny.resources.includes('*') || texts(need.resources).some((resource) => denied.includes(resource));
}
