import { App, Stack } from 'aws-cdk-lib';
import * as cdk from 'aws-cdk-lib';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { newFunction, newStack, RESOURCES } from './resources';
import { statementsOf } from './statements-of';
import { ApiAccess } from '../../src/access/api';
import { BucketAccess } from '../../src/access/bucket';
import { GraphqlAccess } from '../../src/access/graphql';
import { ServiceAccess } from '../../src/access/service';
import { TableAccess } from '../../src/access/table';
import { readTemplates } from '../../src/cloudformation/read-template';
import { PolicyKind } from '../../src/function/policy-kind';
import { SecureFunction } from '../../src/function/secure-function';
import { InvokePermission } from '../../src/invoke/invoke-permission';
import { Invoker } from '../../src/invoke/invoker';
import { renderHtml } from '../../src/report/html';
import { renderJson } from '../../src/report/json';
import { renderMarkdown } from '../../src/report/markdown';
import { summarize } from '../../src/report/permission-summary';

const ORDERS = 'arn:aws:sqs:eu-west-1:111122223333:orders';

function sends(limits: object): ServiceAccess {
  return new ServiceAccess({ actions: ['sqs:SendMessage'], resources: [ORDERS], ...limits });
}

describe('boundToFunction', () => {
  test.each([
    ['a function', (target: lambda.Function) => target],
    ['an alias', (target: lambda.Function) => target.addAlias('live')],
    ['a version', (target: lambda.Function) => target.currentVersion],
  ])('names %s without a qualifier: with one it would deny everything', (_, granteeOf) => {
    const stack = newStack();
    const target = newFunction(stack, 'Resize');

    const statements = statementsOf(sends({ boundToFunction: true }), granteeOf(target));

    expect(statements).toEqual([
      { Action: 'sqs:SendMessage', Resource: ORDERS, Condition: { ArnEquals: { 'lambda:SourceFunctionArn': '<Resize.Arn>' } } },
    ]);
  });

  test('fails for a role: it has no function of its own', () => {
    const role = new iam.Role(newStack(), 'Role', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });

    expect(() => sends({ boundToFunction: true }).describe(role)).toThrow("'boundToFunction' needs a function, and this is a role. Call 'allow' of the function [Stack/Role]");
  });
});

describe('viaEndpoint', () => {
  test('pins the endpoint for a function in a VPC', () => {
    const stack = newStack();
    const vpc = new ec2.Vpc(stack, 'Vpc', { natGateways: 0, maxAzs: 1, subnetConfiguration: [{ name: 'i', subnetType: ec2.SubnetType.PRIVATE_ISOLATED }] });
    const target = new lambda.Function(stack, 'Resize', {
      runtime: lambda.Runtime.NODEJS_22_X, handler: 'index.handler', code: lambda.Code.fromInline('x'), vpc, vpcSubnets: { subnetType: ec2.SubnetType.PRIVATE_ISOLATED },
    });

    const statements = statementsOf(sends({ viaEndpoint: RESOURCES.endpoint(stack) }), target);

    expect(statements).toEqual([{ Action: 'sqs:SendMessage', Resource: ORDERS, Condition: { StringEquals: { 'aws:SourceVpce': 'vpce-1' } } }]);
  });

  test('fails for a function in no VPC: every call would be denied', () => {
    const stack = newStack();

    expect(() => sends({ viaEndpoint: RESOURCES.endpoint(stack) }).describe(newFunction(stack, 'Resize')))
      .toThrow("'viaEndpoint' would deny every call: the function is in no VPC");
  });

  test('does not limit the key, which the service calls', () => {
    const stack = newStack();
    const bucket = RESOURCES.encryptedBucket(stack) as s3.Bucket;
    const endpoint = RESOURCES.endpoint(stack) as ec2.IInterfaceVpcEndpoint;

    const [, key] = statementsOf(BucketAccess.reads(bucket, { viaEndpoint: endpoint }), stack);

    expect(JSON.stringify(key)).not.toContain('SourceVpce');
  });
});

