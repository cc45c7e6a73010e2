import { App, Aws, Stack } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { CODE, Resource, Synthesized, messageOf, newStack } from './app';
import { describePushSource } from './contract';
import { THEIR_ACCOUNT } from './contract-imported';
import { PushTrigger } from '../../src/push/push-trigger';
import { SnsPushSource, SnsPushSourceOptions } from '../../src/push/sns';

describePushSource({
  row: 'SnsPushSource',
  make: (scope, topicName) => new SnsPushSource(new sns.Topic(scope, 'Source', { topicName })),
  imported: {
    make: (scope) => new SnsPushSource(sns.Topic.fromTopicArn(scope, 'Source', Stack.of(scope).formatArn({ service: 'sns', resource: 'known' }))),
    theirs: (scope) => new SnsPushSource(sns.Topic.fromTopicArn(scope, 'Source', `arn:aws:sns:eu-west-1:${THEIR_ACCOUNT}:known`)),
  },
  servicePrincipal: 'sns.amazonaws.com',
  sourceArn: ({ partition, region, account, name }) => `arn:${partition}:sns:${region}:${account}:${name}`,
  namesAccount: false,
  sourceArnInCommand: '${Source}',
  connectedBy: 'AWS::SNS::Subscription',
  permissionsOfBoth: 0,
  calls: [['the topic, if SNS should send the account', { sourceAccount: '111122223333' }, 'ALLOWED']],
  crossAccount: true,
  crossRegion: true,
});

function subscriptionOf(stack: Stack, topic: sns.ITopic, options?: SnsPushSourceOptions): Resource {
  new PushTrigger(stack, 'OnOrder', { target: new lambda.Function(stack, 'Fn', CODE), source: new SnsPushSource(topic, options) });
  const [subscription, ...others] = new Synthesized(stack.node.root as App).resources('AWS::SNS::Subscription');
  expect(others).toEqual([]);
  return subscription;
}

test('subscribes the function to all messages when nothing else is asked for', () => {
  const stack = newStack();

  const { Properties } = subscriptionOf(stack, new sns.Topic(stack, 'Orders'));

  expect(Properties).toEqual({
    Protocol: 'lambda',
    TopicArn: { Ref: expect.stringMatching(/^Orders/) },
    Endpoint: { 'Fn::GetAtt': [expect.stringMatching(/^Fn/), 'Arn'] },
  });
});

test('a filter policy and a dead-letter queue are those of the subscription', () => {
  const stack = newStack();

  const { Properties } = subscriptionOf(stack, new sns.Topic(stack, 'Orders'), {
    filterPolicy: { kind: sns.SubscriptionFilter.stringFilter({ allowlist: ['order'] }) },
    deadLetterQueue: new sqs.Queue(stack, 'Undelivered'),
  });

  expect(Properties).toMatchObject({
    FilterPolicy: { kind: ['order'] },
    RedrivePolicy: { deadLetterTargetArn: { 'Fn::GetAtt': [expect.stringMatching(/^Undelivered/), 'Arn'] } },
  });
});

test('a filter on the message body says so', () => {
  const stack = newStack();

  const { Properties } = subscriptionOf(stack, new sns.Topic(stack, 'Orders'), {
    filterPolicyWithMessageBody: { kind: sns.FilterOrPolicy.filter(sns.SubscriptionFilter.stringFilter({ allowlist: ['order'] })) },
  });

  expect(Properties).toMatchObject({ FilterPolicy: { kind: ['order'] }, FilterPolicyScope: 'MessageBody' });
});

test.each([
  ['another region', 'arn:aws:sns:us-east-1:111122223333:orders', 'us-east-1'],
  ['the region of the stack', 'arn:aws:sns:eu-west-1:111122223333:orders', undefined],
  ['the region of the deployment', `arn:aws:sns:${Aws.REGION}:111122223333:orders`, undefined],
])('a topic that is imported from %s is subscribed to in its own region', (_, topicArn, expected) => {
  const stack = newStack();

  expect(subscriptionOf(stack, sns.Topic.fromTopicArn(stack, 'Orders', topicArn)).Properties.Region).toBe(expected);
});

test('one topic calls two functions, each with a permission of its own', () => {
  const stack = newStack();
  const topic = new sns.Topic(stack, 'Orders');
  for (const id of ['One', 'Two']) { new lambda.Function(stack, id, CODE).addEventSource(new SnsPushSource(topic)); }

  const done = new Synthesized(stack.node.root as App);

  expect(done.permissions().map(({ Properties }) => Properties.SourceArn)).toEqual([stack.resolve(topic.topicArn), stack.resolve(topic.topicArn)]);
  expect(done.function('One').targets[0].statements).toHaveLength(1);
  expect(done.function('Two').targets[0].statements).toHaveLength(1);
});

