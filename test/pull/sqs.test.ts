import { App, CfnParameter, Duration, Stack, Token } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { describePullSource } from './contract';
import { SecureFunction } from '../../src/function/secure-function';
import { PullTrigger } from '../../src/pull/pull-trigger';
import { SqsPullSource, SqsPullSourceOptions } from '../../src/pull/sqs';
import { CODE, Resource, Synthesized, messageOf, newStack } from '../push/app';

const QUEUE = 'arn:${AWS::Partition}:sqs:${AWS::Region}:${AWS::AccountId}:${Stack.Source}';

describePullSource({
  make: (scope) => new SqsPullSource(new sqs.Queue(scope, 'Source')),
  mapping: { EventSourceArn: { 'Fn::GetAtt': [expect.stringMatching(/Source/), 'Arn'] } },
  allowed: [`sqs:DeleteMessage ${QUEUE}`, `sqs:GetQueueAttributes ${QUEUE}`, `sqs:ReceiveMessage ${QUEUE}`],
  denied: [
    `sqs:ReceiveMessage ${QUEUE}-2`,
    `sqs:ReceiveMessage ${QUEUE.replace('${AWS::AccountId}', '444455556666')}`,
    `sqs:SendMessage ${QUEUE}`,
    `sqs:ChangeMessageVisibility ${QUEUE}`,
    `sqs:GetQueueUrl ${QUEUE}`,
    `sqs:PurgeQueue ${QUEUE}`,
    'sqs:ListQueues *',
  ],
  denies: [`sqs:DeleteMessage ${QUEUE}`, `sqs:ReceiveMessage ${QUEUE}`],
});

function mappingOf(stack: Stack, options?: SqsPullSourceOptions, queue = new sqs.Queue(stack, 'Retries')): Resource {
  new PullTrigger(stack, 'Retry', { target: new SecureFunction(stack, 'Fn', CODE), source: new SqsPullSource(queue, options) });
  const [mapping, ...others] = new Synthesized(stack.node.root as App).resources('AWS::Lambda::EventSourceMapping');
  expect(others).toEqual([]);
  return mapping;
}

test('the mapping names the queue and the function, when nothing else is asked for', () => {
  expect(mappingOf(newStack()).Properties).toEqual({
    EventSourceArn: { 'Fn::GetAtt': [expect.stringMatching(/^Retries/), 'Arn'] },
    FunctionName: { Ref: expect.stringMatching(/^Fn/) },
  });
});

test('every option is in the mapping', () => {
  const { Properties } = mappingOf(newStack(), {
    batchSize: 100,
    maxBatchingWindow: Duration.seconds(20),
    enabled: false,
    filters: [lambda.FilterCriteria.filter({ body: { kind: lambda.FilterRule.isEqual('order') } })],
    reportBatchItemFailures: true,
    maxConcurrency: 5,
    metricsConfig: { metrics: [lambda.MetricType.EVENT_COUNT] },
  });

  expect(Properties).toMatchObject({
    BatchSize: 100,
    MaximumBatchingWindowInSeconds: 20,
    Enabled: false,
    FilterCriteria: { Filters: [{ Pattern: '{"body":{"kind":["order"]}}' }] },
    FunctionResponseTypes: ['ReportBatchItemFailures'],
    ScalingConfig: { MaximumConcurrency: 5 },
    MetricsConfig: { Metrics: ['EventCount'] },
  });
});

test('pollers can be kept ready', () => {
  expect(mappingOf(newStack(), { provisionedPollerConfig: { minimumPollers: 2, maximumPollers: 9 } }).Properties).toMatchObject({
    ProvisionedPollerConfig: { MinimumPollers: 2, MaximumPollers: 9 },
  });
});

