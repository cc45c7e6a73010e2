import { App, Duration, Stack } from 'aws-cdk-lib';
import * as amazonmq from 'aws-cdk-lib/aws-amazonmq';
import * as docdb from 'aws-cdk-lib/aws-docdb';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { AuthenticationMethod, KafkaDlq } from 'aws-cdk-lib/aws-lambda-event-sources';
import * as msk from 'aws-cdk-lib/aws-msk';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { describePullSource } from './contract';
import { BROKER, CLUSTER, documentDb, kafka, msk as mskSource, network, secret } from './sources';
import { SecureFunction } from '../../src/function/secure-function';
import { DocumentDbPullSource } from '../../src/pull/documentdb';
import { KafkaPullSource } from '../../src/pull/kafka';
import { MqPullSource, MqPullSourceProps } from '../../src/pull/mq';
import { MskPullSource } from '../../src/pull/msk';
import { MskAuthentication } from '../../src/pull/msk-authentication';
import { IPullSource } from '../../src/pull/pull-source';
import { PullTrigger } from '../../src/pull/pull-trigger';
import { CODE, Resource, Synthesized, messageOf, newStack } from '../push/app';
import { waitsFor } from '../template-graph';

const ARN = (service: string, resource: string) => `arn:\${AWS::Partition}:${service}:\${AWS::Region}:\${AWS::AccountId}:${resource}`;
const SECRET = ARN('secretsmanager', 'secret:${Stack.Source}');
const NETWORK = ['CreateNetworkInterface', 'DeleteNetworkInterface', 'DescribeNetworkInterfaces', 'DescribeSecurityGroups', 'DescribeSubnets', 'DescribeVpcs']
  .map((action) => `ec2:${action} *`);
const OTHERS = ['ec2:AssignPrivateIpAddresses *', 'ec2:DescribeInstances *', `secretsmanager:GetSecretValue ${ARN('secretsmanager', 'secret:${Stack.Other}')}`];

function own(scope: Construct): secretsmanager.Secret {
  return new secretsmanager.Secret(scope, 'Source');
}

describe('MSK', () => {
  const cluster = ARN('kafka', 'cluster/shop/0a1b-2');
  const topic = ARN('kafka', 'topic/shop/0a1b-2/orders');
  const group = ARN('kafka', 'group/shop/0a1b-2/resize');

  describePullSource({
    make: (scope) => new MskPullSource({
      clusterArn: Stack.of(scope).formatArn({ service: 'kafka', resource: 'cluster', resourceName: 'shop/0a1b-2' }), topic: 'orders', consumerGroupId: 'resize',
    }),
    mapping: { Topics: ['orders'], StartingPosition: 'TRIM_HORIZON', AmazonManagedKafkaEventSourceConfig: { ConsumerGroupId: 'resize' } },
    allowed: [
      `kafka:DescribeClusterV2 ${cluster}`,
      'kafka:GetBootstrapBrokers *',
      ...NETWORK,
      `kafka-cluster:Connect ${cluster}`,
      `kafka-cluster:AlterGroup ${group}`,
      `kafka-cluster:DescribeGroup ${group}`,
      `kafka-cluster:DescribeTopic ${topic}`,
      `kafka-cluster:ReadData ${topic}`,
    ],
    denied: [
      ...OTHERS, `kafka-cluster:WriteData ${topic}`, `kafka-cluster:ReadData ${topic}-2`, `kafka-cluster:AlterGroup ${group}-2`,
      `kafka:DescribeClusterV2 ${cluster}-3`, `kafka:ListScramSecrets ${cluster}`, `kafka-cluster:DeleteTopic ${topic}`,
    ],
    denies: [`kafka-cluster:ReadData ${topic}`],
  });
});

