import { Token } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as eventsources from 'aws-cdk-lib/aws-lambda-event-sources';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { withTopic } from './kafka-destination';
import { topicMapping } from './kafka-mapping';
import { checkTopic } from './limits';
import { PullSource, PullSourceConfig } from './pull-source';
import { KafkaTopicOptions } from './pull-source-options';
import { refuseLongTimeout } from './refused-targets';
import { SECRET_ACTIONS } from '../function/poller-actions';
import { pollerNetworkStatement, secretStatements } from '../function/poller-statements';
import { failure } from '../model/failure';

const { SERVER_ROOT_CA_CERTIFICATE, VPC_SECURITY_GROUP, VPC_SUBNET } = lambda.SourceAccessConfigurationType;

/** Properties of a topic in a Kafka cluster of your own. */
export interface KafkaPullSourceProps extends KafkaTopicOptions {
  /** The brokers to begin with, each as `host:port`. */
  readonly bootstrapServers: string[];

  /**
   * How the poller shows who it is, with the `secret`.
   *
   * @default AuthenticationMethod.SASL_SCRAM_512_AUTH
   */
  readonly authenticationMethod?: eventsources.AuthenticationMethod;

  /**
   * The credentials: user name and password, or certificate and private key. Required for brokers outside of a VPC.
   *
   * @default - no credentials
   */
  readonly secret?: secretsmanager.ISecret;

  /**
   * The root certificate of brokers whose certificates a private authority signed.
   *
   * @default - the certificates are signed by a public authority
   */
  readonly rootCACertificate?: secretsmanager.ISecret;

  /**
   * The VPC of the brokers, with `vpcSubnets` and `securityGroup`.
   *
   * @default - the brokers are reached over the internet
   */
  readonly vpc?: ec2.IVpc;

  /**
   * The subnets that the pollers connect to.
   *
   * @default - required with `vpc`
   */
  readonly vpcSubnets?: ec2.SubnetSelection;

  /**
   * The security group of the pollers.
   *
   * @default - required with `vpc`
   */
  readonly securityGroup?: ec2.ISecurityGroup;
}

/**
 * A topic in a Kafka cluster of your own that Lambda polls for a function.
 *
 * The role may read the secrets and, for brokers in a VPC, make the network interfaces of the pollers. What the poller may
 * read is up to the cluster.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/with-kafka-permissions.html
 * @example
 *
 * declare const resize: SecureFunction;
 * declare const credentials: secretsmanager.Secret;
 *
 * new PullTrigger(this, 'OnOrder', {
 *   target: resize,
 *   source: new KafkaPullSource({ bootstrapServers: ['kafka.example.com:9092'], topic: 'orders', secret: credentials }),
 * });
 */
export class KafkaPullSource extends PullSource {
  constructor(private readonly props: KafkaPullSourceProps) {
    super();
  }

  public describe(target: lambda.IFunction): PullSourceConfig {
    const { bootstrapServers, topic, secret, rootCACertificate, vpc, vpcSubnets, securityGroup, authenticationMethod, ...options } = this.props;
    checkTopic(this.props, target);
    checkBrokers(this.props, target);
    refuseLongTimeout(target, 'Apache Kafka');
    return {
      id: `Kafka${Token.isUnresolved(topic) ? '' : topic}`,
      statements: [
        ...vpc ? [pollerNetworkStatement()] : [],
        ...secret ? secretStatements(secret, target) : [],
        ...rootCACertificate ? secretStatements(rootCACertificate, target) : [],
      ],
      readActions: SECRET_ACTIONS,
      mapping: {
        ...topicMapping(topic, options),
        kafkaBootstrapServers: bootstrapServers,
        sourceAccessConfigurations: accessOf(this.props),
        onFailure: withTopic(this.props, target),
      },
    };
  }
}

function accessOf(props: KafkaPullSourceProps): lambda.SourceAccessConfiguration[] | undefined {
  const { secret, rootCACertificate, vpc, vpcSubnets, securityGroup } = props;
  const method = props.authenticationMethod ?? eventsources.AuthenticationMethod.SASL_SCRAM_512_AUTH;
  const access = [
    ...secret ? [{ type: lambda.SourceAccessConfigurationType.of(method), uri: secret.secretArn }] : [],
    ...rootCACertificate ? [{ type: SERVER_ROOT_CA_CERTIFICATE, uri: rootCACertificate.secretArn }] : [],
    ...securityGroup ? [{ type: VPC_SECURITY_GROUP, uri: securityGroup.securityGroupId }] : [],
    ...vpc ? vpc.selectSubnets(vpcSubnets).subnetIds.map((uri) => ({ type: VPC_SUBNET, uri })) : [],
  ];
  return access.length > 0 ? access : undefined;
}

function checkBrokers(props: KafkaPullSourceProps, target: lambda.IFunction): void {
  const { bootstrapServers, secret, vpc, vpcSubnets, securityGroup, authenticationMethod } = props;
  if (bootstrapServers.length === 0) { throw failure("'bootstrapServers' must name at least one broker, got none; write them as host:port", target); }
  const wrong = bootstrapServers.find((server) => !Token.isUnresolved(server) && !/^[\w.-]+:\d{1,5}$/.test(server));
  if (wrong !== undefined) { throw failure(`'bootstrapServers' must be hosts with ports, got '${wrong}'; write them as host:port`, target); }
  const network = [vpc, vpcSubnets, securityGroup].filter((part) => part !== undefined);
  if (network.length !== 0 && network.length !== 3) {
    throw failure("'vpc', 'vpcSubnets' and 'securityGroup' belong together, got only some of them; give all three, or none for brokers on the internet", target);
  }
  if (!vpc && !secret) {
    throw failure("'secret' is missing, and brokers on the internet must not let in everybody; give the secret with the credentials, or 'vpc'", target);
  }
  if (authenticationMethod && !secret) {
    throw failure(`'authenticationMethod' ${authenticationMethod} needs the credentials; give the 'secret' too, or leave it out`, target);
  }
}
