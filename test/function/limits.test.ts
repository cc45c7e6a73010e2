import { App, Aspects, AspectPriority, Stack } from 'aws-cdk-lib';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { CODE, idOf, inlineStatements, Json, newStack, resourcesOf, statement, templateOf } from './templates';
import { BucketAccess } from '../../src/access/bucket';
import { TableAccess } from '../../src/access/table';
import { ExecutionRole } from '../../src/function/execution-role';
import { PolicyKind } from '../../src/function/policy-kind';
import { SecureFunction } from '../../src/function/secure-function';
import { waitsFor } from '../template-graph';

const MANAGED = 'AWS::IAM::ManagedPolicy';
const LONG = 'x'.repeat(900);

/** The policies of a template by id: inline ones of the role under its own id. */
function policiesOf(template: Json): { [id: string]: { readonly document: Json; readonly managed: boolean } } {
  const roles = Object.entries(resourcesOf(template, 'AWS::IAM::Role')).filter(([, role]) => role.Policies);
  const inline = Object.entries(resourcesOf(template, 'AWS::IAM::Policy'));
  return Object.fromEntries([
    ...roles.map(([id, role]) => [id, { document: role.Policies[0].PolicyDocument, managed: false }]),
    ...inline.map(([id, policy]) => [id, { document: policy.PolicyDocument, managed: false }]),
    ...Object.entries(resourcesOf(template, MANAGED)).map(([id, policy]) => [id, { document: policy.PolicyDocument, managed: true }]),
  ]);
}

/** The characters of a policy as CloudFormation writes it for a stack of this name. */
function deployedSize(document: unknown): number {
  const generated = (id: string) => `Stack-${id}-1A2B3C4D5E6F7`;
  const text = JSON.stringify(document, (_, value: Json | string) => {
    if (typeof value !== 'object' || value === null) { return value; }
    if (value['Fn::Join']) { return (value['Fn::Join'][1] as unknown[]).map((part) => JSON.parse(JSON.stringify(deployed(part)))).join(''); }
    return deployed(value);
  });
  function deployed(value: unknown): unknown {
    const { 'Fn::GetAtt': attribute, 'Ref': ref } = Object(value) as Json;
    if (attribute?.[0].startsWith('B')) { return `arn:aws:s3:::${generated(attribute[0]).slice(0, 63)}`; }
    if (attribute?.[0].startsWith('T')) { return `arn:aws:dynamodb:eu-west-1:111122223333:table/${generated(attribute[0])}`; }
    if (attribute) { return `arn:aws:lambda:eu-west-1:111122223333:function:${generated(attribute[0]).slice(0, 64)}`; }
    return ref ? generated(ref as string) : value;
  }
  return text.length;
}

function expectWithinLimits(template: Json): void {
  const policies = Object.values(policiesOf(template));
  const inline = policies.filter(({ managed }) => !managed).reduce((sum, { document }) => sum + deployedSize(document), 0);
  const managed = policies.filter((policy) => policy.managed);

  expect(inline).toBeLessThanOrEqual(10_240);
  expect(managed.length).toBeLessThanOrEqual(10);
  managed.forEach(({ document }) => expect(deployedSize(document)).toBeLessThanOrEqual(6_144));
}

/** A function that may read so many buckets and tables, and invoke itself. */
function app(grants: number, policyKind = PolicyKind.INLINE): Json {
  const stack = newStack();
  const handler = new SecureFunction(stack, 'Resize', { ...CODE, policyKind });
  handler.grantInvoke(handler);
  for (let index = 0; index < grants / 2; index++) {
    handler.allow(new BucketAccess(new s3.Bucket(stack, `B${index}`), { actions: ['GetObject'] }));
    const table = new dynamodb.Table(stack, `T${index}`, { partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING } });
    handler.allow(new TableAccess(table, { actions: index % 2 ? ['GetItem'] : ['PutItem', 'Query'] }));
  }
  return templateOf(stack);
}

