// Not exported: a Kafka topic as the destination of records that Lambda gave up on.
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { KafkaTopicOptions } from './pull-source-options';
import { pollerStatement } from '../function/poller-statements';
import { failure } from '../model/failure';

/** Where an option was given. */
interface Place { readonly node: { readonly path: string } }

const PREFIX = 'kafka://';

/** A destination that must not be a topic, because the source is not Kafka. */
export function withoutTopic(destination: lambda.IEventSourceDlq | undefined, place: Place): lambda.IEventSourceDlq | undefined {
  return destination && afterBinding(destination, (topic) => {
    throw failure(`'onFailure' can be a Kafka topic only for a source that is Kafka, got the topic '${topic}'; use SqsDlq, SnsDlq or S3OnFailureDestination`, place);
  });
}

/**
 * A destination that may be a topic of the source's own cluster.
 *
 * With IAM authentication the role needs to write to it, and to find its brokers. Lambda refuses the topic it reads from,
 * and needs provisioned pollers.
 *
 * @param topicArn the ARN of a topic of the cluster, where IAM decides who may write to it
 * @see https://docs.aws.amazon.com/lambda/latest/dg/kafka-on-failure-destination.html
 */
export function withTopic(
  { onFailure, topic: source, provisionedPollerConfig }: KafkaTopicOptions, place: Place, topicArn?: (topic: string) => string,
): lambda.IEventSourceDlq | undefined {
  return onFailure && afterBinding(onFailure, (topic, handler) => {
    if (topic === source) { throw failure(`'onFailure' must be another topic than the source, got '${topic}' for both`, place); }
    if (!provisionedPollerConfig) {
      throw failure("'onFailure' can be a Kafka topic only with provisioned pollers; set 'provisionedPollerConfig' too", place);
    }
    if (topicArn) { handler.addToRolePolicy(pollerStatement(['kafka-cluster:DescribeTopic', 'kafka-cluster:WriteData'], topicArn(topic))); }
  });
}

function afterBinding(destination: lambda.IEventSourceDlq, withTopicOf: (topic: string, handler: lambda.IFunction) => void): lambda.IEventSourceDlq {
  return {
    bind: (mapping, handler) => {
      const bound = destination.bind(mapping, handler);
      if (bound.destination.startsWith(PREFIX)) { withTopicOf(bound.destination.slice(PREFIX.length), handler); }
      return bound;
    },
  };
}
