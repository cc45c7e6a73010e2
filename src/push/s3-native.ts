// Not exported: notifications as a property of the bucket.
import { CfnResource, Resource, Stack, Token } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { IDependable } from 'constructs';
import { refuseCycle } from './cycle';
import { NotificationFilter } from './s3-overlap';
import { failure } from '../model/failure';

/** The resource whose properties say it all, of a bucket whose name is known: a reference to the bucket would be a cycle. */
export function namedResource(bucket: s3.IBucket): s3.CfnBucket {
  const resource = resourceOf(bucket);
  if (resource === undefined) {
    throw failure("'delivery' must not be NATIVE for a bucket that this app does not create, whose properties it cannot set; use S3Delivery.NOTIFICATION", bucket);
  }
  if (resource.bucketName === undefined || Token.isUnresolved(resource.bucketName)) {
    throw failure("'delivery' must not be NATIVE for a bucket with a generated name: the bucket waits for the permission, which has to name the bucket; "
      + "give the bucket a literal 'bucketName', or use S3Delivery.NOTIFICATION", bucket);
  }
  return resource;
}

/** The resource of a bucket that this app creates. */
export function resourceOf(bucket: s3.IBucket): s3.CfnBucket | undefined {
  const resource = bucket.node.defaultChild;
  const isOurs = Resource.isOwnedResource(bucket) && resource && CfnResource.isCfnResource(resource) && resource.cfnResourceType === 'AWS::S3::Bucket';
  return isOurs ? resource as s3.CfnBucket : undefined;
}

/** The ARN of a bucket from its literal name. */
export function literalArn(bucket: s3.IBucket): string {
  const resource = namedResource(bucket).bucketName;
  return Stack.of(bucket).formatArn({ service: 's3', region: '', account: '', resource: resource! });
}

/** Adds the notification to the bucket, which waits for the permission. */
export function notifyNatively(bucket: s3.IBucket, filter: NotificationFilter, target: lambda.IFunction, permission: IDependable): void {
  const resource = namedResource(bucket);
  const { prefix, suffix, events } = filter;
  const rules = Object.entries({ prefix, suffix }).filter(([, value]) => value).map(([name, value]) => ({ name, value: value! }));
  const { lambdaConfigurations = [], ...configuration } = notificationsOf(resource, bucket);
  const added = events.map((event) => ({
    event,
    function: target.functionArn,
    filter: rules.length > 0 ? { s3Key: { rules } } : undefined,
  }));
  resource.notificationConfiguration = { ...configuration, lambdaConfigurations: [...lambdaConfigurations, ...added] };
  resource.node.addDependency(permission);
  refuseCycle(resource, target, `'delivery' must not be NATIVE when the function needs the bucket, as ${target.node.path} does by a reference: `
    + 'the bucket waits for the function; name the bucket by its literal name there, or use S3Delivery.NOTIFICATION');
  refuseHandlerBeside(bucket, resource);
}

/** Lets the bucket tell EventBridge everything, as a property of the bucket. */
export function enableEventBridge(bucket: s3.IBucket, resource: s3.CfnBucket): void {
  resource.notificationConfiguration = { ...notificationsOf(resource, bucket), eventBridgeConfiguration: { eventBridgeEnabled: true } };
  refuseHandlerBeside(bucket, resource);
}

/** Whether CDK's handler sets the notifications of a bucket; it sets them all, and forgets what the bucket's properties say. */
export function hasHandler(bucket: s3.IBucket): boolean {
  return bucket.node.findAll().some((node) => CfnResource.isCfnResource(node) && node.cfnResourceType === 'Custom::S3BucketNotifications');
}

interface Notifications extends s3.CfnBucket.NotificationConfigurationProperty {
  readonly lambdaConfigurations?: s3.CfnBucket.LambdaConfigurationProperty[];
}

function notificationsOf(resource: s3.CfnBucket, bucket: s3.IBucket): Notifications {
  const configuration = (resource.notificationConfiguration ?? {}) as Notifications;
  if (Token.isUnresolved(configuration) || Token.isUnresolved(configuration.lambdaConfigurations)) {
    throw failure("'bucket' must have notifications that can be read, got a value of the deployment; set them with S3PushSource alone", bucket);
  }
  return configuration;
}

const checked = new WeakSet<s3.CfnBucket>();

/** Checked when the app is complete, because the handler may come later. */
function refuseHandlerBeside(bucket: s3.IBucket, resource: s3.CfnBucket): void {
  if (checked.has(resource)) { return; }
  checked.add(resource);
  resource.node.addValidation({
    validate: () => hasHandler(bucket)
      ? [failure("'delivery' is both on the bucket and by CDK's handler, which would overwrite the notifications on the bucket; "
        + 'use S3Delivery.NOTIFICATION for all sources of the bucket, and `enableEventBridgeNotification` before those of EventBridge', bucket).message]
      : [],
  });
}
