import * as docdb from 'aws-cdk-lib/aws-docdb';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as kinesis from 'aws-cdk-lib/aws-kinesis';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import {
  AuthenticationMethod, ConfluentSchemaRegistry, GlueSchemaRegistry, KafkaDlq, S3OnFailureDestination, SnsDlq, SqsDlq,
} from 'aws-cdk-lib/aws-lambda-event-sources';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { DocumentDbPullSource, DocumentDbPullSourceProps } from '../../src/pull/documentdb';
import { DynamoDbStreamPullSource, DynamoDbStreamPullSourceOptions } from '../../src/pull/dynamodb-stream';
import { KafkaPullSource, KafkaPullSourceProps } from '../../src/pull/kafka';
import { KinesisPullSource } from '../../src/pull/kinesis';
import { MqPullSource } from '../../src/pull/mq';
import { MskPullSource, MskPullSourceProps } from '../../src/pull/msk';
import { MskAuthentication } from '../../src/pull/msk-authentication';
import { PullSource } from '../../src/pull/pull-source';
import { SqsPullSource } from '../../src/pull/sqs';

const HERE = 'eu-west-1:111122223333';

export const CLUSTER = `arn:aws:kafka:${HERE}:cluster/shop/0a1b-2`;
export const BROKER = `arn:aws:mq:${HERE}:broker:shop:b-1`;
const SECRET = `arn:aws:secretsmanager:${HERE}:secret:login-AbCdEf`;

export function key(scope: Construct): kms.IKey {
  return kms.Key.fromKeyArn(scope, 'Key', `arn:aws:kms:${HERE}:key/k1`);
}

export function queue(scope: Construct, id = 'Queue', encryption?: kms.IKey): sqs.IQueue {
  return sqs.Queue.fromQueueAttributes(scope, id, { queueArn: `arn:aws:sqs:${HERE}:${id.toLowerCase()}`, keyArn: encryption?.keyArn });
}

export function table(scope: Construct, encryptionKey?: kms.IKey): dynamodb.ITable {
  const tableArn = `arn:aws:dynamodb:${HERE}:table/orders`;
  return dynamodb.Table.fromTableAttributes(scope, 'Table', { tableArn, tableStreamArn: `${tableArn}/stream/2026-01-01T00:00:00.000`, encryptionKey });
}

export function stream(scope: Construct, encryptionKey?: kms.IKey): kinesis.IStream {
  return kinesis.Stream.fromStreamAttributes(scope, 'Stream', { streamArn: `arn:aws:kinesis:${HERE}:stream/clicks`, encryptionKey });
}

function consumer(scope: Construct): kinesis.IStreamConsumer {
  return kinesis.StreamConsumer.fromStreamConsumerAttributes(scope, 'Consumer', {
    streamConsumerArn: `arn:aws:kinesis:${HERE}:stream/clicks/consumer/fast:1540591608`,
  });
}

export function secret(scope: Construct, encryptionKey?: kms.IKey, id = 'Secret'): secretsmanager.ISecret {
  return secretsmanager.Secret.fromSecretAttributes(scope, id, { secretCompleteArn: SECRET.replace('login', id.toLowerCase()), encryptionKey });
}

export function msk(props: Partial<MskPullSourceProps> = {}): MskPullSource {
  return new MskPullSource({ clusterArn: CLUSTER, topic: 'orders', ...props });
}

export function kafka(props: Partial<KafkaPullSourceProps>): KafkaPullSource {
  return new KafkaPullSource({ bootstrapServers: ['kafka.example.com:9092'], topic: 'orders', ...props });
}

/** A VPC that the app does not make. */
export function network(scope: Construct) {
  return {
    vpc: ec2.Vpc.fromVpcAttributes(scope, 'Vpc', { vpcId: 'vpc-1', availabilityZones: ['a', 'b'], privateSubnetIds: ['subnet-1', 'subnet-2'], privateSubnetRouteTableIds: ['rtb-1', 'rtb-2'] }),
    vpcSubnets: { subnetType: ec2.SubnetType.PRIVATE_WITH_EGRESS },
    securityGroup: ec2.SecurityGroup.fromSecurityGroupId(scope, 'SecurityGroup', 'sg-1'),
  };
}

export function documentDb(scope: Construct, props: Partial<DocumentDbPullSourceProps> = {}): DocumentDbPullSource {
  const cluster = docdb.DatabaseCluster.fromDatabaseClusterAttributes(scope, 'Cluster', { clusterIdentifier: 'shop' });
  return new DocumentDbPullSource({ cluster, databaseName: 'shop', secret: secret(scope), ...props });
}

function onFailure(make: (scope: Construct) => lambda.IEventSourceDlq, options: Partial<DynamoDbStreamPullSourceOptions> = {}) {
  return (scope: Construct) => new DynamoDbStreamPullSource(table(scope), { ...options, onFailure: make(scope) });
}

export const POLLERS = { provisionedPollerConfig: { minimumPollers: 1, maximumPollers: 2 } };
const RECORDS = {
  eventRecordFormat: lambda.EventRecordFormat.JSON,
  schemaValidationConfigs: [{ attribute: lambda.KafkaSchemaValidationAttribute.VALUE }],
};

function glue() {
  return new GlueSchemaRegistry({ schemaRegistryArn: `arn:aws:glue:${HERE}:registry/shop`, ...RECORDS });
}

