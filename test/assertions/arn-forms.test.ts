import { FUNCTION_ARN, written } from './templates';
import { readCases } from '../model/case';
import { messageOf } from '../push/app';

const SQS = { Effect: 'Allow', Action: 'sqs:*', Resource: 'arn:aws:sqs:eu-west-1:111122223333:jobs' };
const FORM_OF_QUEUE = 'sqs:SendMessage acts on queue arn:<Partition>:sqs:<Region>:<Account>:<QueueName>, and ';
const FIELDS = 'a region is written like eu-west-1, an account with twelve digits, and a partition like aws';

test.each([
  ['region and account change places', 'sqs:SendMessage', 'arn:aws:sqs:111122223333:eu-west-1:jobs', FORM_OF_QUEUE],
  ['region and account change places', 'sqs:SendMessage', 'arn:aws:sqs:111122223333:eu-west-1:jobs', FIELDS],
  ['region and account of the stack change places', 'sqs:SendMessage', 'arn:aws:sqs:${AWS::AccountId}:${AWS::Region}:jobs', FORM_OF_QUEUE],
  ['the account is missing', 'sqs:SendMessage', 'arn:aws:sqs:eu-west-1::jobs', FORM_OF_QUEUE],
  ['the region is missing', 'sqs:SendMessage', 'arn:aws:sqs::111122223333:jobs', FORM_OF_QUEUE],
  ['the account is short', 'sqs:SendMessage', 'arn:aws:sqs:eu-west-1:1234:jobs', FIELDS],
  ['the region has no number', 'sqs:SendMessage', 'arn:aws:sqs:eu-west:111122223333:jobs', FIELDS],
  ['the partition is none', 'sqs:SendMessage', 'arn:amazon:sqs:eu-west-1:111122223333:jobs', FIELDS],
  ['an object has region and account', 's3:GetObject', 'arn:aws:s3:eu-west-1:111122223333:images/in/a.jpg', 's3:GetObject acts on object arn:<Partition>:s3:::<BucketName>/<ObjectName> or '],
  ['an object has the account of the stack', 's3:GetObject', 'arn:aws:s3::${AWS::AccountId}:images/in/a.jpg', 's3:GetObject acts on object'],
  ['a role has a region', 'iam:PassRole', 'arn:aws:iam:eu-west-1:111122223333:role/resize', 'iam:PassRole acts on role arn:<Partition>:iam::<Account>:role/<RoleNameWithPath>'],
  ['the name of a queue holds a slash', 'sqs:SendMessage', 'arn:aws:sqs:eu-west-1:111122223333:jobs/urgent', FORM_OF_QUEUE],
  ['the id of a key holds a slash', 'kms:Decrypt', 'arn:aws:kms:eu-west-1:111122223333:key/alias/images', 'kms:Decrypt acts on key'],
  ['the name of a table holds a slash', 'dynamodb:GetItem', 'arn:aws:dynamodb:eu-west-1:111122223333:table/prod/rows', 'dynamodb:GetItem acts on table'],
  ['the name of a stream holds a slash', 'kinesis:PutRecord', 'arn:aws:kinesis:eu-west-1:111122223333:stream/prod/clicks', 'kinesis:PutRecord acts on stream'],
])('fails when %s, allowed or denied: %s on %s', (_, action, resource, message) => {
  const fn = written({ identity: [SQS] });

  for (const assertion of [() => fn.denies(action, resource), () => fn.allows(action, resource)]) {
    expect(messageOf(assertion)).toContain(message);
    expect(messageOf(assertion)).toContain(`'${resource}' is none, so that it would always be denied`);
    expect(messageOf(assertion)).toContain("Name one that it acts on, or say in 'unknownResource' why");
  }
  fn.denies(action, resource, { unknownResource: 'announced last week' });
});

test('fails when the ARN of a parameter keeps the slash with which its name begins, and says so', () => {
  const resource = 'arn:aws:ssm:eu-west-1:111122223333:parameter//app/db';
  const right = 'arn:aws:ssm:eu-west-1:111122223333:parameter/app/db';
  const fn = written({ identity: [{ Effect: 'Allow', Action: 'ssm:GetParameter', Resource: right }] });

  for (const assertion of [() => fn.denies('ssm:GetParameter', resource), () => fn.allows('ssm:GetParameter', resource)]) {
    expect(messageOf(assertion)).toBe(`'resource' must leave out the slash with which the name of a parameter begins, got '${resource}', so that it would always be denied. `
      + `Write '${right}', or say in 'unknownResource' why it acts on this`);
  }
  fn.allows('ssm:GetParameter', right).denies('ssm:GetParameter', resource, { unknownResource: 'announced last week' });
});

