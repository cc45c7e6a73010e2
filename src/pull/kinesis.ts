import { Names } from 'aws-cdk-lib';
import * as kinesis from 'aws-cdk-lib/aws-kinesis';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { withoutTopic } from './kafka-destination';
import { checkPosition, checkStream } from './limits';
import { PullSource, PullSourceConfig } from './pull-source';
import { PullPositionOptions, StreamPullSourceOptions } from './pull-source-options';
import { CONSUMER_ACTIONS, STREAM_ACTIONS } from '../function/poller-actions';
import { decryptStatements, pollerStatement } from '../function/poller-statements';

/** How Lambda polls a data stream. */
export interface KinesisPullSourceOptions extends StreamPullSourceOptions, PullPositionOptions {
}

/**
 * A Kinesis data stream that Lambda polls for a function, or one of its consumers with enhanced fan-out.
 *
 * The role may read this one stream, and decrypt with its key through Kinesis. For a consumer it may subscribe too, to
 * this one consumer.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/with-kinesis.html
 * @example
 *
 * declare const resize: SecureFunction;
 * declare const clicks: kinesis.Stream;
 * declare const consumer: kinesis.StreamConsumer;
 *
 * new PullTrigger(this, 'OnClick', { target: resize, source: new KinesisPullSource(clicks, { parallelizationFactor: 2 }) });
 * new PullTrigger(this, 'OnClickFast', { target: resize, source: KinesisPullSource.fromConsumer(consumer) });
 */
export class KinesisPullSource extends PullSource {
  /**
   * A consumer with enhanced fan-out, which does not share the stream's throughput.
   *
   * @param consumer the consumer
   * @param options how Lambda polls it
   */
  public static fromConsumer(consumer: kinesis.IStreamConsumer, options: KinesisPullSourceOptions = {}): KinesisPullSource {
    const source = new KinesisPullSource(consumer.stream, options);
    source.consumer = consumer;
    return source;
  }

  private consumer?: kinesis.IStreamConsumer;

  /**
   * @param stream the stream
   * @param options how Lambda polls it
   */
  constructor(private readonly stream: kinesis.IStream, private readonly options: KinesisPullSourceOptions = {}) {
    super();
    checkStream(options, stream);
    checkPosition(options, stream);
  }

  public describe(target: lambda.IFunction): PullSourceConfig {
    const { stream, consumer, options } = this;
    return {
      id: Names.nodeUniqueId((consumer ?? stream).node),
      statements: [
        pollerStatement(STREAM_ACTIONS, stream.streamArn),
        ...consumer ? [pollerStatement(CONSUMER_ACTIONS, consumer.streamConsumerArn)] : [],
        ...decryptStatements(stream.encryptionKey, 'kinesis', target),
      ],
      readActions: ['kinesis:GetRecords', 'kinesis:GetShardIterator', 'kinesis:SubscribeToShard'],
      mapping: {
        eventSourceArn: consumer?.streamConsumerArn ?? stream.streamArn,
        ...options,
        onFailure: withoutTopic(options.onFailure, stream),
        startingPosition: options.startingPosition ?? lambda.StartingPosition.TRIM_HORIZON,
      },
    };
  }
}