describe('sameAccount', () => {
  test('is the account of the stack, where the stack does not know it', () => {
    const stack = new Stack(new App(), 'Stack');

    const statements = statementsOf(BucketAccess.reads(new s3.Bucket(stack, 'Images')), stack);

    expect(statements).toEqual([{ Action: 's3:GetObject', Resource: '<Images.Arn>/*', Condition: { StringEquals: { 'aws:ResourceAccount': '<AccountId>' } } }]);
  });

  test('is the account of the bucket, not that of the function', () => {
    const app = new App();
    const theirs = new Stack(app, 'Theirs', { env: { account: '444455556666', region: 'eu-west-1' } });
    const ours = new Stack(app, 'Ours', { env: { account: '111122223333', region: 'eu-west-1' } });

    const statements = statementsOf(BucketAccess.reads(new s3.Bucket(theirs, 'Images', { bucketName: 'images' })), ours);

    expect(statements).toEqual([
      { Action: 's3:GetObject', Resource: 'arn:<Partition>:s3:::images/*', Condition: { StringEquals: { 'aws:ResourceAccount': '444455556666' } } },
    ]);
  });

  test('is left out where the account of the bucket cannot be known', () => {
    const app = new App();
    const unknown = new Stack(app, 'Unknown');
    const ours = new Stack(app, 'Ours', { env: { account: '111122223333', region: 'eu-west-1' } });
    const bucket = new s3.Bucket(unknown, 'Images', { bucketName: 'images' });

    const [{ conditions }] = BucketAccess.reads(bucket).describe(ours).statements;

    expect(conditions).toEqual({});
  });
});

describe('the key statement', () => {
  test.each([
    ['eu-west-1', 's3.eu-west-1.amazonaws.com'],
    ['us-gov-west-1', 's3.us-gov-west-1.amazonaws.com'],
    ['cn-north-1', ['s3.cn-north-1.amazonaws.com', 's3.cn-north-1.amazonaws.com.cn']],
    ['us-iso-east-1', ['s3.us-iso-east-1.amazonaws.com', 's3.us-iso-east-1.c2s.ic.gov']],
    ['eusc-de-east-1', ['s3.eusc-de-east-1.amazonaws.com', 's3.eusc-de-east-1.amazonaws.eu']],
    [undefined, ['s3.<Region>.amazonaws.com', 's3.<Region>.<URLSuffix>']],
  ])('in the region %s, names S3 by every name it may have there', (region, expected) => {
    const stack = new Stack(new App(), 'Stack', { env: { region } });

    const [, key] = statementsOf(BucketAccess.reads(RESOURCES.encryptedBucket(stack) as s3.Bucket), stack);

    expect(key).toMatchObject({ Condition: { StringEquals: { 'kms:ViaService': expected } } });
  });
});

describe('reasons', () => {
  test('tell what was accepted, and why', () => {
    const stack = newStack();
    const table = new TableAccess(RESOURCES.table(stack) as cdk.aws_dynamodb.Table, {
      actions: ['PutItem', 'PutResourcePolicy', 'BrandNew'], acknowledgeEscalation: 'it shares tables', unknownActions: 'announced today',
    });

    expect(table.describe(stack).reasons).toEqual([
      { option: 'acknowledgeEscalation', reason: 'it shares tables', actions: ['dynamodb:PutResourcePolicy'] },
      { option: 'unknownActions', reason: 'announced today', actions: ['dynamodb:BrandNew'] },
    ]);
  });

  test('tell that every resource was accepted', () => {
    const access = new ServiceAccess({ actions: ['sns:Publish'], resources: ['*'], anyResource: 'text messages have no topic' });

    expect(access.describe(newStack())).toMatchObject({
      reasons: [{ option: 'anyResource', reason: 'text messages have no topic', actions: ['sns:Publish'] }], wildcardReason: 'text messages have no topic',
    });
  });

  test('are left out where nothing had to be accepted', () => {
    const stack = newStack();

    expect(sends({ acknowledgeEscalation: 'not needed here' }).describe(stack).reasons).toBeUndefined();
  });
});

