import { written } from './templates';
import { checkResource } from '../../src/assertions/known-names';
import { actionFacts, authorizationDate } from '../../src/authorization/service-authorization';
import { readCases } from '../model/case';
import { messageOf } from '../push/app';

const OBJECT = 'arn:aws:s3:::images/in/a.jpg';
const NEWER = `If it is newer than ${authorizationDate}, say so in 'unknown`;

test.each([
  ['s3:GetObjct', `'action': s3 has no action 'GetObjct'; did you mean 's3:GetObject'? ${NEWER}Action'`],
  ['dynmodb:GetItem', `'action': AWS has no service 'dynmodb', got 'dynmodb:GetItem'; did you mean 'dynamodb'? ${NEWER}Action'`],
  ['s3:ListObjectsV2', "'action' must be one of IAM, got 's3:ListObjectsV2', which is an operation of the SDK; IAM asks 's3:ListBucket' for it"],
  ['s3:Zzzzzzzzzzzzzzz', `'action': s3 has no action 'Zzzzzzzzzzzzzzz'. ${NEWER}Action'`],
])('fails when an action is misspelt, allowed or denied: %s', (action, message) => {
  const fn = written({});

  expect(messageOf(() => fn.denies(action, OBJECT))).toContain(message);
  expect(messageOf(() => fn.allows(action, OBJECT))).toContain(message);
});

test('an action is known in upper and lower case, as in IAM', () => {
  written({}).denies('s3:getobject', OBJECT);
});

test('an action that is newer is taken with a reason, and fails without', () => {
  const fn = written({});

  fn.denies('s3:RenameBucket', OBJECT, { unknownAction: 'announced last week' });
  expect(messageOf(() => fn.denies('s3:RenameBucket', OBJECT, { unknownAction: ' ' }))).toContain("'unknownAction' is empty");
});

test.each([
  ['s3.amazonaw.com', "did you mean 's3.amazonaws.com'?"],
  ['snss.amazonaws.com', "did you mean 'sns.amazonaws.com'?"],
  ['s3', "did you mean 's3.amazonaws.com'?"],
  ['alexa-apkit.amazon.com', "did you mean 'alexa-appkit.amazon.com'?"],
  ['qqqqqqqqqqqqqqqq.amazonaws.com', `got 'qqqqqqqqqqqqqqqq.amazonaws.com'. ${NEWER}Service'`],
])('fails when a service is misspelt, allowed or denied: %s', (service, message) => {
  const fn = written({});

  const invoking = [() => fn.deniesInvoke({ service }), () => fn.allowsInvoke({ service })];
  const assuming = [() => fn.canBeAssumedBy(service), () => fn.cannotBeAssumedBy(service)];
  for (const assertion of [...invoking, ...assuming]) {
    expect(messageOf(assertion)).toContain(message);
  }
});

test.each([
  'sns.amazonaws.com', 'logs.eu-west-1.amazonaws.com', 's3.cn-north-1.amazonaws.com.cn', 'lambda.alarms.cloudwatch.amazonaws.com', 'batchoperations.s3.amazonaws.com',
  'hooks.cloudformation.amazonaws.com', 'alexa-appkit.amazon.com', 'alexa-connectedhome.amazon.com', 'edgelambda.amazonaws.com', 'lexv2.amazonaws.com', 'ecs-tasks.amazonaws.com',
])('a service is known: %s', (service) => {
  written({}).deniesInvoke({ service });
});

test('a service that is newer is taken with a reason', () => {
  const fn = written({});

  fn.deniesInvoke({ service: 'qqqqqqqqqqqqqqqq.amazonaws.com', unknownService: 'announced last week' });
  fn.cannotBeAssumedBy('qqqqqqqqqqqqqqqq.amazonaws.com', { unknownService: 'announced last week' });
  expect(messageOf(() => fn.deniesInvoke({ account: '111122223333', unknownService: 'why' }))).toContain("'unknownService' belongs to a caller with 'service'");
});

const MADE = { Images: { Type: 'AWS::S3::Bucket' }, Rows: { Type: 'AWS::DynamoDB::Table', Properties: {} } };

