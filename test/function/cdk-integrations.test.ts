import { App, Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { LambdaTarget } from 'aws-cdk-lib/aws-elasticloadbalancingv2-targets';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as logsDestinations from 'aws-cdk-lib/aws-logs-destinations';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { LambdaDestination } from 'aws-cdk-lib/aws-s3-notifications';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import * as sns from 'aws-cdk-lib/aws-sns';
import { LambdaSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { SecureFunction } from '../../src/function/secure-function';
import { PushTrigger } from '../../src/push/push-trigger';
import { S3PushSource } from '../../src/push/s3';
import { CODE, FLAG_SETS, HOME, Synthesized, newApp } from '../push/app';
import { withoutHashes } from '../push/contract';
import { waitsFor } from '../template-graph';

const { GET, POST } = apigwv2.HttpMethod;

/** Who may call, for what, as `service sourceArn sourceAccount`. */
interface Integration {
  readonly add: (stack: Stack, target: lambda.IFunction) => void;
  readonly allowed: string[];
}

const HERE = 'arn:aws:execute-api:eu-west-1:111122223333';

/** CDK's own ways to let a service call a function, each used as often as CDK can without a second permission. */
const INTEGRATIONS: { readonly [name: string]: Integration } = {
  'LambdaDestination of S3, twice': {
    add: (stack, target) => {
      const bucket = new s3.Bucket(stack, 'Images');
      bucket.addEventNotification(s3.EventType.OBJECT_CREATED, new LambdaDestination(target), { prefix: 'in/' });
      bucket.addEventNotification(s3.EventType.OBJECT_REMOVED, new LambdaDestination(target));
    },
    allowed: ['s3.amazonaws.com arn:aws:s3:::${Stack.Images} 111122223333'],
  },
  'LambdaSubscription of SNS': {
    add: (stack, target) => { new sns.Topic(stack, 'Orders').addSubscription(new LambdaSubscription(target)); },
    allowed: ['sns.amazonaws.com arn:aws:sns:eu-west-1:111122223333:${Stack.Orders}'],
  },
  'LambdaIntegration of a REST API': {
    add: (stack, target) => { new apigateway.RestApi(stack, 'Api').root.addMethod('GET', new apigateway.LambdaIntegration(target)); },
    allowed: [
      `apigateway.amazonaws.com ${HERE}:\${Stack.Api}/prod/GET/`,
      `apigateway.amazonaws.com ${HERE}:\${Stack.Api}/test-invoke-stage/GET/`,
    ],
  },
  'LambdaIntegration of a REST API without the console’s test': {
    add: (stack, target) => {
      new apigateway.RestApi(stack, 'Api').root.addMethod('GET', new apigateway.LambdaIntegration(target, { allowTestInvoke: false }));
    },
    allowed: [`apigateway.amazonaws.com ${HERE}:\${Stack.Api}/prod/GET/`],
  },
  'HttpLambdaIntegration of an HTTP API, for two methods of one path': {
    add: (stack, target) => {
      new apigwv2.HttpApi(stack, 'Api').addRoutes({ path: '/items', methods: [GET, POST], integration: new HttpLambdaIntegration('Items', target) });
    },
    allowed: [`apigateway.amazonaws.com ${HERE}:\${Stack.Api}/*/*/items`],
  },
  'HttpLambdaIntegration of an HTTP API, for two paths': {
    add: (stack, target) => {
      const api = new apigwv2.HttpApi(stack, 'Api');
      for (const path of ['/items', '/orders']) { api.addRoutes({ path, methods: [GET], integration: new HttpLambdaIntegration(path, target) }); }
    },
    allowed: [`apigateway.amazonaws.com ${HERE}:\${Stack.Api}/*/*/items`, `apigateway.amazonaws.com ${HERE}:\${Stack.Api}/*/*/orders`],
  },
  'LambdaDestination of CloudWatch Logs, which CDK gives no account': {
    add: (stack, target) => {
      new logs.LogGroup(stack, 'Log').addSubscriptionFilter('Filter', {
        destination: new logsDestinations.LambdaDestination(target), filterPattern: logs.FilterPattern.allEvents(),
      });
    },
    allowed: ['logs.amazonaws.com arn:aws:logs:eu-west-1:111122223333:log-group:${Stack.Log}:* 111122223333'],
  },
  'rotation of a secret, which CDK gives no account': {
    add: (stack, target) => {
      new secretsmanager.Secret(stack, 'Secret').addRotationSchedule('Rotation', { rotationLambda: target });
    },
    allowed: ['secretsmanager.amazonaws.com 111122223333'],
  },
  'LambdaTarget of two target groups, which CDK gives no account': {
    add: (stack, target) => {
      for (const id of ['Blue', 'Green']) { new elbv2.ApplicationTargetGroup(stack, id, { targets: [new LambdaTarget(target)] }); }
    },
    allowed: ['elasticloadbalancing.amazonaws.com 111122223333'],
  },
};

const TARGETS: [string, (stack: Stack) => { target: lambda.IFunction; kind: string }][] = [
  ['SecureFunction', (stack) => ({ target: new SecureFunction(stack, 'Fn', CODE), kind: 'FUNCTION' })],
  ['alias of a SecureFunction', (stack) => ({ target: new SecureFunction(stack, 'Fn', CODE).addAlias('live'), kind: 'ALIAS' })],
];

describe.each(FLAG_SETS)('%s', (_, flags) => {
  describe.each(TARGETS)('%s', (__, make) => {
    test.each(Object.entries(INTEGRATIONS))('%s: each permission is complete, written once, and for this target alone', (___, { add, allowed }) => {
      const stack = new Stack(newApp(flags), 'Stack', { env: HOME });
      const { target, kind } = make(stack);
      add(stack, target);

      const done = new Synthesized(stack.node.root as App);

      const { targets, gaps } = done.function('Fn');
      expect(gaps).toEqual([]);
      expect(targets.filter(({ statements }) => statements.length > 0).map((one) => one.kind)).toEqual([kind]);
      const callers = targets.flatMap(({ statements }) => statements).map(({ principals, conditions, actions }) => {
        expect(actions).toEqual(['lambda:InvokeFunction']);
        return [...principals!.map(({ id }) => id), ...conditions.flatMap(({ values }) => values)].join(' ');
      });
      expect((withoutHashes(callers) as string[]).map((caller) => caller.replace(/\$\{Stack\.ApiDeploymentStageprod\w+\}/, 'prod')).sort()).toEqual(allowed);
    });
  });
});

test('a permission that is asked for twice is waited for wherever it is asked for', () => {
  const stack = new Stack(newApp(), 'Stack', { env: HOME });
  const target = new SecureFunction(stack, 'Fn', CODE);
  const bucket = new s3.Bucket(stack, 'Images');
  bucket.addEventNotification(s3.EventType.OBJECT_CREATED, new LambdaDestination(target));
  new PushTrigger(stack, 'OnRemoval', { target, source: new S3PushSource(bucket, { events: [s3.EventType.OBJECT_REMOVED] }) });

  const done = new Synthesized(stack.node.root as App);

  const [permission, ...others] = done.permissions();
  expect(others).toEqual([]);
  const [notifications] = done.resources('Custom::S3BucketNotifications');
  expect(waitsFor(done.template(stack), notifications.id, permission.id)).toBe(true);
});

test.each([
  ['another service', { principal: new iam.ServicePrincipal('events.amazonaws.com'), sourceArn: 'arn:aws:events:eu-west-1:111122223333:rule/nightly' }],
  ['another account that was said', { principal: new iam.ServicePrincipal('logs.amazonaws.com'), sourceAccount: '444455556666' }],
  ['an account', { principal: new iam.AccountPrincipal('444455556666') }],
  ['a role', { principal: new iam.ArnPrincipal('arn:aws:iam::444455556666:role/caller') }],
])('a permission for %s is left as it is', (_, permission: lambda.Permission) => {
  const stack = new Stack(newApp(), 'Stack', { env: HOME });
  new SecureFunction(stack, 'Fn', CODE).addPermission('Permission', permission);

  const [{ Properties }] = new Synthesized(stack.node.root as App).permissions();

  expect(Properties.SourceAccount).toBe(permission.sourceAccount);
  expect(Properties.SourceArn).toBe(permission.sourceArn);
});

test('logs of another account are let in for that account', () => {
  const stack = new Stack(newApp(), 'Stack', { env: HOME });
  new SecureFunction(stack, 'Fn', CODE).addPermission('Permission', {
    principal: new iam.ServicePrincipal('logs.amazonaws.com'),
    sourceArn: `arn:${stack.partition}:logs:eu-west-1:444455556666:log-group:theirs:*`,
  });

  expect(new Synthesized(stack.node.root as App).permissions()[0].Properties.SourceAccount).toBe('444455556666');
});

test('permissions that differ in anything are all written', () => {
  const stack = new Stack(newApp(), 'Stack', { env: HOME });
  const target = new SecureFunction(stack, 'Fn', CODE);
  const principal = new iam.ServicePrincipal('events.amazonaws.com');
  const permissions: lambda.Permission[] = [
    { principal },
    { principal, sourceArn: 'arn:aws:events:eu-west-1:111122223333:rule/a' },
    { principal, sourceArn: 'arn:aws:events:eu-west-1:111122223333:rule/b' },
    { principal, sourceAccount: '111122223333' },
    { principal, organizationId: 'o-abcdefghij' },
    { principal, eventSourceToken: 'token' },
    { principal, action: 'lambda:InvokeFunctionUrl' },
    { principal, action: 'lambda:InvokeFunctionUrl', functionUrlAuthType: lambda.FunctionUrlAuthType.AWS_IAM },
    { principal, invokedViaFunctionUrl: true },
  ];
  permissions.forEach((permission, index) => target.addPermission(`Permission${index}`, permission));
  permissions.forEach((permission, index) => target.addPermission(`Again${index}`, permission));

  expect(new Synthesized(stack.node.root as App).permissions()).toHaveLength(permissions.length);
});

test('permissions of principals with different conditions are all written', () => {
  const stack = new Stack(newApp(), 'Stack', { env: HOME });
  const target = new SecureFunction(stack, 'Fn', CODE);
  const arns = ['arn:aws:events:eu-west-1:111122223333:rule/a', 'arn:aws:events:eu-west-1:111122223333:rule/b'];
  arns.forEach((arn, index) => {
    const principal = new iam.ServicePrincipal('events.amazonaws.com', { conditions: { ArnLike: { 'aws:SourceArn': arn } } });
    target.addPermission(`Permission${index}`, { principal });
  });

  expect(new Synthesized(stack.node.root as App).permissions().map(({ Properties }) => Properties.SourceArn)).toEqual(arns);
});
