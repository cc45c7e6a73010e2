import { App, CfnResource, Duration, Fn, Lazy, NestedStack, Stack } from 'aws-cdk-lib';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct, Dependable, DependencyGroup, IConstruct } from 'constructs';
import { References } from '../../src/cloudformation/references';

/** A stack with a role in it, and a resource that refers to what it is given. */
function given() {
  const stack = new Stack(new App(), 'Stack');
  const role = resource(stack, 'Role');
  return { stack, role };
}

function needs(value: unknown, scope: IConstruct, goal: CfnResource): boolean {
  return new References().needs(value, scope, goal);
}

function resource(scope: Construct, id: string, properties: object = {}): CfnResource {
  return new CfnResource(scope, id, { type: `Test::A::${id}`, properties: properties as { [name: string]: unknown } });
}

test.each<[string, (role: CfnResource, stack: Stack) => unknown]>([
  ['a reference', (role) => role.ref],
  ['an attribute', (role) => role.getAtt('Arn')],
  ['a reference inside a text', (role) => `arn:aws:test:::${role.ref}/*`],
  ['a reference inside Fn::Join', (role) => Fn.join('/', ['a', role.getAtt('Arn').toString()])],
  ['a reference inside Fn::Sub', (role) => Fn.sub('${Role}', { Role: role.ref })],
  ['a reference inside a lazy value', (role) => Lazy.string({ produce: () => role.ref })],
  ['a reference inside JSON text', (role, stack) => stack.toJsonString({ Resource: role.getAtt('Arn') })],
  ['a logical id in Ref', (role, stack) => Fn.ref(stack.resolve(role.logicalId) as string)],
  ['a logical id in Fn::GetAtt', (role, stack) => Fn.getAtt(stack.resolve(role.logicalId) as string, 'Arn')],
  ['a logical id in the text of Fn::Sub', (role, stack) => Fn.sub(`\${AWS::Region}/\${${stack.resolve(role.logicalId)}.Arn}`)],
])('sees %s', (_, refer) => {
  const { stack, role } = given();
  const value = refer(role, stack);
  const other = resource(stack, 'Other');

  expect(needs([{ Resource: value }], stack, role)).toBe(true);
  expect(needs([{ Resource: value }], stack, other)).toBe(false);
});

test.each<[string, (from: CfnResource, to: CfnResource, stack: Stack) => void]>([
  ['a property override', (from, to) => from.addPropertyOverride('Name', to.ref)],
  ['an override by logical id', (from, to) => from.addOverride('Properties.Name', { 'Fn::GetAtt': [Stack.of(to).resolve(to.logicalId), 'Arn'] })],
  ['DependsOn', (from, to) => from.addDependency(to)],
  ['DependsOn by logical id', (from, to) => from.addOverride('DependsOn', ['Elsewhere', Stack.of(to).resolve(to.logicalId)])],
  ['a dependency of the construct', (from, to) => from.node.addDependency(to)],
  ['a dependency on a construct around it', (from, to) => from.node.addDependency(to.node.scope!)],
  ['a dependency of a construct around it', (from, to) => from.node.scope!.node.addDependency(to)],
])('follows %s', (_, connect) => {
  const { stack, role } = given();
  const first = resource(new Construct(stack, 'A'), 'First');
  const second = resource(new Construct(stack, 'B'), 'Second', { Name: role.ref });
  connect(first, second, stack);

  expect(needs(first.ref, stack, role)).toBe(true);
  expect(needs(role.ref, stack, first)).toBe(false);
});

test('follows what stands in for a construct that others wait for', () => {
  const { stack, role } = given();
  const standIn = new Construct(stack, 'StandIn');
  Dependable.implement(standIn, { dependencyRoots: [role] });
  const waiting = resource(stack, 'Waiting');
  waiting.node.addDependency(standIn);

  expect(needs(waiting.ref, stack, role)).toBe(true);
});

test('does not see what only a parameter, a pseudo parameter or a text names', () => {
  const { stack, role } = given();
  const texts = ['Role', Fn.ref('AWS::Region'), Fn.sub('${!Role}'), Fn.sub('${X}', { X: 'Role' }), Fn.ref('Elsewhere'), Fn.importValue('Role')];

  expect(needs(texts, stack, role)).toBe(false);
});

test('ends when resources need each other', () => {
  const { stack, role } = given();
  const first = resource(stack, 'First');
  const second = resource(stack, 'Second', { Name: first.ref });
  first.addDependency(second);

  expect(needs(first.ref, stack, role)).toBe(false);
});

test('follows a reference into another stack', () => {
  const { stack, role } = given();
  const other = new Stack(stack.node.root as App, 'Other');
  const queue = resource(other, 'Queue', { Name: role.ref });

  expect(needs(queue.ref, stack, role)).toBe(true);
});

test('waits for a whole nested stack, at any depth, when one resource in it is named', () => {
  const { stack, role } = given();
  const outer = new NestedStack(stack, 'Outer');
  const inner = new NestedStack(outer, 'Inner');
  const named = resource(inner, 'Named');
  const plain = resource(new NestedStack(stack, 'Plain'), 'Alone');

  expect(needs(named.ref, stack, role)).toBe(false);

  resource(outer, 'Beside', { Name: role.ref });

  expect(needs(named.ref, stack, role)).toBe(true);
  expect(needs(plain.ref, stack, role)).toBe(false);
});

test('does not count the neighbours in the nested stack that the role itself is in', () => {
  const { stack } = given();
  const outer = new NestedStack(stack, 'Outer');
  const inner = new NestedStack(outer, 'Inner');
  const role = resource(inner, 'Role');
  const queue = resource(inner, 'Queue');
  const topic = resource(outer, 'Topic');
  resource(inner, 'Function', { Role: role.ref });
  resource(outer, 'Alarm', { Role: role.ref });

  expect(needs([queue.ref, topic.ref], inner, role)).toBe(false);
});

test('leaves every lazy value as it is, for what changes the app later', () => {
  const { stack, role } = given();
  const bucket = new s3.Bucket(stack, 'Bucket');
  bucket.addLifecycleRule({ id: 'First', expiration: Duration.days(1) });

  expect(needs(bucket.bucketArn, stack, role)).toBe(false);
  bucket.addLifecycleRule({ id: 'Second', expiration: Duration.days(2) });

  const rendered = stack.resolve((bucket.node.defaultChild as s3.CfnBucket).lifecycleConfiguration) as { rules: { id: string }[] };
  expect(rendered.rules.map((rule) => rule.id)).toEqual(['First', 'Second']);
});

test('takes in what is made later, for whoever waits for what is around it, and whoever names it', () => {
  const { stack, role } = given();
  const around = new Construct(stack, 'Around');
  const group = new DependencyGroup();
  const [waiting, grouped, naming] = ['Waiting', 'Grouped', 'Naming'].map((id) => resource(stack, id));
  waiting.node.addDependency(around);
  grouped.node.addDependency(group);
  naming.addOverride('Properties.Name', { Ref: 'AroundLater' });
  const references = new References();
  const all = [waiting, grouped, naming].map(({ ref }) => ref);
  expect(all.map((value) => references.needs(value, stack, role))).toEqual([false, false, false]);

  const later = resource(around, 'Later', { Name: role.ref });
  later.overrideLogicalId('AroundLater');
  group.add(later);
  references.takeIn(later);

  expect(all.map((value) => references.needs(value, stack, role))).toEqual([true, true, true]);
});
