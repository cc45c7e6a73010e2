import { written } from './templates';
import { authorizationDate } from '../../src/authorization/service-authorization';
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
