import { App, Duration, Stack } from 'aws-cdk-lib';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as kinesis from 'aws-cdk-lib/aws-kinesis';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { KafkaDlq, SqsDlq } from 'aws-cdk-lib/aws-lambda-event-sources';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { describePullSource } from './contract';
import { SecureFunction } from '../../src/function/secure-function';
import { DynamoDbStreamPullSource, DynamoDbStreamPullSourceOptions } from '../../src/pull/dynamodb-stream';
import { KinesisPullSource, KinesisPullSourceOptions } from '../../src/pull/kinesis';
import { IPullSource } from '../../src/pull/pull-source';
import { PullTrigger } from '../../src/pull/pull-trigger';
import { CODE, Resource, Synthesized, messageOf, newStack } from '../push/app';

const HERE = '${AWS::Region}:${AWS::AccountId}';
const TABLE = `arn:\${AWS::Partition}:dynamodb:${HERE}:table/\${Stack.Source}`;
const TABLE_STREAM = `${TABLE}/stream/\${Stack.Source.StreamLabel}`;
const STREAM = `arn:\${AWS::Partition}:kinesis:${HERE}:stream/\${Stack.Source}`;
const CONSUMER = `${STREAM}/consumer/fast:\${Stack.Consumer.ConsumerCreationTimestamp}`;
const { AT_TIMESTAMP, LATEST } = lambda.StartingPosition;

const ID = { name: 'id', type: dynamodb.AttributeType.STRING };

describe('the stream of a table', () => {
  describePullSource({
    make: (scope) => new DynamoDbStreamPullSource(new dynamodb.Table(scope, 'Source', { partitionKey: ID, stream: dynamodb.StreamViewType.NEW_IMAGE })),
    mapping: { EventSourceArn: { 'Fn::GetAtt': [expect.stringMatching(/Source/), 'StreamArn'] }, StartingPosition: 'TRIM_HORIZON' },
    allowed: ['DescribeStream', 'GetRecords', 'GetShardIterator'].map((action) => `dynamodb:${action} ${TABLE_STREAM}`),
    denied: [`dynamodb:GetItem ${TABLE}`, `dynamodb:Scan ${TABLE}`, `dynamodb:GetRecords ${TABLE}`, 'dynamodb:ListStreams *', `dynamodb:GetRecords ${STREAM}`],
    denies: ['GetRecords', 'GetShardIterator'].map((action) => `dynamodb:${action} ${TABLE_STREAM}`),
  });
});

describe('a data stream', () => {
  describePullSource({
    make: (scope) => new KinesisPullSource(new kinesis.Stream(scope, 'Source', { encryption: kinesis.StreamEncryption.UNENCRYPTED })),
    mapping: { EventSourceArn: { 'Fn::GetAtt': [expect.stringMatching(/Source/), 'Arn'] }, StartingPosition: 'TRIM_HORIZON' },
    allowed: ['DescribeStream', 'DescribeStreamSummary', 'GetRecords', 'GetShardIterator', 'ListShards'].map((action) => `kinesis:${action} ${STREAM}`),
    denied: [`kinesis:PutRecord ${STREAM}`, `kinesis:SubscribeToShard ${STREAM}/consumer/fast:1`, `kinesis:GetRecords ${STREAM}-2`, 'kinesis:ListStreams *'],
    denies: ['GetRecords', 'GetShardIterator'].map((action) => `kinesis:${action} ${STREAM}`),
  });
});

describe('a consumer with enhanced fan-out', () => {
  describePullSource({
    make: (scope) => {
      const clicks = new kinesis.Stream(scope, 'Source', { encryption: kinesis.StreamEncryption.UNENCRYPTED });
      return KinesisPullSource.fromConsumer(new kinesis.StreamConsumer(scope, 'Consumer', { stream: clicks, streamConsumerName: 'fast' }));
    },
    mapping: { EventSourceArn: { 'Fn::GetAtt': [expect.stringMatching(/Consumer/), 'ConsumerARN'] }, StartingPosition: 'TRIM_HORIZON' },
    allowed: [
      ...['DescribeStream', 'DescribeStreamSummary', 'GetRecords', 'GetShardIterator', 'ListShards'].map((action) => `kinesis:${action} ${STREAM}`),
      ...['DescribeStreamConsumer', 'SubscribeToShard'].map((action) => `kinesis:${action} ${CONSUMER}`),
    ],
    denied: [`kinesis:PutRecord ${STREAM}`, `kinesis:SubscribeToShard ${STREAM}`, `kinesis:DeregisterStreamConsumer ${CONSUMER}`],
    denies: [`kinesis:GetRecords ${STREAM}`, `kinesis:GetShardIterator ${STREAM}`, `kinesis:SubscribeToShard ${CONSUMER}`],
  });
});

function table(stack: Stack): dynamodb.Table {
  return new dynamodb.Table(stack, 'Table', { partitionKey: ID, stream: dynamodb.StreamViewType.NEW_IMAGE });
}

function stream(stack: Stack): kinesis.Stream {
  return new kinesis.Stream(stack, 'Stream');
}

function mappingOf(stack: Stack, source: IPullSource): Resource {
  new PullTrigger(stack, 'OnChange', { target: new SecureFunction(stack, 'Fn', CODE), source });
  return new Synthesized(stack.node.root as App).resources('AWS::Lambda::EventSourceMapping')[0];
}