describe('Kafka', () => {
  describePullSource({
    make: (scope) => new KafkaPullSource({ bootstrapServers: ['kafka.example.com:9092'], topic: 'orders', secret: own(scope) }),
    mapping: {
      Topics: ['orders'],
      StartingPosition: 'TRIM_HORIZON',
      SelfManagedEventSource: { Endpoints: { KafkaBootstrapServers: ['kafka.example.com:9092'] } },
      SourceAccessConfigurations: [{ Type: 'SASL_SCRAM_512_AUTH', URI: { Ref: expect.stringMatching(/Source/) } }],
    },
    allowed: [`secretsmanager:GetSecretValue ${SECRET}`],
    denied: [...OTHERS, ...NETWORK, `secretsmanager:DescribeSecret ${SECRET}`, `secretsmanager:PutSecretValue ${SECRET}`],
    denies: [`secretsmanager:GetSecretValue ${SECRET}`],
  });
});

describe('Kafka in a VPC, without credentials', () => {
  describePullSource({
    make: (scope) => kafka(network(scope)),
    mapping: {
      SourceAccessConfigurations: [
        { Type: 'VPC_SECURITY_GROUP', URI: 'sg-1' }, { Type: 'VPC_SUBNET', URI: 'subnet-1' }, { Type: 'VPC_SUBNET', URI: 'subnet-2' },
      ],
    },
    allowed: NETWORK,
    denied: OTHERS,
  });
});

describe('Amazon MQ', () => {
  const broker = ARN('mq', 'broker:shop:b-1');

  describePullSource({
    make: (scope) => new MqPullSource({
      brokerArn: Stack.of(scope).formatArn({ service: 'mq', resource: 'broker:shop:b-1', resourceName: undefined }), queue: 'orders', secret: own(scope),
    }),
    mapping: { Queues: ['orders'], SourceAccessConfigurations: [{ Type: 'BASIC_AUTH', URI: { Ref: expect.stringMatching(/Source/) } }] },
    allowed: [`mq:DescribeBroker ${broker}`, ...NETWORK, `secretsmanager:GetSecretValue ${SECRET}`],
    denied: [...OTHERS, `mq:DescribeBroker ${broker}-2`, `mq:DescribeUser ${broker}`, 'mq:ListBrokers *'],
    denies: [`secretsmanager:GetSecretValue ${SECRET}`],
  });
});

describe('DocumentDB', () => {
  const parts = ['DescribeDBClusters cluster:shop', 'DescribeDBClusterParameters cluster-pg:streams', 'DescribeDBSubnetGroups subgrp:private'];

  describePullSource({
    make: (scope) => documentDb(scope, { secret: own(scope), collectionName: 'orders', parameterGroupName: 'streams', subnetGroupName: 'private' }),
    mapping: {
      DocumentDBEventSourceConfig: { DatabaseName: 'shop', CollectionName: 'orders' },
      StartingPosition: 'TRIM_HORIZON',
      SourceAccessConfigurations: [{ Type: 'BASIC_AUTH', URI: { Ref: expect.stringMatching(/Source/) } }],
    },
    allowed: [
      ...parts.map((part) => part.split(' ')).map(([action, resource]) => `rds:${action} ${ARN('rds', resource)}`), ...NETWORK,
      `secretsmanager:GetSecretValue ${SECRET}`,
    ],
    denied: [...OTHERS, `rds:DescribeDBClusters ${ARN('rds', 'cluster:other')}`, `rds:DeleteDBCluster ${ARN('rds', 'cluster:shop')}`],
    denies: [`secretsmanager:GetSecretValue ${SECRET}`],
  });
});

function mappingOf(stack: Stack, source: IPullSource): Resource {
  new PullTrigger(stack, 'OnOrder', { target: new SecureFunction(stack, 'Fn', CODE), source });
  return new Synthesized(stack.node.root as App).resources('AWS::Lambda::EventSourceMapping')[0];
}

