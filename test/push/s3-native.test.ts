import { App, CfnParameter, Lazy, Stack } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { CODE, Synthesized, messageOf, newStack } from './app';
import { describePushSource } from './contract';
import { SecureFunction } from '../../src/function/secure-function';
import { PushTrigger } from '../../src/push/push-trigger';
import { S3PushSource, S3PushSourceOptions } from '../../src/push/s3';
import { S3Delivery } from '../../src/push/s3-delivery';

const delivery = S3Delivery.NATIVE;

describePushSource({
  row: 'S3PushSource',
  make: (scope, bucketName = 'images') => new S3PushSource(new s3.Bucket(scope, 'Source', { bucketName }), { delivery, prefix: 'in/' }),
  imported: {
    make: (scope) => new S3PushSource(s3.Bucket.fromBucketName(scope, 'Source', 'known'), { delivery, bucketOwner: '111122223333' }),
    fails: "'delivery' must not be NATIVE for a bucket that this app does not create, whose properties it cannot set; use S3Delivery.NOTIFICATION [Stack/Source]",
  },
  again: (scope) => new S3PushSource(scope.node.findChild('Source') as s3.Bucket, { delivery, prefix: 'out/' }),
  servicePrincipal: 's3.amazonaws.com',
  sourceArn: ({ partition, name }) => `arn:${partition}:s3:::${name.startsWith('$') ? 'images' : name}`,
  namesAccount: true,
  connectedBy: 'AWS::S3::Bucket',
  unpinned: 'the event and the key',
  crossAccount: true,
  crossRegion: false,
});

/** A bucket that calls a function by its own property. */
function bucketIn(stack: Stack, options: S3PushSourceOptions = {}, props: s3.BucketProps = { bucketName: 'images' }): s3.Bucket {
  const bucket = new s3.Bucket(stack, 'Images', props);
  new PushTrigger(stack, 'OnUpload', { target: new lambda.Function(stack, 'Fn', CODE), source: new S3PushSource(bucket, { delivery, ...options }) });
  return bucket;
}

function synth(stack: Stack): Synthesized {
  return new Synthesized(stack.node.root as App);
}

test('the bucket itself says what it sends, without a helper function', () => {
  const stack = newStack();
  bucketIn(stack, { events: [s3.EventType.OBJECT_CREATED_PUT, s3.EventType.OBJECT_REMOVED], prefix: 'in/', suffix: '.jpg' });

  const done = synth(stack);

  const common = {
    Function: { 'Fn::GetAtt': [expect.stringMatching(/^Fn/), 'Arn'] },
    Filter: { S3Key: { Rules: [{ Name: 'prefix', Value: 'in/' }, { Name: 'suffix', Value: '.jpg' }] } },
  };
  expect(done.resources('AWS::S3::Bucket')[0].Properties.NotificationConfiguration).toEqual({
    LambdaConfigurations: [{ Event: 's3:ObjectCreated:Put', ...common }, { Event: 's3:ObjectRemoved:*', ...common }],
  });
  expect(done.resources('AWS::Lambda::Function')).toHaveLength(1);
});

test('notifications that are on the bucket already stay', () => {
  const stack = newStack();
  const bucket = new s3.Bucket(stack, 'Images', { bucketName: 'images' });
  (bucket.node.defaultChild as s3.CfnBucket).notificationConfiguration = { eventBridgeConfiguration: { eventBridgeEnabled: true } };
  new PushTrigger(stack, 'OnUpload', { target: new lambda.Function(stack, 'Fn', CODE), source: new S3PushSource(bucket, { delivery }) });

  expect(synth(stack).resources('AWS::S3::Bucket')[0].Properties.NotificationConfiguration).toMatchObject({
    EventBridgeConfiguration: { EventBridgeEnabled: true },
    LambdaConfigurations: [{ Event: 's3:ObjectCreated:*' }],
  });
});

test('fails for notifications that are a value of the deployment', () => {
  const bucket = new s3.Bucket(newStack(), 'Images', { bucketName: 'images' });
  (bucket.node.defaultChild as s3.CfnBucket).notificationConfiguration = Lazy.any({ produce: () => ({}) });
  const target = new lambda.Function(Stack.of(bucket), 'Fn', CODE);

  expect(messageOf(() => target.addEventSource(new S3PushSource(bucket, { delivery })))).toMatch(
    /^'bucket' must have notifications that can be read, got a value of the deployment; .+ \[Stack\/Images\]$/);
});

test('the function may be granted access to the bucket', () => {
  const stack = newStack();
  const target = new SecureFunction(stack, 'Fn', CODE);
  const bucket = new s3.Bucket(stack, 'Images', { bucketName: 'images' });
  target.addEventSource(new S3PushSource(bucket, { delivery }));
  bucket.grantRead(target);

  expect(() => synth(stack)).not.toThrow();
});

test.each<[string, s3.BucketProps | undefined]>([
  ['a generated name', {}],
  ['a name that is known at deployment only', undefined],
])('fails for a bucket with %s', (_, props) => {
  const stack = newStack();

  expect(messageOf(() => bucketIn(stack, {}, props ?? { bucketName: new CfnParameter(stack, 'Name').valueAsString }))).toMatch(
    /^'delivery' must not be NATIVE for a bucket with a generated name: .+; give the bucket a literal 'bucketName', or use .+ \[Stack\/Images\]$/);
});

/** The message of a validation that fails while the app is written. */
function refusal(stack: Stack): string {
  try {
    synth(stack);
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('expected a failure, got none');
}

test.each<[string, (bucket: s3.Bucket, target: lambda.Function) => void]>([
  ['its environment', (bucket, target) => target.addEnvironment('BUCKET', bucket.bucketName)],
  ['what it waits for', (bucket, target) => target.node.addDependency(bucket)],
])('fails when the function needs the bucket for %s', (_, need) => {
  const stack = newStack();
  const bucket = bucketIn(stack);
  need(bucket, stack.node.findChild('Fn') as lambda.Function);

  expect(refusal(stack)).toMatch(/'delivery' must not be NATIVE when the function needs the bucket, as Stack\/Fn does by a reference: .+ or use S3Delivery\.NOTIFICATION/);
});

test.each<[string, (bucket: s3.Bucket, other: lambda.IFunction) => void]>([
  ['another source', (bucket, other) => other.addEventSource!(new S3PushSource(bucket, { prefix: 'out/' }))],
  ['EventBridge', (bucket) => bucket.enableEventBridgeNotification()],
])('fails when CDK’s handler sets notifications of the same bucket for %s, after or before', (_, notify) => {
  const after = newStack();
  notify(bucketIn(after, { prefix: 'in/' }), new lambda.Function(after, 'Other', CODE));
  const before = newStack();
  const bucket = new s3.Bucket(before, 'Images', { bucketName: 'images' });
  const target = new lambda.Function(before, 'Fn', CODE);
  notify(bucket, new lambda.Function(before, 'Other', CODE));
  target.addEventSource(new S3PushSource(bucket, { delivery, prefix: 'in/' }));

  for (const stack of [after, before]) {
    expect(refusal(stack)).toMatch(/'delivery' is both on the bucket and by CDK's handler, which would overwrite the notifications on the bucket; /);
  }
});

test('fails for two notifications that overlap, whatever sets them', () => {
  const stack = newStack();
  const bucket = bucketIn(stack);

  const source = new S3PushSource(bucket, { delivery });

  expect(messageOf(() => new PushTrigger(stack, 'Again', { target: new lambda.Function(stack, 'Other', CODE), source }))).toMatch(/^'events', .+ overlap/);
});