test.each([
  ['sqs:SendMessage', 'arn:aws-us-gov:sqs:us-gov-west-1:444455556666:jobs'],
  ['sqs:SendMessage', 'arn:aws-cn:sqs:cn-north-1:444455556666:jobs'],
  ['sqs:SendMessage', 'arn:aws-eusc:sqs:eusc-de-east-1:444455556666:jobs'],
  ['sqs:SendMessage', 'arn:aws-iso-b:sqs:us-isob-east-1:444455556666:jobs'],
  ['sqs:SendMessage', 'arn:${AWS::Partition}:sqs:${AWS::Region}:${AWS::AccountId}:others'],
  ['sqs:SendMessage', 'arn:aws:sqs:${Resize::Region}:${Resize::Account}:others'],
  ['sqs:SendMessage', 'arn:aws:sqs:${Resize.Role}:444455556666:others'],
  ['s3:GetObject', 'arn:aws:s3::111122223333:accesspoint/mfzwi23gnjvgw.mrap/object/a.jpg'],
  ['iam:GetPolicy', 'arn:aws:iam::aws:policy/ReadOnlyAccess'],
  ['ssm:GetParameter', 'arn:aws:ssm:eu-west-1::parameter/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64'],
  ['ssm:SendCommand', 'arn:aws:ssm:eu-west-1::document/AWS-RunShellScript'],
  ['ssm:SendCommand', 'arn:aws:ssm:eu-west-1::document/AmazonCloudWatch-ManageAgent'],
  ['bedrock:InvokeModel', 'arn:aws:bedrock:::foundation-model/a.b-c:0'],
  ['quicksight:DescribeTheme', 'arn:aws:quicksight::aws:theme/MIDNIGHT'],
  ['sns:Publish', 'arn:aws:sns:${Resize::Rest}'],
])('a resource has its form: %s on %s', (action, resource) => {
  expect(messageOf(() => written({}).allows(action, resource))).toMatch(/ but it (is denied|cannot be decided): /);
});

const FORM_OF_SOURCE = "must be the ARN of one resource, arn:<Partition>:<Service>:<Region>:<Account>:<Resource>, got '";

test.each([
  'images', 'arn:', 'arn:aws:s3', 'arn:aws:s3:::', 'arn:aws::eu-west-1:111122223333:jobs', 'arn:aws:sns:111122223333:eu-west-1:orders', 'arn:aws:sns:eu-west-1:1234:orders',
  'arn:amazon:s3:::images', 'arn:aws:sns:${AWS::AccountId}:${AWS::Region}:orders',
])('fails when a source is no ARN, allowed or denied: %s', (sourceArn) => {
  const fn = written({ permission: { Principal: 's3.amazonaws.com', SourceArn: 'arn:aws:s3:::images', SourceAccount: '111122223333' } });
  const caller = { service: 's3.amazonaws.com', sourceArn, sourceAccount: '111122223333' };

  const invoking = [() => fn.deniesInvoke(caller), () => fn.allowsInvoke(caller)];
  const assuming = [() => fn.cannotBeAssumedBy('lambda.amazonaws.com', { sourceArn }), () => fn.canBeAssumedBy('lambda.amazonaws.com', { sourceArn })];
  for (const assertion of [...invoking, ...assuming]) {
    expect(messageOf(assertion)).toContain(`'sourceArn' ${FORM_OF_SOURCE}${sourceArn}', so that it would always be denied. `);
  }
});

test.each([
  'arn:aws:s3:::images', 'arn:aws:cloudfront::111122223333:distribution/E1', 'arn:aws:apigateway:eu-west-1::/restapis/a', 'arn:${AWS::Partition}:s3:::${Resize.Images}',
  '${Resize::Parameter}', 'arn:aws:sns:${Resize::Rest}', 'arn%3Aaws%3Aamplify%3Aeu-west-1%3A111122223333%3Aapps%2Fa', FUNCTION_ARN,
])('a source is an ARN: %s', (sourceArn) => {
  written({}).deniesInvoke({ service: 's3.amazonaws.com', sourceArn });
});

test('a source has its form in all pages of AWS', () => {
  const sources = readCases().flatMap(([, cases]) => cases).flatMap(({ request }) => Object.entries(request?.context ?? {}))
    .flatMap(([key, value]) => key.toLowerCase() === 'aws:sourcearn' ? [value].flat() : []);
  const fn = written({});

  expect(sources.length).toBeGreaterThan(3000);
  [...new Set(sources)].filter((source) => !source.includes('*')).forEach((sourceArn) => fn.deniesInvoke({ service: 's3.amazonaws.com', sourceArn }));
});

test.each(['abc', 'r-abcd', 'O-ABCDEFGHIJ', 'o-abcdefghi', `o-${'a'.repeat(33)}`, 'ou-abcd-abcdefgh'])('fails when an organization is none, allowed or denied: %s', (id) => {
  const fn = written({ permission: { Principal: '*', PrincipalOrgID: 'o-abcdefghij' } });
  const message = `must be the id of an organization, o- and 10 to 32 lower-case letters or digits, got '${id}', so that it would always be denied. Pass the id`;

  for (const assertion of [() => fn.deniesInvoke({ principalOrgId: id }), () => fn.allowsInvoke({ principalOrgId: id })]) {
    expect(messageOf(assertion)).toContain(`'principalOrgId' ${message}`);
  }
  expect(messageOf(() => fn.deniesInvoke({ service: 's3.amazonaws.com', sourceOrgId: id }))).toContain(`'sourceOrgId' ${message}`);
});

test('an organization may be known at deployment only', () => {
  written({}).deniesInvoke({ principalOrgId: '${Resize::Organization}' });
});

test('fails when the ARN of a role has a region, which no role has', () => {
  expect(messageOf(() => written({}).deniesInvoke({ principalArn: 'arn:aws:iam:eu-west-1:444455556666:role/deploy' })))
    .toContain("'principalArn' must be the ARN of a role or user, got 'arn:aws:iam:eu-west-1:444455556666:role/deploy'");
});
