import { App, Stack } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import { CODE, Synthesized, messageOf, newStack } from './app';
import { describePushSource } from './contract';
import { nameIn } from './scope-name';
import { SecureFunction } from '../../src/function/secure-function';
import { LogsAccountPushSource, LogsAccountPushSourceOptions } from '../../src/push/logs-account';
import { PushTrigger } from '../../src/push/push-trigger';

describePushSource({
  row: 'LogsAccountPushSource',
  make: (scope, policyName = nameIn(scope)) => new LogsAccountPushSource({ policyName }),
  imported: 'NOTHING',
  again: () => new LogsAccountPushSource({ policyName: 'again' }),
  servicePrincipal: 'logs.amazonaws.com',
  sourceArn: ({ partition, region, account }) => `arn:${partition}:logs:${region}:${account}:log-group:*`,
  namesAccount: true,
  calledFor: ({ region, account, name }) => `arn:aws:logs:${region}:${account}:log-group:/shop/${name}:log-stream`,
  unpinned: 'the log group, and which ones are excluded',
  connectedBy: 'AWS::Logs::AccountPolicy',
  crossAccount: false,
  crossRegion: false,
  madeByTrigger: true,
});

const plain = (scope: Stack): lambda.IFunction => new lambda.Function(scope, 'Fn', CODE);

function policyOf(options: Partial<LogsAccountPushSourceOptions>, make = plain, stack = newStack()) {
  const target = make(stack);
  const add = (id: string) => new PushTrigger(stack, id, { target, source: new LogsAccountPushSource({ policyName: 'errors', ...options }) });
  add('OnLog');
  const policy = () => {
    const [{ Properties }] = new Synthesized(stack.node.root as App).resources('AWS::Logs::AccountPolicy');
    return Properties;
  };
  return { stack, target, add, policy };
}

test('the policy calls the function for all log groups but its own', () => {
  const { policy } = policyOf({});

  expect(policy()).toEqual({
    PolicyName: 'errors',
    PolicyType: 'SUBSCRIPTION_FILTER_POLICY',
    Scope: 'ALL',
    PolicyDocument: { 'Fn::Join': ['', ['{"DestinationArn":"', { 'Fn::GetAtt': [expect.stringMatching(/^Fn/), 'Arn'] }, '","FilterPattern":""}']] },
    SelectionCriteria: { 'Fn::Join': ['', ['LogGroupName NOT IN ["/aws/lambda/', { Ref: expect.stringMatching(/^Fn/) }, '"]']] },
  });
});

test('the log group of a function with a name of its own is excluded by that name', () => {
  const { policy } = policyOf({}, (stack) => new lambda.Function(stack, 'Fn', { ...CODE, functionName: 'alert' }));

  expect(policy().SelectionCriteria).toBe('LogGroupName NOT IN ["/aws/lambda/alert"]');
});

test.each<[string, (stack: Stack) => lambda.IFunction]>([
  ['a secure function', (stack) => new SecureFunction(stack, 'Fn', { ...CODE, logGroup: new logs.LogGroup(stack, 'Own') })],
  ['an alias', (stack) => new lambda.Function(stack, 'Fn', { ...CODE, logGroup: new logs.LogGroup(stack, 'Own') }).addAlias('live')],
])('the log group that %s was given is excluded', (_, make) => {
  expect(policyOf({}, make).policy().SelectionCriteria).toEqual({
    'Fn::Join': ['', ['LogGroupName NOT IN ["', { Ref: expect.stringMatching(/^Own/) }, '"]']],
  });
});

test('the log group that a secure function makes is excluded', () => {
  const { policy } = policyOf({}, (stack) => new SecureFunction(stack, 'Fn', CODE));

  expect(policy().SelectionCriteria).toEqual({ 'Fn::Join': ['', ['LogGroupName NOT IN ["', { Ref: expect.stringMatching(/Logs/) }, '"]']] });
});

test('further log groups are excluded, each once, and the pattern is as asked for', () => {
  const stack = newStack();
  const [shop, own] = ['/shop/orders', '/aws/lambda/alert'].map((name) => logs.LogGroup.fromLogGroupName(stack, name.slice(1).replace(/\//g, ''), name));
  const { policy } = policyOf(
    { excludedLogGroups: [shop, own], filterPattern: logs.FilterPattern.literal('"quoted"') },
    (scope) => lambda.Function.fromFunctionName(scope, 'Fn', 'alert'), stack);

  const { SelectionCriteria, PolicyDocument } = policy();

  expect(SelectionCriteria).toBe('LogGroupName NOT IN ["/aws/lambda/alert", "/shop/orders"]');
  expect(JSON.stringify(PolicyDocument)).toContain('FilterPattern\\":\\"\\\\\\"quoted\\\\\\"\\"}');
});

test.each(['', 'a:b', 'a*', 'a b', 'a"b', 'a'.repeat(257)])('fails for the policy name %p', (policyName) => {
  expect(messageOf(() => policyOf({ policyName }))).toBe(
    `'policyName' must be 1 to 256 characters without ':', '*', quotes and white space, got '${policyName}'`);
});

test.each(['/shop/*', 'a"b', ''])('fails for the excluded log group %p', (name) => {
  const stack = newStack();

  expect(messageOf(() => policyOf({ excludedLogGroups: [logs.LogGroup.fromLogGroupName(stack, 'Group', name)] }))).toBe(
    `'excludedLogGroups' must hold single log groups, got '${name}'; AWS takes no patterns here [Stack/Group]`);
});

test('fails for a policy that is made already, by another source', () => {
  const { add } = policyOf({});

  expect(messageOf(() => add('Again'))).toBe(
    "'source' is the policy errors, which is made already; an account takes one such policy for each region [Stack/Again]");
});