describe('the visibility timeout of the queue', () => {
  const trigger = (stack: Stack, visibility?: number, timeout?: Duration, qualify = (handler: lambda.Function): lambda.IFunction => handler) => {
    const queue = new sqs.Queue(stack, 'Retries', { visibilityTimeout: visibility === undefined ? undefined : Duration.seconds(visibility) });
    const target = qualify(new lambda.Function(stack, 'Fn', { ...CODE, timeout }));
    return () => new PullTrigger(stack, 'Retry', { target, source: new SqsPullSource(queue) });
  };

  test.each<[string, (handler: lambda.Function) => lambda.IFunction]>([
    ['a function', (handler) => handler],
    ['an alias', (handler) => handler.addAlias('live')],
    ['a version', (handler) => handler.currentVersion],
  ])('fails when it is shorter than the timeout of %s', (_, qualify) => {
    expect(messageOf(trigger(newStack(), 20, Duration.seconds(21), qualify))).toMatch(new RegExp(
      "^'visibilityTimeout' of the queue Stack/Retries must not be shorter than the function's 'timeout', got 20 and 21 seconds; set it to 126 seconds, "
      + 'six times the timeout, as AWS advises \\[Stack/Fn'));
  });

  test('fails when it is the default of 30 seconds, and the function may run longer', () => {
    expect(messageOf(trigger(newStack(), undefined, Duration.seconds(31)))).toContain('got 30 and 31 seconds');
  });

  test.each<[string, number | undefined, Duration | undefined]>([
    ['equal to the timeout', 21, Duration.seconds(21)],
    ['no shorter than the default timeout of 3 seconds', 3, undefined],
    ['the default', undefined, Duration.seconds(30)],
  ])('may be %s', (_, visibility, timeout) => {
    expect(trigger(newStack(), visibility, timeout)).not.toThrow();
  });

  test('is not looked at when it, or the timeout, is only known at deployment', () => {
    const stack = newStack();
    const parameter = new CfnParameter(stack, 'Seconds', { type: 'Number' });
    const queue = new sqs.Queue(stack, 'Retries');
    (queue.node.defaultChild as sqs.CfnQueue).visibilityTimeout = Token.asNumber(parameter.value);
    const target = new lambda.Function(stack, 'Fn', { ...CODE, timeout: Duration.minutes(15) });

    expect(() => new PullTrigger(stack, 'Retry', { target, source: new SqsPullSource(queue) })).not.toThrow();
  });

  test('is not looked at for a queue that is imported', () => {
    const stack = newStack();
    const target = new lambda.Function(stack, 'Fn', { ...CODE, timeout: Duration.minutes(15) });
    const queue = sqs.Queue.fromQueueArn(stack, 'Retries', 'arn:aws:sqs:eu-west-1:111122223333:retries');

    expect(() => new PullTrigger(stack, 'Retry', { target, source: new SqsPullSource(queue) })).not.toThrow();
  });
});

const REFUSED: [string, SqsPullSourceOptions, string, boolean?][] = [
  ['batches of more than 10 without a window', { batchSize: 11 },
    "'batchSize' must be a whole number from 1 to 10 without a 'maxBatchingWindow' of at least one second, got 11"],
  ['batches of more than 10 with an empty window', { batchSize: 11, maxBatchingWindow: Duration.seconds(0) },
    "'batchSize' must be a whole number from 1 to 10 without a 'maxBatchingWindow' of at least one second, got 11"],
  ['batches of more than 10,000', { batchSize: 10_001, maxBatchingWindow: Duration.seconds(1) }, "'batchSize' must be a whole number from 1 to 10000, got 10001"],
  ['empty batches', { batchSize: 0 }, "'batchSize' must be a whole number from 1 to 10000, got 0"],
  ['half a message', { batchSize: 1.5 }, "'batchSize' must be a whole number from 1 to 10000, got 1.5"],
  ['a window of more than five minutes', { maxBatchingWindow: Duration.seconds(301) }, "'maxBatchingWindow' must be from 0 to 300 whole seconds, got 5 minutes 1 second"],
  ['half a second', { maxBatchingWindow: Duration.millis(500) }, "'maxBatchingWindow' must be from 0 to 300 whole seconds, got 500 millis"],
  ['a FIFO queue with a window', { maxBatchingWindow: Duration.seconds(1) }, "'maxBatchingWindow' is not for a FIFO queue; leave it out", true],
  ['a FIFO queue with batches of more than 10', { batchSize: 11 }, "'batchSize' must be a whole number from 1 to 10 for a FIFO queue, got 11", true],
  ['a concurrency of one', { maxConcurrency: 1 }, "'maxConcurrency' must be a whole number from 2 to 1000, got 1"],
  ['a concurrency with pollers', { maxConcurrency: 2, provisionedPollerConfig: {} },
    "'maxConcurrency' and 'provisionedPollerConfig' do not go together; limit 'maximumPollers' instead"],
  ['one poller', { provisionedPollerConfig: { minimumPollers: 1 } }, "'provisionedPollerConfig.minimumPollers' must be a whole number from 2 to 200, got 1"],
  ['more pollers at least than at most', { provisionedPollerConfig: { minimumPollers: 5, maximumPollers: 4 } },
    "'provisionedPollerConfig.minimumPollers' must not be more than 'maximumPollers', got 5 and 4"],
  ['no filter', { filters: [] }, "'filters' must be one to ten filters, got 0; leave it out for every record"],
  ['no metric', { metricsConfig: { metrics: [] } }, "'metricsConfig' must name at least one metric, got none; leave it out for no metrics"],
];

test.each(REFUSED.map(([name, options, message, fifo = false]) => [name, options, message, fifo] as const))('fails for %s', (_, options, message, fifo) => {
  const stack = newStack();

  expect(messageOf(() => new SqsPullSource(new sqs.Queue(stack, 'Retries', fifo ? { fifo } : {}), options))).toBe(`${message} [Stack/Retries]`);
});

test('numbers that are only known at deployment are left to it', () => {
  const stack = newStack();
  const number = Token.asNumber(new CfnParameter(stack, 'Number', { type: 'Number' }).value);

  expect(() => new SqsPullSource(new sqs.Queue(stack, 'Retries'), {
    batchSize: number, provisionedPollerConfig: { minimumPollers: number, maximumPollers: number },
  })).not.toThrow();
});
