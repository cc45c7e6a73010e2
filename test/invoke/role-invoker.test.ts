import { App, Aws, CfnParameter, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as scheduler from 'aws-cdk-lib/aws-scheduler';
import { RoleInvoker, RoleInvokerProps } from '../../src/invoke/role-invoker';
import { insteadOfPermission, roleBasedPrincipals, roleBasedService } from '../../src/model/role-based-services';
import { CODE, Resource, Synthesized, messageOf, newApp, newStack } from '../push/app';
import { TARGETS } from '../push/targets';

const GROUP = 'arn:aws:scheduler:eu-west-1:111122223333:schedule-group/nightly';

function roleOf(stack: Stack, props: Partial<RoleInvokerProps> = {}): Resource {
  const target = props.target ?? new lambda.Function(stack, 'Fn', CODE);
  new RoleInvoker(stack, 'Invoker', { target, service: 'scheduler.amazonaws.com', sourceArn: GROUP, ...props });
  const done = new Synthesized(stack.node.root as App);
  expect(done.permissions()).toEqual([]);
  return done.resources('AWS::IAM::Role').find(({ id }) => id.startsWith('InvokerRole'))!;
}

test('only the service may assume the role, for the one source of the one account', () => {
  expect(roleOf(newStack()).Properties.AssumeRolePolicyDocument).toEqual({
    Version: '2012-10-17',
    Statement: [{
      Effect: 'Allow',
      Action: 'sts:AssumeRole',
      Principal: { Service: 'scheduler.amazonaws.com' },
      Condition: { StringEquals: { 'aws:SourceAccount': '111122223333' }, ArnEquals: { 'aws:SourceArn': GROUP } },
    }],
  });
});

test.each(Object.entries(TARGETS))('the role may invoke exactly its target: %s', (_, make) => {
  const stack = newStack();
  const target = make(stack);

  const { Properties } = roleOf(stack, { target });

  expect(Properties.ManagedPolicyArns).toBeUndefined();
  expect(Properties.Policies).toEqual([{
    PolicyName: 'Invoke',
    PolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'lambda:InvokeFunction', Resource: stack.resolve(target.functionArn) }] },
  }]);
});

test.each<[string, (stack: Stack) => string, unknown]>([
  ['the account in the ARN', () => 'arn:aws:scheduler:eu-west-1:444455556666:schedule-group/nightly', '444455556666'],
  ['the stack’s, which is literal', () => `arn:aws:scheduler:eu-west-1:${Aws.ACCOUNT_ID}:schedule-group/nightly`, '111122223333'],
  ['that of the stack that makes the source', (stack) => new scheduler.ScheduleGroup(stack, 'Group').scheduleGroupArn, '111122223333'],
  ['the stack’s, for a parameter', (stack) => new CfnParameter(stack, 'GroupArn').valueAsString, '111122223333'],
])('the account of the source is %s', (_, make, expected) => {
  const stack = newStack();

  const { Properties } = roleOf(stack, { sourceArn: make(stack) });

  expect(Properties).toMatchObject({ AssumeRolePolicyDocument: { Statement: [{ Condition: { StringEquals: { 'aws:SourceAccount': expected } } }] } });
});

test('a stack without an environment names the account of the deployment', () => {
  const stack = newStack({});
  const sourceArn = stack.formatArn({ service: 'pipes', resource: 'pipe', resourceName: 'orders' });

  const { Properties } = roleOf(stack, { service: 'pipes.amazonaws.com', sourceArn });

  expect(Properties).toMatchObject({
    AssumeRolePolicyDocument: { Statement: [{ Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } } }] },
  });
});

test('the role has the name, the description and the boundary that are asked for', () => {
  const stack = newStack();
  const permissionsBoundary = iam.ManagedPolicy.fromManagedPolicyName(stack, 'Boundary', 'limit');

  expect(roleOf(stack, { roleName: 'nightly', description: 'starts the report', permissionsBoundary }).Properties).toMatchObject({
    RoleName: 'nightly', Description: 'starts the report', PermissionsBoundary: { 'Fn::Join': expect.anything() },
  });
});