export function confluent(password: secretsmanager.ISecret) {
  return new ConfluentSchemaRegistry({
    schemaRegistryUri: 'https://schemas.example.com',
    authenticationType: lambda.KafkaSchemaRegistryAccessConfigType.BASIC_AUTH,
    secret: password,
    ...RECORDS,
  });
}

/** Every kind of source, for resources that exist already, so that the statements hold their real ARNs. */
export const SOURCES: { readonly [name: string]: (scope: Construct) => PullSource } = {
  'SQS': (scope) => new SqsPullSource(queue(scope)),
  'SQS, with a customer-managed key': (scope) => new SqsPullSource(queue(scope, 'Queue', key(scope))),
  'DynamoDB stream': (scope) => new DynamoDbStreamPullSource(table(scope)),
  'DynamoDB stream, with a customer-managed key': (scope) => new DynamoDbStreamPullSource(table(scope, key(scope))),
  'DynamoDB stream, with ListStreams': (scope) => new DynamoDbStreamPullSource(table(scope), { allowListStreams: 'an audit compares roles with AWS’s policy' }),
  'Kinesis': (scope) => new KinesisPullSource(stream(scope)),
  'Kinesis, with a customer-managed key': (scope) => new KinesisPullSource(stream(scope, key(scope))),
  'Kinesis, enhanced fan-out': (scope) => KinesisPullSource.fromConsumer(consumer(scope)),
  'MSK, IAM': () => msk(),
  'MSK, IAM, as a consumer group': () => msk({ consumerGroupId: 'resize' }),
  'MSK, IAM, in another account': () => msk({
    clusterArn: 'arn:aws:kafka:eu-west-1:444455556666:cluster/shop/0a1b-2',
    vpcConnectionArn: `arn:aws:kafka:${HERE}:vpc-connection/444455556666/shop/9f-7`,
    consumerGroupId: 'resize',
  }),
  'MSK, SCRAM': (scope) => msk({ secret: secret(scope) }),
  'MSK, SCRAM, with a customer-managed key': (scope) => msk({ secret: secret(scope, key(scope)) }),
  'MSK, mutual TLS': (scope) => msk({ secret: secret(scope), authentication: MskAuthentication.MUTUAL_TLS }),
  'MSK, no authentication': () => msk({ authentication: MskAuthentication.NONE }),
  'Kafka, on the internet': (scope) => kafka({ secret: secret(scope) }),
  'Kafka, in a VPC': (scope) => kafka(network(scope)),
  'Kafka, in a VPC, with credentials and a private authority': (scope) => kafka({
    ...network(scope),
    secret: secret(scope, key(scope)),
    rootCACertificate: secret(scope, undefined, 'Root'),
    authenticationMethod: AuthenticationMethod.CLIENT_CERTIFICATE_TLS_AUTH,
  }),
  'Amazon MQ': (scope) => new MqPullSource({ brokerArn: BROKER, queue: 'orders', secret: secret(scope) }),
  'Amazon MQ, with a customer-managed key': (scope) => new MqPullSource({ brokerArn: BROKER, queue: 'orders', secret: secret(scope, key(scope)) }),
  'DocumentDB': (scope) => documentDb(scope),
  'DocumentDB, with its groups and a customer-managed key': (scope) => documentDb(scope, {
    secret: secret(scope, key(scope), 'Own'), parameterGroupName: 'streams', subnetGroupName: 'private',
  }),
  'on failure: SQS': onFailure((scope) => new SqsDlq(queue(scope, 'Failed'))),
  'on failure: SQS, with a customer-managed key': onFailure((scope) => new SqsDlq(queue(scope, 'Failed', key(scope)))),
  'on failure: SNS': onFailure((scope) => new SnsDlq(sns.Topic.fromTopicArn(scope, 'Failed', `arn:aws:sns:${HERE}:failed`))),
  'on failure: SNS, with a customer-managed key': onFailure((scope) => new SnsDlq(sns.Topic.fromTopicAttributes(scope, 'Failed', {
    topicArn: `arn:aws:sns:${HERE}:failed`, keyArn: `arn:aws:kms:${HERE}:key/k1`,
  }))),
  'on failure: S3': onFailure((scope) => new S3OnFailureDestination(s3.Bucket.fromBucketArn(scope, 'Failed', 'arn:aws:s3:::failed'))),
  'on failure: S3, with a customer-managed key': onFailure((scope) => new S3OnFailureDestination(s3.Bucket.fromBucketAttributes(scope, 'Failed', {
    bucketArn: 'arn:aws:s3:::failed', encryptionKey: key(scope),
  }))),
  'on failure: a topic of the cluster, IAM': () => msk({ onFailure: new KafkaDlq('failed'), consumerGroupId: 'resize', ...POLLERS }),
  'on failure: a topic of the cluster, SCRAM': (scope) => msk({ onFailure: new KafkaDlq('failed'), secret: secret(scope), ...POLLERS }),
  'schema registry: Glue': (scope) => kafka({ secret: secret(scope, undefined, 'Login'), schemaRegistryConfig: glue(), ...POLLERS }),
  'schema registry: Confluent': (scope) => kafka({ secret: secret(scope, undefined, 'Login'), schemaRegistryConfig: confluent(secret(scope)), ...POLLERS }),
};
