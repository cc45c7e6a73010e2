import { App, NestedStack, Stack, Stage } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import { LambdaDestination } from 'aws-cdk-lib/aws-logs-destinations';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as subscriptions from 'aws-cdk-lib/aws-sns-subscriptions';
import { PermissionAssertions } from '../../src/assertions/permission-assertions';
import { CODE, HOME, messageOf, newApp } from '../push/app';

const KEY = { partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING } };

test('a template of CDK is asked with the constructs it came from', () => {
  const stack = new Stack(newApp(), 'Stack', { env: HOME });
  const table = new dynamodb.Table(stack, 'Table', KEY);
  const topic = new sns.Topic(stack, 'Topic');
  const fn = new lambda.Function(stack, 'Fn', CODE);
  table.grantReadData(fn);
  topic.addSubscription(new subscriptions.LambdaSubscription(fn));
  const access = PermissionAssertions.fromTemplate(Template.fromStack(stack), HOME);

  access.forFunction(fn)
    .allows('dynamodb:GetItem', table.tableArn)
    .denies('dynamodb:PutItem', table.tableArn)
    .allowsInvoke({ service: 'sns.amazonaws.com', sourceArn: topic.topicArn })
    .deniesInvoke({ service: 'sns.amazonaws.com', sourceArn: 'arn:aws:sns:eu-west-1:444455556666:theirs' });
  access.forLogicalId(stack.resolve((fn.node.defaultChild as lambda.CfnFunction).logicalId) as string)
    .allows('dynamodb:GetItem', table.tableArn)
    .denies('dynamodb:PutItem', table.tableArn);
});

test('without an environment a template does not tell where it is deployed', () => {
  const stack = new Stack(newApp(), 'Stack', { env: HOME });
  const fn = new lambda.Function(stack, 'Fn', CODE);
  fn.grantInvoke(new (class extends lambda.Function {})(stack, 'Caller', CODE));
  const access = PermissionAssertions.fromTemplate(Template.fromStack(stack)).forFunction(fn);

  expect(messageOf(() => access.deniesInvoke({ account: '444455556666' }))).toContain('it is not known whether caller and resource are in one account');
});

test('a template does not answer for what is in another one', () => {
  const app = newApp();
  const table = new dynamodb.Table(new Stack(app, 'Data'), 'Table', KEY);
  const stack = new Stack(app, 'Stack');
  const fn = new lambda.Function(stack, 'Fn', CODE);
  table.grantReadData(fn);
  const access = PermissionAssertions.fromTemplate(Template.fromStack(stack)).forFunction(fn);

  expect(messageOf(() => access.allows('dynamodb:GetItem', table.tableArn))).toContain('is referred to, but is not in template Template');
  expect(messageOf(() => access.denies('dynamodb:GetItem', table.tableArn))).toContain('cannot be decided');
});

test('stacks of a stage, of several accounts and with nested stacks know each other', () => {
  const stage = new Stage(newApp(), 'Prod');
  const data = new Stack(stage, 'Data', { env: { account: '444455556666', region: 'eu-west-1' } });
  const bucket = new s3.Bucket(data, 'Bucket', { bucketName: 'images-of-prod' });
  const stack = new Stack(stage, 'Code', { env: HOME });
  const nested = new NestedStack(new NestedStack(stack, 'Outer'), 'Inner');
  const fn = new lambda.Function(nested, 'Fn', CODE);
  fn.addToRolePolicy(new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: [bucket.arnForObjects('*')] }));
  const access = PermissionAssertions.fromStack(nested);

  access.forFunction(fn)
    .allows('s3:GetObject', bucket.arnForObjects('a.jpg'), { resourceAccount: data.account })
    .allows('s3:GetObject', 'arn:aws:s3:::images-of-prod/a.jpg')
    .denies('s3:PutObject', bucket.arnForObjects('a.jpg'))
    .canBeAssumedBy('lambda.amazonaws.com');
  PermissionAssertions.fromStack(data).forFunction(fn).denies('s3:PutObject', bucket.arnForObjects('a.jpg'));
});

test('the same logical id in two stacks is that of the stack that is asked', () => {
  const app = newApp();
  const [first, second] = ['First', 'Second'].map((id) => new Stack(app, id));
  const table = new dynamodb.Table(first, 'Table', KEY);
  table.grantReadData(new lambda.Function(first, 'Fn', CODE));
  new lambda.Function(second, 'Fn', CODE);
  const third = new Stack(app, 'Third');

  PermissionAssertions.fromStack(first).forLogicalId('Fn9270CBC0').allows('dynamodb:GetItem', table.tableArn);
  PermissionAssertions.fromStack(second).forLogicalId('Fn9270CBC0').denies('dynamodb:GetItem', table.tableArn);
  expect(messageOf(() => PermissionAssertions.fromStack(third).forLogicalId('Fn9270CBC0')))
    .toBe("'logicalId' must name one function, got 'Fn9270CBC0', which is in First and Second");
});

test('fails in an app without functions, and says so', () => {
  const stack = new Stack(new App(), 'Stack');
  new s3.Bucket(stack, 'Bucket');

  expect(messageOf(() => PermissionAssertions.fromStack(stack).forLogicalId('Fn')))
    .toBe("'logicalId' must name a function, a version or an alias, got 'Fn', which is in none of the templates. The templates hold no function");
});

