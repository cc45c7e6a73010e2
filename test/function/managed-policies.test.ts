import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { featureCases, sorted, statementsOf } from './feature-cases';
import { CODE, newStack, resourcesOf, templateOf } from './templates';
import { ExecutionRole } from '../../src/function/execution-role';

test.each(featureCases('managed-policies.json'))('in place of %s stands what it is for, and nothing of logs', (name, { statements }) => {
  const stack = newStack();
  new ExecutionRole(stack, 'Role').addManagedPolicy(iam.ManagedPolicy.fromAwsManagedPolicyName(name));

  expect(statementsOf(stack)).toEqual({ statements: sorted(statements), dependent: [] });
});

test.each([
  ['service-role/AWSLambdaSQSQueueExecutionRole', 'every queue; use `new PullTrigger(scope, id, { target, source: new SqsPullSource(queue) })`'],
  ['service-role/AWSLambdaDynamoDBExecutionRole', 'every stream; use `new PullTrigger(scope, id, { target, source: new DynamoDbStreamPullSource(table) })`'],
  ['service-role/AWSLambdaKinesisExecutionRole', 'every stream; use `new PullTrigger(scope, id, { target, source: new KinesisPullSource(stream) })`'],
  ['service-role/AWSLambdaMSKExecutionRole', 'every cluster; use `new PullTrigger(scope, id, { target, source: new MskPullSource({ clusterArn, topic }) })`'],
  ['service-role/AWSLambdaBasicDurableExecutionRolePolicy', "the durable executions of every function; pass 'durableConfig' to a SecureFunction, "
    + "or allow 'lambda:CheckpointDurableExecution' and 'lambda:GetDurableExecutionState' on `${fn.functionArn}:*`"],
  ['service-role/AWSLambdaRole', 'every function; use `role.allow(new InvokeAccess(fn))`'],
  ['AWSLambdaInvocation-DynamoDB', 'every function and stream; use `role.allow(new InvokeAccess(fn))` and '
    + '`new PullTrigger(scope, id, { target, source: new DynamoDbStreamPullSource(table) })`'],
  ['AWSLambdaExecute', "every bucket; use `role.allow(new BucketAccess(bucket, { actions: ['GetObject', 'PutObject'] }))`"],
  ['AWSLambdaManagedEC2ResourceOperator', 'the instances of a capacity provider; attach it to the operator role of the capacity provider, an iam.Role of its own'],
])('fails for %s, and says what to use', (name, instead) => {
  const role = new ExecutionRole(newStack(), 'Role');

  expect(() => role.addManagedPolicy(iam.ManagedPolicy.fromAwsManagedPolicyName(name)))
    .toThrow(`the AWS managed policy '${name}' is about ${instead} [Stack/Role]`);
});

test('policies of the customer are attached, whatever their name', () => {
  const stack = newStack();
  const role = new ExecutionRole(stack, 'Role');
  role.addManagedPolicy(iam.ManagedPolicy.fromManagedPolicyName(stack, 'Mine', 'service-role/AWSLambdaBasicExecutionRole'));
  role.addManagedPolicy(iam.ManagedPolicy.fromAwsManagedPolicyName('constructor'));

  const { ManagedPolicyArns: arns } = resourcesOf(templateOf(stack), 'AWS::IAM::Role').Role;

  expect(arns[0]).toBe('arn:aws:iam::111122223333:policy/service-role/AWSLambdaBasicExecutionRole');
  expect(JSON.stringify(arns.slice(1))).toContain(':iam::aws:policy/constructor');
});

test('a plain function with Lambda Insights attaches nothing to an execution role', () => {
  const stack = newStack();
  const role = new ExecutionRole(stack, 'Role');
  new lambda.Function(stack, 'Function', { ...CODE, role, logGroup: role.logGroup, insightsVersion: lambda.LambdaInsightsVersion.VERSION_1_0_333_0 });

  expect(statementsOf(stack).statements.map(({ Action }) => Action)).toEqual([['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents']]);
});
