import { App, Stack } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { CODE, Synthesized, messageOf, newStack } from './app';
import { describePushSource } from './contract';
import { THEIR_ACCOUNT } from './contract-imported';
import { PushTrigger } from '../../src/push/push-trigger';
import { S3PushSource, S3PushSourceOptions } from '../../src/push/s3';
import { S3Delivery } from '../../src/push/s3-delivery';

const delivery = S3Delivery.EVENT_BRIDGE;
const { OBJECT_CREATED, OBJECT_CREATED_PUT, OBJECT_REMOVED_DELETE, REDUCED_REDUNDANCY_LOST_OBJECT } = s3.EventType;

describePushSource({
  row: 'S3PushSource',
  alternative: 1,
  make: (scope, bucketName) => new S3PushSource(new s3.Bucket(scope, 'Source', { bucketName }), { delivery, prefix: 'in/' }),
  imported: {
    make: (scope) => new S3PushSource(s3.Bucket.fromBucketName(scope, 'Source', 'known'), { delivery, bucketOwner: Stack.of(scope).account }),
    theirs: (scope) => new S3PushSource(s3.Bucket.fromBucketName(scope, 'Source', 'known'), { delivery, bucketOwner: THEIR_ACCOUNT }),
  },
  again: (scope) => new S3PushSource(scope.node.findChild('Source') as s3.Bucket, { delivery, prefix: 'out/' }),
  permissionsOfBoth: 2,
  servicePrincipal: 'events.amazonaws.com',
  sourceArn: ({ partition, region, account }) => {
    const text = `arn:${partition}:events:${region}:${account}:rule/`.replace(/[$.{}]/g, '\\$&');
    return expect.stringMatching(new RegExp(`^${text}[A-Za-z]+Source[0-9A-F]{20}$`)) as string;
  },
  calledFor: ({ region, account, name }, done) => {
    const [{ Properties }] = done.resources('AWS::Events::Rule');
    return `arn:aws:events:${region}:${account}:rule/${name === 'known' ? Properties.Name : `${Properties.Name}${name}`}`;
  },
  namesAccount: false,
  calls: [['S3 itself, for the bucket', { service: 's3.amazonaws.com', sourceArn: 'arn:aws:s3:::known', sourceAccount: '111122223333' }, 'DENIED']],
  unpinned: 'nothing: one rule for these events and keys',
  connectedBy: 'AWS::Events::Rule',
  crossAccount: false,
  crossRegion: false,
});

function synth(stack: Stack): Synthesized {
  return new Synthesized(stack.node.root as App);
}

function add(stack: Stack, bucket: s3.IBucket, options: S3PushSourceOptions = {}, id = 'OnUpload'): Stack {
  const target = stack.node.tryFindChild('Fn') as lambda.Function | undefined ?? new lambda.Function(stack, 'Fn', CODE);
  new PushTrigger(stack, id, { target, source: new S3PushSource(bucket, { delivery, ...options }) });
  return stack;
}

function patternOf(options: S3PushSourceOptions): unknown {
  const stack = newStack();
  return synth(add(stack, new s3.Bucket(stack, 'Images'), options)).resources('AWS::Events::Rule')[0].Properties.EventPattern;
}

const BUCKET = { name: [{ Ref: expect.stringMatching(/^Images/) }] };

test.each<[string, S3PushSourceOptions, object]>([
  ['every creation', {}, { 'detail-type': ['Object Created'], 'detail': { bucket: BUCKET } }],
  ['a prefix', { prefix: 'in/' }, { 'detail-type': ['Object Created'], 'detail': { bucket: BUCKET, object: { key: [{ prefix: 'in/' }] } } }],
  ['a suffix', { suffix: '.jpg' }, { 'detail-type': ['Object Created'], 'detail': { bucket: BUCKET, object: { key: [{ suffix: '.jpg' }] } } }],
  ['both, which are no patterns', { prefix: 'a*\\', suffix: '.jpg' },
    { 'detail-type': ['Object Created'], 'detail': { bucket: BUCKET, object: { key: [{ wildcard: 'a\\*\\\\*.jpg' }] } } }],
  ['one way of creating', { events: [OBJECT_CREATED_PUT] }, { 'detail-type': ['Object Created'], 'detail': { bucket: BUCKET, reason: ['PutObject'] } }],
  ['two kinds of events', { events: [OBJECT_CREATED, OBJECT_REMOVED_DELETE], prefix: 'in/' }, {
    $or: [
      { 'detail-type': ['Object Created'], 'detail': { bucket: BUCKET, object: { key: [{ prefix: 'in/' }] } } },
      {
        'detail-type': ['Object Deleted'],
        'detail': { 'bucket': BUCKET, 'object': { key: [{ prefix: 'in/' }] }, 'reason': ['DeleteObject'], 'deletion-type': ['Permanently Deleted'] },
      },
    ],
  }],
])('the rule matches %s of this bucket', (_, options, expected) => {
  expect(patternOf(options)).toEqual({ source: ['aws.s3'], ...expected });
});

