import { Aws, Stack } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { ImageApp } from './image-app';
import { FunctionAssertions } from '../../src/assertions/function-assertions';
import { InvokeCaller } from '../../src/assertions/invoke-caller';
import { messageOf } from '../push/app';

const app = new ImageApp();
const resize = () => app.access.forFunction(app.resize);
const live = () => app.access.forFunction(app.live);
const plain = () => app.access.forFunction(app.plain);
const inner = () => app.access.forFunction(app.inner);

/** Who may invoke what. */
const INVOKERS: [string, () => FunctionAssertions, boolean, () => InvokeCaller][] = [
  ['the bucket', resize, true, () => ({ service: 's3.amazonaws.com', sourceArn: app.images.bucketArn, sourceAccount: '111122223333' })],
  ['the bucket, by the account of its stack', resize, true, () => ({ service: 's3.amazonaws.com', sourceArn: app.images.bucketArn, sourceAccount: app.stack.account })],
  ['the bucket after another account took its name', resize, false, () => ({ service: 's3.amazonaws.com', sourceArn: app.images.bucketArn, sourceAccount: '999999999999' })],
  ['a bucket of any name in another account', resize, false, () => ({ service: 's3.amazonaws.com', sourceArn: 'arn:aws:s3:::images', sourceAccount: '999999999999' })],
  ['a bucket of another stack with the same construct id', resize, false, () => ({ service: 's3.amazonaws.com', sourceArn: app.unused.bucketArn, sourceAccount: '111122223333' })],
  ['a bucket of another stack', resize, false, () => ({ service: 's3.amazonaws.com', sourceArn: app.archive.bucketArn, sourceAccount: '111122223333' })],
  ['the topic, that calls the alias,', live, true, () => ({ service: 'sns.amazonaws.com', sourceArn: app.topic.topicArn })],
  ['another topic', live, false, () => ({ service: 'sns.amazonaws.com', sourceArn: 'arn:aws:sns:eu-west-1:444455556666:theirs' })],
  ['the topic, not through its alias,', resize, false, () => ({ service: 'sns.amazonaws.com', sourceArn: app.topic.topicArn })],
  ['the bucket, through the alias,', live, false, () => ({ service: 's3.amazonaws.com', sourceArn: app.images.bucketArn, sourceAccount: '111122223333' })],
  ['the REST API', resize, true, () => ({ service: 'apigateway.amazonaws.com', sourceArn: app.rest.arnForExecuteApi('GET', '/images/17', 'prod') })],
  ['another method of the REST API', resize, false, () => ({ service: 'apigateway.amazonaws.com', sourceArn: app.rest.arnForExecuteApi('DELETE', '/images/17', 'prod') })],
  ['the test stage of the REST API', resize, false, () => ({ service: 'apigateway.amazonaws.com', sourceArn: app.rest.arnForExecuteApi('GET', '/images/17', 'test-invoke-stage') })],
  ['the HTTP API', resize, true, () => ({ service: 'apigateway.amazonaws.com', sourceArn: app.http.arnForExecuteApi('POST', '/images', '$default') })],
  ['another route of the HTTP API', resize, false, () => ({ service: 'apigateway.amazonaws.com', sourceArn: app.http.arnForExecuteApi('POST', '/other', '$default') })],
  ['another service', resize, false, () => ({ service: 'events.amazonaws.com' })],
  ['a function of the app that was granted it', resize, true, () => ({ principalArn: app.plain.role!.roleArn })],
  ['a function of the app that was not', resize, false, () => ({ principalArn: app.inner.role!.roleArn })],
  ['another account', resize, false, () => ({ account: '444455556666' })],
  ['its own account', resize, true, () => ({ account: '111122223333' })],
  ['a role of another account', resize, false, () => ({ principalArn: 'arn:aws:iam::444455556666:role/deploy' })],
  ['an organization', resize, false, () => ({ principalOrgId: 'o-abcdefghij' })],
  ['anybody', resize, false, () => ({ anonymous: true })],
  ['anybody with a function URL', resize, false, () => ({ anonymous: true, functionUrlAuthType: lambda.FunctionUrlAuthType.NONE })],
];

test.each(INVOKERS)('%s is told from who may not invoke', (_, of, allowed, caller) => {
  const { [allowed ? 'deniesInvoke' : 'allowsInvoke']: wrong } = { allowsInvoke: () => of().allowsInvoke(caller()), deniesInvoke: () => of().deniesInvoke(caller()) };

  expect(messageOf(wrong)).toMatch(allowed ? /must be denied, but it is allowed: / : /must be allowed, but it is denied: /);
  if (allowed) { of().allowsInvoke(caller()); } else { of().deniesInvoke(caller()); }
});

