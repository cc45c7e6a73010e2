import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import * as acm from 'aws-cdk-lib/aws-certificatemanager';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as codecommit from 'aws-cdk-lib/aws-codecommit';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import * as config from 'aws-cdk-lib/aws-config';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import * as events from 'aws-cdk-lib/aws-events';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import * as ses from 'aws-cdk-lib/aws-ses';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import * as ours from '../../src';

const HERE = 'eu-west-1:111122223333';
const CERTIFICATE = `arn:aws:acm:${HERE}:certificate/0a1b2c3d-4e5f-6789-abcd-ef0123456789`;

/** What calls a function: one of every class, and one of every way that a class has. */
export const PUSH_SOURCES: { readonly [name: string]: (scope: Construct) => ours.PushSource } = {
  Alarm: (scope) => new ours.AlarmPushSource(alarm(scope)),
  Alb: (scope) => new ours.AlbPushSource(listener(scope), { targetGroupName: 'shop' }),
  Alexa: () => new ours.AlexaPushSource('amzn1.ask.skill.0a1b2c3d-4e5f-6789-abcd-ef0123456789'),
  ApiAuthorizer: (scope) => new ours.ApiAuthorizerPushSource(apigateway.RestApi.fromRestApiId(scope, 'Api', 'a1b2c3d4e5'), 'abc123'),
  AppConfig: () => new ours.AppConfigPushSource(`arn:aws:appconfig:${HERE}:application/abc1234/configurationprofile/def5678`),
  AppSync: () => new ours.AppSyncPushSource(`arn:aws:appsync:${HERE}:apis/abcdefghijklmnopqrstuvwxyz`),
  BedrockAgent: () => new ours.BedrockAgentPushSource(`arn:aws:bedrock:${HERE}:agent/ABCDEFGHIJ`),
  CloudWatchDataSource: () => new ours.CloudWatchDataSourcePushSource(),
  CodeCommit: (scope) => new ours.CodeCommitPushSource(new codecommit.Repository(scope, 'Source', { repositoryName: 'shop' })),
  Cognito: (scope) => new ours.CognitoPushSource(new cognito.UserPool(scope, 'Source'), { operations: [cognito.UserPoolOperation.PRE_SIGN_UP] }),
  Config: () => new ours.ConfigPushSource({ configurationChanges: true, ruleScope: config.RuleScope.fromResources([config.ResourceType.S3_BUCKET]) }),
  Connect: () => new ours.ConnectPushSource(`arn:aws:connect:${HERE}:instance/c8c0e68d-2200-4265-82c0-0a1b2c3d4e5f`),
  EventBridge: (scope) => new ours.EventBridgePushSource(rule(scope)),
  EventBridgeWithDeadLetters: (scope) => new ours.EventBridgePushSource(rule(scope), { deadLetterQueue: new sqs.Queue(scope, 'Failed') }),
  HttpApi: (scope) => new ours.HttpApiPushSource(new apigwv2.HttpApi(scope, 'Source'), { method: apigwv2.HttpMethod.GET, path: '/items/{id}' }),
  Iot: () => new ours.IotPushSource({ ruleName: 'orders', sql: "SELECT * FROM 'shop/orders'" }),
  IotAuthorizer: () => new ours.IotAuthorizerPushSource(`arn:aws:iot:${HERE}:authorizer/callers`),
  IvsChat: () => new ours.IvsChatPushSource(`arn:aws:ivschat:${HERE}:room/AbCdEfGhIjKl`),
  Lattice: () => new ours.LatticePushSource({ targetGroupName: 'checkout' }),
  Lex: () => new ours.LexPushSource(`arn:aws:lex:${HERE}:bot-alias/ABCDEFGHIJ/TSTALIASID`),
  Logs: (scope) => new ours.LogsPushSource(new logs.LogGroup(scope, 'Source')),
  LogsAccount: () => new ours.LogsAccountPushSource({ policyName: 'shop' }),
  RestApi: (scope) => new ours.RestApiPushSource(restApi(scope), { method: 'GET', path: '/items/{id}' }),
  RestApiWithTestInvoke: (scope) => new ours.RestApiPushSource(restApi(scope), { method: 'GET', path: '/items', testInvoke: true }),
  S3: (scope) => new ours.S3PushSource(new s3.Bucket(scope, 'Source'), { prefix: 'in/' }),
  S3Native: (scope) => new ours.S3PushSource(new s3.Bucket(scope, 'Source', { bucketName: 'shop-images' }), { delivery: ours.S3Delivery.NATIVE }),
  S3ByEventBridge: (scope) => new ours.S3PushSource(new s3.Bucket(scope, 'Source'), { delivery: ours.S3Delivery.EVENT_BRIDGE }),
  SecretRotation: (scope) => new ours.SecretRotationPushSource(new secretsmanager.Secret(scope, 'Source')),
  Ses: (scope) => new ours.SesPushSource(new ses.ReceiptRuleSet(scope, 'Source'), { ruleName: 'orders' }),
  Sns: (scope) => new ours.SnsPushSource(new sns.Topic(scope, 'Source'), { deadLetterQueue: new sqs.Queue(scope, 'Failed') }),
  Transfer: () => new ours.TransferPushSource(`arn:aws:transfer:${HERE}:server/s-0123456789abcdef0`),
  WebSocketApi: (scope) => new ours.WebSocketApiPushSource(new apigwv2.WebSocketApi(scope, 'Source'), { routeKey: '$connect', stages: ['prod'] }),
};

function alarm(scope: Construct): cloudwatch.Alarm {
  const metric = new cloudwatch.Metric({ namespace: 'Shop', metricName: 'Failures' });
  return new cloudwatch.Alarm(scope, 'Source', { metric, threshold: 1, evaluationPeriods: 1 });
}

function listener(scope: Construct): elbv2.ApplicationListener {
  const vpc = new ec2.Vpc(scope, 'Vpc', { natGateways: 0, maxAzs: 2 });
  const certificates = [acm.Certificate.fromCertificateArn(scope, 'Certificate', CERTIFICATE)];
  return new elbv2.ApplicationLoadBalancer(scope, 'Source', { vpc }).addListener('Https', { port: 443, certificates, open: false });
}

function restApi(scope: Construct): apigateway.RestApi {
  return new apigateway.RestApi(scope, 'Source', { cloudWatchRole: false });
}

function rule(scope: Construct): events.Rule {
  return new events.Rule(scope, 'Source', { eventPattern: { source: ['shop.orders'] } });
}
