// Not exported: how the grants of CDK's event sources and of their destinations become exact.
import { Stack, Token } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { IConstruct } from 'constructs';
import { ExplainedStatement } from './explained-statement';
import { KnownGrant } from './known-grants';
import { CONSUMER_ACTIONS, QUEUE_ACTIONS, SECRET_ACTIONS, STREAM_ACTIONS, TABLE_STREAM_ACTIONS } from './poller-actions';
import { clusterStatements, pollerStatement } from './poller-statements';
import { collectReferences } from '../cloudformation/collect-references';

const DECRYPT = ['kms:Decrypt'];
const SEND = ['kms:Decrypt', 'kms:GenerateDataKey'];

function only(actions: string[]): KnownGrant['exact'] {
  return (resources) => [pollerStatement(actions, ...resources)];
}

/** What CDK's event sources grant. */
export const POLLER_GRANTS: readonly KnownGrant[] = [
  {
    granted: [...QUEUE_ACTIONS, 'sqs:ChangeMessageVisibility', 'sqs:GetQueueUrl'],
    sign: 'sqs:ReceiveMessage',
    exact: only(QUEUE_ACTIONS),
    service: 'sqs',
    keyActions: DECRYPT,
  },
  { granted: ['dynamodb:ListStreams'], sign: 'dynamodb:ListStreams', exact: () => [], service: 'dynamodb', keyActions: DECRYPT },
  { granted: TABLE_STREAM_ACTIONS, sign: 'dynamodb:GetRecords', exact: only(TABLE_STREAM_ACTIONS), service: 'dynamodb', keyActions: DECRYPT },
  {
    granted: [...STREAM_ACTIONS, ...CONSUMER_ACTIONS, 'kinesis:ListStreams'],
    sign: 'kinesis:GetRecords',
    exact: only(STREAM_ACTIONS),
    service: 'kinesis',
    keyActions: DECRYPT,
  },
  { granted: CONSUMER_ACTIONS, sign: 'kinesis:SubscribeToShard', exact: only(CONSUMER_ACTIONS) },
  { granted: [...SECRET_ACTIONS, 'secretsmanager:DescribeSecret'], sign: 'secretsmanager:GetSecretValue', exact: only(SECRET_ACTIONS) },
  {
    granted: ['kafka:DescribeCluster', 'kafka:GetBootstrapBrokers', 'kafka:ListScramSecrets'],
    sign: 'kafka:DescribeCluster',
    exact: ([clusterArn]) => clusterStatements(clusterArn),
  },
  { granted: ['glue:GetSchemaVersion'], sign: 'glue:GetSchemaVersion', exact: schemaStatements },
  {
    granted: ['sqs:SendMessage', 'sqs:GetQueueAttributes', 'sqs:GetQueueUrl'],
    sign: 'sqs:SendMessage',
    exact: only(['sqs:SendMessage']),
    service: 'sqs',
    keyActions: SEND,
  },
  { granted: ['sns:Publish'], sign: 'sns:Publish', exact: only(['sns:Publish']), service: 'sns', keyActions: SEND },
  {
    granted: [
      's3:GetObject*', 's3:GetBucket*', 's3:List*', 's3:DeleteObject*', 's3:PutObject*', 's3:PutObject', 's3:PutObjectLegalHold',
      's3:PutObjectRetention', 's3:PutObjectTagging', 's3:PutObjectVersionTagging', 's3:Abort*',
    ],
    sign: 's3:List*',
    exact: bucketStatements,
    service: 's3',
    keyActions: ['kms:GenerateDataKey'],
  },
];

/** The record says which schema of the registry it follows. CDK names the registry, then its schemas, as text that is filled in on deployment. */
function schemaStatements([registry, ...schemas]: string[]): iam.PolicyStatement[] {
  const literal = Token.isUnresolved(registry) ? schemas : [`${registry.replace(':registry/', ':schema/')}/*`];
  return [new ExplainedStatement({ actions: ['glue:GetSchemaVersion'], resources: [registry, ...literal] }, 'A record can follow any schema of the registry: '
    + 'https://docs.aws.amazon.com/lambda/latest/dg/services-consume-kafka-events.html')];
}

/**
 * What a bucket needs that takes the records Lambda gave up on. The account is AWS's advice: a bucket that was deleted
 * could be made again by somebody else, who would get the records.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/kinesis-on-failure-destination.html#kinesis-s3-destination-security
 */
export function bucketStatements(resources: string[], place: IConstruct): iam.PolicyStatement[] {
  const conditions = { StringEquals: { 'aws:ResourceAccount': ownerOf(resources, place) } };
  const objects = resources.filter((arn) => arn.endsWith('/*'));
  const buckets = resources.filter((arn) => !arn.endsWith('/*'));
  return [
    new ExplainedStatement({ actions: ['s3:PutObject'], resources: objects, conditions }, 'Lambda gives the objects their names, and wants to write to the '
      + 'whole bucket: https://docs.aws.amazon.com/lambda/latest/dg/kinesis-on-failure-destination.html'),
    new iam.PolicyStatement({ actions: ['s3:ListBucket'], resources: buckets, conditions }),
  ];
}

/** The account of the stack that makes the bucket; for one that is imported, the function's own account, as AWS advises. */
function ownerOf(arns: string[], place: IConstruct): string {
  const [bucket] = collectReferences(arns, place).targets;
  const account = bucket && Stack.of(bucket).account;
  return account && !Token.isUnresolved(account) ? account : Stack.of(place).account;
}
