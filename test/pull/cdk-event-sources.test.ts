import { Duration, Stack } from 'aws-cdk-lib';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as kinesis from 'aws-cdk-lib/aws-kinesis';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as sources from 'aws-cdk-lib/aws-lambda-event-sources';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { CLUSTER, kafka, msk, network, secret } from './sources';
import { PolicyKind } from '../../src/function/policy-kind';
import { SecureFunction } from '../../src/function/secure-function';
import { DynamoDbStreamPullSource } from '../../src/pull/dynamodb-stream';
import { KinesisPullSource } from '../../src/pull/kinesis';
import { MskAuthentication } from '../../src/pull/msk-authentication';
import { IPullSource } from '../../src/pull/pull-source';
import { PullTrigger } from '../../src/pull/pull-trigger';
import { SqsPullSource } from '../../src/pull/sqs';
import { CODE, FLAG_SETS, HOME, Synthesized, newApp } from '../push/app';
import { withoutHashes } from '../push/contract';
import { waitsFor } from '../template-graph';

// TableV2 uses a deprecated property of CDK's own, and says so each time.
process.env.JSII_DEPRECATED = 'quiet';

const LATEST = { startingPosition: lambda.StartingPosition.LATEST };

/** An event source of CDK's, and the pull source for the same thing. */
interface Pair {
  readonly cdk: lambda.IEventSource;
  readonly ours: IPullSource;
}

function key(scope: Construct): kms.Key {
  return new kms.Key(scope, 'Key');
}

function table(scope: Construct, encryptionKey?: kms.IKey): dynamodb.Table {
  const partitionKey = { name: 'id', type: dynamodb.AttributeType.STRING };
  return new dynamodb.Table(scope, 'Table', { partitionKey, stream: dynamodb.StreamViewType.NEW_IMAGE, encryptionKey });
}

function ofQueue(queue: sqs.IQueue): Pair {
  return { cdk: new sources.SqsEventSource(queue), ours: new SqsPullSource(queue) };
}

function ofTable(of: dynamodb.ITable, onFailure?: lambda.IEventSourceDlq): Pair {
  return { cdk: new sources.DynamoEventSource(of, { ...LATEST, onFailure }), ours: new DynamoDbStreamPullSource(of, { onFailure }) };
}

function ofStream(stream: kinesis.IStream, onFailure?: lambda.IEventSourceDlq): Pair {
  return { cdk: new sources.KinesisEventSource(stream, { ...LATEST, onFailure }), ours: new KinesisPullSource(stream, { onFailure }) };
}

function ofConsumer(scope: Construct): Pair {
  const stream = new kinesis.Stream(scope, 'Stream', { encryptionKey: key(scope) });
  const consumer = new kinesis.StreamConsumer(scope, 'Consumer', { stream, streamConsumerName: 'fast' });
  return { cdk: new sources.KinesisConsumerEventSource(consumer, LATEST), ours: KinesisPullSource.fromConsumer(consumer) };
}

function ofMsk(props: Partial<sources.ManagedKafkaEventSourceProps>): Pair {
  const cdk = new sources.ManagedKafkaEventSource({ clusterArn: CLUSTER, topic: 'orders', ...LATEST, ...props });
  return { cdk, ours: msk({ ...props, authentication: props.secret ? undefined : MskAuthentication.NONE }) };
}

function ofKafka(props: Partial<sources.SelfManagedKafkaEventSourceProps>): Pair {
  const cdk = new sources.SelfManagedKafkaEventSource({ bootstrapServers: ['kafka.example.com:9092'], topic: 'orders', ...LATEST, ...props });
  return { cdk, ours: kafka(props) };
}

function glue(): Partial<sources.KafkaEventSourceProps> {
  return {
    provisionedPollerConfig: { minimumPollers: 1 },
    schemaRegistryConfig: new sources.GlueSchemaRegistry({
      schemaRegistryArn: 'arn:aws:glue:eu-west-1:111122223333:registry/shop',
      eventRecordFormat: lambda.EventRecordFormat.JSON,
      schemaValidationConfigs: [{ attribute: lambda.KafkaSchemaValidationAttribute.VALUE }],
    }),
  };
}