test('topic and group are those of a cluster that is made in the app', () => {
  const stack = newStack();
  const cluster = new msk.CfnServerlessCluster(stack, 'Cluster', {
    clusterName: 'shop', clientAuthentication: { sasl: { iam: { enabled: true } } }, vpcConfigs: [{ subnetIds: ['subnet-1', 'subnet-2'] }],
  });
  const source = new MskPullSource({ clusterArn: cluster.attrArn, topic: 'orders', consumerGroupId: 'resize' });

  const { statements } = source.describe(new lambda.Function(stack, 'Fn', CODE));

  const part = (index: number) => ({ 'Fn::Select': [index, { 'Fn::Split': [':cluster/', { 'Fn::GetAtt': ['Cluster', 'Arn'] }] }] });
  expect(stack.resolve(statements.at(-1)!.resources)).toEqual([{ 'Fn::Join': ['', [part(0), ':topic/', part(1), '/orders']] }]);
});

test('every option of a topic is in the mapping', () => {
  const stack = newStack();

  const { Properties } = mappingOf(stack, kafka({
    ...network(stack),
    secret: secret(stack),
    authenticationMethod: AuthenticationMethod.BASIC_AUTH,
    startingPosition: lambda.StartingPosition.AT_TIMESTAMP,
    startingPositionTimestamp: 1541139109,
    bisectBatchOnError: true,
    retryAttempts: 3,
    maxRecordAge: Duration.hours(1),
    reportBatchItemFailures: true,
    onFailure: new KafkaDlq('failed'),
    provisionedPollerConfig: { minimumPollers: 1, maximumPollers: 3, pollerGroupName: 'shop' },
    logLevel: lambda.EventSourceMappingLogLevel.INFO,
    metricsConfig: { metrics: [lambda.MetricType.KAFKA_METRICS] },
  }));

  expect(Properties).toMatchObject({
    SourceAccessConfigurations: [{ Type: 'BASIC_AUTH' }, { Type: 'VPC_SECURITY_GROUP' }, { Type: 'VPC_SUBNET' }, { Type: 'VPC_SUBNET' }],
    StartingPosition: 'AT_TIMESTAMP',
    StartingPositionTimestamp: 1541139109,
    BisectBatchOnFunctionError: true,
    MaximumRetryAttempts: 3,
    MaximumRecordAgeInSeconds: 3600,
    FunctionResponseTypes: ['ReportBatchItemFailures'],
    DestinationConfig: { OnFailure: { Destination: 'kafka://failed' } },
    ProvisionedPollerConfig: { MinimumPollers: 1, MaximumPollers: 3, PollerGroupName: 'shop' },
    LoggingConfig: { SystemLogLevel: 'INFO' },
    MetricsConfig: { Metrics: ['KafkaMetrics'] },
  });
});

test.each<[string, MskAuthentication | undefined, unknown]>([
  ['SCRAM', undefined, [{ Type: 'SASL_SCRAM_512_AUTH', URI: expect.any(String) }]],
  ['mutual TLS', MskAuthentication.MUTUAL_TLS, [{ Type: 'CLIENT_CERTIFICATE_TLS_AUTH', URI: expect.any(String) }]],
])('a secret of a cluster of MSK is named for %s', (_, authentication, expected) => {
  const stack = newStack();

  expect(mappingOf(stack, mskSource({ secret: secret(stack), authentication })).Properties.SourceAccessConfigurations).toEqual(expected);
});

test('a cluster of another account is polled through its VPC connection', () => {
  const vpcConnectionArn = 'arn:aws:kafka:eu-west-1:111122223333:vpc-connection/444455556666/shop/9f-7';

  const { Properties } = mappingOf(newStack(), mskSource({ clusterArn: CLUSTER.replace('111122223333', '444455556666'), vpcConnectionArn }));

  expect(Properties).toMatchObject({ EventSourceArn: vpcConnectionArn });
  expect(Properties.SourceAccessConfigurations).toBeUndefined();
});