describe.each([PolicyKind.INLINE, PolicyKind.MANAGED])('%s: a role with 200 grants', (kind) => {
  const template = app(200, kind);

  test('is split within the limits of IAM, and loses nothing', () => {
    expectWithinLimits(template);
    const names = JSON.stringify(Object.values(policiesOf(template)));
    for (let index = 0; index < 100; index++) {
      expect(names).toMatch(new RegExp(`"B${index}[0-9A-F]{8}"`));
      expect(names).toMatch(new RegExp(`"T${index}[0-9A-F]{8}"`));
    }
  });

  test('has few policies, as statements are counted after they are merged', () => {
    expect(Object.keys(policiesOf(template)).sort()).toEqual(kind === PolicyKind.INLINE
      ? ['ResizeAccessRoleDependentPolicy', 'ResizeAccessRolePolicy2', 'ResizeServiceRole']
      : ['ResizeAccessRoleDependentPolicy', 'ResizeAccessRolePolicy', 'ResizeAccessRolePolicy2', 'ResizeAccessRolePolicy3']);
  });

  test('is the same on every run', () => {
    expect(app(200, kind)).toEqual(template);
  });

  test('keeps every policy but the last when a grant is added at the end', () => {
    const [before, after] = [policiesOf(template), policiesOf(app(202, kind))];
    const same = Object.keys(before).filter((id) => JSON.stringify(before[id]) === JSON.stringify(after[id]));

    expect(same).toHaveLength(Object.keys(before).length - 1);
  });

  test('is complete before the function is created, but for what names the function', () => {
    const handler = idOf(template, 'AWS::Lambda::Function');
    const waits = Object.keys(template.Resources as Json).filter((id) => waitsFor(template, handler, id));
    const parts = Object.keys(resourcesOf(template, MANAGED)).filter((id) => !id.includes('Dependent'));

    parts.forEach((part) => expect(waits.filter((id) => id.replace(/[0-9A-F]{8}$/, '') === part)).toHaveLength(1));
    expect(waits.filter((id) => id.includes('Dependent'))).toEqual([]);
  });
});

test('what needs the function is split too, and the function waits for none of it', () => {
  const stack = newStack();
  const handler = new SecureFunction(stack, 'Resize', CODE);
  for (let index = 0; index < 14; index++) { handler.addToRolePolicy(statement('lambda:GetAlias', `${handler.functionArn}:${index}${LONG}`)); }

  const template = templateOf(stack);

  expectWithinLimits(template);
  expect(Object.keys(policiesOf(template)).sort()).toEqual([
    'ResizeAccessRoleDependentPolicy', 'ResizeAccessRoleDependentPolicy2', 'ResizeServiceRole',
  ]);
  expect(waitsFor(template, idOf(template, 'AWS::Lambda::Function'), idOf(template, MANAGED))).toBe(false);
});

test('functions that invoke each other form no cycle when their statements are split', () => {
  const stack = newStack();
  const [a, b] = ['A', 'B'].map((id) => new SecureFunction(stack, id, CODE));
  for (const handler of [a, b]) {
    for (let index = 0; index < 12; index++) { handler.addToRolePolicy(statement('s3:GetObject', `arn:aws:s3:::images/${index}${LONG}`)); }
  }
  b.grantInvoke(a);
  a.grantInvoke(b);

  const template = templateOf(stack);

  expect(Object.keys(policiesOf(template)).sort()).toEqual([
    'AAccessRoleDependentPolicy', 'AAccessRolePolicy2', 'AServiceRole', 'BAccessRolePolicy2', 'BServiceRole',
  ]);
});

test('one statement that no policy could hold becomes several that say the same', () => {
  const stack = newStack();
  const role = new ExecutionRole(stack, 'Role');
  const resources = Array.from({ length: 200 }, (_, index) => `arn:aws:s3:::images/${index}${'x'.repeat(80)}`);
  role.addToPolicy(new iam.PolicyStatement({ sid: 'Read', actions: ['s3:GetObject'], resources }));

  const template = templateOf(stack);
  const statements = Object.values(policiesOf(template)).flatMap(({ document }) => document.Statement as Json[]).filter(({ Action }) => Action === 's3:GetObject');

  expectWithinLimits(template);
  expect(statements.flatMap(({ Resource }) => Resource as string).sort()).toEqual([...resources].sort());
  expect(statements.filter(({ Sid }) => Sid)).toEqual([]);
});

test('a statement that stands in a full policy already is not written again', () => {
  const stack = newStack();
  const role = new ExecutionRole(stack, 'Role');
  for (let index = 0; index < 12; index++) { role.addToPolicy(statement('s3:GetObject', `arn:aws:s3:::images/${index}${LONG}`)); }
  const once = templateOf(stack);
  const again = newStack();
  const twice = new ExecutionRole(again, 'Role');
  for (let index = 0; index < 24; index++) { twice.addToPolicy(statement('s3:GetObject', `arn:aws:s3:::images/${index % 12}${LONG}`)); }

  expect(policiesOf(templateOf(again))).toEqual(policiesOf(once));
});

