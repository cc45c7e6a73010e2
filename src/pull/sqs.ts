import { Names, Token } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { checkBatch, checkFilters, checkMetrics, checkPollers, checkRange } from './limits';
import { PullSource, PullSourceConfig } from './pull-source';
import { PullBatchOptions, PullFilterOptions } from './pull-source-options';
import { timeoutOf } from './refused-targets';
import { QUEUE_ACTIONS } from '../function/poller-actions';
import { decryptStatements, pollerStatement } from '../function/poller-statements';
import { failure } from '../model/failure';

/** How Lambda polls a queue. */
export interface SqsPullSourceOptions extends PullBatchOptions, PullFilterOptions {
  /**
   * The function returns which messages of a batch failed, and only those come back.
   *
   * @default false
   */
  readonly reportBatchItemFailures?: boolean;

  /**
   * How many invocations the queue may cause at once: 2 to 1,000. Not together with `provisionedPollerConfig`.
   *
   * @default - no limit
   */
  readonly maxConcurrency?: number;

  /**
   * Pollers that are kept ready: 2 to 200 at least, 2 to 2,000 at most.
   *
   * @default - Lambda scales on demand
   */
  readonly provisionedPollerConfig?: lambda.ProvisionedPollerConfig;

  /**
   * Metrics of the mapping itself.
   *
   * @default - none
   */
  readonly metricsConfig?: lambda.MetricsConfig;
}

/**
 * A queue that Lambda polls for a function.
 *
 * The role may do what AWS's own policy for it lists, on this one queue, and decrypt with the queue's key through SQS.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html
 * @example
 *
 * declare const resize: SecureFunction;
 * declare const retries: sqs.Queue;
 *
 * new PullTrigger(this, 'Retry', { target: resize, source: new SqsPullSource(retries, { batchSize: 5 }) });
 */
export class SqsPullSource extends PullSource {
  /**
   * @param queue the queue, whose visibility timeout is no shorter than the function's timeout
   * @param options how Lambda polls it
   */
  constructor(private readonly queue: sqs.IQueue, private readonly options: SqsPullSourceOptions = {}) {
    super();
    checkOptions(queue, options);
  }

  public describe(target: lambda.IFunction): PullSourceConfig {
    refuseShortVisibility(this.queue, target);
    return {
      id: Names.nodeUniqueId(this.queue.node),
      statements: [
        pollerStatement(QUEUE_ACTIONS, this.queue.queueArn),
        ...decryptStatements(this.queue.encryptionMasterKey, 'sqs', target),
      ],
      readActions: ['sqs:ReceiveMessage', 'sqs:DeleteMessage'],
      mapping: { eventSourceArn: this.queue.queueArn, ...this.options },
    };
  }
}

function checkOptions(queue: sqs.IQueue, options: SqsPullSourceOptions): void {
  const { batchSize, maxBatchingWindow, maxConcurrency, provisionedPollerConfig } = options;
  checkBatch(options, queue);
  checkFilters(options, queue);
  checkMetrics(options.metricsConfig, queue);
  checkPollers(provisionedPollerConfig, 2, queue);
  checkRange('maxConcurrency', maxConcurrency, [2, 1000], queue);
  if (maxConcurrency !== undefined && provisionedPollerConfig) {
    throw failure("'maxConcurrency' and 'provisionedPollerConfig' do not go together; limit 'maximumPollers' instead", queue);
  }
  if (queue.fifo) {
    checkRange('batchSize', batchSize, [1, 10], queue, ' for a FIFO queue');
    if (maxBatchingWindow) { throw failure("'maxBatchingWindow' is not for a FIFO queue; leave it out", queue); }
  }
  const waits = maxBatchingWindow && (maxBatchingWindow.isUnresolved() || maxBatchingWindow.toMilliseconds() > 0);
  if (!waits) { checkRange('batchSize', batchSize, [1, 10], queue, " without a 'maxBatchingWindow' of at least one second"); }
}

/**
 * A message that becomes visible again while the function still works on it is worked on twice. Lambda refuses the mapping.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html#events-sqs-queueconfig
 */
function refuseShortVisibility(queue: sqs.IQueue, target: lambda.IFunction): void {
  const timeout = timeoutOf(target)?.toSeconds();
  const resource = queue.node.defaultChild;
  if (timeout === undefined || !resource || !sqs.CfnQueue.isCfnQueue(resource)) { return; }
  const visibility = resource.visibilityTimeout ?? 30;
  if (!Token.isUnresolved(visibility) && visibility < timeout) {
    throw failure(`'visibilityTimeout' of the queue ${queue.node.path} must not be shorter than the function's 'timeout', got ${visibility} and ${timeout} `
      + `seconds; set it to ${timeout * 6} seconds, six times the timeout, as AWS advises`, target);
  }
}