const PAIRS: { readonly [name: string]: (scope: Construct) => Pair } = {
  'SqsEventSource': (scope) => ofQueue(new sqs.Queue(scope, 'Queue')),
  'SqsEventSource of a FIFO queue with a key': (scope) => ofQueue(new sqs.Queue(scope, 'Queue', { fifo: true, encryptionMasterKey: key(scope) })),
  'DynamoEventSource': (scope) => ofTable(table(scope)),
  'DynamoEventSource of a table with a key': (scope) => ofTable(table(scope, key(scope))),
  'DynamoEventSource of a TableV2 with a key': (scope) => ofTable(new dynamodb.TableV2(scope, 'Table', {
    partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING },
    dynamoStream: dynamodb.StreamViewType.NEW_IMAGE,
    encryption: dynamodb.TableEncryptionV2.customerManagedKey(key(scope)),
  })),
  'KinesisEventSource': (scope) => ofStream(new kinesis.Stream(scope, 'Stream', { encryption: kinesis.StreamEncryption.UNENCRYPTED })),
  'KinesisEventSource of a stream with a key': (scope) => ofStream(new kinesis.Stream(scope, 'Stream', { encryptionKey: key(scope) })),
  'KinesisConsumerEventSource': ofConsumer,
  'ManagedKafkaEventSource': () => ofMsk({}),
  'ManagedKafkaEventSource with a secret': (scope) => ofMsk({ secret: secret(scope) }),
  'ManagedKafkaEventSource with a schema registry': () => ofMsk(glue()),
  'SelfManagedKafkaEventSource': (scope) => ofKafka({ secret: secret(scope) }),
  'SelfManagedKafkaEventSource in a VPC': (scope) => ofKafka({ ...network(scope), secret: secret(scope), rootCACertificate: secret(scope, undefined, 'Root') }),
  'SqsDlq': (scope) => ofTable(table(scope), new sources.SqsDlq(new sqs.Queue(scope, 'Failed'))),
  'SqsDlq with a key': (scope) => ofTable(table(scope), new sources.SqsDlq(new sqs.Queue(scope, 'Failed', { encryptionMasterKey: key(scope) }))),
  'SnsDlq': (scope) => ofTable(table(scope), new sources.SnsDlq(new sns.Topic(scope, 'Failed'))),
  'SnsDlq with a key': (scope) => ofTable(table(scope), new sources.SnsDlq(new sns.Topic(scope, 'Failed', { masterKey: key(scope) }))),
  'S3OnFailureDestination': (scope) => ofTable(table(scope), new sources.S3OnFailureDestination(new s3.Bucket(scope, 'Failed'))),
  'S3OnFailureDestination with a key': (scope) => {
    const bucket = new s3.Bucket(scope, 'Failed', { encryptionKey: key(scope) });
    return ofStream(new kinesis.Stream(scope, 'Stream', { encryption: kinesis.StreamEncryption.UNENCRYPTED }), new sources.S3OnFailureDestination(bucket));
  },
};

/** Ways to add an event source of CDK's to a function. */
const WAYS: { readonly [name: string]: (stack: Stack, source: lambda.IEventSource, policyKind: PolicyKind) => void } = {
  'addEventSource': (stack, source, policyKind) => new SecureFunction(stack, 'Cdk', { ...CODE, policyKind }).addEventSource(source),
  'addEventSource of an alias': (stack, source, policyKind) => new SecureFunction(stack, 'Cdk', { ...CODE, policyKind }).addAlias('live').addEventSource(source),
  'events': (stack, source, policyKind) => { new SecureFunction(stack, 'Cdk', { ...CODE, policyKind, events: [source] }); },
};

/** What a role may do, wherever it stands, without its own log group. */
function identityOf(done: Synthesized, id: string): object[] {
  const { role, gaps } = done.function(id);
  expect(gaps).toEqual([]);
  const statements = role!.policies.flatMap((policy) => policy.statements!.map(({ source: _, ...statement }) => statement));
  return statements.filter(({ actions }) => !actions?.[0].startsWith('logs:')).map(withoutHashes)
    .sort((one, other) => JSON.stringify(one).localeCompare(JSON.stringify(other)));
}