test('a queue of RabbitMQ is in its virtual host', () => {
  const stack = newStack();
  const broker = new amazonmq.CfnBroker(stack, 'Broker', {
    brokerName: 'shop', deploymentMode: 'SINGLE_INSTANCE', engineType: 'RABBITMQ', hostInstanceType: 'mq.m5.large', publiclyAccessible: false,
  });

  const { Properties } = mappingOf(stack, new MqPullSource({
    brokerArn: broker.attrArn,
    queue: 'orders',
    secret: secret(stack),
    virtualHost: '/shop',
    provisionedPollerConfig: { minimumPollers: 1 },
    filters: [lambda.FilterCriteria.filter({ data: { kind: lambda.FilterRule.isEqual('order') } })],
    maxBatchingWindow: Duration.seconds(5),
    enabled: false,
  }));

  expect(Properties).toMatchObject({
    SourceAccessConfigurations: [{ Type: 'BASIC_AUTH' }, { Type: 'VIRTUAL_HOST', URI: '/shop' }],
    ProvisionedPollerConfig: { MinimumPollers: 1 },
    FilterCriteria: { Filters: [{ Pattern: '{"data":{"kind":["order"]}}' }] },
    MaximumBatchingWindowInSeconds: 5,
    Enabled: false,
  });
});

test('the change stream of a cluster that is made in the app names its groups, and waits for its instances', () => {
  const stack = newStack();
  const cluster = new docdb.DatabaseCluster(stack, 'Cluster', {
    masterUser: { username: 'shop' },
    instanceType: ec2.InstanceType.of(ec2.InstanceClass.T3, ec2.InstanceSize.MEDIUM),
    vpc: new ec2.Vpc(stack, 'Vpc', { natGateways: 0 }),
    vpcSubnets: { subnetType: ec2.SubnetType.PRIVATE_ISOLATED },
    parameterGroup: new docdb.ClusterParameterGroup(stack, 'Parameters', { family: 'docdb5.0', parameters: {} }),
  });
  const source = new DocumentDbPullSource({ cluster, databaseName: 'shop', secret: cluster.secret!, fullDocument: true });
  new PullTrigger(stack, 'OnChange', { target: new SecureFunction(stack, 'Fn', CODE), source });

  const done = new Synthesized(stack.node.root as App);

  const [mapping] = done.resources('AWS::Lambda::EventSourceMapping');
  const waits = (type: string) => done.resources(type).map(({ id }) => waitsFor(done.template(stack), mapping.id, id));
  expect([...waits('AWS::DocDB::DBInstance'), ...waits('AWS::SecretsManager::SecretTargetAttachment')]).toEqual([true, true]);
  expect(mapping.Properties.DocumentDBEventSourceConfig).toEqual({ DatabaseName: 'shop', FullDocument: 'UpdateLookup' });
  const statements = JSON.stringify(done.resources('AWS::IAM::Role').map(({ Properties }) => Properties.Policies));
  expect(statements).toMatch(/:cluster-pg:",\{"Ref":"Parameters/);
  expect(statements).toMatch(/:subgrp:",\{"Ref":"ClusterSubnets/);
});