test('every option of a stream is in the mapping', () => {
  const stack = newStack();

  const { Properties } = mappingOf(stack, new DynamoDbStreamPullSource(table(stack), {
    startingPosition: LATEST,
    batchSize: 1000,
    maxBatchingWindow: Duration.seconds(5),
    enabled: false,
    filters: [lambda.FilterCriteria.filter({ eventName: lambda.FilterRule.isEqual('INSERT') })],
    bisectBatchOnError: true,
    retryAttempts: 3,
    maxRecordAge: Duration.hours(1),
    onFailure: new SqsDlq(new sqs.Queue(stack, 'Failed')),
    reportBatchItemFailures: true,
    parallelizationFactor: 4,
    tumblingWindow: Duration.minutes(2),
    metricsConfig: { metrics: [lambda.MetricType.EVENT_COUNT] },
  }));

  expect(Properties).toMatchObject({
    StartingPosition: 'LATEST',
    BatchSize: 1000,
    MaximumBatchingWindowInSeconds: 5,
    Enabled: false,
    FilterCriteria: { Filters: [{ Pattern: '{"eventName":["INSERT"]}' }] },
    BisectBatchOnFunctionError: true,
    MaximumRetryAttempts: 3,
    MaximumRecordAgeInSeconds: 3600,
    DestinationConfig: { OnFailure: { Destination: { 'Fn::GetAtt': [expect.stringMatching(/^Failed/), 'Arn'] } } },
    FunctionResponseTypes: ['ReportBatchItemFailures'],
    ParallelizationFactor: 4,
    TumblingWindowInSeconds: 120,
    MetricsConfig: { Metrics: ['EventCount'] },
  });
});

test('a data stream can be read from a time on', () => {
  const stack = newStack();

  const time = { startingPosition: AT_TIMESTAMP, startingPositionTimestamp: 1541139109 };
  const { Properties } = mappingOf(stack, new KinesisPullSource(stream(stack), time));

  expect(Properties).toMatchObject({ StartingPosition: 'AT_TIMESTAMP', StartingPositionTimestamp: 1541139109 });
});

test('one function polls a stream and a consumer of it', () => {
  const stack = newStack();
  const clicks = stream(stack);
  const target = new lambda.Function(stack, 'Fn', CODE);
  target.addEventSource(new KinesisPullSource(clicks));
  target.addEventSource(KinesisPullSource.fromConsumer(new kinesis.StreamConsumer(stack, 'Fast', { stream: clicks, streamConsumerName: 'fast' })));

  expect(new Synthesized(stack.node.root as App).resources('AWS::Lambda::EventSourceMapping')).toHaveLength(2);
});

test('fails for a table without a stream', () => {
  const stack = newStack();

  expect(messageOf(() => new DynamoDbStreamPullSource(new dynamodb.Table(stack, 'Table', { partitionKey: ID })))).toBe(
    "'table' must have a stream, got one without; set 'stream' (in TableV2 'dynamoStream') on the table, or import it with 'tableStreamArn' [Stack/Table]");
});

test.each<[string, DynamoDbStreamPullSourceOptions, string]>([
  ['a time', { startingPosition: AT_TIMESTAMP }, "'startingPosition' of a table's stream must be TRIM_HORIZON or LATEST, got AT_TIMESTAMP"],
  ['11 workers a shard', { parallelizationFactor: 11 }, "'parallelizationFactor' must be a whole number from 1 to 10, got 11"],
  ['a window of more than 15 minutes', { tumblingWindow: Duration.minutes(16) }, "'tumblingWindow' must be from 0 to 900 whole seconds, got 16 minutes"],
  ['records of less than a minute', { maxRecordAge: Duration.seconds(59) }, "'maxRecordAge' must be from 60 to 604800 whole seconds, got 59 seconds"],
  ['too many attempts', { retryAttempts: 10_001 }, "'retryAttempts' must be a whole number from -1 to 10000 where -1 is no limit, got 10001"],
  ['too many records', { batchSize: 10_001 }, "'batchSize' must be a whole number from 1 to 10000, got 10001"],
])('fails for %s, for the stream of a table', (_, options, message) => {
  const stack = newStack();

  expect(messageOf(() => new DynamoDbStreamPullSource(table(stack), options))).toBe(`${message} [Stack/Table]`);
});

test.each<[string, KinesisPullSourceOptions, string]>([
  ['AT_TIMESTAMP without a time', { startingPosition: AT_TIMESTAMP },
    "'startingPositionTimestamp' is missing for StartingPosition.AT_TIMESTAMP; give the time in seconds since 1970"],
  ['a time without AT_TIMESTAMP', { startingPositionTimestamp: 1 },
    "'startingPositionTimestamp' is only for StartingPosition.AT_TIMESTAMP; set 'startingPosition' to that, or leave the time out"],
])('fails for %s', (_, options, message) => {
  const stack = newStack();

  expect(messageOf(() => new KinesisPullSource(stream(stack), options))).toBe(`${message} [Stack/Stream]`);
});

test('fails when failed records go to a topic of Kafka', () => {
  const stack = newStack();
  const source = new KinesisPullSource(stream(stack), { onFailure: new KafkaDlq('failed') });

  expect(messageOf(() => new PullTrigger(stack, 'OnClick', { target: new lambda.Function(stack, 'Fn', CODE), source }))).toBe(
    "'onFailure' can be a Kafka topic only for a source that is Kafka, got the topic 'failed'; use SqsDlq, SnsDlq or S3OnFailureDestination [Stack/Stream]");
});
