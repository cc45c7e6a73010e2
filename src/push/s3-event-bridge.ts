// Not exported: a bucket that calls through a rule of EventBridge.
import { createHash } from 'crypto';
import { Names, Stack, Token } from 'aws-cdk-lib';
import * as events from 'aws-cdk-lib/aws-events';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct, IDependable } from 'constructs';
import { refuseElsewhere, refuseOtherAccount } from './place';
import { isRepeated } from './repetition';
import { eventPattern } from './s3-event-pattern';
import { NotificationFilter } from './s3-overlap';
import { failure } from '../model/failure';

/** What sends the events of a bucket to a function. */
export interface BucketRule extends NotificationFilter {
  readonly bucket: s3.IBucket;
  readonly target: lambda.IFunction;
}

/**
 * The ARN of the rule, from a name that is known before the rule is made: so the rule can wait for the permission that names it.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html
 */
export function ruleArn(rule: BucketRule): string {
  return Stack.of(rule.bucket).formatArn({ service: 'events', resource: 'rule', resourceName: ruleName(rule) });
}

/** Makes the rule, after the permission. The events of a bucket come to the account that owns it, and to no other. */
export function makeRule(scope: Construct, rule: BucketRule, owner: string, permission: IDependable): void {
  const { bucket, target } = rule;
  const place = { kind: 'bucket', env: { account: owner, region: bucket.env.region } };
  refuseOtherAccount(place, target, scope, 'a rule calls functions of its own account alone, so use S3Delivery.NOTIFICATION');
  refuseElsewhere(place, bucket, scope);
  if (isRepeated(scope.node.root, 'rule', ruleName(rule))) {
    throw failure(`'source' sends these events of the bucket ${bucket.node.path} to 'target' already; make one PushTrigger for them`, scope);
  }
  const resource = new events.CfnRule(scope, 'Rule', {
    name: ruleName(rule),
    eventPattern: eventPattern(bucket, rule),
    targets: [{ id: 'Function', arn: target.functionArn }],
  });
  resource.node.addDependency(permission);
}

/** At most 64 characters, and another one for each bucket, function, filter and stack. */
function ruleName({ bucket, target, events: types, prefix, suffix }: BucketRule): string {
  const { stackName } = Stack.of(bucket);
  const parts = [Token.isUnresolved(stackName) ? '' : stackName, bucket.node.path, target.node.path, ...types, prefix, suffix];
  const hash = createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 12).toUpperCase();
  return `${Names.uniqueResourceName(bucket, { maxLength: 52 })}${hash}`;
}
