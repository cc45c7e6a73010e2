// Not exported: what the mappings of all kinds of Kafka have in common.
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { KafkaTopicOptions } from './pull-source-options';

/** The options of a topic as CDK's mapping names them. */
export function topicMapping(topic: string, options: Omit<KafkaTopicOptions, 'topic'>): lambda.EventSourceMappingOptions {
  const { consumerGroupId, startingPosition = lambda.StartingPosition.TRIM_HORIZON, ...rest } = options;
  return { ...rest, kafkaTopic: topic, kafkaConsumerGroupId: consumerGroupId, startingPosition };
}
