import { Token } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { checkBatch, checkFilters, checkPollers } from './limits';
import { PullSource, PullSourceConfig } from './pull-source';
import { PullBatchOptions, PullFilterOptions } from './pull-source-options';
import { refuseLongTimeout } from './refused-targets';
import { SECRET_ACTIONS } from '../function/poller-actions';
import { pollerNetworkStatement, pollerStatement, secretStatements } from '../function/poller-statements';
import { failure } from '../model/failure';

const { BASIC_AUTH, VIRTUAL_HOST } = lambda.SourceAccessConfigurationType;

/** Properties of a queue of an Amazon MQ broker. */
export interface MqPullSourceProps extends PullBatchOptions, PullFilterOptions {
  /** The ARN of the broker, ActiveMQ or RabbitMQ: `CfnBroker.attrArn`. */
  readonly brokerArn: string;

  /** The name of the queue. */
  readonly queue: string;

  /** The user name and password of a user of the broker. */
  readonly secret: secretsmanager.ISecret;

  /**
   * The virtual host of the queue, for RabbitMQ.
   *
   * @default - the broker's default virtual host
   */
  readonly virtualHost?: string;

  /**
   * Pollers that are kept ready: 1 to 200 at least, 1 to 2,000 at most.
   *
   * @default - Lambda scales on demand
   */
  readonly provisionedPollerConfig?: lambda.ProvisionedPollerConfig;
}

/**
 * A queue of an Amazon MQ broker that Lambda polls for a function.
 *
 * The role may describe this one broker, read its secret, and make the network interfaces of the pollers. What the poller
 * may read is up to the broker.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/process-mq-messages-with-lambda.html
 * @example
 *
 * declare const resize: SecureFunction;
 * declare const credentials: secretsmanager.Secret;
 * declare const brokerArn: string;
 *
 * new PullTrigger(this, 'OnOrder', {
 *   target: resize,
 *   source: new MqPullSource({ brokerArn, queue: 'orders', secret: credentials }),
 * });
 */
export class MqPullSource extends PullSource {
  constructor(private readonly props: MqPullSourceProps) {
    super();
  }

  public describe(target: lambda.IFunction): PullSourceConfig {
    const { brokerArn, queue, secret, virtualHost, ...options } = this.props;
    checkBroker(this.props, target);
    refuseLongTimeout(target, 'Amazon MQ');
    return {
      id: `Mq${Token.isUnresolved(queue) ? '' : queue}`,
      statements: [pollerStatement(['mq:DescribeBroker'], brokerArn), pollerNetworkStatement(), ...secretStatements(secret, target)],
      readActions: SECRET_ACTIONS,
      brokerQueue: queue,
      mapping: {
        ...options,
        eventSourceArn: brokerArn,
        sourceAccessConfigurations: [
          { type: BASIC_AUTH, uri: secret.secretArn },
          ...virtualHost === undefined ? [] : [{ type: VIRTUAL_HOST, uri: virtualHost }],
        ],
      },
    };
  }
}

function checkBroker(props: MqPullSourceProps, target: lambda.IFunction): void {
  const { brokerArn, queue } = props;
  checkBatch(props, target);
  checkFilters(props, target);
  checkPollers(props.provisionedPollerConfig, 1, target);
  if (!Token.isUnresolved(brokerArn) && !/^arn:[\w-]+:mq:[\w-]+:\d{12}:broker:[^*?]+$/.test(brokerArn)) {
    throw failure(`'brokerArn' must be the ARN of one broker of Amazon MQ, got '${brokerArn}'; use 'attrArn' of the CfnBroker`, target);
  }
  if (queue === '') { throw failure("'queue' is empty; give the name of the queue", target); }
}