const REFUSED: { readonly [what: string]: [(stack: Stack) => IPullSource, string] } = {
  'a cluster that is a pattern': [() => mskSource({ clusterArn: 'arn:aws:kafka:eu-west-1:111122223333:cluster/*' }),
    "'clusterArn' must be the ARN of one cluster of MSK, got 'arn:aws:kafka:eu-west-1:111122223333:cluster/*'; for a cluster of another account set "
    + "'vpcConnectionArn' too"],
  'a VPC connection that is a cluster': [() => mskSource({ vpcConnectionArn: CLUSTER }),
    `'vpcConnectionArn' must be the ARN of one managed VPC connection, got '${CLUSTER}'; leave it out for a cluster of the own account`],
  'SCRAM without a secret': [() => mskSource({ authentication: MskAuthentication.SASL_SCRAM_512 }),
    "'secret' is missing for MskAuthentication.SASL_SCRAM_512; give the secret with the credentials"],
  'IAM with a secret': [(stack) => mskSource({ authentication: MskAuthentication.IAM, secret: secret(stack) }),
    "'secret' has no use for MskAuthentication.IAM; leave it out, or choose SASL_SCRAM_512 or MUTUAL_TLS"],
  'a topic that is a pattern': [() => mskSource({ topic: '*' }), "'topic' must be 1 to 249 of the characters a-z, A-Z, 0-9, '.', '_' and '-', got '*'"],
  'a consumer group with a space': [() => mskSource({ consumerGroupId: 'a b' }), "'consumerGroupId' must be 1 to 200 of the characters a-zA-Z0-9-/*:_+=.@, got 'a b'"],
  'failed records in the topic they come from': [() => mskSource({ onFailure: new KafkaDlq('orders'), provisionedPollerConfig: {} }),
    "'onFailure' must be another topic than the source, got 'orders' for both"],
  'failed records in a topic without pollers': [() => mskSource({ onFailure: new KafkaDlq('failed') }),
    "'onFailure' can be a Kafka topic only with provisioned pollers; set 'provisionedPollerConfig' too"],
  'a schema registry without pollers': [(stack) => kafka({ secret: secret(stack), schemaRegistryConfig: { bind: () => { throw new Error('never'); } } }),
    "'schemaRegistryConfig' needs provisioned pollers; set 'provisionedPollerConfig' too"],
  'no broker': [(stack) => kafka({ bootstrapServers: [], secret: secret(stack) }), "'bootstrapServers' must name at least one broker, got none; write them as host:port"],
  'a broker without a port': [(stack) => kafka({ bootstrapServers: ['kafka'], secret: secret(stack) }),
    "'bootstrapServers' must be hosts with ports, got 'kafka'; write them as host:port"],
  'a VPC without subnets': [(stack) => kafka({ vpc: network(stack).vpc }),
    "'vpc', 'vpcSubnets' and 'securityGroup' belong together, got only some of them; give all three, or none for brokers on the internet"],
  'brokers on the internet without credentials': [() => kafka({}),
    "'secret' is missing, and brokers on the internet must not let in everybody; give the secret with the credentials, or 'vpc'"],
  'a way to authenticate without credentials': [(stack) => kafka({ ...network(stack), authenticationMethod: AuthenticationMethod.BASIC_AUTH }),
    "'authenticationMethod' BASIC_AUTH needs the credentials; give the 'secret' too, or leave it out"],
  'any broker': [(stack) => mq(stack, { brokerArn: BROKER.replace('b-1', '*') }),
    "'brokerArn' must be the ARN of one broker of Amazon MQ, got 'arn:aws:mq:eu-west-1:111122223333:broker:shop:*'; use 'attrArn' of the CfnBroker"],
  'a queue without a name': [(stack) => mq(stack, { queue: '' }), "'queue' is empty; give the name of the queue"],
  'a database that is a pattern': [(stack) => documentDb(stack, { databaseName: '*' }),
    "'databaseName' must be one name, got '*'; write it out, or leave it out where it is optional"],
};

function mq(stack: Stack, props: Partial<MqPullSourceProps>): MqPullSource {
  return new MqPullSource({ brokerArn: BROKER, queue: 'orders', secret: secret(stack), ...props });
}

test.each(Object.entries(REFUSED))('fails for %s', (_, [make, message]) => {
  const stack = newStack();
  const target = new lambda.Function(stack, 'Fn', CODE);
  const trigger = messageOf(() => new PullTrigger(stack, 'OnOrder', { target, source: make(stack) }));

  expect(trigger).toBe(`${message} [Stack/Fn]`);
});

test.each<[string, (stack: Stack) => IPullSource]>([
  ['Amazon MSK', () => mskSource()],
  ['Apache Kafka', (stack) => kafka({ secret: secret(stack) })],
  ['Amazon MQ', (stack) => mq(stack, {})],
  ['Amazon DocumentDB', (stack) => documentDb(stack)],
])('fails for %s and a function that may run longer than 14 minutes', (what, make) => {
  const stack = newStack();
  const target = new lambda.Function(stack, 'Fn', { ...CODE, timeout: Duration.minutes(15) });

  expect(messageOf(() => new PullTrigger(stack, 'OnOrder', { target, source: make(stack) }))).toBe(
    `'target' must have a 'timeout' of at most 14 minutes for ${what}, got 15 minutes; shorten it [Stack/Fn]`);
});
