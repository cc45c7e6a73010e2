import { Aws, Stack, Token, Validations } from 'aws-cdk-lib';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { CODE, inlineStatements, newStack, statement, templateOf } from './templates';
import { BucketAccess } from '../../src/access/bucket';
import { ExecutionRole } from '../../src/function/execution-role';
import { OnBroadGrant } from '../../src/function/on-broad-grant';
import { SecureFunction } from '../../src/function/secure-function';
import { messageOf } from '../push/app';

const OR_ACKNOWLEDGE = "; or acknowledge 'LambdaPermissions-BroadGrant' with the reason why it has to be so wide";
const IN_ITS_PLACE = 'in its place, allow what the code calls: ';

/** What the role was warned of, without what every warning ends with. */
function warningsOf(role: iam.IRole): string[] {
  const warnings = role.node.metadata.filter(({ type }) => type === 'aws:cdk:warning').map(({ data }) => String(data));
  return warnings.map((text) => {
    expect(text).toMatch(/ \[ack: annotation::LambdaPermissions-BroadGrant\]$/i);
    expect(text).toContain(OR_ACKNOWLEDGE);
    return text.slice(0, text.indexOf(OR_ACKNOWLEDGE));
  });
}

type Grant = (stack: Stack, role: ExecutionRole) => void;

const BROAD: [string, Grant, string][] = [
  ['bucket.grantRead', (stack, role) => new s3.Bucket(stack, 'Images').grantRead(role),
    'a grant of s3:GetObject*, s3:GetBucket*, s3:List* on Stack/Images allows 50 actions, and those that AWS adds; '
    + `${IN_ITS_PLACE}allow(new BucketAccess(bucket, { actions: ['GetObject'] }))`],
  ['bucket.grantDelete', (stack, role) => new s3.Bucket(stack, 'Images').grantDelete(role),
    'a grant of s3:DeleteObject* on Stack/Images allows 6 actions, and those that AWS adds; '
    + `${IN_ITS_PLACE}allow(new BucketAccess(bucket, { actions: ['DeleteObject'] }))`],
  ['key.grantEncryptDecrypt', (stack, role) => new kms.Key(stack, 'Key').grantEncryptDecrypt(role),
    'a grant of kms:ReEncrypt*, kms:GenerateDataKey* on Stack/Key allows 6 actions, and those that AWS adds; '
    + `${IN_ITS_PLACE}allow(new KeyAccess(key, { actions: ['Decrypt', 'Encrypt', 'GenerateDataKey'] }))`],
  ['table.grantFullAccess', (stack, role) => table(stack).grantFullAccess(role), 'dynamodb:* on Stack/Table'],
  ['actions of several services', (_, role) => role.addToPolicy(new iam.PolicyStatement({
    actions: ['sqs:*', 'secretsmanager:Get*', 'ec2:Start*'], resources: ['arn:aws:sqs:eu-west-1:111122223333:jobs'],
  })), "allow(new QueueAccess(queue, { actions: ['SendMessage'] }), new SecretAccess(secret), "
    + "new ServiceAccess({ actions: ['ec2:...'], resources: [arn] }))"],
  ['an ARN that begins with a token', (_, role) => role.addToPolicy(statement('s3:Get*', `arn:${Aws.PARTITION}:s3:::assets-${Aws.REGION}/*`)),
    'a grant of s3:Get* on arn:${AWS::Partition}:s3:::assets-${AWS::Region}/* allows'],
  ['every action', (_, role) => role.addToPolicy(statement('*')),
    `a grant of * on every resource allows whatever AWS adds; ${IN_ITS_PLACE}allow(new ServiceAccess({ actions: ['...'], resources: [arn] }))`],
  ['every resource for an action that takes one', (_, role) => role.addToPolicy(new iam.PolicyStatement({
    actions: ['sqs:SendMessage', 'xray:PutTraceSegments'], resources: ['*'],
  })), `a grant of sqs:SendMessage is for every resource, and could name one; ${IN_ITS_PLACE}allow(new QueueAccess(queue, { actions: ['SendMessage'] }))`],
  ['an action that is not usual', (_, role) => role.addToPolicy(statement('sqs:PurgeQueue')), "new QueueAccess(queue, { actions: ['PurgeQueue'] })"],
  ['everything but some actions', (_, role) => role.addToPolicy(new iam.PolicyStatement({ notActions: ['iam:*'], resources: ['*'] })), 'a statement allows everything but iam:*;'],
  ['everything but some resources', (_, role) => role.addToPolicy(new iam.PolicyStatement({ actions: ['s3:GetObject'], notResources: ['arn:aws:s3:::secret/*'] })),
    'a statement allows s3:GetObject on everything but some resources;'],
  ['an AWS managed policy', (_, role) => role.addManagedPolicy(iam.ManagedPolicy.fromAwsManagedPolicyName('AmazonS3ReadOnlyAccess')),
    "the AWS managed policy 'AmazonS3ReadOnlyAccess' allows what AWS decides, on every resource;"],
  ['a policy that is attached', (stack, role) => new iam.Policy(stack, 'Own', { statements: [statement('sns:*', 'arn:aws:sns:eu-west-1:111122223333:news')], roles: [role] }),
    "allow(new TopicAccess(topic, { actions: ['Publish'] }))"],
];

