// Not exported: how the grants of CDK's destinations become exact.
import * as iam from 'aws-cdk-lib/aws-iam';
import { KnownGrant } from './known-grants';
import { bucketStatements } from './poller-grants';

const SEND = ['kms:Decrypt', 'kms:GenerateDataKey'];
const READS = ['s3:GetObject*', 's3:GetBucket*', 's3:List*'];
const PUTS = [
  's3:PutObject', 's3:PutObject*', 's3:PutObjectLegalHold', 's3:PutObjectRetention', 's3:PutObjectTagging', 's3:PutObjectVersionTagging', 's3:Abort*',
];

/**
 * What CDK grants for a destination or a dead-letter queue, and what Lambda does to it with the function's role.
 *
 * A bucket gets two grants, one to read and one to put; what Lambda needs stands with the first.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html
 */
export const DESTINATION_GRANTS: readonly KnownGrant[] = [
  {
    granted: ['sqs:SendMessage', 'sqs:GetQueueAttributes', 'sqs:GetQueueUrl'],
    sign: 'sqs:SendMessage',
    exact: only('sqs:SendMessage'),
    service: 'sqs',
    keyActions: SEND,
  },
  { granted: ['sns:Publish'], sign: 'sns:Publish', exact: only('sns:Publish'), service: 'sns', keyActions: SEND },
  { granted: ['events:PutEvents'], sign: 'events:PutEvents', exact: only('events:PutEvents') },
  { granted: ['lambda:InvokeFunction'], sign: 'lambda:InvokeFunction', exact: invokeStatement },
  { granted: READS, sign: 's3:List*', exact: bucketStatements, service: 's3', keyActions: ['kms:GenerateDataKey'] },
  { granted: PUTS, sign: 's3:Abort*', exact: () => [], service: 's3', keyActions: ['kms:GenerateDataKey'] },
];

function only(action: string): KnownGrant['exact'] {
  return (resources) => [new iam.PolicyStatement({ actions: [action], resources })];
}

/** The destination has one ARN, with its qualifier if it has one; CDK allows all versions and aliases of a function besides. */
function invokeStatement(resources: string[]): iam.PolicyStatement[] {
  const exact = resources.filter((arn) => !arn.endsWith(':*'));
  return [new iam.PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: exact.length > 0 ? exact : resources })];
}