/** What code may do with what. */
const CALLS: [string, () => FunctionAssertions, boolean, string, () => string][] = [
  ['an object under the prefix', resize, true, 's3:GetObject', () => app.images.arnForObjects('in/a.jpg')],
  ['an object elsewhere', resize, false, 's3:GetObject', () => app.images.arnForObjects('out/a.jpg')],
  ['an object in a bucket of another stack', resize, true, 's3:PutObject', () => app.archive.arnForObjects('a.jpg')],
  ['an object in a bucket of another stack that nothing imports', resize, false, 's3:PutObject', () => app.unused.arnForObjects('a.jpg')],
  ['an item', resize, true, 'dynamodb:PutItem', () => app.table.tableArn],
  ['an item, with what was not granted', resize, false, 'dynamodb:DeleteItem', () => app.table.tableArn],
  ['its own log group', resize, true, 'logs:PutLogEvents', () => app.resize.logGroup.logGroupArn],
  ['the log group of another function', resize, false, 'logs:PutLogEvents', () => app.inner.logGroup.logGroupArn],
  ['a bucket of the parent stack', inner, true, 's3:GetObject', () => app.images.arnForObjects('in/a.jpg')],
  ['a table of the parent stack', inner, false, 'dynamodb:GetItem', () => app.table.tableArn],
  ['what a grant of CDK gave', plain, true, 'dynamodb:GetItem', () => app.table.tableArn],
  ['what a grant of CDK did not give', plain, false, 'dynamodb:PutItem', () => app.table.tableArn],
  ['any log group, by a managed policy of AWS', plain, true, 'logs:PutLogEvents', () => '*'],
  ['whatever queue', plain, false, 'sqs:SendMessage', () => '*'],
  ['a function that it may invoke', plain, true, 'lambda:InvokeFunction', () => app.resize.functionArn],
  ['a function that it may not invoke', resize, false, 'lambda:InvokeFunction', () => app.plain.functionArn],
];

test.each(CALLS)('%s is told from what code may not use', (_, of, allowed, action, resource) => {
  const [right, wrong] = allowed ? ['allows', 'denies'] as const : ['denies', 'allows'] as const;

  of()[right](action, resource());
  expect(messageOf(() => of()[wrong](action, resource()))).toMatch(allowed ? /must be denied, but it is allowed: / : /must be allowed, but it is denied: /);
});

test('Lambda may assume the role, another service may not, and Lambda for another account may not', () => {
  resize()
    .canBeAssumedBy('lambda.amazonaws.com')
    .cannotBeAssumedBy('ec2.amazonaws.com')
    .cannotBeAssumedBy('lambda.amazonaws.com', { sourceAccount: '999999999999' });

  expect(messageOf(() => resize().cannotBeAssumedBy('lambda.amazonaws.com'))).toContain('must be denied, but it is allowed');
  expect(messageOf(() => resize().canBeAssumedBy('ec2.amazonaws.com'))).toContain('must be allowed, but it is denied');
});

