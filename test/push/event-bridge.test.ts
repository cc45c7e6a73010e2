import { App, Duration, Stack } from 'aws-cdk-lib';
import * as events from 'aws-cdk-lib/aws-events';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { CODE, HOME, Synthesized, messageOf, newApp, newStack } from './app';
import { describePushSource } from './contract';
import { nameIn, nameOf } from './scope-name';
import { EventBridgePushSource, EventBridgePushSourceOptions } from '../../src/push/event-bridge';
import { PushTrigger } from '../../src/push/push-trigger';
import { waitsFor } from '../template-graph';

const eventPattern = { source: ['shop'] };

describePushSource({
  row: 'EventBridgePushSource',
  make: (scope, ruleName = nameIn(scope)) => {
    const eventBus = events.EventBus.fromEventBusName(scope, 'Bus', 'shop');
    return new EventBridgePushSource(new events.Rule(scope, 'Source', { ruleName, eventBus, eventPattern }));
  },
  imported: {
    make: (scope) => new EventBridgePushSource(events.Rule.fromEventRuleArn(scope, 'Source', `${RULE}/known`)),
    fails: "'rule' must be a rule of this app, got one that is imported, to which no target can be added; "
      + 'make an `events.Rule` with the same pattern on the same bus, and use that one [Stack/Source]',
  },
  permissionsOfBoth: 0,
  servicePrincipal: 'events.amazonaws.com',
  sourceArn: (place) => `arn:${place.partition}:events:${place.region}:${place.account}:rule/shop/${nameOf(place)}`,
  namesAccount: false,
  calls: [
    ['a rule of the same name on the default bus', { sourceArn: 'arn:aws:events:eu-west-1:111122223333:rule/known' }, 'DENIED'],
    ['a rule of the same name on another bus', { sourceArn: 'arn:aws:events:eu-west-1:111122223333:rule/test/known' }, 'DENIED'],
    ['the scheduler, for the rule', { service: 'scheduler.amazonaws.com' }, 'DENIED'],
    ['the rule, if EventBridge should send the account', { sourceAccount: '111122223333' }, 'ALLOWED'],
  ],
  connectedBy: 'AWS::Events::Rule',
  crossAccount: false,
  crossRegion: false,
});

const RULE = 'arn:aws:events:eu-west-1:111122223333:rule';

function ruleCalls(make: (stack: Stack) => events.IRule, options?: (stack: Stack) => EventBridgePushSourceOptions, env = HOME) {
  const stack = newStack(env);
  const target = new lambda.Function(stack, 'Fn', CODE);
  const rule = make(stack);
  new PushTrigger(stack, 'OnEvent', { target, source: new EventBridgePushSource(rule, options?.(stack)) });
  const done = new Synthesized(stack.node.root as App);
  return { stack, target, rule, done, properties: done.resources('AWS::Events::Rule')[0].Properties };
}

const named = (stack: Stack) => new events.Rule(stack, 'Rule', { ruleName: 'orders', eventPattern });

test('the rule sends the whole event when nothing else is asked for, without a role', () => {
  const { stack, target, properties } = ruleCalls(named);

  expect(properties.Targets).toEqual([{ Id: 'Target0', Arn: stack.resolve(target.functionArn) }]);
});

test('a rule without a name of its own is pinned too, by a permission that comes after it', () => {
  const { stack, rule, done } = ruleCalls((scope) => new events.Rule(scope, 'Rule', { eventPattern }));

  const [permission] = done.permissions();
  expect(permission.Properties.SourceArn).toEqual(stack.resolve(rule.ruleArn));
  expect(permission.Properties).not.toHaveProperty('SourceAccount');
  expect(waitsFor(done.template(stack), permission.id, done.resources('AWS::Events::Rule')[0].id)).toBe(true);
});

test.each<[string, (stack: Stack) => events.IEventBus, string]>([
  ['of this stack', (stack) => new events.EventBus(stack, 'Bus'), 'StackBus/orders'],
  ['imported by its ARN', (stack) => events.EventBus.fromEventBusArn(stack, 'Bus', 'arn:aws:events:eu-west-1:111122223333:event-bus/shop'), 'shop/orders'],
  ['that is the default one', (stack) => events.EventBus.fromEventBusName(stack, 'Bus', 'default'), 'orders'],
])('the permission is for the rule on a bus %s', (_, make, expected) => {
  const { done, stack } = ruleCalls((scope) => new events.Rule(scope, 'Rule', { ruleName: 'orders', eventBus: make(scope), eventPattern }));

  const [{ statements }] = done.function('Fn').targets;
  const arns = statements.flatMap(({ conditions }) => conditions.flatMap(({ values }) => values));
  expect(arns.map((arn) => arn.replace(/(Bus)\w{8}/, '$1'))).toEqual([`${RULE}/${expected}`]);
  expect(waitsFor(done.template(stack), done.resources('AWS::Events::Rule')[0].id, done.permissions()[0].id)).toBe(true);
});

test('the permission is for the rule on a bus that its resource names by ARN', () => {
  const { done } = ruleCalls((stack) => {
    const rule = named(stack);
    (rule.node.defaultChild as events.CfnRule).eventBusName = 'arn:aws:events:eu-west-1:111122223333:event-bus/shop';
    return rule;
  });

  expect(JSON.stringify(done.permissions()[0].Properties.SourceArn)).toContain(':rule/shop/orders"');
});

