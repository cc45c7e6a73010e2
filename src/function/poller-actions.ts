// Not exported: what Lambda does with an execution role to poll a source. Pull sources write it, and CDK's own event sources are narrowed to it.

/**
 * A queue's messages.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html#events-sqs-permissions
 */
export const QUEUE_ACTIONS = ['sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:ReceiveMessage'];

/**
 * A table's stream. `dynamodb:ListStreams`, which knows no resource, is not needed: SAM's connector allows it in a form
 * that never matches, and works.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-eventsourcemapping.html
 */
export const TABLE_STREAM_ACTIONS = ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'];

/**
 * A data stream.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-create.html
 */
export const STREAM_ACTIONS = [
  'kinesis:DescribeStream', 'kinesis:DescribeStreamSummary', 'kinesis:GetRecords', 'kinesis:GetShardIterator', 'kinesis:ListShards',
];

/**
 * A consumer of a data stream with enhanced fan-out; beside what its stream needs. Both act on the consumer, not on the stream.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonkinesisdatastreams.html
 */
export const CONSUMER_ACTIONS = ['kinesis:DescribeStreamConsumer', 'kinesis:SubscribeToShard'];

/**
 * An MSK cluster.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/with-msk-permissions.html
 */
export const CLUSTER_ACTIONS = ['kafka:DescribeClusterV2'];

/** An MSK cluster too; the action knows no resource. */
export const BROKER_LIST_ACTIONS = ['kafka:GetBootstrapBrokers'];

/** An MSK cluster with user name and password. */
export const SCRAM_ACTIONS = ['kafka:ListScramSecrets'];

/**
 * The network interfaces of pollers in a VPC. They are not those of a function in a VPC.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/with-kafka-permissions.html#smaa-api-actions-vpc
 */
export const POLLER_NETWORK_ACTIONS = [
  'ec2:CreateNetworkInterface',
  'ec2:DeleteNetworkInterface',
  'ec2:DescribeNetworkInterfaces',
  'ec2:DescribeSecurityGroups',
  'ec2:DescribeSubnets',
  'ec2:DescribeVpcs',
];

/** A secret with credentials or certificates. */
export const SECRET_ACTIONS = ['secretsmanager:GetSecretValue'];
