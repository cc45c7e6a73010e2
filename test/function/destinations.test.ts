import { Stack } from 'aws-cdk-lib';
import * as events from 'aws-cdk-lib/aws-events';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { EventBridgeDestination, LambdaDestination, S3Destination, SnsDestination, SqsDestination } from 'aws-cdk-lib/aws-lambda-destinations';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { FeatureCase, featureCases, sorted, statementsOf } from './feature-cases';
import { CODE, idOf, inlineStatements, newStack, templateOf } from './templates';
import { ExecutionRole } from '../../src/function/execution-role';
import { SecureFunction } from '../../src/function/secure-function';
import { waitsFor } from '../template-graph';

const CASES = new Map(featureCases('destinations.json'));
const OTHER = 'arn:aws:lambda:eu-west-1:111122223333:function:other';

const DEAD_LETTERS: { readonly [name: string]: (stack: Stack) => Partial<lambda.FunctionProps> } = {
  'a dead-letter queue': (stack) => ({ deadLetterQueue: queue(stack) }),
  'a dead-letter queue of its own': () => ({ deadLetterQueueEnabled: true }),
  'a dead-letter queue with a key': (stack) => ({ deadLetterQueue: queue(stack, key(stack)) }),
  'a dead-letter topic': (stack) => ({ deadLetterTopic: topic(stack) }),
  'a dead-letter topic with a key': (stack) => ({ deadLetterTopic: topic(stack, key(stack)) }),
};

const DESTINATIONS: { readonly [name: string]: (stack: Stack) => lambda.IDestination } = {
  'a queue': (stack) => new SqsDestination(queue(stack)),
  'a queue with a key': (stack) => new SqsDestination(queue(stack, key(stack))),
  'a topic': (stack) => new SnsDestination(topic(stack)),
  'a topic with a key': (stack) => new SnsDestination(topic(stack, key(stack))),
  'a function': (stack) => new LambdaDestination(lambda.Function.fromFunctionArn(stack, 'Other', OTHER)),
  'a version of a function': (stack) => new LambdaDestination(lambda.Version.fromVersionArn(stack, 'Other', `${OTHER}:3`)),
  'the default bus': () => new EventBridgeDestination(),
  'a bus': (stack) => new EventBridgeDestination(new events.EventBus(stack, 'Bus')),
  'a bucket': (stack) => new S3Destination(new s3.Bucket(stack, 'Bucket')),
  'a bucket with a key': (stack) => new S3Destination(new s3.Bucket(stack, 'Bucket', { encryptionKey: key(stack) })),
};

function expectExactly(stack: Stack, name: string): void {
  const { statements } = CASES.get(name) as FeatureCase;

  expect(statementsOf(stack)).toEqual({ statements: sorted(statements), dependent: [] });
}

test('every written case is tried', () => {
  expect([...Object.keys(DEAD_LETTERS), ...Object.keys(DESTINATIONS)].sort()).toEqual([...CASES.keys()].sort());
});

test.each(Object.entries(DEAD_LETTERS))('allows for %s what AWS documents and nothing else', (name, props) => {
  const stack = newStack();
  new SecureFunction(stack, 'Resize', { ...CODE, ...props(stack) });

  expectExactly(stack, name);
});

describe.each<[string, (stack: Stack, destination: lambda.IDestination) => void]>([
  ['the function', (stack, onFailure) => new SecureFunction(stack, 'Resize', { ...CODE, onFailure })],
  ['the function, set later', (stack, onFailure) => new SecureFunction(stack, 'Resize', CODE).configureAsyncInvoke({ onFailure })],
  ['an alias', (stack, onFailure) => new SecureFunction(stack, 'Resize', CODE).addAlias('live', { onFailure })],
  ['an alias, set later', (stack, onFailure) => new SecureFunction(stack, 'Resize', CODE).addAlias('live').configureAsyncInvoke({ onFailure })],
  ['the current version', (stack, onFailure) => new SecureFunction(stack, 'Resize', { ...CODE, currentVersionOptions: { onFailure } }).currentVersion],
  ['the current version, set later', (stack, onFailure) => {
    const { currentVersion } = new SecureFunction(stack, 'Resize', CODE);
    currentVersion.configureAsyncInvoke({ onFailure });
  }],
])('for %s', (_, use) => {
  test.each(Object.entries(DESTINATIONS))('%s brings what AWS documents and nothing else', (name, destination) => {
    const stack = newStack();
    use(stack, destination(stack));

    expectExactly(stack, name);
  });
});

test.each<[string, (stack: Stack) => Partial<lambda.FunctionProps>, string]>([
  ['a FIFO queue for dead letters', (stack) => ({ deadLetterQueue: new sqs.Queue(stack, 'Queue', { fifo: true }) }), "'deadLetterQueue' must be a standard queue"],
  ['a FIFO topic for dead letters', (stack) => ({ deadLetterTopic: new sns.Topic(stack, 'Topic', { fifo: true }) }), "'deadLetterTopic' must be a standard topic"],
  ['a FIFO queue', (stack) => ({ onSuccess: new SqsDestination(new sqs.Queue(stack, 'Queue', { fifo: true })) }), "'onSuccess' must be a standard queue or topic"],
  ['a FIFO topic', (stack) => ({ onFailure: new SnsDestination(new sns.Topic(stack, 'Topic', { fifo: true })) }), "'onFailure' must be a standard queue or topic"],
  ['an imported FIFO queue', (stack) => ({
    onFailure: new SqsDestination(sqs.Queue.fromQueueArn(stack, 'Queue', 'arn:aws:sqs:eu-west-1:111122223333:failed.fifo')),
  }), "'onFailure' must be a standard queue or topic"],
  ['a bucket for what succeeded', (stack) => ({ onSuccess: new S3Destination(new s3.Bucket(stack, 'Bucket')) }), "'onSuccess' must be a queue, a topic, an event bus or a function"],
  ['an imported bucket for what succeeded', (stack) => ({
    onSuccess: new S3Destination(s3.Bucket.fromBucketName(stack, 'Bucket', 'done')),
  }), "'onSuccess' must be a queue, a topic, an event bus or a function"],
])('fails with %s, which Lambda refuses', (_, props, message) => {
  const stack = newStack();

  expect(() => new SecureFunction(stack, 'Resize', { ...CODE, ...props(stack) })).toThrow(message);
});

