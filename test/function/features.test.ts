import { Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { EventBridgeDestination, LambdaDestination, S3Destination, SnsDestination, SqsDestination } from 'aws-cdk-lib/aws-lambda-destinations';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { CODE, idOf, inlineStatements, Json, newStack, policyStatements, resourcesOf, Statement, templateOf } from './templates';
import { ExecutionRole } from '../../src/function/execution-role';
import { SecureFunction } from '../../src/function/secure-function';
import { waitsFor } from '../template-graph';

const FUNCTION = 'AWS::Lambda::Function';

/** Each statement as its actions and the resource type or text that it is for. */
function short(statements: Statement[], template: Json): unknown[] {
  return statements.map(({ Effect, Action, Resource, ...rest }) => {
    expect({ Effect, rest }).toEqual({ Effect: 'Allow', rest: {} });
    return [[Action].flat().sort(), [Resource].flat().map((resource) => readable(resource, template))];
  }).sort();
}

function readable(resource: unknown, template: Json): unknown {
  if (typeof resource === 'string') { return resource; }
  const { 'Fn::GetAtt': attribute, 'Ref': ref } = resource as { 'Fn::GetAtt'?: string[]; 'Ref'?: string };
  const id = attribute?.[0] ?? ref;
  return id === undefined ? JSON.stringify(resource) : template.Resources[id].Type;
}

const SEND = [['sqs:SendMessage'], ['AWS::SQS::Queue']];
const PUBLISH = [['sns:Publish'], ['AWS::SNS::Topic']];
const KEY = [['kms:Decrypt', 'kms:GenerateDataKey'], ['AWS::KMS::Key']];

test.each<[string, (stack: Stack) => Partial<lambda.FunctionProps>, unknown[]]>([
  ['active tracing', () => ({ tracing: lambda.Tracing.ACTIVE }), [[['xray:PutTelemetryRecords', 'xray:PutTraceSegments'], ['*']]]],
  ['disabled tracing', () => ({ tracing: lambda.Tracing.DISABLED }), []],
  ['a dead-letter queue', (stack) => ({ deadLetterQueue: queue(stack) }), [SEND]],
  ['a dead-letter queue of its own', () => ({ deadLetterQueueEnabled: true }), [SEND]],
  ['a dead-letter queue with a key', (stack) => ({ deadLetterQueue: queue(stack, key(stack)) }), [KEY, SEND]],
  ['a dead-letter topic', (stack) => ({ deadLetterTopic: topic(stack) }), [PUBLISH]],
  ['a dead-letter topic with a key', (stack) => ({ deadLetterTopic: topic(stack, key(stack)) }), [KEY, PUBLISH]],
  ['a queue for failures', (stack) => ({ onFailure: new SqsDestination(queue(stack)) }), [SEND]],
  ['a queue with a key for failures', (stack) => ({ onFailure: new SqsDestination(queue(stack, key(stack))) }), [KEY, SEND]],
  ['a topic for successes', (stack) => ({ onSuccess: new SnsDestination(topic(stack)) }), [PUBLISH]],
  ['a topic with a key for successes', (stack) => ({ onSuccess: new SnsDestination(topic(stack, key(stack))) }), [KEY, PUBLISH]],
  ['a bus for successes', () => ({ onSuccess: new EventBridgeDestination() }), [
    [['events:PutEvents'], [expect.stringContaining(':event-bus/default')]],
  ]],
  ['a bucket for failures', (stack) => ({ onFailure: new S3Destination(new s3.Bucket(stack, 'Bucket')) }), [
    [['s3:ListBucket'], ['AWS::S3::Bucket', expect.stringContaining('/*')]],
    [['s3:PutObject'], [expect.stringContaining('/*')]],
  ]],
  ['a function for failures', (stack) => ({ onFailure: new LambdaDestination(new lambda.Function(stack, 'Other', CODE)) }), [
    [['lambda:InvokeFunction'], [FUNCTION, expect.stringContaining(':*')]],
  ]],
  ['no retries', () => ({ retryAttempts: 0 }), []],
])('allows for %s what AWS documents and nothing else', (_, props, expected) => {
  const stack = newStack();
  new SecureFunction(stack, 'Resize', { ...CODE, ...props(stack) });

  const template = templateOf(stack);

  expect(short(inlineStatements(template), template)).toEqual(expected);
});

test('allows for destinations that are set later what AWS documents, and takes other grants as they are', () => {
  const stack = newStack();
  const handler = new SecureFunction(stack, 'Resize', CODE);
  handler.configureAsyncInvoke({ onFailure: new SqsDestination(queue(stack)) });
  topic(stack).grantPublish(handler);
  queue(stack, undefined, 'Other').grantPurge(handler);

  const template = templateOf(stack);

  expect(short(inlineStatements(template), template)).toEqual([
    PUBLISH, [['sqs:GetQueueAttributes', 'sqs:GetQueueUrl', 'sqs:PurgeQueue'], ['AWS::SQS::Queue']], SEND,
  ]);
});

test('allows for destinations of an alias what AWS documents and nothing else', () => {
  const stack = newStack();
  const handler = new SecureFunction(stack, 'Resize', CODE);
  handler.addAlias('live', { onFailure: new SqsDestination(queue(stack)) });
  handler.addAlias('test').configureAsyncInvoke({ onSuccess: new SnsDestination(topic(stack)) });

  const template = templateOf(stack);

  expect(short(inlineStatements(template), template)).toEqual([PUBLISH, SEND]);
});

test('refuses a destination twice, and goes on taking grants as they are', () => {
  const stack = newStack();
  const handler = new SecureFunction(stack, 'Resize', { ...CODE, retryAttempts: 1 });

  expect(() => handler.configureAsyncInvoke({ onFailure: new SqsDestination(queue(stack)) })).toThrow();
  queue(stack, undefined, 'Other').grantPurge(handler);

  expect(JSON.stringify(inlineStatements(templateOf(stack)))).toContain('sqs:PurgeQueue');
});

describe('in a VPC', () => {
  const ENI = [[
    'ec2:AssignPrivateIpAddresses', 'ec2:CreateNetworkInterface', 'ec2:DeleteNetworkInterface',
    'ec2:DescribeNetworkInterfaces', 'ec2:DescribeSubnets', 'ec2:UnassignPrivateIpAddresses',
  ], ['*']];

  function vpc(stack: Stack): ec2.IVpc {
    return ec2.Vpc.fromVpcAttributes(stack, 'Vpc', {
      vpcId: 'vpc-1', availabilityZones: ['eu-west-1a'], privateSubnetIds: ['subnet-1'], privateSubnetRouteTableIds: ['rtb-1'],
    });
  }

  test('a function is allowed its network interfaces, before it is created', () => {
    const stack = newStack();
    new SecureFunction(stack, 'Resize', { ...CODE, vpc: vpc(stack) });

    const template = templateOf(stack);

    expect(short(inlineStatements(template), template)).toEqual([ENI]);
    expect(resourcesOf(template, 'AWS::IAM::Role').ResizeServiceRole).not.toHaveProperty('ManagedPolicyArns');
    expect(waitsFor(template, idOf(template, FUNCTION), idOf(template, 'AWS::IAM::Role'))).toBe(true);
  });

  test('a function with an execution role adds to that role', () => {
    const stack = newStack();
    new SecureFunction(stack, 'Resize', { ...CODE, vpc: vpc(stack), role: new ExecutionRole(stack, 'Role') });

    const template = templateOf(stack);

    expect(short(inlineStatements(template), template)).toEqual([ENI]);
  });

  test('a function with an imported role waits for its policy', () => {
    const stack = newStack();
    const role = iam.Role.fromRoleName(stack, 'Role', 'made-elsewhere');
    new SecureFunction(stack, 'Resize', { ...CODE, vpc: vpc(stack), role });

    const template = templateOf(stack);

    expect(short(policyStatements(template), template)).toEqual([ENI]);
    expect(waitsFor(template, idOf(template, FUNCTION), idOf(template, 'AWS::IAM::Policy'))).toBe(true);
  });
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
