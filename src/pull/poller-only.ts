// Not exported: the lock behind `pollerOnly`.
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { PullSourceConfig } from './pull-source';
import { PullTriggerProps } from './pull-trigger';
import { permitPoller } from './role-permission';
import { failure } from '../model/failure';

/**
 * Denies the function's code what reads from the source. The key is in the requests of every function's code, and in
 * none of the poller's; without the function's name in it, there is no cycle, and a shared role stays usable.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/permissions-source-function-arn.html
 */
export function denyToCode(scope: Construct, props: PullTriggerProps, { statements, readActions = [] }: PullSourceConfig): void {
  const { target, permissionExists } = props;
  if (permissionExists) {
    throw failure("'pollerOnly' writes into the execution role, which 'permissionExists' leaves to its owner; leave one of them out", scope);
  }
  const denied = statements.flatMap(({ actions, resources }) => {
    const reads = actions.filter((action) => readActions.includes(action));
    return reads.length > 0 ? [denial(reads, resources)] : [];
  });
  if (denied.length === 0) {
    throw failure("'pollerOnly' has nothing to deny, because the poller reads this source without an action of the role that could be denied to the "
      + "function's code; leave it out", scope);
  }
  permitPoller(scope, target, denied);
}

function denial(actions: string[], resources: string[]): iam.PolicyStatement {
  return new iam.PolicyStatement({
    effect: iam.Effect.DENY,
    actions,
    resources,
    conditions: { Null: { 'lambda:SourceFunctionArn': 'false' } },
  });
}
