// Not exported: how the grants of CDK's event sources and of their destinations become exact.
import { Stack, Token } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { IConstruct } from 'constructs';
import { ExplainedStatement } from './explained-statement';
import { CONSUMER_ACTIONS, QUEUE_ACTIONS, SECRET_ACTIONS, STREAM_ACTIONS, TABLE_STREAM_ACTIONS } from './poller-actions';
import { clusterStatements, pollerStatement } from './poller-statements';
import { collectReferences } from '../cloudformation/collect-references';

/** One grant that CDK makes for a mapping, and what Lambda needs of it. */
interface KnownGrant {
  /** Every action that CDK may grant with it; a statement with any other action is somebody else's. */
  readonly granted: readonly string[];
  /** The one that tells the grant from others of the service. */
  readonly sign: string;
  readonly exact: (resources: string[], place: IConstruct) => iam.PolicyStatement[];
  /** The service that uses the resource's customer-managed key, and what it does with it. */
  readonly service?: string;
  readonly keyActions?: readonly string[];
}

const DECRYPT = ['kms:Decrypt'];
const SEND = ['kms:Decrypt', 'kms:GenerateDataKey'];

function only(actions: string[]): KnownGrant['exact'] {
  return (resources) => [pollerStatement(actions, ...resources)];
}

const GRANTS: readonly KnownGrant[] = [
  {
    granted: [...QUEUE_ACTIONS, 'sqs:ChangeMessageVisibility', 'sqs:GetQueueUrl'],
    sign: 'sqs:ReceiveMessage', exact: only(QUEUE_ACTIONS), service: 'sqs', keyActions: DECRYPT,
  },
  { granted: ['dynamodb:ListStreams'], sign: 'dynamodb:ListStreams', exact: () => [], service: 'dynamodb', keyActions: DECRYPT },
  { granted: TABLE_STREAM_ACTIONS, sign: 'dynamodb:GetRecords', exact: only(TABLE_STREAM_ACTIONS), service: 'dynamodb', keyActions: DECRYPT },
  {
    granted: [...STREAM_ACTIONS, ...CONSUMER_ACTIONS, 'kinesis:ListStreams'],
    sign: 'kinesis:GetRecords', exact: only(STREAM_ACTIONS), service: 'kinesis', keyActions: DECRYPT,
  },
  { granted: CONSUMER_ACTIONS, sign: 'kinesis:SubscribeToShard', exact: only(CONSUMER_ACTIONS) },
  { granted: [...SECRET_ACTIONS, 'secretsmanager:DescribeSecret'], sign: 'secretsmanager:GetSecretValue', exact: only(SECRET_ACTIONS) },
  {
    granted: ['kafka:DescribeCluster', 'kafka:GetBootstrapBrokers', 'kafka:ListScramSecrets'],
    sign: 'kafka:DescribeCluster', exact: ([clusterArn]) => clusterStatements(clusterArn),
  },
  {
    granted: ['sqs:SendMessage', 'sqs:GetQueueAttributes', 'sqs:GetQueueUrl'],
    sign: 'sqs:SendMessage', exact: only(['sqs:SendMessage']), service: 'sqs', keyActions: SEND,
  },
  { granted: ['sns:Publish'], sign: 'sns:Publish', exact: only(['sns:Publish']), service: 'sns', keyActions: SEND },
  {
    granted: [
      's3:GetObject*', 's3:GetBucket*', 's3:List*', 's3:DeleteObject*', 's3:PutObject*', 's3:PutObject', 's3:PutObjectLegalHold',
      's3:PutObjectRetention', 's3:PutObjectTagging', 's3:PutObjectVersionTagging', 's3:Abort*',
    ],
    sign: 's3:List*', exact: bucketStatements, service: 's3', keyActions: ['kms:GenerateDataKey'],
  },
];

const GRANTED_ON_KEYS = ['kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt', 'kms:GenerateDataKey', 'kms:GenerateDataKey*', 'kms:ReEncrypt*'];

/**
 * Replaces the grants of one event source, in the order in which it makes them: a grant on a resource, then the one on
 * its key. A statement that no event source of CDK writes is kept as it is.
 */
export class PollerGrants {
  private last?: KnownGrant;

  /** @param place where the role is: keys are used in its region, and buckets belong to its account */
  constructor(private readonly place: IConstruct) {}

  /** What Lambda needs of the statement. */
  public exact(statement: iam.PolicyStatement): iam.PolicyStatement[] {
    if (statement.effect !== iam.Effect.ALLOW || Object.keys(statement.conditions).length > 0) { return [statement]; }
    if (isWithin(statement, GRANTED_ON_KEYS)) { return this.exactOnKey(statement); }
    const known = GRANTS.find(({ granted, sign }) => statement.actions.includes(sign) && isWithin(statement, granted));
    this.last = known;
    return known ? known.exact(statement.resources, this.place) : [statement];
  }

  private exactOnKey(statement: iam.PolicyStatement): iam.PolicyStatement[] {
    const { service, keyActions } = this.last ?? {};
    if (!service || !keyActions) { return [statement]; }
    const { resources } = statement;
    const viaService = `${service}.${regionOf(resources[0]) ?? Stack.of(this.place).region}.amazonaws.com`;
    return [new iam.PolicyStatement({ actions: [...keyActions], resources, conditions: { StringEquals: { 'kms:ViaService': viaService } } })];
  }
}

function isWithin({ actions }: iam.PolicyStatement, granted: readonly string[]): boolean {
  return actions.length > 0 && actions.every((action) => granted.includes(action));
}

/** The region in the ARN of a key, if it can be read. */
function regionOf(arn: string): string | undefined {
  const region = arn.split(':')[3];
  return region === undefined || Token.isUnresolved(region) ? undefined : region;
}

/**
 * What a bucket needs that takes the records Lambda gave up on. The account is AWS's advice: a bucket that was deleted
 * could be made again by somebody else, who would get the records.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/kinesis-on-failure-destination.html#kinesis-s3-destination-security
 */
function bucketStatements(resources: string[], place: IConstruct): iam.PolicyStatement[] {
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