test('functions of one name in two stacks, and buckets of one name in two accounts, are not taken for each other', () => {
  const app = newApp();
  const [first, second] = ['First', 'Second'].map((id) => new Stack(app, id));
  const [one, other] = [first, second].map((stack) => new lambda.Function(stack, 'Fn', { ...CODE, functionName: 'resize' }));
  const mine = { actions: ['s3:GetObject'], resources: ['*'], conditions: { StringEquals: { 'aws:ResourceAccount': '111122223333' } } };
  other.addToRolePolicy(new iam.PolicyStatement(mine));
  const [home, away] = [HOME.account, '444455556666'].map((account, index) => new Stack(app, `Buckets${index}`, { env: { account, region: 'eu-west-1' } }));
  new s3.Bucket(home, 'Shared', { bucketName: 'shared' });
  new s3.Bucket(away, 'Shared', { bucketName: 'shared' });
  new s3.Bucket(home, 'Own', { bucketName: 'own' });
  const access = PermissionAssertions.fromStack(first);

  access.forFunction(one).denies('s3:GetObject', 'arn:aws:s3:::own/a.jpg');
  access.forFunction(other).allows('s3:GetObject', 'arn:aws:s3:::own/a.jpg');
  expect(messageOf(() => access.forFunction(other).allows('s3:GetObject', 'arn:aws:s3:::shared/a.jpg'))).toContain('aws:ResourceAccount: it wants 111122223333, it is not known');
});

test('a permission for an alias that no template makes does not stand in the way of the function', () => {
  const stack = new Stack(newApp(), 'Stack', { env: HOME });
  const fn = new lambda.Function(stack, 'Fn', CODE);
  new lambda.CfnPermission(stack, 'Permission', { functionName: `${fn.functionName}:live`, action: 'lambda:InvokeFunction', principal: 's3.amazonaws.com' });

  PermissionAssertions.fromStack(stack).forLogicalId('Fn9270CBC0').deniesInvoke({ service: 's3.amazonaws.com' });
});

test('what a user or an imported role may do within the account cannot be said, though a template gives it a policy, and the message does not deny that', () => {
  const stack = new Stack(newApp(), 'Stack', { env: HOME });
  const fn = new lambda.Function(stack, 'Fn', CODE);
  const user = new iam.User(stack, 'User');
  const role = iam.Role.fromRoleArn(stack, 'Role', 'arn:aws:iam::111122223333:role/theirs');
  [user, role].forEach((grantee) => fn.grantInvoke(grantee));
  const access = PermissionAssertions.fromStack(stack).forFunction(fn);

  expect(messageOf(() => access.allowsInvoke({ principalArn: user.userArn })))
    .toContain('the caller is in the account of the function, where its own policies are enough, and those of users and groups are not read; ');
  expect(messageOf(() => access.allowsInvoke({ principalArn: role.roleArn })))
    .toContain('the caller is in the account of the function, where its own policies are enough, and not all of them are in the templates; ');
});

test('the ARN of a log group, as CDK gives it and CloudWatch Logs sends it, is no pattern as a source', () => {
  const stack = new Stack(newApp(), 'Stack', { env: HOME });
  const fn = new lambda.Function(stack, 'Fn', CODE);
  const [watched, other] = ['Watched', 'Other'].map((id) => new logs.LogGroup(stack, id));
  watched.addSubscriptionFilter('Filter', { destination: new LambdaDestination(fn), filterPattern: logs.FilterPattern.allEvents() });
  const access = PermissionAssertions.fromStack(stack).forFunction(fn);
  const from = (sourceArn: string) => ({ service: 'logs.amazonaws.com', sourceArn, sourceAccount: '111122223333' });

  access.allowsInvoke(from(watched.logGroupArn)).deniesInvoke(from(other.logGroupArn)).deniesInvoke(from('arn:aws:logs:eu-west-1:444455556666:log-group:/shop:*'));
  access.cannotBeAssumedBy('logs.amazonaws.com', { sourceArn: watched.logGroupArn });
  expect(messageOf(() => access.deniesInvoke(from('arn:aws:logs:eu-west-1:111122223333:log-group:/shop*:*')))).toContain("'sourceArn' must name one, not a pattern");
  expect(messageOf(() => access.deniesInvoke(from('arn:aws:logs:eu-west-1:111122223333:log-group:*')))).toContain("'sourceArn' must name one, not a pattern");
});

test.each(['/shop', '${Stack.Group}'])('fails when the source is a log group without its star, which CloudWatch Logs never sends: %s', (name) => {
  const stack = new Stack(newApp(), 'Stack', { env: HOME });
  const fn = new lambda.Function(stack, 'Fn', CODE);
  const access = PermissionAssertions.fromStack(stack).forFunction(fn);
  const sourceArn = `arn:aws:logs:eu-west-1:111122223333:log-group:${name}`;

  expect(messageOf(() => access.deniesInvoke({ service: 'logs.amazonaws.com', sourceArn })))
    .toBe(`'sourceArn' must end with ':*', as CloudWatch Logs sends the ARN of a log group, got '${sourceArn}', so that it would always be denied. Pass 'logGroup.logGroupArn'`);
});