describe('a grant is made, and warned of once, with what to use in its place', () => {
  test.each(BROAD)('%s', (_, grant, expected) => {
    const stack = newStack();
    const role = new ExecutionRole(stack, 'Role');
    grant(stack, role);

    templateOf(stack);

    expect(warningsOf(role)).toEqual([expect.stringContaining(expected)]);
  });

  test('of a policy that grows after it was attached', () => {
    const stack = newStack();
    const role = new ExecutionRole(stack, 'Role');
    const policy = new iam.Policy(stack, 'Own', { roles: [role] });
    policy.addStatements(statement('sns:*', 'arn:aws:sns:eu-west-1:111122223333:news'));

    expect(warningsOf(role)).toEqual([]);
    templateOf(stack);
    expect(warningsOf(role)).toHaveLength(1);
  });

  test('as often as different grants are made, and not for one that is repeated', () => {
    const stack = newStack();
    const role = new ExecutionRole(stack, 'Role');
    const bucket = new s3.Bucket(stack, 'Images');
    bucket.grantRead(role);
    bucket.grantRead(role);
    new s3.Bucket(stack, 'Others').grantRead(role);

    expect(warningsOf(role)).toHaveLength(2);
  });

  test('unless it is acknowledged with a reason', () => {
    const stack = newStack();
    const role = new ExecutionRole(stack, 'Role');
    new s3.Bucket(stack, 'Images').grantRead(role);
    Validations.of(role).acknowledge({ id: 'LambdaPermissions-BroadGrant', reason: 'lists what it does not know by name' });

    expect(warningsOf(role)).toEqual([]);
    expect(JSON.stringify(inlineStatements(templateOf(stack)))).toContain('s3:List*');
  });
});

describe('refuses with OnBroadGrant.ERROR', () => {
  test.each(BROAD)('%s', (_, grant, expected) => {
    const stack = newStack();
    const role = new ExecutionRole(stack, 'Role', { onBroadGrant: OnBroadGrant.ERROR });

    const message = messageOf(() => { grant(stack, role); templateOf(stack); });

    expect(message).toContain("'onBroadGrant' is ERROR, and ");
    expect(message).toContain(expected);
    expect(message).toContain(' [Stack/Role]');
  });

  test('for the role of a secure function', () => {
    const stack = newStack();
    const handler = new SecureFunction(stack, 'Resize', { ...CODE, onBroadGrant: OnBroadGrant.ERROR });

    expect(() => new s3.Bucket(stack, 'Images').grantRead(handler)).toThrow("'onBroadGrant' is ERROR, and a grant of s3:GetObject*");
    expect(inlineStatements(templateOf(stack))).toEqual([]);
  });
});

test.each<[string, Grant]>([
  ['exact grants of CDK', (stack, role) => {
    new sns.Topic(stack, 'Topic').grantPublish(role);
    new sqs.Queue(stack, 'Queue').grantConsumeMessages(role);
    new secretsmanager.Secret(stack, 'Secret').grantRead(role);
  }],
  ['an access that is as wide as its objects', (stack, role) => role.allow(new BucketAccess(new s3.Bucket(stack, 'Images'), { actions: ['GetObject'] }))],
  ['actions that take no resource', (_, role) => role.addToPolicy(statement('cloudwatch:PutMetricData'))],
  ['what Lambda needs of a network', (stack, role) => new SecureFunction(stack, 'Resize', {
    ...CODE,
    role,
    tracing: lambda.Tracing.ACTIVE,
    insightsVersion: lambda.LambdaInsightsVersion.VERSION_1_0_333_0,
    vpc: ec2.Vpc.fromVpcAttributes(stack, 'Vpc', { vpcId: 'vpc-1', availabilityZones: ['eu-west-1a'], privateSubnetIds: ['subnet-1'], privateSubnetRouteTableIds: ['rtb-1'] }),
  })],
  ['event sources of CDK', (stack, role) => new SecureFunction(stack, 'Resize', { ...CODE, role, events: [new SqsEventSource(new sqs.Queue(stack, 'Queue'))] })],
  ['what is denied', (_, role) => role.addToPolicy(new iam.PolicyStatement({ effect: iam.Effect.DENY, actions: ['*'], resources: ['*'] }))],
  ['an action that nobody knows yet', (_, role) => role.addToPolicy(statement('s3:BrandNew'))],
  ['an action that is known at deployment only', (_, role) => role.addToPolicy(statement(Token.asString({ Ref: 'Action' })))],
])('does not warn of %s', (_, grant) => {
  const stack = newStack();
  const role = new ExecutionRole(stack, 'Role', { onBroadGrant: OnBroadGrant.ERROR });
  grant(stack, role);

  templateOf(stack);

  expect(warningsOf(role)).toEqual([]);
});

function table(stack: Stack): dynamodb.Table {
  return new dynamodb.Table(stack, 'Table', { partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING } });
}