const PINNED = roleBasedPrincipals().filter((principal) => roleBasedService(principal)!.source);
const OPEN = roleBasedPrincipals().filter((principal) => !roleBasedService(principal)!.source);

test('the services that are documented to say for what they assume a role are these', () => {
  expect(PINNED).toEqual(['iotevents', 'kinesisanalytics', 'pipes', 'scheduler', 'ssm', 'states'].map((service) => `${service}.amazonaws.com`));
});

test.each(PINNED)('%s needs the ARN of its source, which the message shows', (service) => {
  const stack = newStack();
  const message = messageOf(() => roleOf(stack, { service, sourceArn: undefined }));
  const [, example] = /such as (arn:\S+); see https:\/\/docs\.aws\.amazon\.com\/\S+ \[Stack\/Invoker\]$/.exec(message)!;

  expect(() => roleOf(newStack(), { service, sourceArn: example })).not.toThrow();
  expect(messageOf(() => roleOf(newStack(), { service, sourceArn: `${example}*` }))).toMatch(/^'sourceArn' must be one ARN, such as .+; pass the ARN without (a|another) wildcard \[Stack\/Invoker\]$/);
});

test('an automation is pinned to the account, as AWS has it: its executions have ids of their own', () => {
  const sourceArn = 'arn:aws:ssm:eu-west-1:111122223333:automation-execution/*';

  expect(roleOf(newStack(), { service: 'ssm.amazonaws.com', sourceArn }).Properties).toMatchObject({
    AssumeRolePolicyDocument: { Statement: [{ Condition: { StringEquals: { 'aws:SourceAccount': '111122223333' }, ArnEquals: { 'aws:SourceArn': sourceArn } } }] },
  });
  expect(() => roleOf(newStack(), { service: 'ssm.amazonaws.com', sourceArn: sourceArn.replace('eu-west-1', '*') })).toThrow('without another wildcard');
});

test.each(OPEN)('%s gets no condition that could keep it out', (service) => {
  expect(roleOf(newStack(), { service, sourceArn: undefined }).Properties.AssumeRolePolicyDocument).toEqual({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: service } }],
  });
  expect(messageOf(() => roleOf(newStack(), { service }))).toMatch(/^'sourceArn' must be left out for .+, got 'arn:.+': it is not documented that .+ \[Stack\/Invoker\]$/);
});

test.each(['arn:aws:scheduler:eu-west-1:111122223333:schedule-group/*', 'arn:aws:scheduler:eu-west-1:111122223333:schedule/nightly/report', '*', GROUP.replace('scheduler', 'pipes')])(
  'fails for the schedule group %s', (sourceArn) => {
    expect(messageOf(() => roleOf(newStack(), { sourceArn }))).toMatch(/^'sourceArn' must be one ARN, such as .+\/GROUP, got '.+'; .+ \[Stack\/Invoker\]$/);
  });

test.each(['s3.amazonaws.com', 'toString', 'scheduler'])('fails for %s, which invokes with no role', (service) => {
  expect(messageOf(() => roleOf(newStack(), { service }))).toMatch(/^'service' must be one that invokes functions with a role, .+ has a push source, .+ \[Stack\/Invoker\]$/);
});

test('a service that invokes by a role alone has no use for a permission, and is told so', () => {
  expect(insteadOfPermission('scheduler.amazonaws.com')).toBe(
    "EventBridge Scheduler invokes a function with the role of the target of the schedule, and never by a statement in the function's policy; make that role with RoleInvoker");
  expect(['s3.amazonaws.com', 'appsync.amazonaws.com', 'constructor'].map(insteadOfPermission)).toEqual([undefined, undefined, undefined]);
});

test('a source of another partition is one too', () => {
  const stack = new Stack(newApp(), 'Stack', { env: { account: '111122223333', region: 'cn-north-1' } });

  expect(() => roleOf(stack, { sourceArn: GROUP.replace('aws', 'aws-cn').replace('eu-west-1', 'cn-north-1') })).not.toThrow();
});
