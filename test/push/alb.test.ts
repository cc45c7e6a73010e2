import { App, Lazy, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { CODE, Synthesized, messageOf, newStack } from './app';
import { describePushSource } from './contract';
import { THEIR_ACCOUNT } from './contract-imported';
import { nameIn, nameOf } from './scope-name';
import { AlbPushSource, AlbPushSourceOptions } from '../../src/push/alb';
import { PushTrigger } from '../../src/push/push-trigger';

const rule = { priority: 1, conditions: [elbv2.ListenerCondition.pathPatterns(['/shop/*'])] };

describePushSource({
  row: 'AlbPushSource',
  make: (scope, targetGroupName = nameIn(scope)) => new AlbPushSource(importedIn(scope), { targetGroupName, ...rule }),
  imported: {
    make: (scope) => new AlbPushSource(importedIn(scope), { targetGroupName: 'known', ...rule }),
    theirs: (scope) => new AlbPushSource(importedIn(scope, THEIR_ACCOUNT), { targetGroupName: 'known', ...rule }),
  },
  again: (scope) => new AlbPushSource(scope.node.findChild('Source') as unknown as elbv2.IApplicationListener, { targetGroupName: 'again', ...rule, priority: 2 }),
  permissionsOfBoth: 2,
  servicePrincipal: 'elasticloadbalancing.amazonaws.com',
  sourceArn: (place) => `arn:${place.partition}:elasticloadbalancing:${place.region}:${place.account}:targetgroup/${nameOf(place)}/*`,
  namesAccount: true,
  calledFor: ({ region, account, name }) => `arn:aws:elasticloadbalancing:${region}:${account}:targetgroup/${name}/49e9d65c45c6791a`,
  unpinned: 'the last part of the ARN, which AWS makes up: names are unique',
  connectedBy: 'AWS::ElasticLoadBalancingV2::TargetGroup',
  crossAccount: false,
  crossRegion: false,
  staysWithSource: true,
});

function importedIn(scope: Construct, account?: string): elbv2.IApplicationListener {
  return elbv2.ApplicationListener.fromApplicationListenerAttributes(scope, 'Source', {
    listenerArn: Stack.of(scope).formatArn({ service: 'elasticloadbalancing', account, resource: 'listener/app/web/50dc6c495c0c9188/f2f7dc8efc522ab2' }),
    securityGroup: ec2.SecurityGroup.fromSecurityGroupId(scope, 'Group', 'sg-12345678'),
  });
}

/** A listener of this app, without a network of its own. */
function listenerIn(stack: Stack): elbv2.ApplicationListener {
  const vpc = ec2.Vpc.fromVpcAttributes(stack, 'Vpc', { vpcId: 'vpc-1', availabilityZones: ['a', 'b'], publicSubnetIds: ['subnet-1', 'subnet-2'] });
  const balancer = new elbv2.ApplicationLoadBalancer(stack, 'Balancer', { vpc, internetFacing: true });
  return balancer.addListener('Listener', { port: 80, open: false });
}

function forwarded(options: Partial<AlbPushSourceOptions>, make: (stack: Stack) => elbv2.IApplicationListener = listenerIn) {
  const stack = newStack();
  const target = new lambda.Function(stack, 'Fn', CODE);
  new PushTrigger(stack, 'OnRequest', { target, source: new AlbPushSource(make(stack), { targetGroupName: 'web', ...options }) });
  return { stack, target, done: () => new Synthesized(stack.node.root as App) };
}

test('without a rule the function is the default of the listener', () => {
  const { stack, target, done } = forwarded({});

  const synthesized = done();

  const [group] = synthesized.resources('AWS::ElasticLoadBalancingV2::TargetGroup');
  expect(group.Properties).toEqual({ Name: 'web', TargetType: 'lambda', Targets: [{ Id: stack.resolve(target.functionArn) }] });
  expect(synthesized.resources('AWS::ElasticLoadBalancingV2::Listener')[0].Properties.DefaultActions).toEqual([{ Type: 'forward', TargetGroupArn: { Ref: group.id } }]);
  expect(synthesized.resources('AWS::ElasticLoadBalancingV2::ListenerRule')).toEqual([]);
});

test('the rule and the target group are as asked for', () => {
  const { done } = forwarded({ ...rule, multiValueHeadersEnabled: true, healthCheck: { enabled: true, path: '/health' } }, importedIn);

  const synthesized = done();

  const [group] = synthesized.resources('AWS::ElasticLoadBalancingV2::TargetGroup');
  expect(group.Properties).toMatchObject({
    HealthCheckEnabled: true,
    HealthCheckPath: '/health',
    TargetGroupAttributes: [{ Key: 'lambda.multi_value_headers.enabled', Value: 'true' }],
  });
  expect(synthesized.resources('AWS::ElasticLoadBalancingV2::ListenerRule').map(({ Properties }) => Properties)).toEqual([expect.objectContaining({
    Priority: 1,
    Conditions: [{ Field: 'path-pattern', PathPatternConfig: { Values: ['/shop/*'] } }],
    Actions: [{ Type: 'forward', TargetGroupArn: { Ref: group.id } }],
  })]);
});

test.each(['', '*', 'web*', '-web', 'web-', 'a_b', 'a/b', 'a'.repeat(33)])('fails for the target group name %p', (targetGroupName) => {
  expect(messageOf(() => forwarded({ targetGroupName }, importedIn))).toBe(
    `'targetGroupName' must be 1 to 32 letters, digits and inner dashes, known before deployment, got '${targetGroupName}' [Stack/Source]`);
});

test('fails for a target group name that is known at deployment only', () => {
  expect(messageOf(() => forwarded({ targetGroupName: Lazy.string({ produce: () => 'web' }) }, importedIn))).toMatch(/^'targetGroupName' must be .+ known before deployment/);
});

test.each<[string, Partial<AlbPushSourceOptions>, string]>([
  ['a priority alone', { priority: 1 }, "'priority' 1"],
  ['a priority and an empty list of conditions', { priority: 1, conditions: [] }, "'priority' 1"],
  ['conditions alone', { conditions: rule.conditions }, "'conditions'"],
])('fails for %s', (_, options, got) => {
  expect(messageOf(() => forwarded(options, importedIn))).toBe(
    `'priority' and 'conditions' must be given together, or neither, got only ${got}; without both the function is the default of the listener [Stack/Source]`);
});

test('fails for an imported listener without a rule', () => {
  expect(messageOf(() => forwarded({}, importedIn))).toBe(
    "'priority' and 'conditions' are missing, and the listener is imported, so its default cannot be changed; pass both [Stack/Source]");
});

test('fails for a target group that is made already, by another source', () => {
  const stack = newStack();
  const listener = importedIn(stack);
  const add = (id: string) => new lambda.Function(stack, id, CODE).addEventSource(new AlbPushSource(listener, { targetGroupName: 'web', ...rule }));
  add('One');

  expect(messageOf(() => add('Two'))).toMatch(/^'source' is the target group web, which is made already; give each its own 'targetGroupName' \[Stack\/Two\/OnStackSource\w+\]$/);
});

test('fails when the listener has a default already', () => {
  const make = (stack: Stack) => {
    const listener = listenerIn(stack);
    listener.addAction('Default', { action: elbv2.ListenerAction.fixedResponse(404) });
    return listener;
  };

  expect(messageOf(() => forwarded({}, make))).toBe(
    "'source' is the default of the listener Stack/Balancer/Listener, which has one already; pass 'priority' and 'conditions' [Stack/OnRequest]");
});
