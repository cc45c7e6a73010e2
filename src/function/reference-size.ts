// Not exported: how long a reference can become at deployment.
import { CfnResource, Stack, Token } from 'aws-cdk-lib';

/** The ARN of a type of resource: what stands before the name, how long a name can be, and which property sets it. */
interface ArnForm {
  readonly before: string;
  readonly longest: number;
  readonly name?: string;
}

/** `P`, `R` and `A` stand for partition, region and account. */
const FORMS = new Map<string, ArnForm>(Object.entries({
  'AWS::S3::Bucket': { before: 'arn:P:s3:::', longest: 63, name: 'bucketName' },
  'AWS::SQS::Queue': { before: 'arn:P:sqs:R:A:', longest: 80, name: 'queueName' },
  'AWS::SNS::Topic': { before: 'arn:P:sns:R:A:', longest: 256, name: 'topicName' },
  'AWS::DynamoDB::Table': { before: 'arn:P:dynamodb:R:A:table/', longest: 255, name: 'tableName' },
  'AWS::DynamoDB::GlobalTable': { before: 'arn:P:dynamodb:R:A:table/', longest: 255, name: 'tableName' },
  'AWS::Lambda::Function': { before: 'arn:P:lambda:R:A:function:', longest: 64, name: 'functionName' },
  'AWS::KMS::Key': { before: 'arn:P:kms:R:A:key/', longest: 36 },
  'AWS::SecretsManager::Secret': { before: 'arn:P:secretsmanager:R:A:secret:-123456', longest: 512, name: 'name' },
  'AWS::SSM::Parameter': { before: 'arn:P:ssm:R:A:parameter/', longest: 1011, name: 'name' },
  'AWS::StepFunctions::StateMachine': { before: 'arn:P:states:R:A:stateMachine:', longest: 80, name: 'stateMachineName' },
  'AWS::Kinesis::Stream': { before: 'arn:P:kinesis:R:A:stream/', longest: 128, name: 'name' },
  'AWS::KinesisFirehose::DeliveryStream': { before: 'arn:P:firehose:R:A:deliverystream/', longest: 64, name: 'deliveryStreamName' },
  'AWS::Logs::LogGroup': { before: 'arn:P:logs:R:A:log-group::*', longest: 512, name: 'logGroupName' },
  'AWS::Events::EventBus': { before: 'arn:P:events:R:A:event-bus/', longest: 256, name: 'name' },
  'AWS::IAM::Role': { before: 'arn:P:iam::A:role/', longest: 576, name: 'roleName' },
  'AWS::EFS::FileSystem': { before: 'arn:P:elasticfilesystem:R:A:file-system/', longest: 40 },
  'AWS::EFS::AccessPoint': { before: 'arn:P:elasticfilesystem:R:A:access-point/', longest: 40 },
  'AWS::Cognito::UserPool': { before: 'arn:P:cognito-idp:R:A:userpool/', longest: 55 },
}));

const OTHER: ArnForm = { before: 'arn:P:a-service-of-any-name:R:A:a-resource-type/', longest: 255 };

/** The time stamp in the ARN of a table's stream, the longest of what attributes add to an ARN. */
const ATTRIBUTE = '/stream/2026-01-01T00:00:00.000'.length;

/** The longest that partition, region, account and other pseudo parameters can be. */
const PSEUDO: { readonly [name: string]: number } = {
  'AWS::Partition': 10, 'AWS::Region': 14, 'AWS::AccountId': 12, 'AWS::URLSuffix': 16, 'AWS::StackName': 128,
};

/** How long a value can be that nobody knows before the deployment. */
export const UNKNOWN_SIZE = 256;

/** The longest that a pseudo parameter can be; anything else is not known. */
export function pseudoSize(name: string): number {
  return Object.hasOwn(PSEUDO, name) ? PSEUDO[name] : UNKNOWN_SIZE;
}

/**
 * The longest that a reference to a resource can be: the length of its ARN with the name that it has, or that
 * CloudFormation can generate for it.
 *
 * @param resolve gives what a name will be, or undefined for one that CloudFormation generates
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-name.html
 */
export function referenceSize(resource: CfnResource, attribute: string, resolve: (name: unknown) => unknown): number {
  const form = FORMS.get(resource.cfnResourceType) ?? OTHER;
  const stack = Stack.of(resource);
  const before = form.before
    .replace('P', 'p'.repeat(sizeOf(stack.partition, 'AWS::Partition')))
    .replace('R', 'r'.repeat(sizeOf(stack.region, 'AWS::Region')))
    .replace('A', 'a'.repeat(12));
  return before.length + nameSize(resource, form, resolve) + (['Ref', 'Arn'].includes(attribute) ? 0 : ATTRIBUTE);
}

function sizeOf(value: string, pseudo: string): number {
  return Token.isUnresolved(value) ? pseudoSize(pseudo) : value.length;
}

function nameSize(resource: CfnResource, { longest, name }: ArnForm, resolve: (name: unknown) => unknown): number {
  const given = resolve(name && (resource as unknown as { readonly [property: string]: unknown })[name]);
  if (typeof given === 'string') { return given.length; }
  if (given !== undefined) { return longest; }
  const stack = Stack.of(resource);
  // The stack's name, the logical id and thirteen random characters, with hyphens between them.
  const generated = sizeOf(stack.stackName, 'AWS::StackName') + (stack.resolve(resource.logicalId) as string).length + 15;
  return Math.min(longest, generated);
}
