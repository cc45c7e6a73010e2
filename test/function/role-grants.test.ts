import { Aspects, AspectPriority, CfnResource, Stack } from 'aws-cdk-lib';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { CODE, idOf, inlineStatements, newStack, policyStatements, resourcesOf, Statement, statement, templateOf } from './templates';
import { ExecutionRole } from '../../src/function/execution-role';
import { PolicyKind } from '../../src/function/policy-kind';
import { waitsFor } from '../template-graph';

const POLICY = 'AWS::IAM::Policy';
const GET = { Action: 's3:GetObject', Effect: 'Allow', Resource: 'arn:aws:s3:::images/*' };

function given(kind?: PolicyKind) {
  const stack = newStack();
  const role = new ExecutionRole(stack, 'Role', { policyKind: kind });
  return { stack, role };
}

function actionsOf(statements: Statement[]): string[] {
  return statements.flatMap(({ Action }) => Action).sort();
}

test.each<[string, (stack: Stack, role: ExecutionRole, handler: lambda.Function) => void, string[]]>([
  ['a table', (stack, role) => table(stack).grantReadData(role), ['dynamodb:BatchGetItem', 'dynamodb:GetItem']],
  ['a bucket', (stack, role) => new s3.Bucket(stack, 'Bucket').grantRead(role), ['s3:GetBucket*', 's3:GetObject*', 's3:List*']],
  ['a queue', (stack, role) => new sqs.Queue(stack, 'Queue').grantSendMessages(role), ['sqs:GetQueueUrl', 'sqs:SendMessage']],
  ['a key', (stack, role) => new kms.Key(stack, 'Key').grantEncryptDecrypt(role), ['kms:Decrypt', 'kms:Encrypt']],
  ['a plain function', (_, __, handler) => handler.addToRolePolicy(statement('s3:GetObject')), ['s3:GetObject']],
])('takes the grants of %s into the role', (_, grant, expected) => {
  const { stack, role } = given();
  const handler = new lambda.Function(stack, 'Function', { ...CODE, role });
  grant(stack, role, handler);

  const template = templateOf(stack);

  expect(actionsOf(inlineStatements(template))).toEqual(expect.arrayContaining(expected));
  expect(Object.keys(resourcesOf(template, POLICY))).toEqual([]);
});

test.each([PolicyKind.INLINE, PolicyKind.MANAGED])('writes a statement once that is given twice, and joins what differs in the action alone: %s', (kind) => {
  const { stack, role } = given(kind);
  role.addToPolicy(statement('s3:GetObject', 'arn:aws:s3:::images/*'));
  role.addToPrincipalPolicy(statement('s3:GetObject', 'arn:aws:s3:::images/*'));
  role.addToPolicy(statement('s3:PutObject', 'arn:aws:s3:::images/*'));

  const template = templateOf(stack);

  expect([...inlineStatements(template), ...policyStatements(template, 'AWS::IAM::ManagedPolicy')])
    .toEqual([{ ...GET, Action: ['s3:GetObject', 's3:PutObject'] }]);
});

test.each([
  [PolicyKind.INLINE, 'AWS::IAM::Role'],
  [PolicyKind.MANAGED, 'AWS::IAM::ManagedPolicy'],
])('makes what a grant is applied before wait for the statements: %s', (kind, type) => {
  const { stack, role } = given(kind);
  const waiting = new CfnResource(stack, 'Waiting', { type: 'Test::A::B' });
  table(stack).grantReadData(role).applyBefore(waiting);

  const template = templateOf(stack);

  expect(waitsFor(template, 'Waiting', idOf(template, type))).toBe(true);
});

test('does not lose its order when a statement is about what the grant is applied before', () => {
  const { stack, role } = given();
  const waiting = new CfnResource(stack, 'Waiting', { type: 'Test::A::B' });
  role.addToPolicy(statement('s3:GetObject', waiting.ref));
  table(stack).grantReadData(role).applyBefore(waiting);

  const template = templateOf(stack);

  expect(waitsFor(template, 'Waiting', idOf(template, 'AWS::IAM::Role'))).toBe(true);
  expect(actionsOf(policyStatements(template))).toEqual(['s3:GetObject']);
});

