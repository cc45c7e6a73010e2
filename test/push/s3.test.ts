import { App, Aws, Lazy, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { CODE, Synthesized, messageOf, newStack } from './app';
import { describePushSource } from './contract';
import { THEIR_ACCOUNT } from './contract-imported';
import { PushTrigger } from '../../src/push/push-trigger';
import { S3PushSource, S3PushSourceOptions } from '../../src/push/s3';
import { S3Delivery } from '../../src/push/s3-delivery';

describePushSource({
  row: 'S3PushSource',
  make: (scope, bucketName) => new S3PushSource(new s3.Bucket(scope, 'Source', { bucketName }), { prefix: 'in/' }),
  imported: {
    make: (scope) => new S3PushSource(s3.Bucket.fromBucketName(scope, 'Source', 'known'), { bucketOwner: Stack.of(scope).account }),
    theirs: (scope) => new S3PushSource(s3.Bucket.fromBucketAttributes(scope, 'Source', { bucketName: 'known', account: THEIR_ACCOUNT })),
  },
  again: (scope) => new S3PushSource(scope.node.findChild('Source') as s3.Bucket, { prefix: 'out/' }),
  servicePrincipal: 's3.amazonaws.com',
  sourceArn: ({ partition, name }) => `arn:${partition}:s3:::${name}`,
  namesAccount: true,
  sourceArnInCommand: '${Source.Arn}',
  connectedBy: 'Custom::S3BucketNotifications',
  unpinned: 'the event and the key',
  crossAccount: true,
  crossRegion: false,
});

const { OBJECT_CREATED, OBJECT_CREATED_PUT, OBJECT_REMOVED, OBJECT_TAGGING } = s3.EventType;

interface Filter { readonly events?: s3.EventType[]; readonly prefix?: string; readonly suffix?: string }

/** Two notifications of one bucket for two functions. */
function twoNotifications(stack: Stack, first: Filter, second: Filter): void {
  const bucket = new s3.Bucket(stack, 'Images');
  [first, second].forEach((filter, index) => {
    new PushTrigger(stack, `On${index}`, { target: new lambda.Function(stack, `Fn${index}`, CODE), source: new S3PushSource(bucket, filter) });
  });
}

test('sends every creation of an object when nothing else is asked for', () => {
  const stack = newStack();
  const target = new lambda.Function(stack, 'Fn', CODE);
  new PushTrigger(stack, 'OnUpload', { target, source: new S3PushSource(new s3.Bucket(stack, 'Images')) });

  expect(notificationsOf(stack)).toEqual([{ Events: ['s3:ObjectCreated:*'], LambdaFunctionArn: stack.resolve(target.functionArn) }]);
});

test('sends the events and keys that are asked for, and no others', () => {
  const stack = newStack();
  const target = new lambda.Function(stack, 'Fn', CODE).addAlias('live');
  const source = new S3PushSource(new s3.Bucket(stack, 'Images'), { events: [OBJECT_CREATED_PUT, OBJECT_TAGGING], prefix: 'in/', suffix: '.jpg' });
  new PushTrigger(stack, 'OnUpload', { target, source });

  const expected = {
    Filter: { Key: { FilterRules: [{ Name: 'suffix', Value: '.jpg' }, { Name: 'prefix', Value: 'in/' }] } },
    LambdaFunctionArn: stack.resolve(target.functionArn),
  };
  expect(notificationsOf(stack)).toEqual([{ Events: ['s3:ObjectCreated:Put'], ...expected }, { Events: ['s3:ObjectTagging:*'], ...expected }]);
});

function notificationsOf(stack: Stack): unknown {
  const [{ Properties }] = new Synthesized(stack.node.root as App).resources('Custom::S3BucketNotifications');
  return (Properties.NotificationConfiguration as { LambdaFunctionConfigurations: unknown }).LambdaFunctionConfigurations;
}

test('two event sources of one bucket that differ in their events share one permission', () => {
  const stack = newStack();
  const target = new lambda.Function(stack, 'Fn', CODE);
  const bucket = new s3.Bucket(stack, 'Images');
  target.addEventSource(new S3PushSource(bucket, { events: [OBJECT_CREATED] }));
  target.addEventSource(new S3PushSource(bucket, { events: [OBJECT_REMOVED] }));

  expect(new Synthesized(stack.node.root as App).permissions()).toHaveLength(1);
});

test.each<[string, Filter, Filter]>([
  ['prefixes', { prefix: 'in/' }, { prefix: 'out/' }],
  ['suffixes', { prefix: 'in/', suffix: '.jpg' }, { prefix: 'in/', suffix: '.png' }],
  ['events', { events: [OBJECT_CREATED] }, { events: [OBJECT_REMOVED, OBJECT_TAGGING] }],
  ['prefixes that begin alike', { prefix: 'in/a' }, { prefix: 'in/b' }],
])('takes two notifications with different %s', (_, first, second) => {
  expect(() => twoNotifications(newStack(), first, second)).not.toThrow();
});

test.each<[string, Filter, Filter]>([
  ['no filters', {}, {}],
  ['the same filter', { prefix: 'in/', suffix: '.jpg' }, { prefix: 'in/', suffix: '.jpg' }],
  ['a filter beside none', { prefix: 'in/' }, {}],
  ['none beside a filter', {}, { suffix: '.jpg' }],
  ['a filter beside an empty one', { prefix: 'in/' }, { prefix: '' }],
  ['a longer prefix', { prefix: 'in/' }, { prefix: 'in/2026/' }],
  ['a shorter prefix', { prefix: 'in/2026/' }, { prefix: 'in/' }],
  ['a longer suffix', { suffix: '.jpg' }, { suffix: '.min.jpg' }],
  ['a shorter suffix', { suffix: '.min.jpg' }, { suffix: '.jpg' }],
  ['a prefix beside a suffix', { prefix: 'in/' }, { suffix: '.jpg' }],
  ['an event that the other covers', { events: [OBJECT_CREATED] }, { events: [OBJECT_REMOVED, OBJECT_CREATED_PUT] }],
  ['an event that covers the other', { events: [OBJECT_CREATED_PUT] }, { events: [OBJECT_CREATED] }],
  ['a prefix known at deployment beside none', { prefix: Lazy.string({ produce: () => 'in/' }) }, {}],
])('fails for two notifications that overlap: %s', (_, first, second) => {
  expect(messageOf(() => twoNotifications(newStack(), first, second))).toMatch(
    /^'events', 'prefix' and 'suffix' must not overlap with another notification of the bucket, got \[.+\] with prefix '.*' and suffix '.*' beside \[.+\] with .+; S3 delivers an event once, so make the filters disjoint, or fan out .+ \[Stack\/Images\]$/,
  );
});

test('fails for notifications that overlap on one bucket that is imported twice', () => {
  const stack = newStack();
  const target = new lambda.Function(stack, 'Fn', CODE);
  const add = (id: string) => new PushTrigger(stack, `On${id}`, {
    target, source: new S3PushSource(s3.Bucket.fromBucketName(stack, id, 'images'), { bucketOwner: '111122223333' }),
  });
  add('One');

  expect(messageOf(() => add('Two'))).toMatch(/^'events', .+ \[Stack\/Two\]$/);
});

test('fails for events of one source that cover each other', () => {
  const stack = newStack();
  const source = new S3PushSource(new s3.Bucket(stack, 'Images'), { events: [OBJECT_CREATED, OBJECT_CREATED_PUT] });

  const message = messageOf(() => new PushTrigger(stack, 'OnUpload', { target: new lambda.Function(stack, 'Fn', CODE), source }));

  expect(message).toMatch(/^'events', .+ got \[s3:ObjectCreated:\*, s3:ObjectCreated:Put\] .+ with an event that covers another one; .+ \[Stack\/Images\]$/);
});

test('fails for an empty list of events', () => {
  expect(messageOf(() => new S3PushSource(new s3.Bucket(newStack(), 'Images'), { events: [] }))).toBe(
    "'events' must name at least one event, got an empty list; leave it out for every way of creating an object [Stack/Images]");
});

test.each<[string, S3PushSourceOptions, string]>([
  ['prefix', { prefix: 'in/*' }, "'prefix' is how keys begin, and no pattern, got 'in/*'"],
  ['suffix', { suffix: '*.jpg', delivery: S3Delivery.EVENT_BRIDGE }, "'suffix' is how keys end, and no pattern, got '*.jpg'"],
])('fails for a pattern as %s, which would call for hardly any key', (_, options, expected) => {
  expect(messageOf(() => new S3PushSource(new s3.Bucket(newStack(), 'Images'), options))).toBe(
    `${expected}, with which S3 would call only for keys that hold a '*'; leave the '*' out [Stack/Images]`);
});

describe('the owner of a bucket', () => {
  const ownerOf = (make: (stack: Stack) => s3.IBucket, bucketOwner?: string): unknown => {
    const stack = newStack();
    new PushTrigger(stack, 'OnUpload', { target: new lambda.Function(stack, 'Fn', CODE), source: new S3PushSource(make(stack), { bucketOwner }) });
    const [{ Properties }] = new Synthesized(stack.node.root as App).permissions();
    return Properties.SourceAccount;
  };

  test.each<[string, (stack: Stack) => s3.IBucket, string | undefined, unknown]>([
    ['is the stack’s account', (stack) => new s3.Bucket(stack, 'Images'), undefined, '111122223333'],
    ['is what is said, for a bucket imported by name', (stack) => s3.Bucket.fromBucketName(stack, 'Images', 'images'), '444455556666', '444455556666'],
    ['may be the stack’s account', (stack) => s3.Bucket.fromBucketName(stack, 'Images', 'images'), Aws.ACCOUNT_ID, { Ref: 'AWS::AccountId' }],
    ['is what the import says', (stack) => s3.Bucket.fromBucketAttributes(stack, 'Images', { bucketName: 'images', account: '777788889999' }), undefined, '777788889999'],
  ])('%s', (_, make, bucketOwner, expected) => {
    expect(ownerOf(make, bucketOwner)).toEqual(expected);
  });

  test('fails when an import does not tell it', () => {
    expect(messageOf(() => ownerOf((stack) => s3.Bucket.fromBucketName(stack, 'Images', 'images')))).toBe(
      "'bucketOwner' is missing: the bucket is imported and does not know who owns it; pass the owner's account, twelve digits, "
      + "or `Stack.of(this).account` if it is the stack's own [Stack/Images]");
  });

  test.each(['1234', '1111222233334', 'arn:aws:iam::111122223333:root', '', '*', '11112222333３'])('fails for %p, which is no account', (bucketOwner) => {
    expect(messageOf(() => ownerOf((stack) => new s3.Bucket(stack, 'Images'), bucketOwner))).toBe(
      `'bucketOwner' must be an account of twelve digits, got '${bucketOwner}'; pass the account that owns the bucket [Stack/Images]`);
  });
});

test.each(['arn:aws:s3:::*', `arn:${Aws.PARTITION}:s3:::images-*`, 'arn:aws:s3:::image?'])('fails when the bucket ARN is the pattern %s', (bucketArn) => {
  const bucket = s3.Bucket.fromBucketAttributes(newStack(), 'Images', { bucketArn, bucketName: 'images' });

  expect(messageOf(() => new S3PushSource(bucket, { bucketOwner: '111122223333' }))).toBe(
    `'bucket' must be one bucket, got the pattern '${bucketArn}'; import the bucket by its name [Stack/Images]`);
});

describe('the function with which CDK sets notifications', () => {
  test('has a role that may write to one log group and set the notifications of this bucket, and no managed policy', () => {
    const stack = newStack();
    const bucket = new s3.Bucket(stack, 'Images');
    new PushTrigger(stack, 'OnUpload', { target: new lambda.Function(stack, 'Fn', CODE), source: new S3PushSource(bucket) });

    const done = new Synthesized(stack.node.root as App);

    const handler = done.access().find(({ logicalId }) => logicalId.startsWith('BucketNotificationsHandler'))!;
    expect(handler.role!.policies.map(({ kind }) => kind)).toEqual(['INLINE']);
    expect(handler.role!.policies[0].statements!.map(({ actions, resources }) => [actions, resources])).toEqual([
      [['logs:CreateLogStream', 'logs:PutLogEvents'], [expect.stringMatching(/:log-group:\$\{Stack\.BucketNotificationsAccessLogs\w+\}:\*$/)]],
      [['s3:PutBucketNotification'], [expect.stringMatching(/^arn:aws:s3:::\$\{Stack\.Images\w+\}$/)]],
    ]);
    const [{ Properties }] = done.resources('AWS::Lambda::Function').filter(({ id }) => id === handler.logicalId);
    expect(Properties.LoggingConfig).toEqual({ LogGroup: { Ref: expect.stringMatching(/^BucketNotificationsAccessLogs/) } });
  });

  test('keeps the role that the user chose for the bucket', () => {
    const stack = newStack();
    const role = iam.Role.fromRoleName(stack, 'Role', 'notifier');
    const bucket = new s3.Bucket(stack, 'Images', { notificationsHandlerRole: role });
    new PushTrigger(stack, 'OnUpload', { target: new lambda.Function(stack, 'Fn', CODE), source: new S3PushSource(bucket) });

    const handlers = new Synthesized(stack.node.root as App).resources('AWS::Lambda::Function').filter(({ id }) => id.startsWith('BucketNotificationsHandler'));

    expect(handlers.map(({ Properties }) => Properties.Role)).toEqual([stack.resolve(role.roleArn)]);
  });
});