test('the rule calls the function, after the bucket tells EventBridge by its own property', () => {
  const stack = newStack();

  const done = synth(add(stack, new s3.Bucket(stack, 'Images')));

  expect(done.resources('AWS::Events::Rule')[0].Properties.Targets).toEqual([{ Id: 'Function', Arn: { 'Fn::GetAtt': [expect.stringMatching(/^Fn/), 'Arn'] } }]);
  expect(done.resources('AWS::S3::Bucket')[0].Properties.NotificationConfiguration).toEqual({ EventBridgeConfiguration: { EventBridgeEnabled: true } });
  expect(done.resources('Custom::S3BucketNotifications')).toEqual([]);
});

test.each<[string, (stack: Stack) => s3.IBucket]>([
  ['whose notifications CDK sets', (stack) => new s3.Bucket(stack, 'Images', { eventBridgeEnabled: true })],
  ['that is imported', (stack) => s3.Bucket.fromBucketName(stack, 'Images', 'images')],
])('a bucket %s tells EventBridge by CDK’s handler', (_, make) => {
  const stack = newStack();

  const done = synth(add(stack, make(stack), { bucketOwner: '111122223333' }));

  expect(done.resources('Custom::S3BucketNotifications')[0].Properties.NotificationConfiguration).toMatchObject({ EventBridgeConfiguration: {} });
  expect(done.resources('AWS::S3::Bucket').every(({ Properties }) => Properties?.NotificationConfiguration === undefined)).toBe(true);
});

test('the events of one bucket go to any number of functions, by rules of their own names', () => {
  const stack = newStack();
  const bucket = new s3.Bucket(stack, 'Images');
  for (const id of ['One', 'Two']) { new lambda.Function(stack, id, CODE).addEventSource(new S3PushSource(bucket, { delivery })); }
  add(add(stack, bucket), bucket, { prefix: 'in/' }, 'Other');

  const names = synth(stack).resources('AWS::Events::Rule').map(({ Properties }) => Properties.Name as string);

  expect(new Set(names).size).toBe(4);
  expect(names.every((name) => name.length <= 64)).toBe(true);
});

test('rules of two stacks with other names have other names, so that both can be deployed', () => {
  const nameIn = (stackName: string) => {
    const stack = new Stack(newStack().node.root as App, 'Copy', { stackName });
    return synth(add(stack, new s3.Bucket(stack, 'Images'))).resources('AWS::Events::Rule', stack)[0].Properties.Name;
  };

  expect(nameIn('test')).not.toBe(nameIn('prod'));
});

test('fails for events of the same bucket and function twice', () => {
  const stack = newStack();
  const bucket = new s3.Bucket(stack, 'Images');
  add(stack, bucket);

  expect(messageOf(() => add(stack, bucket, {}, 'Again'))).toMatch(/^'source' sends these events of the bucket Stack\/Images to 'target' already; .+ \[Stack\/Again\]$/);
});

test('fails for an event that S3 does not send to EventBridge', () => {
  const bucket = new s3.Bucket(newStack(), 'Images');

  expect(messageOf(() => new S3PushSource(bucket, { delivery, events: [REDUCED_REDUNDANCY_LOST_OBJECT] }))).toBe(
    "'events' must be events that S3 sends to EventBridge, got 's3:ReducedRedundancyLostObject'; use S3Delivery.NOTIFICATION for it [Stack/Images]");
});