describe('reasons in the report', () => {
  const stack = newStack();
  const [target, other] = ['Resize', 'Other'].map((id) => new SecureFunction(stack, id, {
    runtime: lambda.Runtime.NODEJS_22_X, handler: 'index.handler', code: lambda.Code.fromInline('x'), policyKind: id === 'Other' ? PolicyKind.MANAGED : undefined,
  }));
  const [orders, bills] = ['Orders', 'Bills'].map((id) => new dynamodb.Table(stack, id, { partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING } }));
  const shares = (table: dynamodb.ITable, reason: string) => new TableAccess(table, { actions: ['PutItem', 'PutResourcePolicy'], acknowledgeEscalation: reason });
  const texts = new ServiceAccess({ actions: ['sns:Publish'], resources: ['*'], anyResource: 'text messages have no topic' });
  target.allow(shares(orders, 'partners read orders'), shares(bills, 'partners read bills'), texts, texts);
  target.publicUrl('a web shop');
  other.allow(texts);
  new InvokePermission(stack, 'Partner', { target, invoker: Invoker.role('arn:aws:iam::444455556666:role/uploads') });
  const { template } = (stack.node.root as App).synth().stacks[0] as { template: object };
  const functions = readTemplates([{ stack: 'Stack', template }]);
  const notes = functions.flatMap(({ role }) => role!.policies.flatMap(({ statements }) => statements!))
    .flatMap(({ actions, notes: said }) => said?.map((note) => ({ of: actions, ...note })) ?? []);

  test('stand once each, with the part of the merged statement that they are about', () => {
    const shared = { of: ['dynamodb:PutItem', 'dynamodb:PutResourcePolicy'], option: 'acknowledgeEscalation', constructPath: 'Stack/Resize', actions: ['dynamodb:PutResourcePolicy'] };
    const text = { of: ['sns:Publish'], option: 'anyResource', text: 'text messages have no topic' };

    expect(notes).toEqual([
      { ...text, constructPath: 'Stack/Other' },
      { ...shared, text: 'partners read orders', resources: [expect.stringContaining('Orders')] },
      { ...shared, text: 'partners read bills', resources: [expect.stringContaining('Bills')] },
      { ...text, constructPath: 'Stack/Resize' },
    ]);
  });

  test('stand in every form of the report', () => {
    const summary = summarize(functions);

    expect(renderMarkdown(summary)).toContain('Reason given by `Stack/Resize` in `acknowledgeEscalation`: `partners read bills`.');
    expect(renderHtml(summary)).toContain('<div class="note">Reason given by <code>Stack/Other</code> in <code>anyResource</code>: <code>text messages have no topic</code></div>');
    expect(renderJson(summary)).toContain('"notes": [\n                  {\n                    "text": "text messages have no topic",');
  });

  test('of a public URL, and what a permission for a role brings along, stand at the permission', () => {
    const said = functions.flatMap(({ targets }) => targets.flatMap(({ statements }) => statements)).flatMap(({ notes: own }) => own ?? []);

    expect(said).toEqual(expect.arrayContaining([
      { text: 'a web shop', option: 'publicUrl' },
      { text: expect.stringContaining('made again under the same name') },
    ]));
  });

  test('are in the metadata of no role that has nothing to tell', () => {
    const plain = new Stack(new App(), 'Plain');
    new SecureFunction(plain, 'Code', { runtime: lambda.Runtime.NODEJS_22_X, handler: 'index.handler', code: lambda.Code.fromInline('x') });

    expect(JSON.stringify((plain.node.root as App).synth().stacks[0].template)).not.toContain('cdk-secure-lambda:notes');
  });
});

describe('values that are only known at deployment', () => {
  test('pass as names of methods, paths and fields', () => {
    const stack = newStack();
    const name = new cdk.CfnParameter(stack, 'Name').valueAsString;
    const api = new ApiAccess(RESOURCES.restApi(stack) as cdk.aws_apigateway.IRestApi, { stage: 'prod', method: 'GET', path: `/orders/{id}/${name}` });
    const graphql = new GraphqlAccess(RESOURCES.graphqlApi(stack) as cdk.aws_appsync.IGraphqlApi, { fields: [name] });

    expect(statementsOf(api, stack)).toEqual([
      { Action: 'execute-api:Invoke', Resource: 'arn:<Partition>:execute-api:eu-west-1:111122223333:rest1/prod/GET/orders/*/<Name>' },
    ]);
    expect(statementsOf(graphql, stack)).toEqual([
      { Action: 'appsync:GraphQL', Resource: 'arn:<Partition>:appsync:eu-west-1:111122223333:apis/api1/types/<<Name> part 0>/fields/<<Name> part 1>' },
    ]);
  });

  test('pass as resources, to every action', () => {
    const stack = newStack();
    const arn = new cdk.CfnParameter(stack, 'Arn').valueAsString;

    const access = new ServiceAccess({ actions: ['s3:GetObject', 's3:ListBucket'], resources: [arn] });

    expect(statementsOf(access, stack)).toEqual([{ Action: ['s3:GetObject', 's3:ListBucket'], Resource: '<Arn>' }]);
  });
});
