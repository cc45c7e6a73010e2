// Not exported: the limits of Lambda's event source mappings, said before a deployment finds them.
import { Duration, Token } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { KafkaTopicOptions, PullBatchOptions, PullFailureOptions, PullFilterOptions, PullPositionOptions, StreamPullSourceOptions } from './pull-source-options';
import { failure } from '../model/failure';

/** Where an option was given. */
interface Place { readonly node: { readonly path: string } }

/** Refuses a number that AWS would; one that is only known at deployment is left to it. */
export function checkRange(option: string, value: number | undefined, [least, most]: readonly [number, number], place: Place, why = ''): void {
  if (value === undefined || Token.isUnresolved(value)) { return; }
  if (!Number.isInteger(value) || value < least || value > most) {
    throw failure(`'${option}' must be a whole number from ${least} to ${most}${why}, got ${value}`, place);
  }
}

/** A duration in seconds, refused like a number. */
export function checkSeconds(option: string, value: Duration | undefined, [least, most]: readonly [number, number], place: Place): void {
  if (value === undefined || value.isUnresolved()) { return; }
  const seconds = value.toSeconds({ integral: false });
  if (!Number.isInteger(seconds) || seconds < least || seconds > most) {
    throw failure(`'${option}' must be from ${least} to ${most} whole seconds, got ${value.toHumanString()}`, place);
  }
}

export function checkBatch({ batchSize, maxBatchingWindow }: PullBatchOptions, place: Place): void {
  checkRange('batchSize', batchSize, [1, 10_000], place);
  checkSeconds('maxBatchingWindow', maxBatchingWindow, [0, 300], place);
}

/** @see https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html */
export function checkFilters({ filters, filterEncryption }: PullFilterOptions, place: Place): void {
  if (filters && (filters.length === 0 || filters.length > 10)) {
    throw failure(`'filters' must be one to ten filters, got ${filters.length}; leave it out for every record`, place);
  }
  if (filterEncryption && !filters) {
    throw failure("'filterEncryption' encrypts 'filters', but there are none; give 'filters', or leave the key out", place);
  }
}

export function checkFailures({ retryAttempts, maxRecordAge }: PullFailureOptions, place: Place): void {
  checkRange('retryAttempts', retryAttempts, [-1, 10_000], place, ' where -1 is no limit');
  checkSeconds('maxRecordAge', maxRecordAge, [60, 7 * 24 * 60 * 60], place);
}

export function checkPosition({ startingPosition, startingPositionTimestamp }: PullPositionOptions, place: Place): void {
  const needsTime = startingPosition === lambda.StartingPosition.AT_TIMESTAMP;
  if (needsTime && startingPositionTimestamp === undefined) {
    throw failure("'startingPositionTimestamp' is missing for StartingPosition.AT_TIMESTAMP; give the time in seconds since 1970", place);
  }
  if (!needsTime && startingPositionTimestamp !== undefined) {
    throw failure("'startingPositionTimestamp' is only for StartingPosition.AT_TIMESTAMP; set 'startingPosition' to that, or leave the time out", place);
  }
}

export function checkMetrics(config: lambda.MetricsConfig | undefined, place: Place): void {
  if (config?.metrics.length === 0) {
    throw failure("'metricsConfig' must name at least one metric, got none; leave it out for no metrics", place);
  }
}

/** Pollers: SQS takes no less than two. */
export function checkPollers(config: lambda.ProvisionedPollerConfig | undefined, least: number, place: Place): void {
  if (!config) { return; }
  const { minimumPollers, maximumPollers } = config;
  checkRange('provisionedPollerConfig.minimumPollers', minimumPollers, [least, 200], place);
  checkRange('provisionedPollerConfig.maximumPollers', maximumPollers, [least, 2000], place);
  if (!Token.isUnresolved(minimumPollers) && !Token.isUnresolved(maximumPollers) && (minimumPollers ?? least) > (maximumPollers ?? 200)) {
    throw failure(`'provisionedPollerConfig.minimumPollers' must not be more than 'maximumPollers', got ${minimumPollers} and ${maximumPollers ?? 200}`, place);
  }
}

export function checkStream(options: StreamPullSourceOptions, place: Place): void {
  checkBatch(options, place);
  checkFilters(options, place);
  checkFailures(options, place);
  checkMetrics(options.metricsConfig, place);
  checkRange('parallelizationFactor', options.parallelizationFactor, [1, 10], place);
  checkSeconds('tumblingWindow', options.tumblingWindow, [0, 900], place);
}

/** @see https://docs.aws.amazon.com/lambda/latest/dg/services-consume-kafka-events.html */
export function checkTopic(options: KafkaTopicOptions, place: Place): void {
  const { topic, consumerGroupId, schemaRegistryConfig, provisionedPollerConfig } = options;
  checkBatch(options, place);
  checkFilters(options, place);
  checkFailures(options, place);
  checkPosition(options, place);
  checkMetrics(options.metricsConfig, place);
  checkPollers(provisionedPollerConfig, 1, place);
  if (!Token.isUnresolved(topic) && !/^[\w.-]{1,249}$/.test(topic)) {
    throw failure(`'topic' must be 1 to 249 of the characters a-z, A-Z, 0-9, '.', '_' and '-', got '${topic}'`, place);
  }
  if (consumerGroupId !== undefined && !Token.isUnresolved(consumerGroupId) && !/^[\w/*:+=.@-]{1,200}$/.test(consumerGroupId)) {
    throw failure(`'consumerGroupId' must be 1 to 200 of the characters a-zA-Z0-9-/*:_+=.@, got '${consumerGroupId}'`, place);
  }
  if (schemaRegistryConfig && !provisionedPollerConfig) {
    throw failure("'schemaRegistryConfig' needs provisioned pollers; set 'provisionedPollerConfig' too", place);
  }
}