test('one rule calls two functions', () => {
  const stack = newStack();
  const rule = named(stack);
  for (const id of ['One', 'Two']) { new lambda.Function(stack, id, CODE).addEventSource(new EventBridgePushSource(rule)); }

  const done = new Synthesized(stack.node.root as App);

  expect(done.permissions()).toHaveLength(2);
  expect(done.resources('AWS::Events::Rule')[0].Properties.Targets).toHaveLength(2);
});

test('the target is as asked for, and only the rule may send to the dead-letter queue', () => {
  const { stack, done, properties } = ruleCalls(named, (scope) => ({
    event: events.RuleTargetInput.fromObject({ id: events.EventField.fromPath('$.detail.id') }),
    deadLetterQueue: new sqs.Queue(scope, 'Undelivered'),
    maxEventAge: Duration.minutes(5),
    retryAttempts: 0,
  }));

  expect(properties.Targets).toEqual([expect.objectContaining({
    InputTransformer: { InputPathsMap: { 'detail-id': '$.detail.id' }, InputTemplate: '{"id":<detail-id>}' },
    DeadLetterConfig: { Arn: { 'Fn::GetAtt': [expect.stringMatching(/^Undelivered/), 'Arn'] } },
    RetryPolicy: { MaximumEventAgeInSeconds: 300, MaximumRetryAttempts: 0 },
  })]);
  const [{ Properties: { PolicyDocument: { Statement } } }] = done.resources('AWS::SQS::QueuePolicy') as unknown as
    { Properties: { PolicyDocument: { Statement: object[] } } }[];
  expect(Statement).toEqual([{
    Sid: expect.stringMatching(/^DeadLetters\w+$/),
    Effect: 'Allow',
    Principal: { Service: 'events.amazonaws.com' },
    Action: 'sqs:SendMessage',
    Resource: { 'Fn::GetAtt': [expect.stringMatching(/^Undelivered/), 'Arn'] },
    Condition: { ArnEquals: { 'aws:SourceArn': stack.resolve(`arn:${stack.partition}:events:eu-west-1:111122223333:rule/orders`) } },
  }]);
});

test('two targets of one rule share the statement of their dead-letter queue', () => {
  const stack = newStack();
  const rule = named(stack);
  const deadLetterQueue = new sqs.Queue(stack, 'Undelivered');
  for (const id of ['One', 'Two']) { new lambda.Function(stack, id, CODE).addEventSource(new EventBridgePushSource(rule, { deadLetterQueue })); }

  const [policy] = new Synthesized(stack.node.root as App).resources('AWS::SQS::QueuePolicy');

  expect(policy.Properties).toMatchObject({ PolicyDocument: { Statement: [expect.anything()] } });
});

test('fails for an imported dead-letter queue, which would not take the events', () => {
  const options = (stack: Stack) => ({ deadLetterQueue: sqs.Queue.fromQueueArn(stack, 'Queue', 'arn:aws:sqs:eu-west-1:111122223333:undelivered') });

  expect(messageOf(() => ruleCalls(named, options))).toBe("'deadLetterQueue' must be a queue of this app, got Stack/Queue, which is imported "
    + 'and whose policy cannot let the rule send; make a queue for the rule [Stack/OnEvent]');
});

test('fails for a dead-letter queue in another region', () => {
  const elsewhere = (scope: Construct) => new Stack(scope.node.root, 'Elsewhere', { env: { ...HOME, region: 'us-east-1' } });

  expect(messageOf(() => ruleCalls(named, (stack) => ({ deadLetterQueue: new sqs.Queue(elsewhere(stack), 'Queue') })))).toBe(
    "'deadLetterQueue' must be in the region of the rule, eu-west-1, got a queue in us-east-1 [Stack/Rule]");
});

test.each<[EventBridgePushSourceOptions, string]>([
  [{ maxEventAge: Duration.seconds(59) }, "'maxEventAge' must be 60 to 86400 whole seconds, got 59 seconds"],
  [{ maxEventAge: Duration.days(2) }, "'maxEventAge' must be 60 to 86400 whole seconds, got 172800 seconds"],
  [{ maxEventAge: Duration.millis(60_500) }, "'maxEventAge' must be 60 to 86400 whole seconds, got 60.5 seconds"],
  [{ retryAttempts: -1 }, "'retryAttempts' must be a whole number from 0 to 185, got -1"],
  [{ retryAttempts: 186 }, "'retryAttempts' must be a whole number from 0 to 185, got 186"],
  [{ retryAttempts: 1.5 }, "'retryAttempts' must be a whole number from 0 to 185, got 1.5"],
])('fails for the retries %p', (options, message) => {
  expect(messageOf(() => ruleCalls(named, () => options))).toBe(`${message} [Stack/Rule]`);
});

test('a trigger in a third stack keeps the stacks apart, with a generated name too', () => {
  const app = newApp();
  const [functions, rules, triggers] = ['Functions', 'Rules', 'Triggers'].map((id) => new Stack(app, id, { env: HOME }));
  const target = new lambda.Function(functions, 'Fn', CODE);
  new PushTrigger(triggers, 'OnEvent', { target, source: new EventBridgePushSource(new events.Rule(rules, 'Rule', { eventPattern })) });

  expect(new Synthesized(app).permissions(rules)).toHaveLength(1);
});