describe.each(FLAG_SETS)('%s', (_, flags) => {
  describe.each(Object.entries(WAYS))('%s', (way, add) => {
    test.each(Object.entries(PAIRS))('%s gives the role what the pull source gives it', (__, make) => {
      const kind = way === 'events' ? PolicyKind.MANAGED : PolicyKind.INLINE;
      const app = newApp({ ...flags });
      const stack = new Stack(app, 'Stack', { env: HOME });
      const { cdk, ours } = make(stack);
      add(stack, cdk, kind);
      new PullTrigger(stack, 'Trigger', { target: new SecureFunction(stack, 'Ours', { ...CODE, policyKind: kind }), source: ours });

      const done = new Synthesized(app);

      const expected = identityOf(done, 'Ours');
      expect(expected.length).toBeGreaterThan(0);
      expect(identityOf(done, 'Cdk')).toEqual(expected);
      expect(done.resources('AWS::IAM::Role').map(({ Properties }) => Properties.ManagedPolicyArns)).toEqual([undefined, undefined]);
    });
  });
});

test('an event source that somebody else wrote keeps its grants', () => {
  const stack = new Stack(newApp(), 'Stack', { env: HOME });
  const queue = new sqs.Queue(stack, 'Queue');
  new SecureFunction(stack, 'Fn', CODE).addEventSource({
    bind: (target) => {
      queue.grantPurge(target);
      queue.grant(target, 'sqs:ReceiveMessage', 'sqs:SetQueueAttributes');
    },
  });

  const [statement] = identityOf(new Synthesized(stack.node.root as never), 'Fn') as { actions: string[] }[];

  expect(statement.actions.sort()).toEqual(['sqs:GetQueueAttributes', 'sqs:GetQueueUrl', 'sqs:PurgeQueue', 'sqs:ReceiveMessage', 'sqs:SetQueueAttributes']);
});

test('an event source of the current version gives the role no more', () => {
  const stack = new Stack(newApp(), 'Stack', { env: HOME });
  new SecureFunction(stack, 'Fn', CODE).currentVersion.addEventSource(new sources.SqsEventSource(new sqs.Queue(stack, 'Queue')));

  const statements = identityOf(new Synthesized(stack.node.root as never), 'Fn') as { actions: string[] }[];

  expect(statements.map(({ actions }) => actions.sort())).toEqual([['sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:ReceiveMessage']]);
});

test('grants after the event source are as wide as CDK writes them', () => {
  const stack = new Stack(newApp(), 'Stack', { env: HOME });
  const queue = new sqs.Queue(stack, 'Queue', { visibilityTimeout: Duration.minutes(1) });
  const handler = new SecureFunction(stack, 'Fn', CODE);
  handler.addEventSource(new sources.SqsEventSource(queue));
  queue.grantConsumeMessages(handler);

  const statements = identityOf(new Synthesized(stack.node.root as never), 'Fn') as { actions: string[] }[];

  expect(statements.flatMap(({ actions }) => actions)).toContain('sqs:ChangeMessageVisibility');
});

test('a mapping made by hand brings the network and the certificate that it names, and waits for them', () => {
  const stack = new Stack(newApp(), 'Stack', { env: HOME });
  const handler = new SecureFunction(stack, 'Fn', { ...CODE, policyKind: PolicyKind.MANAGED });
  const { VPC_SUBNET, SERVER_ROOT_CA_CERTIFICATE } = lambda.SourceAccessConfigurationType;
  handler.addEventSourceMapping('Mapping', {
    kafkaBootstrapServers: ['kafka.example.com:9092'],
    kafkaTopic: 'orders',
    sourceAccessConfigurations: [{ type: VPC_SUBNET, uri: 'subnet-1' }, { type: SERVER_ROOT_CA_CERTIFICATE, uri: secret(stack).secretArn }],
  });

  const done = new Synthesized(stack.node.root as never);

  const actions = (identityOf(done, 'Fn') as { actions: string[] }[]).flatMap((statement) => statement.actions);
  expect(actions).toEqual(expect.arrayContaining(['ec2:DescribeVpcs', 'secretsmanager:GetSecretValue']));
  const [mapping] = done.resources('AWS::Lambda::EventSourceMapping');
  expect(waitsFor(done.template(stack), mapping.id, done.resources('AWS::IAM::ManagedPolicy')[0].id)).toBe(true);
});
