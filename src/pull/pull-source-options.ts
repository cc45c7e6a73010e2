import { Duration } from 'aws-cdk-lib';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';

/** How much Lambda gathers before it invokes the function. */
export interface PullBatchOptions {
  /**
   * The most records of one invocation.
   *
   * @default - 10 for a queue of SQS, 100 for everything else
   */
  readonly batchSize?: number;

  /**
   * How long Lambda gathers records before it invokes the function: at most five minutes, in whole seconds.
   *
   * @default - no waiting for SQS, Kinesis and DynamoDB; half a second for Kafka, Amazon MQ and DocumentDB
   */
  readonly maxBatchingWindow?: Duration;

  /**
   * Whether Lambda polls at all.
   *
   * @default true
   */
  readonly enabled?: boolean;
}

/** Which records invoke the function. */
export interface PullFilterOptions {
  /**
   * Patterns as `lambda.FilterCriteria.filter()` makes them, at most ten. A record that matches one of them invokes the function.
   *
   * @default - every record
   */
  readonly filters?: { [key: string]: any }[];

  /**
   * The key that encrypts the filters. Its policy lets Lambda decrypt for event source mappings of the function's account;
   * the policy of an imported key must do so already. The execution role needs nothing.
   *
   * @default - a key of AWS's
   * @see https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html#filter-criteria-encryption
   */
  readonly filterEncryption?: kms.IKey;
}

/** What happens to records that the function fails on. */
export interface PullFailureOptions {
  /**
   * Split a batch in two after an error, and try both again.
   *
   * @default false
   */
  readonly bisectBatchOnError?: boolean;

  /**
   * How often Lambda tries again: 0 to 10,000, or -1 for no limit.
   *
   * @default - no limit: until the record expires
   */
  readonly retryAttempts?: number;

  /**
   * The oldest record that Lambda passes on: one minute to seven days.
   *
   * @default - no limit: until the record expires
   */
  readonly maxRecordAge?: Duration;

  /**
   * Where records go that Lambda gives up on: CDK's `SqsDlq`, `SnsDlq`, `S3OnFailureDestination` or, for Kafka, `KafkaDlq`. The role
   * gets what Lambda needs for it, not what they grant. A bucket that is imported must be the function's own account's.
   *
   * @default - they are dropped
   */
  readonly onFailure?: lambda.IEventSourceDlq;

  /**
   * The function returns which records of a batch failed.
   *
   * @default false
   */
  readonly reportBatchItemFailures?: boolean;
}

/** Where in a stream Lambda begins. */
export interface PullPositionOptions {
  /**
   * Where Lambda begins to read. `LATEST` may miss what is written while the mapping comes to life.
   *
   * @default StartingPosition.TRIM_HORIZON
   */
  readonly startingPosition?: lambda.StartingPosition;

  /**
   * The time to begin at, in seconds since 1970, for `StartingPosition.AT_TIMESTAMP`.
   *
   * @default - no time
   */
  readonly startingPositionTimestamp?: number;
}

/** How Lambda reads a stream of Kinesis or DynamoDB. */
export interface StreamPullSourceOptions extends PullBatchOptions, PullFilterOptions, PullFailureOptions {
  /**
   * How many batches of each shard are worked on at once: 1 to 10.
   *
   * @default 1
   */
  readonly parallelizationFactor?: number;

  /**
   * How long a window is over which the function aggregates: at most 15 minutes.
   *
   * @default - no window
   */
  readonly tumblingWindow?: Duration;

  /**
   * Metrics of the mapping itself.
   *
   * @default - none
   */
  readonly metricsConfig?: lambda.MetricsConfig;
}

/** How Lambda reads topics of Kafka, in a cluster of MSK or of your own. */
export interface KafkaTopicOptions extends PullBatchOptions, PullFilterOptions, PullFailureOptions, PullPositionOptions {
  /** The topic. */
  readonly topic: string;

  /**
   * The consumer group to join, 1 to 200 of the characters `a-zA-Z0-9-/*:_+=.@`. Cannot be changed later.
   *
   * @default - a group of the mapping's own, with a name that AWS makes
   */
  readonly consumerGroupId?: string;

  /**
   * Pollers that are kept ready: 1 to 200 at least, 1 to 2,000 at most. A schema registry and a Kafka topic as `onFailure` need it.
   *
   * @default - Lambda scales on demand
   */
  readonly provisionedPollerConfig?: lambda.ProvisionedPollerConfig;

  /**
   * The registry that knows the schemas of the records: CDK's `GlueSchemaRegistry` or `ConfluentSchemaRegistry`.
   *
   * @default - records are not validated
   */
  readonly schemaRegistryConfig?: lambda.ISchemaRegistry;

  /**
   * Metrics of the mapping itself.
   *
   * @default - none
   */
  readonly metricsConfig?: lambda.MetricsConfig;

  /**
   * How much the poller writes to the function's log group.
   *
   * @default - nothing
   */
  readonly logLevel?: lambda.EventSourceMappingLogLevel;
}