test('inline policies of other stacks count', () => {
  const stack = newStack();
  const role = new ExecutionRole(stack, 'Role');
  const other = new Stack(stack.node.root as Stack, 'Other', { env: { account: '111122223333', region: 'eu-west-1' } });
  const statements = Array.from({ length: 9 }, (_, index) => statement('s3:GetObject', `arn:aws:s3:::theirs/${index}${LONG}`));
  new iam.Policy(other, 'Theirs', { roles: [role], statements });
  for (let index = 0; index < 3; index++) { role.addToPolicy(statement('s3:GetObject', `arn:aws:s3:::images/${index}${LONG}`)); }

  const template = templateOf(stack);

  expect(inlineStatements(template)).toHaveLength(1);
  expect(Object.keys(resourcesOf(template, MANAGED))).toEqual(['RolePolicy2']);
});

describe('fails when the statements are more than IAM takes', () => {
  const MESSAGE = /the statements are more than IAM takes for one role: 10240 characters of inline policies and 10 managed policies of 6144 characters each/;

  function fill(role: ExecutionRole, count: number): void {
    for (let index = 0; index < count; index++) { role.addToPolicy(statement('s3:GetObject', `arn:aws:s3:::images/${String(index).padStart(3, '0')}${LONG}`)); }
  }

  // Ten statements in the role and six in each of ten managed policies, of about 930 characters each.
  test('and not for one less', () => {
    const stack = newStack();
    fill(new ExecutionRole(stack, 'Role'), 70);
    expectWithinLimits(templateOf(stack));

    const over = newStack();
    fill(new ExecutionRole(over, 'Role'), 71);
    expect(() => templateOf(over)).toThrow(MESSAGE);
  });

  test('together with managed policies of others', () => {
    const stack = newStack();
    const role = new ExecutionRole(stack, 'Role');
    role.addManagedPolicy(iam.ManagedPolicy.fromManagedPolicyName(stack, 'Given', 'given'));
    new iam.ManagedPolicy(stack, 'Attached', { roles: [role], statements: [statement('s3:GetObject', 'arn:aws:s3:::images/a')] });
    fill(role, 59);

    expect(() => templateOf(stack)).toThrow("of which 2 are somebody else's; split the function");
  });

  test('but not with managed policies of roles that have the same id in other stacks', () => {
    const stack = newStack();
    for (const id of ['One', 'Two', 'Three']) {
      const other = new Stack(stack.node.root as App, id);
      new iam.ManagedPolicy(other, 'Attached', { roles: [new ExecutionRole(other, 'Role')], statements: [statement('s3:GetObject', 'arn:aws:s3:::images/a')] });
    }
    fill(new ExecutionRole(stack, 'Role'), 70);

    expectWithinLimits(templateOf(stack));
  });

  test('for MANAGED, which has no inline policies', () => {
    const stack = newStack();
    fill(new ExecutionRole(stack, 'Role', { policyKind: PolicyKind.MANAGED }), 61);

    expect(() => templateOf(stack)).toThrow('more than IAM takes for one role: 10 managed policies of 6144 characters each, of which 0');
  });

  test('because an attached policy has grown since its statements had their places', () => {
    const stack = newStack();
    const role = new ExecutionRole(stack, 'Role');
    const policy = new iam.Policy(stack, 'Own', { roles: [role], statements: [statement('s3:GetObject', 'arn:aws:s3:::images/a')] });
    Aspects.of(policy).add({
      visit: (node) => {
        if (node === policy) { Array.from({ length: 12 }, (_, index) => policy.addStatements(statement('s3:GetObject', `arn:aws:s3:::images/${index}${LONG}`))); }
      },
    }, { priority: AspectPriority.READONLY });

    expect(() => templateOf(stack)).toThrow(MESSAGE);
  });

  test('because of one resource that is longer than a policy', () => {
    const stack = newStack();
    const role = new ExecutionRole(stack, 'Role');
    role.addToPolicy(statement('s3:GetObject', `arn:aws:s3:::images/${'x'.repeat(11_000)}`));

    expect(() => templateOf(stack)).toThrow(MESSAGE);
  });
});
