import { App, Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as codecommit from 'aws-cdk-lib/aws-codecommit';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import * as events from 'aws-cdk-lib/aws-events';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as ses from 'aws-cdk-lib/aws-ses';
import { Construct } from 'constructs';
import { CODE, Synthesized, newStack } from './app';
import * as lib from '../../src';

/** A source, and what a function that it calls may want to know of it. */
type Called = (scope: Construct) => { readonly source: lib.PushSource; readonly name: string };

function listenerIn(scope: Construct): elbv2.ApplicationListener {
  const vpc = ec2.Vpc.fromVpcAttributes(scope, 'Vpc', { vpcId: 'vpc-1', availabilityZones: ['a', 'b'], publicSubnetIds: ['subnet-1', 'subnet-2'] });
  return new elbv2.ApplicationLoadBalancer(scope, 'Balancer', { vpc }).addListener('Listener', { port: 80, open: false });
}

/** Functions that know their source, as an environment variable; what calls them waits for their permission. */
function appOf(sources: { readonly [id: string]: Called }): Stack {
  const stack = newStack();
  for (const [id, make] of Object.entries(sources)) {
    const scope = new Construct(stack, id);
    const target = new lib.SecureFunction(scope, 'Fn', CODE);
    const { source, name } = make(scope);
    target.addEnvironment('SOURCE', name);
    new lib.PushTrigger(scope, 'Trigger', { target, source });
  }
  return stack;
}

const conditions = [elbv2.ListenerCondition.pathPatterns(['/*'])];

test('a function may know what calls it where that need not wait for the function: no cycle, and no condition is dropped', () => {
  const stack = appOf({
    Ses: (scope) => {
      const ruleSet = new ses.ReceiptRuleSet(scope, 'Rules');
      return { source: new lib.SesPushSource(ruleSet, { ruleName: 'orders' }), name: ruleSet.receiptRuleSetName };
    },
    Config: () => ({ source: new lib.ConfigPushSource({ periodic: true, configRuleName: 'rule' }), name: 'rule' }),
    Alb: (scope) => {
      const listener = listenerIn(scope);
      listener.addAction('Default', { action: elbv2.ListenerAction.fixedResponse(404) });
      return { source: new lib.AlbPushSource(listener, { targetGroupName: 'web', priority: 1, conditions }), name: listener.listenerArn };
    },
    Lattice: () => ({ source: new lib.LatticePushSource({ targetGroupName: 'shop' }), name: 'shop' }),
    Logs: (scope) => {
      const logGroup = new logs.LogGroup(scope, 'Group');
      return { source: new lib.LogsPushSource(logGroup), name: logGroup.logGroupArn };
    },
    LogsAccount: () => ({ source: new lib.LogsAccountPushSource({ policyName: 'all' }), name: 'all' }),
    S3Native: (scope) => ({
      source: new lib.S3PushSource(new s3.Bucket(scope, 'Bucket', { bucketName: 'images' }), { delivery: lib.S3Delivery.NATIVE }), name: 'images',
    }),
    S3: (scope) => {
      const bucket = new s3.Bucket(scope, 'Bucket');
      return { source: new lib.S3PushSource(bucket), name: bucket.bucketName };
    },
  });

  const permissions = new Synthesized(stack.node.root as App).permissions();

  expect(permissions.map(({ id, Properties: { SourceArn, SourceAccount } }) => [id.split('Trigger')[0], SourceArn !== undefined, SourceAccount])).toEqual([
    ['Ses', true, '111122223333'],
    ['Config', false, '111122223333'],
    ['Alb', true, '111122223333'],
    ['Lattice', true, undefined],
    ['Logs', true, '111122223333'],
    ['LogsAccount', true, '111122223333'],
    ['S3Native', true, '111122223333'],
    ['S3', true, '111122223333'],
  ]);
});

describe('a function that needs what waits for it', () => {
  const CYCLES: { readonly [id: string]: Called } = {
    Alb: (scope) => {
      const listener = listenerIn(scope);
      return { source: new lib.AlbPushSource(listener, { targetGroupName: 'web' }), name: listener.listenerArn };
    },
    Rule: (scope) => {
      const rule = new events.Rule(scope, 'Rule', { eventPattern: { source: ['shop'] } });
      return { source: new lib.EventBridgePushSource(rule), name: rule.ruleName };
    },
    Alarm: (scope) => {
      const alarm = new cloudwatch.Metric({ namespace: 'Shop', metricName: 'Errors' }).createAlarm(scope, 'Alarm', { threshold: 1, evaluationPeriods: 1 });
      return { source: new lib.AlarmPushSource(alarm), name: alarm.alarmName };
    },
    Repository: (scope) => {
      const repository = new codecommit.Repository(scope, 'Repository', { repositoryName: 'shop' });
      return { source: new lib.CodeCommitPushSource(repository), name: repository.repositoryCloneUrlHttp };
    },
    UserPool: (scope) => {
      const userPool = new cognito.UserPool(scope, 'Pool');
      return { source: new lib.CognitoPushSource(userPool, { operations: [cognito.UserPoolOperation.PRE_SIGN_UP] }), name: userPool.userPoolId };
    },
    Api: (scope) => {
      const api = new apigateway.RestApi(scope, 'Api');
      return { source: new lib.RestApiPushSource(api, { method: 'GET', path: '/' }), name: api.url };
    },
    Bucket: (scope) => {
      const bucket = new s3.Bucket(scope, 'Bucket', { bucketName: 'images' });
      return { source: new lib.S3PushSource(bucket, { delivery: lib.S3Delivery.NATIVE }), name: bucket.bucketName };
    },
  };
  let message: string;

  beforeAll(() => {
    try {
      new Synthesized(appOf(CYCLES).node.root as App);
    } catch (error) {
      message = (error as Error).message;
    }
  });

  test.each([
    ['Alb', "the listener that calls it, as Stack/Alb/Fn does by a reference: each would wait for the other; pass 'priority' and 'conditions', so that .+"],
    ['Rule', 'the rule that calls it, as Stack/Rule/Fn does by a reference: .+; name the rule by its literal name there'],
    ['Alarm', 'the alarm that calls it, as Stack/Alarm/Fn does by a reference: .+; name the alarm by its literal name there'],
    ['Repository', 'the repository that calls it, as Stack/Repository/Fn does by a reference: .+; name the repository by its literal name there'],
    ['UserPool', 'the user pool that calls it, as Stack/UserPool/Fn does by a reference: .+; each event holds its id as `userPoolId`'],
    ['Api', 'the deployment of the API that calls it, as Stack/Api/Fn does by a reference: .+; each event holds .+ as `requestContext`'],
  ])('fails at synthesis for %s, with the way out', (id, expected) => {
    expect(message).toMatch(new RegExp(`'target' must not need ${expected} \\[Stack/${id}/.+\\]`));
  });

  test('fails at synthesis for a bucket with the property of its own', () => {
    expect(message).toMatch(/'delivery' must not be NATIVE when the function needs the bucket, as Stack\/Bucket\/Fn does by a reference/);
  });
});