test('fails when one function is subscribed twice to a topic that is imported twice', () => {
  const stack = newStack();
  const target = new lambda.Function(stack, 'Fn', CODE);
  const add = (id: string) => new PushTrigger(stack, `On${id}`, {
    target, source: new SnsPushSource(sns.Topic.fromTopicArn(stack, id, 'arn:aws:sns:eu-west-1:111122223333:orders')),
  });
  add('One');

  expect(messageOf(() => add('Two'))).toBe("'source' is the topic Stack/Two, to which 'target' is subscribed already; "
    + "SNS has one subscription for each function, so put both filters into one 'filterPolicy' [Stack/OnTwo]");
});

test.each<[string, (stack: Stack) => sns.ITopic]>([
  ['made here', (stack) => new sns.Topic(stack, 'Orders', { fifo: true })],
  ['imported', (stack) => sns.Topic.fromTopicArn(stack, 'Orders', 'arn:aws:sns:eu-west-1:111122223333:orders.fifo')],
])('fails for a FIFO topic that is %s', (_, make) => {
  expect(messageOf(() => new SnsPushSource(make(newStack())))).toBe(
    "'topic' must be a standard topic, got a FIFO topic, which cannot call a function; subscribe a queue and use SqsPullSource [Stack/Orders]");
});

test.each(['arn:aws:sns:eu-west-1:111122223333:*', 'arn:aws:sns:*:111122223333:orders', 'arn:aws:sns:eu-west-1:111122223333:order?'])(
  'fails when the topic ARN is the pattern %s', (topicArn) => {
    expect(messageOf(() => new SnsPushSource(sns.Topic.fromTopicArn(newStack(), 'Orders', topicArn)))).toBe(
      `'topic' must be one topic, got the pattern '${topicArn}'; import the topic by its ARN [Stack/Orders]`);
  });

describe('the principal', () => {
  const principalOf = (topicRegion: string, functionRegion: string): unknown => {
    const app = newStack().node.root as App;
    const topics = new Stack(app, 'Topics', { env: { account: '111122223333', region: topicRegion } });
    const functions = new Stack(app, 'Functions', { env: { account: '111122223333', region: functionRegion } });
    const target = new lambda.Function(functions, 'Fn', { ...CODE, functionName: 'resize' });
    new PushTrigger(topics, 'OnOrder', { target, source: new SnsPushSource(new sns.Topic(topics, 'Orders', { topicName: 'orders' })) });
    const [{ Properties }] = new Synthesized(app).permissions();
    return Properties.Principal;
  };

  test.each([
    ['a default region', 'us-east-1', 'eu-west-1', 'sns.amazonaws.com'],
    ['its own region', 'ap-east-1', 'ap-east-1', 'sns.amazonaws.com'],
    ['the other region of China', 'cn-north-1', 'cn-northwest-1', 'sns.amazonaws.com'],
    ['an opt-in region', 'us-east-1', 'ap-east-1', 'sns.ap-east-1.amazonaws.com'],
    ['a default region, from an opt-in region', 'ap-east-1', 'us-east-1', 'sns.ap-east-1.amazonaws.com'],
    ['an opt-in region, from an opt-in region', 'af-south-1', 'eu-south-2', 'sns.eu-south-2.amazonaws.com'],
  ])('for a function in %s is the one that AWS documents', (_, topicRegion, functionRegion, expected) => {
    expect(principalOf(topicRegion, functionRegion)).toBe(expected);
  });

  test('of a topic that is imported by its ARN depends on the region in the ARN', () => {
    const stack = newStack();
    const topic = sns.Topic.fromTopicArn(stack, 'Orders', 'arn:aws:sns:me-south-1:111122223333:orders');

    expect(new SnsPushSource(topic).describe(new lambda.Function(stack, 'Fn', CODE)).servicePrincipal).toBe('sns.me-south-1.amazonaws.com');
  });

  test('is the global one where a region is only known at deployment', () => {
    const stack = newStack({});
    const topic = sns.Topic.fromTopicArn(stack, 'Orders', 'arn:aws:sns:me-south-1:111122223333:orders');

    expect(new SnsPushSource(topic).describe(new lambda.Function(stack, 'Fn', CODE)).servicePrincipal).toBe('sns.amazonaws.com');
  });
});