test('our functions hold no wildcard, and a function of CDK holds one', () => {
  resize().hasNoWildcards();
  inner().hasNoWildcards();

  expect(messageOf(() => plain().hasNoWildcards())).toBe('the permissions of Images/Plain must hold no wildcard, but hold '
    + 'the resource * (Images PlainServiceRole96160F77 Properties.ManagedPolicyArns[0] [Images/Plain/ServiceRole])');
  plain().hasNoWildcards({ exceptActions: ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'] });
});

test('a logical id names a function, a version or an alias, also in a nested stack', () => {
  const id = (construct: lambda.Function) => construct.stack.resolve((construct.node.defaultChild as lambda.CfnFunction).logicalId) as string;

  app.access.forLogicalId(id(app.resize)).allows('dynamodb:PutItem', app.table.tableArn);
  app.access.forLogicalId(id(app.inner)).denies('dynamodb:PutItem', app.table.tableArn);
  app.access.forLogicalId('ResizeAliasliveC8165EE9').allowsInvoke({ service: 'sns.amazonaws.com', sourceArn: app.topic.topicArn });
  app.access.forFunction(app.resize.currentVersion).deniesInvoke({ service: 'sns.amazonaws.com', sourceArn: app.topic.topicArn });
});

describe('fails and says why, when', () => {
  test.each<[string, () => unknown, string]>([
    ['the source account is another one',
      () => resize().allowsInvoke({ service: 's3.amazonaws.com', sourceArn: app.images.bucketArn, sourceAccount: '999999999999' }),
      'invoking Images/Resize as s3.amazonaws.com with sourceArn arn:aws:s3:::${Images.Bucket83908E77}, sourceAccount 999999999999 must be allowed, but it is denied: '
      + 'the nearest statement matches but for aws:SourceAccount: it wants 111122223333, the request has 999999999999; '
      + 'the nearest statement is Images OnUploadPermission7040DC82 Properties [Images/OnUpload/Permission]'],
    ['the source account is not given',
      () => resize().allowsInvoke({ service: 's3.amazonaws.com', sourceArn: app.images.bucketArn }),
      'must be allowed, but it cannot be decided: the Allow statement OnUploadPermission7040DC82 Properties may match: aws:SourceAccount: it wants 111122223333, '
      + 'it is not known what the request has; the statement in question is Images OnUploadPermission7040DC82 Properties [Images/OnUpload/Permission]; '
      + "say what the request has, in 'context' or the option for it"],
    ['the API is asked for another route, beside another API',
      () => resize().allowsInvoke({ service: 'apigateway.amazonaws.com', sourceArn: app.http.arnForExecuteApi('POST', '/other', '$default') }),
      'the nearest statement matches but for aws:SourceArn: it wants arn:aws:execute-api:eu-west-1:111122223333:${Images.Http36EFD62B}/$default/POST/images, the request has '],
    ['the action was granted',
      () => resize().denies('dynamodb:PutItem', app.table.tableArn),
      'calling dynamodb:PutItem on arn:aws:dynamodb:eu-west-1:111122223333:table/${Images.TableCD117FA1} from Images/Resize must be denied, but it is allowed: '
      + 'the Allow statement ResizeServiceRoleE52F2EFC Properties.Policies[0].PolicyDocument.Statement[3] matches; '
      + 'the statement is Images ResizeServiceRoleE52F2EFC Properties.Policies[0].PolicyDocument.Statement[3] [Images/ResizeAccess/Role]'],
    ['it depends on the resource',
      () => resize().denies('s3:GetObject', '*'),
      'it wants arn:aws:s3:::${Images.Bucket83908E77}/in/*, the request has any resource'],
    ['a caller of the account may be allowed by policies that nobody knows',
      () => resize().deniesInvoke({ principalArn: 'arn:aws:iam::111122223333:role/admin' }),
      'must be denied, but it cannot be decided: the caller is in the account of the function, where its own policies are enough, and not all of them are in the templates'],
    ['no function has the logical id',
      () => app.access.forLogicalId('Resize'),
      "'logicalId' must name a function, a version or an alias, got 'Resize', which is in none of the templates. There are 'Resize57196AE7', 'ResizeAliasliveC8165EE9', "],
    ['the logical id is not a function',
      () => app.access.forLogicalId('TopicBFC7AF6E'),
      "got 'TopicBFC7AF6E', which is an AWS::SNS::Topic. There are "],
    ['the function is not in the templates',
      () => app.access.forFunction(lambda.Function.fromFunctionName(new Stack(), 'Other', 'other')),
      "'fn' must belong to the stacks that are asserted, got a value of stack 'Default'"],
    ['the function is of another app with stacks of the same names',
      () => app.access.forFunction(new ImageApp().resize),
      "'fn' must belong to the stacks that are asserted, got a value of stack 'Images'"],
    ['the function is imported, and no template makes it',
      () => app.access.forFunction(lambda.Function.fromFunctionArn(app.stack, 'Other', 'arn:aws:lambda:eu-west-1:444455556666:function:theirs')),
      "'fn' must be in the templates, got arn:aws:lambda:eu-west-1:444455556666:function:theirs. There are "],
    ['a value belongs to another app',
      () => resize().allows('s3:GetObject', new s3.Bucket(new Stack(), 'Bucket').arnForObjects('a.jpg')),
      "'resource' must belong to the stacks that are asserted, got a value of stack 'Default'"],
    ['the resource is a pattern', () => resize().denies('s3:GetObject', app.images.arnForObjects('*')), "'resource' must name one, not a pattern, got 'arn:aws:s3:::${Images.Bucket83908E77}/*'"],
    ['the resource is no ARN', () => resize().denies('s3:GetObject', 'images'), "'resource' must be an ARN, or '*' for any resource, got 'images'"],
    ['the action is a pattern', () => resize().denies('s3:*', '*'), "'action' must be one action with its service, such as 's3:GetObject', got 's3:*'"],
    ['the service is a pattern', () => resize().deniesInvoke({ service: '*' }), "'service' must name one, not a pattern, got '*'"],
    ['nobody calls', () => resize().deniesInvoke({}), "a caller needs one of 'service', 'account', 'principalArn', 'anonymous', or 'principalOrgId'"],
    ['two call', () => resize().deniesInvoke({ service: 's3.amazonaws.com', account: '111122223333' }), "a caller is one of 'service', 'account', 'principalArn', 'anonymous', got 'service' and 'account'"],
    ['an account has a source', () => resize().deniesInvoke({ account: '444455556666', sourceArn: app.topic.topicArn }), "'sourceArn' belongs to a caller with 'service', got 'account'"],
    ['a service has an organization', () => resize().deniesInvoke({ service: 's3.amazonaws.com', principalOrgId: 'o-1' }), "The organization of a service's source is 'sourceOrgId'"],
    ['an account is no number', () => resize().deniesInvoke({ account: 'partner' }), "'account' must be twelve digits, got 'partner'"],
    ['the streams of a log group are a pattern', () => resize().denies('logs:PutLogEvents', 'arn:aws:logs:eu-west-1:111122223333:log-group:jobs:log-stream:*'), "'resource' must name one, not a pattern"],
    ['a function is a principal', () => resize().deniesInvoke({ principalArn: app.plain.functionArn }),
      "'principalArn' must be the ARN of a role or user, got 'arn:aws:lambda:eu-west-1:111122223333:function:${Images."],
    ['a principal is of no account', () => resize().deniesInvoke({ principalArn: 'arn:aws:iam::4444:role/team' }), "'principalArn' must have an account of twelve digits, got 'arn:aws:iam::4444:role/team'"],
    ['a group is a principal', () => resize().deniesInvoke({ principalArn: 'arn:aws:iam::444455556666:group/team' }), "must be the ARN of a role or user, got 'arn:aws:iam::444455556666:group/team'"],
    ['a principal is no ARN', () => resize().deniesInvoke({ principalArn: 'deploy' }), "'principalArn' must be an ARN, got 'deploy'"],
  ])('%s', (_, action, message) => {
    expect(messageOf(action)).toContain(message);
  });
});

describe('without an environment', () => {
  const agnostic = new ImageApp({});
  const access = () => agnostic.access.forFunction(agnostic.resize);

  test('what the stack names is the same as what a test names', () => {
    access()
      .allowsInvoke({ service: 's3.amazonaws.com', sourceArn: agnostic.images.bucketArn, sourceAccount: Aws.ACCOUNT_ID })
      .allows('dynamodb:PutItem', agnostic.table.tableArn)
      .denies('dynamodb:DeleteItem', agnostic.table.tableArn)
      .allows('s3:PutObject', agnostic.archive.arnForObjects('a.jpg'))
      .allows('logs:PutLogEvents', agnostic.resize.logGroup.logGroupArn)
      .denies('logs:PutLogEvents', agnostic.inner.logGroup.logGroupArn)
      .denies('s3:PutObject', agnostic.unused.arnForObjects('a.jpg'))
      .hasNoWildcards();
    agnostic.access.forFunction(agnostic.live).allowsInvoke({ service: 'sns.amazonaws.com', sourceArn: agnostic.topic.topicArn });
    agnostic.access.forFunction(agnostic.inner).allows('s3:GetObject', agnostic.images.arnForObjects('a.jpg'));
  });

  test.each([{}, { functionUrlAuthType: lambda.FunctionUrlAuthType.AWS_IAM }])('fails when an account may be that of the function, and names no statement, for none decides it: %p', (url) => {
    for (const assertion of [() => access().deniesInvoke({ account: '999999999999', ...url }), () => access().allowsInvoke({ account: '999999999999', ...url })]) {
      expect(messageOf(assertion)).toContain('it is not known whether caller and resource are in one account; the function is in account ${AWS::AccountId}; '
        + "give the stack an 'env' with account and region, if the answer depends on them");
    }
  });

  test('fails when a role may be in the account of the function, and names the statement that came nearest', () => {
    expect(messageOf(() => access().deniesInvoke({ principalArn: 'arn:aws:iam::999999999999:role/deploy' })))
      .toMatch(/the caller may be in the account of the function, .*; the nearest statement is Images \w+ Properties .*; give the stack an 'env'/);
  });

  test('fails when an account is compared with that of the stack, which may be the same', () => {
    const caller = { service: 's3.amazonaws.com', sourceArn: agnostic.images.bucketArn, sourceAccount: '999999999999' };

    expect(messageOf(() => access().deniesInvoke(caller))).toContain('cannot be decided');
    expect(messageOf(() => access().allowsInvoke(caller))).toContain("give the stack an 'env' with account and region, if the answer depends on them");
  });
});
