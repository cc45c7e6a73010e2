import { App, Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as events from 'aws-cdk-lib/aws-events';
import * as targets from 'aws-cdk-lib/aws-events-targets';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { DynamoEventSource, SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as notifications from 'aws-cdk-lib/aws-s3-notifications';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as subscriptions from 'aws-cdk-lib/aws-sns-subscriptions';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { stackOf } from './scenario-privileges';
import { BucketAccess } from '../../src/access/bucket';
import { SecureFunction, SecureFunctionProps } from '../../src/function/secure-function';
import { DynamoDbStreamPullSource } from '../../src/pull/dynamodb-stream';
import { PullSource } from '../../src/pull/pull-source';
import { PullTrigger } from '../../src/pull/pull-trigger';
import { SqsPullSource } from '../../src/pull/sqs';
import { EventBridgePushSource } from '../../src/push/event-bridge';
import { PushSource } from '../../src/push/push-source';
import { PushTrigger } from '../../src/push/push-trigger';
import { RestApiPushSource } from '../../src/push/rest-api';
import { S3PushSource } from '../../src/push/s3';
import { SnsPushSource } from '../../src/push/sns';

/** One function, `Handler`, and the one thing that it works for: made with our constructs, and with those of CDK alone. */
export interface Scenario {
  readonly ours: (scope: Construct, props?: Partial<SecureFunctionProps>) => void;
  readonly cdk: (scope: Construct) => void;
}

const CODE = {
  runtime: lambda.Runtime.NODEJS_24_X,
  handler: 'index.handler',
  code: lambda.Code.fromInline('exports.handler = async () => {};'),
};

const FROM_THE_START = { startingPosition: lambda.StartingPosition.TRIM_HORIZON };

/** Objects below `in/` are read when they are made; what the others bring is all in the event. */
export const SCENARIOS: { readonly [name: string]: Scenario } = {
  'S3': {
    ours: (scope, props) => {
      const bucket = newBucket(scope);
      const target = pushed(scope, new S3PushSource(bucket, { prefix: 'in/' }), props);
      target.allow(new BucketAccess(bucket, { actions: ['GetObject'], prefix: 'in/' }));
    },
    cdk: (scope) => {
      const bucket = newBucket(scope);
      const handler = plain(scope);
      bucket.addEventNotification(s3.EventType.OBJECT_CREATED, new notifications.LambdaDestination(handler), { prefix: 'in/' });
      bucket.grantRead(handler, 'in/*');
    },
  },
  'SNS': {
    ours: (scope, props) => { pushed(scope, new SnsPushSource(newTopic(scope)), props); },
    cdk: (scope) => { newTopic(scope).addSubscription(new subscriptions.LambdaSubscription(plain(scope))); },
  },
  'REST API': {
    ours: (scope, props) => { pushed(scope, new RestApiPushSource(newApi(scope), { method: 'POST', path: '/orders' }), props); },
    cdk: (scope) => { newApi(scope).root.addResource('orders').addMethod('POST', new apigateway.LambdaIntegration(plain(scope))); },
  },
  'EventBridge': {
    ours: (scope, props) => { pushed(scope, new EventBridgePushSource(newRule(scope)), props); },
    cdk: (scope) => { newRule(scope).addTarget(new targets.LambdaFunction(plain(scope))); },
  },
  'SQS': {
    ours: (scope, props) => { pulled(scope, new SqsPullSource(newQueue(scope)), props); },
    cdk: (scope) => { plain(scope).addEventSource(new SqsEventSource(newQueue(scope))); },
  },
  'DynamoDB stream': {
    ours: (scope, props) => { pulled(scope, new DynamoDbStreamPullSource(newTable(scope)), props); },
    cdk: (scope) => { plain(scope).addEventSource(new DynamoEventSource(newTable(scope), FROM_THE_START)); },
  },
  'VPC': {
    ours: (scope, props) => { secure(scope, { vpc: newNetwork(scope), ...props }); },
    cdk: (scope) => { plain(scope, { vpc: newNetwork(scope) }); },
  },
};

/** An app with one stack a scenario. */
export function scenarioApp(build: (scenario: Scenario, stack: Stack) => void): App {
  const app = new App({ analyticsReporting: false, treeMetadata: false });
  Object.entries(SCENARIOS).forEach(([name, scenario]) => {
    build(scenario, new Stack(app, stackOf(name), { env: { account: '111122223333', region: 'eu-west-1' } }));
  });
  return app;
}

function pushed(scope: Construct, source: PushSource, props?: Partial<SecureFunctionProps>): SecureFunction {
  const target = secure(scope, props);
  new PushTrigger(scope, 'Trigger', { target, source });
  return target;
}

function pulled(scope: Construct, source: PullSource, props?: Partial<SecureFunctionProps>): void {
  new PullTrigger(scope, 'Trigger', { target: secure(scope, props), source });
}

function secure(scope: Construct, props?: Partial<SecureFunctionProps>): SecureFunction {
  return new SecureFunction(scope, 'Handler', { ...CODE, ...props });
}

function plain(scope: Construct, props?: Partial<lambda.FunctionProps>): lambda.Function {
  return new lambda.Function(scope, 'Handler', { ...CODE, logGroup: new logs.LogGroup(scope, 'HandlerLogs'), ...props });
}

function newBucket(scope: Construct): s3.Bucket {
  return new s3.Bucket(scope, 'Bucket');
}

function newTopic(scope: Construct): sns.Topic {
  return new sns.Topic(scope, 'Topic');
}

function newApi(scope: Construct): apigateway.RestApi {
  return new apigateway.RestApi(scope, 'Api', { cloudWatchRole: false });
}

function newRule(scope: Construct): events.Rule {
  return new events.Rule(scope, 'Rule', { eventPattern: { source: ['shop.orders'] } });
}

function newQueue(scope: Construct): sqs.Queue {
  return new sqs.Queue(scope, 'Queue');
}

function newTable(scope: Construct): dynamodb.Table {
  return new dynamodb.Table(scope, 'Table', {
    partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING },
    stream: dynamodb.StreamViewType.NEW_IMAGE,
  });
}

function newNetwork(scope: Construct): ec2.Vpc {
  return new ec2.Vpc(scope, 'Vpc', { maxAzs: 1, natGateways: 0, subnetConfiguration: [{ name: 'Private', subnetType: ec2.SubnetType.PRIVATE_ISOLATED }] });
}