test('a queue and a bucket may be for what succeeded and what failed', () => {
  const stack = newStack();
  new SecureFunction(stack, 'Resize', { ...CODE, onSuccess: new SqsDestination(queue(stack)), onFailure: new S3Destination(new s3.Bucket(stack, 'Bucket')) });

  expect(inlineStatements(templateOf(stack)).map(({ Action }) => Action)).toEqual(['s3:PutObject', 's3:ListBucket', 'sqs:SendMessage']);
});

test('the version of a function is one object, however often it is asked for', () => {
  const handler = new SecureFunction(newStack(), 'Resize', CODE);

  expect(handler.currentVersion).toBe(handler.currentVersion);
});

test('a destination that CDK does not know keeps what it grants', () => {
  const stack = newStack();
  const onFailure: lambda.IDestination = {
    bind: (_, handler) => {
      handler.grantPrincipal.addToPrincipalPolicy(new iam.PolicyStatement({ actions: ['dynamodb:PutItem'], resources: ['arn:aws:dynamodb:eu-west-1:111122223333:table/failures'] }));
      return { destination: 'arn:aws:sqs:eu-west-1:111122223333:failures' };
    },
  };
  new SecureFunction(stack, 'Resize', { ...CODE, onFailure });

  expect(inlineStatements(templateOf(stack)).map(({ Action }) => Action)).toEqual(['dynamodb:PutItem']);
});

test('a bucket of another account is written to in that account', () => {
  const stack = newStack();
  const bucket = new s3.Bucket(new Stack(stack.node.root as Stack, 'Theirs', { env: { account: '444455556666', region: 'eu-west-1' } }), 'Bucket', { bucketName: 'failures' });
  const role = new ExecutionRole(stack, 'Role', { roleName: 'resize' });
  new SecureFunction(stack, 'Resize', { ...CODE, role, onFailure: new S3Destination(bucket) });

  const conditions = inlineStatements(templateOf(stack)).map(({ Condition }) => Condition);

  expect(conditions).toEqual(Array(2).fill({ StringEquals: { 'aws:ResourceAccount': '444455556666' } }));
});

test('a destination that needs the function waits for the policy that allows it', () => {
  const stack = newStack();
  const handler = new SecureFunction(stack, 'Resize', CODE);
  handler.configureAsyncInvoke({ onFailure: new LambdaDestination(handler) });

  const template = templateOf(stack);

  expect(statementsOf(stack)).toEqual({
    statements: [],
    dependent: [{ Effect: 'Allow', Action: ['lambda:InvokeFunction'], Resource: ['${Resize.Arn}'] }],
  });
  expect(waitsFor(template, idOf(template, 'AWS::Lambda::EventInvokeConfig'), idOf(template, 'AWS::IAM::Policy'))).toBe(true);
});

test('a destination that is set twice is refused, and other grants are taken as they are', () => {
  const stack = newStack();
  const handler = new SecureFunction(stack, 'Resize', { ...CODE, retryAttempts: 1 });

  expect(() => handler.configureAsyncInvoke({ onFailure: new SqsDestination(queue(stack)) })).toThrow();
  queue(stack, undefined, 'Jobs').grantPurge(handler);

  expect(JSON.stringify(inlineStatements(templateOf(stack)))).toContain('sqs:PurgeQueue');
});

test('a function with an imported role has its destination, with what CDK grants', () => {
  const stack = newStack();
  const role = iam.Role.fromRoleName(stack, 'Role', 'made-elsewhere');
  new SecureFunction(stack, 'Resize', { ...CODE, role, onFailure: new SnsDestination(topic(stack)) });

  const template = templateOf(stack);

  expect(template.Resources[idOf(template, 'AWS::IAM::Policy')].Properties.PolicyDocument.Statement).toEqual([
    expect.objectContaining({ Action: ['logs:CreateLogStream', 'logs:PutLogEvents'] }), expect.objectContaining({ Action: 'sns:Publish' }),
  ]);
});

test('a given execution role gets what the destination needs', () => {
  const stack = newStack();
  const role = new ExecutionRole(stack, 'Role');
  new SecureFunction(stack, 'A', { ...CODE, role, onFailure: new SqsDestination(queue(stack)) });

  expect(inlineStatements(templateOf(stack)).map(({ Action }) => Action)).toEqual(['sqs:SendMessage']);
});

function key(stack: Stack): kms.Key {
  return new kms.Key(stack, 'Key');
}

function queue(stack: Stack, encryptionMasterKey?: kms.IKey, id = 'Queue'): sqs.Queue {
  return new sqs.Queue(stack, id, { encryptionMasterKey });
}

function topic(stack: Stack, masterKey?: kms.IKey): sns.Topic {
  return new sns.Topic(stack, 'Topic', { masterKey });
}
