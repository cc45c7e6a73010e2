import { App, Stack } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import { CODE, HOME, Synthesized, messageOf, newApp, newStack } from './app';
import { describePushSource } from './contract';
import { THEIR_ACCOUNT } from './contract-imported';
import { SecureFunction } from '../../src/function/secure-function';
import { LogsPushSource, LogsPushSourceOptions } from '../../src/push/logs';
import { PushTrigger } from '../../src/push/push-trigger';

describePushSource({
  row: 'LogsPushSource',
  make: (scope, logGroupName) => new LogsPushSource(new logs.LogGroup(scope, 'Source', { logGroupName })),
  imported: {
    make: (scope) => new LogsPushSource(logs.LogGroup.fromLogGroupName(scope, 'Source', 'known')),
    theirs: (scope) => new LogsPushSource(logs.LogGroup.fromLogGroupArn(scope, 'Source', `arn:aws:logs:eu-west-1:${THEIR_ACCOUNT}:log-group:known`)),
  },
  again: (scope) => new LogsPushSource(scope.node.findChild('Source') as logs.LogGroup, { filterName: 'again' }),
  servicePrincipal: 'logs.amazonaws.com',
  sourceArn: ({ partition, region, account, name }) => `arn:${partition}:logs:${region}:${account}:log-group:${name}:*`,
  namesAccount: true,
  calledFor: ({ region, account, name }) => `arn:aws:logs:${region}:${account}:log-group:${name}:log-stream`,
  sourceArnInCommand: '${Source.Arn}',
  unpinned: 'the filter',
  calls: [['the log group, as AWS writes it', { sourceArn: 'arn:aws:logs:eu-west-1:111122223333:log-group:known:*' }, 'ALLOWED'], ['a log group below', { sourceArn: 'arn:aws:logs:eu-west-1:111122223333:log-group:known/eu:*' }, 'DENIED']],
  connectedBy: 'AWS::Logs::SubscriptionFilter',
  crossAccount: false,
  crossRegion: false,
  staysWithSource: true,
});

function filterOf(options: LogsPushSourceOptions, make = (stack: Stack): logs.ILogGroup => new logs.LogGroup(stack, 'Group')) {
  const stack = newStack();
  const target = new lambda.Function(stack, 'Fn', CODE);
  const logGroup = make(stack);
  const add = (id: string) => new PushTrigger(stack, id, { target, source: new LogsPushSource(logGroup, options) });
  add('OnLog');
  return { stack, target, logGroup, add, filters: () => new Synthesized(stack.node.root as App).resources('AWS::Logs::SubscriptionFilter') };
}

test('all log events call the function when nothing else is asked for, without a role', () => {
  const { stack, target, logGroup, filters } = filterOf({});

  expect(filters().map(({ Properties }) => Properties)).toEqual([{
    LogGroupName: stack.resolve(logGroup.logGroupName),
    DestinationArn: stack.resolve(target.functionArn),
    FilterPattern: '',
  }]);
});

test('the filter is as asked for', () => {
  const { filters } = filterOf({ filterPattern: logs.FilterPattern.anyTerm('ERROR'), filterName: 'errors' });

  expect(filters()[0].Properties).toMatchObject({ FilterPattern: '"ERROR"', FilterName: 'errors' });
});

test.each<[string, (stack: Stack) => { target: lambda.IFunction; logGroup: logs.ILogGroup }]>([
  ['of a secure function', (stack) => {
    const logGroup = new logs.LogGroup(stack, 'Group');
    return { target: new SecureFunction(stack, 'Fn', { ...CODE, logGroup }), logGroup };
  }],
  ['of a function, through its alias', (stack) => {
    const logGroup = new logs.LogGroup(stack, 'Group');
    return { target: new lambda.Function(stack, 'Fn', { ...CODE, logGroup }).addAlias('live'), logGroup };
  }],
  ['of a version', (stack) => {
    const logGroup = new logs.LogGroup(stack, 'Group', { logGroupName: '/shop/orders' });
    return { target: new lambda.Function(stack, 'Fn', { ...CODE, logGroup }).currentVersion, logGroup };
  }],
  ['that Lambda makes for the name of a function', (stack) => ({
    target: new lambda.Function(stack, 'Fn', { ...CODE, functionName: 'alert' }), logGroup: logs.LogGroup.fromLogGroupName(stack, 'Group', '/aws/lambda/alert'),
  })],
  ['that is made for a function without a name', (stack) => {
    const target = new lambda.Function(stack, 'Fn', CODE);
    return { target, logGroup: new logs.LogGroup(stack, 'Group', { logGroupName: `/aws/lambda/${target.functionName}` }) };
  }],
  ['of an imported function', (stack) => ({
    target: lambda.Function.fromFunctionName(stack, 'Fn', 'alert'), logGroup: logs.LogGroup.fromLogGroupName(stack, 'Group', '/aws/lambda/alert'),
  })],
])('fails for the log group %s, which would be a loop', (_, make) => {
  const stack = newStack();
  const { target, logGroup } = make(stack);

  expect(messageOf(() => new PushTrigger(stack, 'OnLog', { target, source: new LogsPushSource(logGroup) }))).toBe(
    "'source' is the log group Stack/Group, to which 'target' writes: every call would cause the next one; "
    + 'let the function write to a log group of its own [Stack/OnLog]');
});

test('the log group of another function is no loop', () => {
  const stack = newStack();
  const logGroup = new logs.LogGroup(stack, 'Group');
  new lambda.Function(stack, 'Other', { ...CODE, logGroup });

  expect(() => new lambda.Function(stack, 'Fn', CODE).addEventSource(new LogsPushSource(logGroup))).not.toThrow();
});

test.each(['', 'a:b', 'errors*', 'a'.repeat(513)])('fails for the filter name %p', (filterName) => {
  expect(messageOf(() => filterOf({ filterName }))).toBe(
    `'filterName' must be 1 to 512 characters without ':' and '*', got '${filterName}' [Stack/Group]`);
});

test('fails when the name of the log group is a pattern', () => {
  const make = (stack: Stack) => logs.LogGroup.fromLogGroupName(stack, 'Group', '/shop/*');

  expect(messageOf(() => filterOf({}, make))).toBe(
    "'logGroup' must be one log group, got the pattern '/shop/*'; for all of an account use LogsAccountPushSource [Stack/Group]");
});

test('fails for a second filter of the same name', () => {
  const { add } = filterOf({});

  expect(messageOf(() => add('Again'))).toBe("'source' is the log group Stack/Group, which calls 'target' already; "
    + "put both patterns into one 'filterPattern', or give each filter its own 'filterName' [Stack/Again]");
});

test('fails for a trigger that would make the filter in another account than the log group', () => {
  const app = newApp();
  const home = new Stack(app, 'Home', { env: HOME });
  const away = new Stack(app, 'Away', { env: { ...HOME, account: '444455556666' } });
  const target = new lambda.Function(home, 'Fn', { ...CODE, functionName: 'alert' });

  expect(messageOf(() => new PushTrigger(away, 'OnLog', { target, source: new LogsPushSource(new logs.LogGroup(home, 'Group', { logGroupName: 'shop' })) }))).toBe(
    "'source' is a part of the log group Home/Group, which is in another account or region than the trigger; create the PushTrigger in the stack Home [Away/OnLog]");
});
