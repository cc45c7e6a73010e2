import { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as logs from 'aws-cdk-lib/aws-logs';
import { CODE, idOf, inlineStatements, Json, newStack, policyStatements, resourcesOf, statement, templateOf } from './templates';
import { ExecutionRole } from '../../src/function/execution-role';
import { PolicyKind } from '../../src/function/policy-kind';
import { SecureAlias } from '../../src/function/secure-alias';
import { SecureFunction } from '../../src/function/secure-function';
import { TrustMode } from '../../src/function/trust-mode';

const FUNCTION = 'AWS::Lambda::Function';
const ROLE = 'AWS::IAM::Role';
const LOG_GROUP = 'AWS::Logs::LogGroup';

describe('by default', () => {
  const stack = newStack();
  const handler = new SecureFunction(stack, 'Resize', CODE);
  const template = templateOf(stack);

  test('has a role, a log group and nothing else, under ids that stay', () => {
    expect(typesOf(template)).toEqual({
      ResizeServiceRoleE52F2EFC: ROLE,
      ResizeAccessLogsEBB58D11: LOG_GROUP,
      Resize57196AE7: FUNCTION,
    });
  });

  test('writes to its log group, which has a generated name and is the one the role allows', () => {
    const logGroup = idOf(template, LOG_GROUP);

    expect(resourcesOf(template, FUNCTION).Resize.LoggingConfig).toEqual({ LogGroup: { Ref: logGroup } });
    expect(resourcesOf(template, LOG_GROUP).ResizeAccessLogs).not.toHaveProperty('LogGroupName');
    expect(resourcesOf(template, ROLE).ResizeServiceRole.Policies).toEqual([{
      PolicyName: 'Permissions',
      PolicyDocument: {
        Version: '2012-10-17',
        Statement: [{ Action: ['logs:CreateLogStream', 'logs:PutLogEvents'], Effect: 'Allow', Resource: { 'Fn::GetAtt': [logGroup, 'Arn'] } }],
      },
    }]);
    expect(handler.logGroup.logGroupName).toBeDefined();
  });

  test('has no managed policy, and nobody may invoke it', () => {
    expect(resourcesOf(template, ROLE).ResizeServiceRole).not.toHaveProperty('ManagedPolicyArns');
    expect(Object.keys(resourcesOf(template, 'AWS::Lambda::Permission'))).toEqual([]);
  });
});

test('passes on what its own role is to be like', () => {
  const stack = newStack();
  new SecureFunction(stack, 'Resize', {
    ...CODE,
    functionName: 'resize',
    trustMode: TrustMode.FUNCTION,
    policyKind: PolicyKind.MANAGED,
    path: '/app/',
    permissionsBoundary: iam.ManagedPolicy.fromManagedPolicyName(stack, 'Limit', 'limit'),
  });

  const template = templateOf(stack);

  expect(resourcesOf(template, ROLE).ResizeServiceRole).toMatchObject({
    Path: '/app/',
    PermissionsBoundary: 'arn:aws:iam::111122223333:policy/limit',
    AssumeRolePolicyDocument: { Statement: [{ Condition: { ArnLike: { 'aws:SourceArn': [expect.stringContaining(':function:resize'), expect.anything()] } } }] },
  });
  expect(resourcesOf(template, ROLE).ResizeServiceRole).not.toHaveProperty('Policies');
  expect(Object.keys(resourcesOf(template, 'AWS::IAM::ManagedPolicy'))).toEqual(['ResizeAccessRolePolicy']);
});

test('hands every other property to the function', () => {
  const stack = newStack();
  const logGroup = new logs.LogGroup(stack, 'Shared', { retention: logs.RetentionDays.ONE_WEEK });
  new SecureFunction(stack, 'Resize', { ...CODE, memorySize: 512, environment: { A: 'b' }, reservedConcurrentExecutions: 3, logGroup });

  const template = templateOf(stack);

  expect(resourcesOf(template, FUNCTION).Resize).toMatchObject({ MemorySize: 512, Environment: { Variables: { A: 'b' } }, ReservedConcurrentExecutions: 3 });
  expect(Object.keys(resourcesOf(template, LOG_GROUP))).toEqual(['Shared']);
});

test.each<[string, object, string]>([
  ['initialPolicy', { initialPolicy: [statement('s3:GetObject')] }, "call 'allow' or 'addToRolePolicy' on the function"],
  ['logRetention', { logRetention: logs.RetentionDays.ONE_DAY }, "pass a 'logGroup' with a retention"],
  ['logRetentionRole', { logRetentionRole: iam.Role.fromRoleArn(newStack(), 'R', 'arn:aws:iam::111122223333:role/r') }, "pass a 'logGroup' with a retention"],
  ['logRetentionRetryOptions', { logRetentionRetryOptions: {} }, "pass a 'logGroup' with a retention"],
  ['logRemovalPolicy', { logRemovalPolicy: 'destroy' }, "pass a 'logGroup' with a removal policy"],
])('fails with %s, and says what to do', (name, props, instead) => {
  const stack = newStack();

  expect(() => new SecureFunction(stack, 'Resize', { ...CODE, ...props })).toThrow(
    `'${name}' is not supported, because the function has a role and a log group of its own; ${instead} [Stack/Resize]`,
  );
});

test('fails with a log group of another region, to which it would not write', () => {
  const stack = newStack();
  const logGroup = logs.LogGroup.fromLogGroupArn(stack, 'Group', 'arn:aws:logs:us-east-1:111122223333:log-group:app');

  expect(() => new SecureFunction(stack, 'Resize', { ...CODE, logGroup })).toThrow(
    "'logGroup' must be in the account and region of the function, got one in us-east-1 of the account 111122223333; "
    + 'pass one that is beside the function, or leave it out [Stack/Resize]');
  expect(() => new SecureFunction(stack, 'Resize', { ...CODE, logGroup: logs.LogGroup.fromLogGroupName(stack, 'Named', 'app') })).not.toThrow();
});

describe('a given role', () => {
  test.each(['trustMode', 'policyKind', 'permissionsBoundary', 'path'])('fails together with %s', (name) => {
    const stack = newStack();
    const role = new ExecutionRole(stack, 'Role');

    expect(() => new SecureFunction(stack, 'Resize', { ...CODE, role, [name]: 'x' })).toThrow(
      `'${name}' is about the role that is made for the function, but 'role' is given; set it on that role, or leave 'role' out [Stack/Resize]`,
    );
  });

  test.each<[string, (stack: ReturnType<typeof newStack>) => iam.IRole]>([
    ['plain', (stack) => new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') })],
    ['lazy', (stack) => new iam.LazyRole(stack, 'Role', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') })],
  ])('fails when it is %s', (_, make) => {
    const stack = newStack();

    expect(() => new SecureFunction(stack, 'Resize', { ...CODE, role: make(stack) })).toThrow(
      /^'role' must be an ExecutionRole, an imported role or the result of 'withoutPolicyUpdates\(\)', got a plain iam\.Role, .* \[Stack\/Resize\]$/,
    );
  });

  test('fails when it is one of another account, and is taken when the account is not known', () => {
    const stack = newStack();
    const role = iam.Role.fromRoleArn(stack, 'Role', 'arn:aws:iam::444455556666:role/made-elsewhere');

    expect(() => new SecureFunction(stack, 'Resize', { ...CODE, role })).toThrow(
      "'role' must be a role of the function's account, got one of the account 444455556666, which Lambda refuses; pass a role of 111122223333 [Stack/Resize]",
    );
    const anywhere = new Stack();
    const same = iam.Role.fromRoleArn(anywhere, 'Role', 'arn:aws:iam::444455556666:role/made-elsewhere');
    expect(() => new SecureFunction(anywhere, 'Resize', { ...CODE, role: same })).not.toThrow();
  });

  test('of ours is used as it is, with its log group and its own logical id', () => {
    const stack = newStack();
    const role = new ExecutionRole(stack, 'Role');
    new SecureFunction(stack, 'Resize', { ...CODE, role });

    const template = templateOf(stack);

    expect(Object.keys(resourcesOf(template, ROLE))).toEqual(['Role']);
    expect(Object.keys(resourcesOf(template, LOG_GROUP))).toEqual(['RoleLogs']);
    expect(resourcesOf(template, FUNCTION).Resize.LoggingConfig).toEqual({ LogGroup: { Ref: idOf(template, LOG_GROUP) } });
  });

  test('of ours may write to the log group that the function is given, too', () => {
    const stack = newStack();
    const role = new ExecutionRole(stack, 'Role');
    new SecureFunction(stack, 'Resize', { ...CODE, role, logGroup: new logs.LogGroup(stack, 'Shared') });

    const { Resource: resource } = resourcesOf(templateOf(stack), ROLE).Role.Policies[0].PolicyDocument.Statement[0];

    expect(resource).toHaveLength(2);
  });

  test('of ours that takes no more grants keeps its log group', () => {
    const stack = newStack();
    const role = new ExecutionRole(stack, 'Role');
    const handler = new SecureFunction(stack, 'Resize', { ...CODE, role: role.withoutPolicyUpdates() });
    handler.addToRolePolicy(statement('s3:GetObject'));

    const template = templateOf(stack);

    expect(inlineStatements(template)).toEqual([]);
    expect(resourcesOf(template, FUNCTION).Resize.LoggingConfig).toEqual({ LogGroup: { Ref: idOf(template, LOG_GROUP) } });
    expect(Object.keys(resourcesOf(template, LOG_GROUP))).toEqual(['RoleLogs']);
  });

  test.each<[string, (stack: ReturnType<typeof newStack>) => iam.IRole]>([
    ['by ARN', (stack) => iam.Role.fromRoleArn(stack, 'Role', 'arn:aws:iam::111122223333:role/made-elsewhere')],
    ['by name', (stack) => iam.Role.fromRoleName(stack, 'Role', 'made-elsewhere')],
  ])('that is imported %s gets what the function needs in a policy', (_, make) => {
    const stack = newStack();
    const handler = new SecureFunction(stack, 'Resize', { ...CODE, role: make(stack) });
    handler.addToRolePolicy(statement('s3:GetObject', 'arn:aws:s3:::images/*'));

    const template = templateOf(stack);

    expect(policyStatements(template)).toEqual([{ Action: 's3:GetObject', Effect: 'Allow', Resource: 'arn:aws:s3:::images/*' }]);
    expect(Object.values(resourcesOf(template, 'AWS::IAM::Policy'))[0].Roles).toEqual(['made-elsewhere']);
    expect(Object.keys(resourcesOf(template, ROLE))).toEqual([]);
  });
});

test('makes aliases whose permissions are exact too, and versions that grants do not change', () => {
  const stack = newStack();
  const handler = new SecureFunction(stack, 'Resize', CODE);
  const before = stack.resolve(handler.currentVersion.version) as unknown;
  handler.addToRolePolicy(statement('s3:GetObject'));

  expect(handler.addAlias('live', { description: 'for users' })).toBeInstanceOf(SecureAlias);
  expect(resourcesOf(templateOf(stack), 'AWS::Lambda::Alias').ResizeAliaslive).toMatchObject({ Name: 'live', Description: 'for users' });
  expect(stack.resolve(handler.currentVersion.version)).toEqual(before);
});

function typesOf(template: Json): { [id: string]: string } {
  return Object.fromEntries(Object.entries(template.Resources as { [id: string]: Json }).map(([id, { Type }]) => [id, Type as string]));
}
