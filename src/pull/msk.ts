import { Fn, Token } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { withTopic } from './kafka-destination';
import { topicMapping } from './kafka-mapping';
import { checkTopic } from './limits';
import { MskAuthentication } from './msk-authentication';
import { PullSource, PullSourceConfig } from './pull-source';
import { KafkaTopicOptions } from './pull-source-options';
import { refuseLongTimeout } from './refused-targets';
import { ExplainedStatement } from '../function/explained-statement';
import { SCRAM_ACTIONS, SECRET_ACTIONS } from '../function/poller-actions';
import { clusterStatements, pollerStatement, secretStatements } from '../function/poller-statements';
import { failure } from '../model/failure';

const { CLIENT_CERTIFICATE_TLS_AUTH, SASL_SCRAM_512_AUTH } = lambda.SourceAccessConfigurationType;

/** Properties of a topic in a cluster of MSK. */
export interface MskPullSourceProps extends KafkaTopicOptions {
  /** The ARN of the cluster, provisioned or serverless. */
  readonly clusterArn: string;

  /**
   * The ARN of the managed VPC connection to a cluster of another account. `clusterArn` stays the cluster's.
   *
   * @default - the cluster is in the function's account
   * @see https://docs.aws.amazon.com/lambda/latest/dg/msk-cross-account.html
   */
  readonly vpcConnectionArn?: string;

  /**
   * How the poller shows who it is. Lambda itself takes IAM if the cluster has it and there is no secret.
   *
   * @default - MskAuthentication.SASL_SCRAM_512 with a `secret`, MskAuthentication.IAM without
   */
  readonly authentication?: MskAuthentication;

  /**
   * The user name and password for SASL/SCRAM, or the certificate and private key for mutual TLS.
   *
   * @default - no secret
   */
  readonly secret?: secretsmanager.ISecret;
}

/**
 * A topic in a cluster of Amazon MSK that Lambda polls for a function.
 *
 * With IAM authentication the role may read this one topic as the given consumer group. It may always describe the cluster,
 * list its brokers and make the network interfaces of the pollers: AWS knows no resources for those.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/with-msk-permissions.html
 * @example
 *
 * declare const resize: SecureFunction;
 * declare const clusterArn: string;
 *
 * new PullTrigger(this, 'OnOrder', {
 *   target: resize,
 *   source: new MskPullSource({ clusterArn, topic: 'orders', consumerGroupId: 'resize' }),
 * });
 */
export class MskPullSource extends PullSource {
  constructor(private readonly props: MskPullSourceProps) {
    super();
  }

  public describe(target: lambda.IFunction): PullSourceConfig {
    const { clusterArn, vpcConnectionArn, topic, secret, authentication: given, ...options } = this.props;
    const authentication = given ?? (secret ? MskAuthentication.SASL_SCRAM_512 : MskAuthentication.IAM);
    checkTopic(this.props, target);
    checkCluster(this.props, authentication, target);
    refuseLongTimeout(target, 'Amazon MSK');
    const topicArn = authentication === MskAuthentication.IAM ? (name: string) => inCluster(clusterArn, 'topic', name) : undefined;
    return {
      id: `Msk${Token.isUnresolved(topic) ? '' : topic}`,
      statements: [
        ...clusterStatements(clusterArn),
        ...vpcConnectionArn ? [pollerStatement(['kafka:DescribeVpcConnection'], vpcConnectionArn)] : [],
        ...topicArn ? iamStatements(this.props, topicArn) : [],
        ...authentication === MskAuthentication.SASL_SCRAM_512 ? [pollerStatement(SCRAM_ACTIONS, clusterArn)] : [],
        ...secret ? secretStatements(secret, target) : [],
      ],
      readActions: ['kafka-cluster:ReadData', ...SECRET_ACTIONS],
      mapping: {
        ...topicMapping(topic, options),
        eventSourceArn: vpcConnectionArn ?? clusterArn,
        sourceAccessConfigurations: secret && [{ type: typeOf(authentication), uri: secret.secretArn }],
        onFailure: withTopic(this.props, target, topicArn),
      },
    };
  }
}

/**
 * What a client of a cluster with IAM authentication needs to read a topic.
 *
 * @see https://docs.aws.amazon.com/msk/latest/developerguide/iam-access-control.html
 */
function iamStatements({ clusterArn, topic, consumerGroupId }: MskPullSourceProps, topicArn: (topic: string) => string): iam.PolicyStatement[] {
  const actions = ['kafka-cluster:AlterGroup', 'kafka-cluster:DescribeGroup'];
  return [
    pollerStatement(['kafka-cluster:Connect'], clusterArn),
    consumerGroupId
      ? pollerStatement(actions, inCluster(clusterArn, 'group', consumerGroupId))
      : new ExplainedStatement({ actions, resources: [inCluster(clusterArn, 'group', '*')] }, 'AWS names the consumer group when it makes the mapping: '
        + 'https://docs.aws.amazon.com/lambda/latest/dg/kafka-consumer-group-id.html'),
    pollerStatement(['kafka-cluster:DescribeTopic', 'kafka-cluster:ReadData'], topicArn(topic)),
  ];
}

/** The ARN of a topic or group: that of the cluster, with its name and id, and the name behind it. */
function inCluster(clusterArn: string, kind: string, name: string): string {
  const parts = Fn.split(':cluster/', clusterArn, 2);
  return `${parts[0]}:${kind}/${parts[1]}/${name}`;
}

function typeOf(authentication: MskAuthentication): lambda.SourceAccessConfigurationType {
  return authentication === MskAuthentication.MUTUAL_TLS ? CLIENT_CERTIFICATE_TLS_AUTH : SASL_SCRAM_512_AUTH;
}

function checkCluster(props: MskPullSourceProps, authentication: MskAuthentication, target: lambda.IFunction): void {
  const { clusterArn, vpcConnectionArn, secret } = props;
  if (!Token.isUnresolved(clusterArn) && !/^arn:[\w-]+:kafka:[\w-]+:\d{12}:cluster\/[\w-]+\/[\w-]+$/.test(clusterArn)) {
    throw failure(`'clusterArn' must be the ARN of one cluster of MSK, got '${clusterArn}'; for a cluster of another account set 'vpcConnectionArn' too`, target);
  }
  const isConnection = /^arn:[\w-]+:kafka:[\w-]+:\d{12}:vpc-connection\/[^*?]+$/;
  if (vpcConnectionArn !== undefined && !Token.isUnresolved(vpcConnectionArn) && !isConnection.test(vpcConnectionArn)) {
    throw failure(`'vpcConnectionArn' must be the ARN of one managed VPC connection, got '${vpcConnectionArn}'; leave it out for a cluster of the own account`, target);
  }
  const needsSecret = authentication === MskAuthentication.SASL_SCRAM_512 || authentication === MskAuthentication.MUTUAL_TLS;
  if (needsSecret !== (secret !== undefined)) {
    throw failure(`'secret' ${needsSecret ? 'is missing' : 'has no use'} for MskAuthentication.${authentication}; `
      + (needsSecret ? 'give the secret with the credentials' : 'leave it out, or choose SASL_SCRAM_512 or MUTUAL_TLS'), target);
  }
}
