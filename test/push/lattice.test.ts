import { App, Stack } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as vpclattice from 'aws-cdk-lib/aws-vpclattice';
import { CODE, Synthesized, messageOf, newStack } from './app';
import { describePushSource } from './contract';
import { LatticePushSource, LatticePushSourceOptions } from '../../src/push/lattice';
import { PushTrigger } from '../../src/push/push-trigger';

describe('a target group that is made', () => describePushSource({
  row: 'LatticePushSource',
  make: () => new LatticePushSource(),
  imported: 'NOTHING',
  again: () => new LatticePushSource({ targetGroupName: 'again' }),
  servicePrincipal: 'vpc-lattice.amazonaws.com',
  sourceArn: ({ partition, region, account }) => `arn:${partition}:vpc-lattice:${region}:${account}:targetgroup/*`,
  namesAccount: false,
  calledFor: ({ region, account, name }) => `arn:aws:vpc-lattice:${region}:${account}:targetgroup/tg-${name}`,
  unpinned: 'the target group, whose id AWS makes up',
  calls: [['a service of the same account', { sourceArn: 'arn:aws:vpc-lattice:eu-west-1:111122223333:service/svc-known' }, 'DENIED']],
  connectedBy: 'AWS::VpcLattice::TargetGroup',
  crossAccount: false,
  crossRegion: false,
  madeByTrigger: true,
}));

describe('a target group that exists', () => describePushSource({
  row: 'LatticePushSource',
  alternative: 1,
  make: (scope, name) => new LatticePushSource({
    targetGroupArn: name
      ? Stack.of(scope).formatArn({ service: 'vpc-lattice', resource: 'targetgroup', resourceName: name })
      : new vpclattice.CfnTargetGroup(scope, 'Source', { type: 'LAMBDA' }).attrArn,
  }),
  imported: 'BY_NATURE',
  servicePrincipal: 'vpc-lattice.amazonaws.com',
  sourceArn: ({ partition, region, account, name }) => `arn:${partition}:vpc-lattice:${region}:${account}:targetgroup/${name}`,
  namesAccount: false,
  crossAccount: false,
  crossRegion: false,
}));

function targetGroupsOf(options?: LatticePushSourceOptions): unknown[] {
  const stack = newStack();
  new PushTrigger(stack, 'OnRequest', { target: new lambda.Function(stack, 'Fn', CODE), source: new LatticePushSource(options) });
  return new Synthesized(stack.node.root as App).resources('AWS::VpcLattice::TargetGroup').map(({ Properties }) => Properties);
}

test('the target group calls the function with the newest event', () => {
  expect(targetGroupsOf()).toEqual([{
    Type: 'LAMBDA',
    Config: { LambdaEventStructureVersion: 'V2' },
    Targets: [{ Id: { 'Fn::GetAtt': [expect.stringMatching(/^Fn/), 'Arn'] } }],
  }]);
});

test('the target group has the name and the event that are asked for', () => {
  expect(targetGroupsOf({ targetGroupName: 'checkout', lambdaEventStructureVersion: 'V1' })).toEqual([
    expect.objectContaining({ Name: 'checkout', Config: { LambdaEventStructureVersion: 'V1' } }),
  ]);
});

test('no target group is made beside one that exists', () => {
  expect(targetGroupsOf({ targetGroupArn: 'arn:aws:vpc-lattice:eu-west-1:111122223333:targetgroup/tg-0123456789abcdef0' })).toEqual([]);
});

test.each<[string, LatticePushSourceOptions, RegExp]>([
  ['a pattern of target groups', { targetGroupArn: 'arn:aws:vpc-lattice:eu-west-1:111122223333:targetgroup/*' }, /^'targetGroupArn' must be the ARN of one target group/],
  ['a target group of a load balancer', { targetGroupArn: 'arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/web/1' }, /^'targetGroupArn' must be/],
  ['a name for one that exists', { targetGroupArn: 'arn:aws:vpc-lattice:eu-west-1:111122223333:targetgroup/tg-1', targetGroupName: 'shop' },
    /^'targetGroupName' is only for a target group that is made/],
  ['a name with capitals', { targetGroupName: 'Shop' }, /^'targetGroupName' must be 3 to 128 lower case letters, .+, got 'Shop'$/],
  ['a name like an id', { targetGroupName: 'tg-shop' }, /^'targetGroupName' must be .+, got 'tg-shop'$/],
  ['a short name', { targetGroupName: 'ab' }, /^'targetGroupName' must be .+, got 'ab'$/],
  ['another event', { lambdaEventStructureVersion: 'V3' }, /^'lambdaEventStructureVersion' must be V1 or V2, got 'V3'$/],
])('fails for %s', (_, options, message) => {
  expect(messageOf(() => new LatticePushSource(options))).toMatch(message);
});