test.each([
  ['s3:GetObject', 'arn:aws:s3:::images', 's3:GetObject acts on object arn:<Partition>:s3:::<BucketName>/<ObjectName> or '],
  ['s3:GetObject', 'arn:aws:s3:::${Resize.Images}', 's3:GetObject acts on object'],
  ['s3:ListBucket', OBJECT, 's3:ListBucket acts on bucket arn:<Partition>:s3:::<BucketName> or '],
  ['dynamodb:GetRecords', 'arn:aws:dynamodb:eu-west-1:111122223333:table/rows', 'dynamodb:GetRecords acts on stream'],
  ['dynamodb:GetItem', 'arn:aws:dynamodb:eu-west-1:111122223333:table/rows/index/byDate', 'dynamodb:GetItem acts on table'],
  ['kms:Decrypt', 'arn:aws:kms:eu-west-1:111122223333:alias/images', 'kms:Decrypt acts on key'],
  ['sqs:SendMessage', 'arn:aws:sns:eu-west-1:111122223333:orders', 'sqs:SendMessage acts on queue arn:<Partition>:sqs:<Region>:<Account>:<QueueName>, and'],
])('fails when an action does not act on a resource, allowed or denied: %s on %s', (action, resource, message) => {
  const fn = written({ resources: MADE });

  for (const assertion of [() => fn.denies(action, resource), () => fn.allows(action, resource)]) {
    expect(messageOf(assertion)).toContain(`'resource': ${message}`);
    expect(messageOf(assertion)).toContain(`'${resource}' is none, so that it would always be denied. Name one that it acts on, or say in 'unknownResource' why`);
  }
});

test.each([
  ['s3:GetObject', OBJECT],
  ['s3:GetObject', 'arn:aws:s3:::${Resize.Images}/in/a.jpg'],
  ['s3:GetObject', 'arn:aws:s3:::${Resize::Parameter}'],
  ['s3:GetObject', '${Resize::Parameter}'],
  ['s3:GetObject', 'arn:aws:s3:eu-west-1:111122223333:accesspoint/readers/object/in/a.jpg'],
  ['dynamodb:Query', 'arn:aws:dynamodb:${AWS::Region}:${AWS::AccountId}:table/${Resize.Rows}/index/byDate'],
  ['dynamodb:GetItem', 'arn:aws:dynamodb:${AWS::Region}:${AWS::AccountId}:table/${Resize.Rows}'],
  ['ssm:GetParameter', 'arn:aws:ssm:eu-west-1:111122223333:parameter/images/limit'],
  ['lambda:InvokeFunction', 'arn:aws:lambda:eu-west-1:111122223333:function:other:live'],
  ['bedrock:InvokeModel', 'arn:aws:bedrock:eu-west-1::foundation-model/a.b-c:0'],
  ['xray:PutTraceSegments', 'arn:aws:s3:::images'],
  ['s3:GetObject', '*'],
])('an action may act on a resource: %s on %s', (action, resource) => {
  expect(() => written({ resources: MADE }).denies(action, resource)).not.toThrow();
});

test('a resource of which the reference does not know is taken with a reason, and fails without', () => {
  const fn = written({});

  fn.denies('s3:GetObject', 'arn:aws:s3:::images', { unknownResource: 'announced last week' });
  expect(messageOf(() => fn.denies('s3:GetObject', 'arn:aws:s3:::images', { unknownResource: '' }))).toContain("'unknownResource' is empty");
});

test('of all calls that are allowed in the pages of AWS, only those are refused whose resources the reference does not list', () => {
  const calls = readCases().flatMap(([, cases]) => cases).flatMap(({ expected, request }) => expected === 'ALLOWED' && request && isAsked(request) ? [request] : []);
  const refused = calls.filter(({ action, resource }) => isRefused(resource, action));

  expect(calls.length).toBeGreaterThan(1500);
  expect([...new Set(refused.map(({ action, resource }) => `${action} on ${kindOf(resource)}`))].sort()).toEqual([
    'cloudhsm:CreateCluster on cloudhsm cluster', // a backup in the reference
    'glue:AuthorizeInboundIntegration on glue catalog', // an integration in the reference
    'glue:AuthorizeInboundIntegration on glue database',
    'kms:Decrypt on qbusiness application', // printed so, and never a key
    'logs:CreateLogStream on logs log-group', // a pattern for groups is printed; what is asked about is a stream
    'logs:PutLogEvents on logs log-group',
    'redshift:AuthorizeInboundIntegration on redshift integration', // a namespace of redshift in the reference
    'redshift:AuthorizeInboundIntegration on redshift-serverless namespace',
    'redshift:CreateInboundIntegration on redshift-serverless namespace',
    'resource-explorer-2:Search on resource-explorer-2 managed-view',
  ]);
});

/** Whether an assertion would come as far as to its resource. */
function isAsked({ action, resource }: { readonly action: string; readonly resource: string }): boolean {
  const [prefix, name] = action.split(':');
  return actionFacts(prefix, name) !== undefined && resource.startsWith('arn:');
}

function isRefused(resource: string, action: string): boolean {
  try {
    checkResource(resource, action, { prop: 'resource', option: 'unknownResource' });
    return false;
  } catch {
    return true;
  }
}

function kindOf(resource: string): string {
  const [, , service, , , name] = resource.split(':');
  return `${service} ${name.split('/')[0]}`;
}
