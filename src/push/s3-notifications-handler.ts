// Not exported: the role of the function with which CDK sets a bucket's notifications.
import { CfnResource, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { ExecutionRole } from '../function/execution-role';
import { ownLogGroup } from '../function/own-log-group';

/** The id of CDK's handler, one a stack. */
const HANDLER = 'BucketNotificationsHandler050a0587b7544547bf325f094a3db834';

/** The id of the role and the log group we give it. */
const ACCESS = 'BucketNotificationsAccess';

/**
 * Adds notifications to a bucket so that CDK's handler, if this makes the stack's first one, gets an execution role of
 * ours: CDK's own role may write to every log group of the account.
 *
 * It keeps its statements as the role of the function does that the first notification calls.
 *
 * A role that the user chose for the bucket stays, and so does one of CDK's that is in use already.
 */
export function secureNotificationsHandler(bucket: s3.IBucket, owner: string, target: lambda.IFunction, notify: () => void): void {
  const stack = Stack.of(bucket);
  const holder = bucket as unknown as { notificationsHandlerRole?: iam.IRole };
  if (!holder.notificationsHandlerRole && !stack.node.tryFindChild(HANDLER)) {
    holder.notificationsHandlerRole = handlerRole(stack, target);
  }
  const role = stack.node.tryFindChild(ACCESS)?.node.tryFindChild('Role');
  if (role instanceof ExecutionRole) {
    role._keepingOnly((statement) => [inAccount(statement, owner)], notify);
    (stack.node.findChild(HANDLER).node.findChild('Resource') as CfnResource).addPropertyOverride('LoggingConfig.LogGroup', role.logGroup.logGroupRef.logGroupName);
  } else {
    notify();
  }
}

function handlerRole(stack: Stack, target: lambda.IFunction): ExecutionRole {
  const access = new Construct(stack, ACCESS);
  const policyKind = target.role instanceof ExecutionRole ? target.role.policyKind : undefined;
  return new ExecutionRole(access, 'Role', { logGroup: ownLogGroup(access, policyKind), policyKind });
}

/** CDK names the bucket without its owner; should the bucket be gone, its name can be taken by anybody. */
function inAccount(statement: iam.PolicyStatement, owner: string): iam.PolicyStatement {
  statement.addCondition('StringEquals', { 'aws:ResourceAccount': owner });
  return statement;
}
