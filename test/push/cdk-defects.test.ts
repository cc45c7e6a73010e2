import { App, Duration, Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as codecommit from 'aws-cdk-lib/aws-codecommit';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import * as events from 'aws-cdk-lib/aws-events';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import * as ses from 'aws-cdk-lib/aws-ses';
import * as sns from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { CODE, HOME, Synthesized, messageOf, newApp } from './app';
import * as lib from '../../src';
import { Statement } from '../../src/model/statement';

// What CDK 2.276 gets wrong where it connects a source to a function, and what ours writes instead.

interface Defect {
  /** The construct id and the name of the function. */
  readonly function: string;
  readonly name: string;
  readonly sources: (scope: Construct) => lib.PushSource[];
  /** Who may call the function: the principal, for which source, and for which account. */
  readonly callers: string[];
}

const HERE = 'eu-west-1:111122223333';

const DEFECTS: Defect[] = [
  {
    function: 'TheirBucket',
    name: 'CDK pins an imported bucket to the account of the stack: ours to the account of the bucket',
    sources: (scope) => [new lib.S3PushSource(s3.Bucket.fromBucketAttributes(scope, 'Theirs', { bucketName: 'theirs', account: '444455556666' }))],
    callers: ['s3.amazonaws.com arn:aws:s3:::theirs 444455556666'],
  },
  {
    function: 'DefaultRoute',
    name: 'CDK without scoping to routes writes a `$default` route as `*/*/*`, which never matches: ours as AWS calls it',
    sources: (scope) => [new lib.HttpApiPushSource(httpApi(scope), { path: '$default', stages: ['$default'] })],
    callers: [`apigateway.amazonaws.com arn:aws:execute-api:${HERE}:http1/$default/$default`],
  },
  {
    function: 'TwoMethods',
    name: 'CDK writes two identical statements for two methods of one HTTP path, for every stage and method: ours one for each method and stage',
    sources: (scope) => [apigwv2.HttpMethod.GET, apigwv2.HttpMethod.POST].map((method) => new lib.HttpApiPushSource(httpApi(scope), { path: '/items', method, stages: ['prod'] })),
    callers: ['GET', 'POST'].map((method) => `apigateway.amazonaws.com arn:aws:execute-api:${HERE}:http1/prod/${method}/items`),
  },
  {
    function: 'OneMethod',
    name: 'CDK lets the console’s test call each REST method: ours does not',
    sources: (scope) => [new lib.RestApiPushSource(
      apigateway.RestApi.fromRestApiAttributes(scope, 'Rest', { restApiId: 'rest1', rootResourceId: 'root' }), { method: 'GET', path: '/', stages: ['prod'] })],
    callers: [`apigateway.amazonaws.com arn:aws:execute-api:${HERE}:rest1/prod/GET/`],
  },
  {
    function: 'Socket',
    name: 'CDK lets every stage call a WebSocket route, and routes that end alike: ours the one route of the one stage',
    sources: (scope) => [new lib.WebSocketApiPushSource(
      apigwv2.WebSocketApi.fromWebSocketApiAttributes(scope, 'Socket', { webSocketId: 'ws1' }), { routeKey: 'send', stages: ['prod'] })],
    callers: [`apigateway.amazonaws.com arn:aws:execute-api:${HERE}:ws1/prod/send`],
  },
  {
    function: 'TwoAlarms',
    name: 'CDK throws for two alarms of one function without a feature flag: ours takes both',
    sources: (scope) => ['one', 'two'].map((alarmName) => new lib.AlarmPushSource(
      new cloudwatch.Metric({ namespace: 'Shop', metricName: 'Errors' }).createAlarm(scope, `Alarm-${alarmName}`, { alarmName, threshold: 1, evaluationPeriods: 1 }))),
    callers: ['one', 'two'].map((name) => `lambda.alarms.cloudwatch.amazonaws.com arn:aws:cloudwatch:${HERE}:alarm:${name} 111122223333`),
  },
  {
    function: 'Operations',
    name: 'CDK writes an identical statement for each operation of a user pool, and none for the key of its senders: ours one, and the key',
    sources: (scope) => {
      const pool = new cognito.UserPool(scope, 'Pool', { customSenderKmsKey: new kms.Key(scope, 'Key') });
      const { PRE_SIGN_UP, POST_CONFIRMATION, CUSTOM_EMAIL_SENDER } = cognito.UserPoolOperation;
      return [new lib.CognitoPushSource(pool, { operations: [PRE_SIGN_UP, POST_CONFIRMATION, CUSTOM_EMAIL_SENDER] })];
    },
    callers: [`cognito-idp.amazonaws.com arn:aws:cognito-idp:${HERE}:userpool/\${Home.OperationsSourcePool}`],
  },
  {
    function: 'LogGroup',
    name: 'CDK leaves out the account of a log group: ours names it, as AWS documents',
    sources: (scope) => [new lib.LogsPushSource(logs.LogGroup.fromLogGroupName(scope, 'Group', '/shop'))],
    callers: [`logs.amazonaws.com arn:aws:logs:${HERE}:log-group:/shop:* 111122223333`],
  },
  {
    function: 'Mail',
    name: 'CDK lets every receipt rule of the account call: ours the one rule',
    sources: (scope) => [new lib.SesPushSource(ses.ReceiptRuleSet.fromReceiptRuleSetName(scope, 'Rules', 'inbound'), { ruleName: 'orders' })],
    callers: [`ses.amazonaws.com arn:aws:ses:${HERE}:receipt-rule-set/inbound:receipt-rule/orders 111122223333`],
  },
  {
    function: 'Balancer',
    name: 'CDK lets every load balancer of every account call: ours the target group of one name',
    sources: (scope) => [new lib.AlbPushSource(listenerIn(scope), { targetGroupName: 'web', priority: 1, conditions: [elbv2.ListenerCondition.pathPatterns(['/*'])] })],
    callers: [`elasticloadbalancing.amazonaws.com arn:aws:elasticloadbalancing:${HERE}:targetgroup/web/* 111122223333`],
  },
  {
    function: 'Rotation',
    name: 'CDK lets Secrets Manager call for every secret of every account: ours for the one secret',
    sources: (scope) => [new lib.SecretRotationPushSource(
      secretsmanager.Secret.fromSecretCompleteArn(scope, 'Secret', `arn:aws:secretsmanager:${HERE}:secret:password-AbCdEf`), { automaticallyAfter: Duration.days(7) })],
    callers: [`secretsmanager.amazonaws.com arn:aws:secretsmanager:${HERE}:secret:password-AbCdEf 111122223333`],
  },
  {
    function: 'Authorizer',
    name: 'CDK without a feature flag lets every AppSync API of every account ask an authorizer: ours the one API',
    sources: () => [new lib.AppSyncPushSource(`arn:aws:appsync:${HERE}:apis/orders`)],
    callers: [`appsync.amazonaws.com arn:aws:appsync:${HERE}:apis/orders`],
  },
  {
    function: 'Validator',
    name: 'CDK lets AppConfig call for every account: ours for the one account',
    sources: () => [new lib.AppConfigPushSource(`arn:aws:appconfig:${HERE}:application/abc1234/configurationprofile/def5678`)],
    callers: ['appconfig.amazonaws.com 111122223333'],
  },
  {
    function: 'Rule',
    name: 'CDK gives the function of a Config rule a managed policy for all of Config: ours lets it report',
    sources: () => [new lib.ConfigPushSource({ periodic: true })],
    callers: ['config.amazonaws.com 111122223333'],
  },
  {
    function: 'Repository',
    name: 'CDK’s `notify` of a repository writes no permission: ours does',
    sources: (scope) => [new lib.CodeCommitPushSource(new codecommit.Repository(scope, 'Repository', { repositoryName: 'shop' }))],
    callers: [`codecommit.amazonaws.com arn:aws:codecommit:${HERE}:shop 111122223333`],
  },
  {
    function: 'OptIn',
    name: 'CDK allows SNS under its global name for a topic of an opt-in region, which calls under another: ours under that one',
    sources: (scope) => [new lib.SnsPushSource(sns.Topic.fromTopicArn(scope, 'Topic', 'arn:aws:sns:ap-east-1:111122223333:orders'))],
    callers: ['sns.ap-east-1.amazonaws.com arn:aws:sns:ap-east-1:111122223333:orders'],
  },
];

function httpApi(scope: Construct): apigwv2.IHttpApi {
  return scope.node.tryFindChild('Http') as unknown as apigwv2.IHttpApi | undefined ?? apigwv2.HttpApi.fromHttpApiAttributes(scope, 'Http', { httpApiId: 'http1' });
}

function listenerIn(scope: Construct): elbv2.IApplicationListener {
  return elbv2.ApplicationListener.fromApplicationListenerAttributes(scope, 'Listener', {
    listenerArn: `arn:aws:elasticloadbalancing:${HERE}:listener/app/web/1/2`,
    securityGroup: ec2.SecurityGroup.fromSecurityGroupId(scope, 'Group', 'sg-12345678'),
  });
}

/** Who a statement allows to call. */
function callerOf({ principals, conditions }: Statement): string {
  return [principals![0].id, ...conditions.map(({ values }) => values[0].replace(/(\$\{\w+\.\w+)[0-9A-F]{8}/, '$1'))].join(' ');
}

describe('in one stack', () => {
  let stack: Stack;
  let done: Synthesized;

  beforeAll(() => {
    stack = new Stack(newApp(), 'Home', { env: HOME });
    for (const { function: id, sources } of DEFECTS) {
      const target = new lib.SecureFunction(stack, id, { ...CODE, functionName: id });
      sources(new Construct(stack, `${id}Source`)).forEach((source) => target.addEventSource(source));
    }
    const published = new lib.SecureFunction(stack, 'Published', { ...CODE, functionName: 'Published' });
    published.currentVersion.addEventSource(new lib.CloudWatchDataSourcePushSource());
    done = new Synthesized(stack.node.root as App);
  });

  test.each(DEFECTS.map((defect) => [defect.name, defect] as const))('%s', (_, { function: id, callers }) => {
    const [target, ...others] = done.function(id, 'Home').targets.filter(({ statements }) => statements.length > 0);

    expect(others).toEqual([]);
    expect(target.statements.map(callerOf)).toEqual(callers);
  });

  test('CDK’s `grantInvokeVersion` lets a service call the function, whatever the version: ours lets it call the version alone', () => {
    const called = done.function('Published', 'Home').targets.filter(({ statements }) => statements.length > 0);

    expect(called.map(({ kind }) => kind)).toEqual(['VERSION']);
  });

  test('CDK names the account by a reference, which tools that read templates refuse: ours is literal where it is known', () => {
    const accounts = done.permissions().map(({ Properties }) => Properties.SourceAccount).filter((account) => account !== undefined);

    expect(accounts.length).toBeGreaterThan(5);
    expect(accounts.filter((account) => !/^\d{12}$/.test(String(account)))).toEqual([]);
  });

  test('CDK’s helpers get managed policies: none of these functions has one', () => {
    const attached = DEFECTS.flatMap(({ function: id }) => done.function(id, 'Home').role!.policies.map(({ kind }) => kind));

    expect(new Set(attached)).toEqual(new Set(['INLINE']));
  });

  test.each([['Rule', ['config:PutEvaluations']], ['Operations', ['kms:Decrypt']]])('the function of %s may do nothing else than %p, besides its log', (id, expected) => {
    const actions = done.function(id, 'Home').role!.policies.flatMap(({ statements }) => statements!.flatMap(({ actions: all }) => all!));

    expect(actions.filter((action) => !action.startsWith('logs:'))).toEqual(expected);
  });
});

test('CDK writes the permission of a source in another account into the stack of the source, or both: ours once, beside the function', () => {
  const app = newApp();
  const [functions, sources] = [['Functions', HOME], ['Sources', { ...HOME, account: '444455556666' }]].map(([id, env]) => new Stack(app, id as string, { env: env as object }));
  const made = {
    Bucket: new lib.S3PushSource(new s3.Bucket(sources, 'Bucket', { bucketName: 'theirs' })),
    Rest: new lib.RestApiPushSource(new apigateway.RestApi(sources, 'Rest'), { method: 'GET', path: '/' }),
    Http: new lib.HttpApiPushSource(new apigwv2.HttpApi(sources, 'Http'), { path: '/' }),
    Topic: new lib.SnsPushSource(new sns.Topic(sources, 'Topic', { topicName: 'theirs' })),
  };
  for (const [id, source] of Object.entries(made)) {
    new lib.PushTrigger(sources, `On${id}`, { target: new lambda.Function(functions, id, { ...CODE, functionName: id }), source });
  }

  const done = new Synthesized(app);

  expect(done.permissions(sources)).toEqual([]);
  expect(Object.keys(made).map((id) => done.function(id, 'Functions').targets[0].statements.length)).toEqual([1, 1, 1, 1]);
});

test('CDK lets a rule and a log group call a function of another account, which AWS does not: ours fails', () => {
  const app = newApp();
  const target = new lambda.Function(new Stack(app, 'Functions', { env: HOME }), 'Fn', { ...CODE, functionName: 'Fn' });
  const sources = new Stack(app, 'Sources', { env: { ...HOME, account: '444455556666' } });
  const rule = new lib.EventBridgePushSource(new events.Rule(sources, 'Rule', { ruleName: 'theirs', eventPattern: { source: ['shop'] } }));
  const logGroup = new lib.LogsPushSource(new logs.LogGroup(sources, 'Group', { logGroupName: 'theirs' }));

  for (const source of [rule, logGroup]) {
    expect(messageOf(() => new lib.PushTrigger(sources, `On${source.constructor.name}`, { target, source }))).toMatch(/^'target' must be in the account of the /);
  }
});

test.each<[string, (stack: Stack) => lambda.IFunction, RegExp]>([
  ['writes nothing for an imported function of another account', (stack) => lambda.Function.fromFunctionArn(stack, 'Fn', 'arn:aws:lambda:eu-west-1:444455556666:function:theirs'),
    /^'target' is a function that this app cannot give a permission to, so its owner must: run /],
  ['writes nothing for $LATEST', (stack) => new lambda.Function(stack, 'Fn', CODE).latestVersion, /^'target' must be a function, a published version or an alias, got \$LATEST/],
])('CDK %s but a warning: ours fails', (_, make, message) => {
  const stack = new Stack(newApp(), 'Home', { env: HOME });

  expect(messageOf(() => new lib.PushTrigger(stack, 'OnOrder', { target: make(stack), source: new lib.SnsPushSource(new sns.Topic(stack, 'Topic')) }))).toMatch(message);
});