describe('a policy that is attached', () => {
  test.each<[string, (policy: iam.Policy, role: ExecutionRole) => void]>([
    ['by the role', (policy, role) => role.attachInlinePolicy(policy)],
    ['by itself', (policy, role) => policy.attachToRole(role)],
    ['by both', (policy, role) => { role.attachInlinePolicy(policy); policy.attachToRole(role); role.attachInlinePolicy(policy); }],
  ])('%s gives its statements, also later ones, and writes no resource', (_, attach) => {
    const { stack, role } = given();
    const policy = new iam.Policy(stack, 'Own');
    attach(policy, role);
    policy.addStatements(statement('s3:GetObject', 'arn:aws:s3:::images/*'));

    const template = templateOf(stack);

    expect(inlineStatements(template)).toEqual([GET]);
    expect(Object.keys(resourcesOf(template, POLICY))).toEqual([]);
  });

  test('makes who waits for it wait for the role', () => {
    const { stack, role } = given();
    const policy = new iam.Policy(stack, 'Own', { statements: [statement('s3:GetObject')], roles: [role], force: true });
    const waiting = new CfnResource(stack, 'Waiting', { type: 'Test::A::B' });
    waiting.node.addDependency(policy);

    const template = templateOf(stack);

    expect(template.Resources.Waiting.DependsOn).toEqual([idOf(template, 'AWS::IAM::Role')]);
  });

  test('stays for a group, a user and another role that have it too', () => {
    const { stack, role } = given();
    new iam.Policy(stack, 'Shared', {
      statements: [statement('s3:GetObject', 'arn:aws:s3:::images/*')],
      roles: [role, new iam.Role(stack, 'Other', { assumedBy: new iam.AccountRootPrincipal() })],
      groups: [new iam.Group(stack, 'Group')],
      users: [new iam.User(stack, 'User')],
    });

    const template = templateOf(stack);

    expect(inlineStatements(template)).toEqual([GET]);
    expect(resourcesOf(template, POLICY).Shared).toMatchObject({
      Roles: [{ Ref: idOf(template, 'AWS::IAM::Role', 'Other') }],
      Groups: [{ Ref: idOf(template, 'AWS::IAM::Group') }],
      Users: [{ Ref: idOf(template, 'AWS::IAM::User') }],
    });
  });

  test('is in both of two execution roles, and nowhere else', () => {
    const { stack, role } = given();
    const second = new ExecutionRole(stack, 'Second');
    new iam.Policy(stack, 'Own', { statements: [statement('s3:GetObject', 'arn:aws:s3:::images/*')], roles: [role, second] });

    const template = templateOf(stack);

    expect(inlineStatements(template)).toEqual([GET, GET]);
    expect(Object.keys(resourcesOf(template, POLICY))).toEqual([]);
  });

  test('in another stack stays there, as that stack needs the role and not the other way round', () => {
    const { stack, role } = given();
    const other = new Stack(stack.node.root as Stack, 'Other', { env: { account: '111122223333', region: 'eu-west-1' } });
    const policy = new iam.Policy(other, 'Own', { statements: [statement('sqs:SendMessage', new sqs.Queue(other, 'Queue').queueArn)] });
    new lambda.Function(other, 'Function', { ...CODE, role });
    policy.attachToRole(role);

    expect(actionsOf(policyStatements(templateOf(other)))).toEqual(['sqs:SendMessage']);
    expect(inlineStatements(templateOf(stack))).toEqual([]);
  });
});

test('gives a view that takes no grants', () => {
  const { stack, role } = given();
  table(stack).grantReadData(role.withoutPolicyUpdates());

  const template = templateOf(stack);

  expect([...inlineStatements(template), ...policyStatements(template)]).toEqual([]);
});

test('leaves roles to the user where they are made by hand', () => {
  const stack = newStack();
  iam.Role.customizeRoles(stack, { usePrecreatedRoles: { 'Stack/Role': 'made-by-hand' } });
  const role = new ExecutionRole(stack, 'Role');
  new lambda.Function(stack, 'Function', { ...CODE, role });
  role.attachInlinePolicy(new iam.Policy(stack, 'Own', { statements: [statement('s3:GetObject')] }));
  table(stack).grantReadData(role);

  const template = templateOf(stack);

  expect(Object.keys({ ...resourcesOf(template, 'AWS::IAM::Role'), ...resourcesOf(template, POLICY) })).toEqual([]);
  expect(resourcesOf(template, 'AWS::Lambda::Function').Function.Role).toBe('arn:aws:iam::111122223333:role/made-by-hand');
});

test.each([
  [PolicyKind.INLINE, AspectPriority.DEFAULT, 'AWS::IAM::Role'],
  [PolicyKind.INLINE, AspectPriority.READONLY, 'AWS::IAM::Role'],
  [PolicyKind.MANAGED, AspectPriority.READONLY, 'AWS::IAM::ManagedPolicy'],
])('keeps what an Aspect adds when the statements have their place already: %s, priority %i', (kind, priority, holder) => {
  const { stack, role } = given(kind);
  const first = new lambda.Function(stack, 'Function', { ...CODE, role });
  // Its statement names the function, so that placing it looks at the role of the first, before the Aspect adds to that.
  const second = new ExecutionRole(stack, 'Second', { policyKind: kind });
  second.addToPolicy(statement('lambda:InvokeFunction', first.functionArn));
  Aspects.of(stack).add({
    visit: (node) => {
      if (node === second) { role.addToPolicy(statement('s3:GetObject', 'arn:aws:s3:::images/*')); }
      if (node === first) { first.addToRolePolicy(statement('lambda:GetFunction', first.functionArn)); }
    },
  }, { priority });

  const template = templateOf(stack);

  expect(JSON.stringify(template.Resources[idOf(template, holder, kind === PolicyKind.INLINE ? 'Role' : 'RolePolicy')])).toContain('s3:GetObject');
  expect(actionsOf(policyStatements(template, kind === PolicyKind.INLINE ? POLICY : holder))).toContain('lambda:GetFunction');
});

function table(stack: Stack): dynamodb.Table {
  return new dynamodb.Table(stack, 'Table', { partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING } });
}
