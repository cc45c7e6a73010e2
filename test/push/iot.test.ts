import { App, Stack } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { CODE, HOME, Synthesized, messageOf, newApp, newStack } from './app';
import { describePushSource } from './contract';
import { nameIn, nameOf } from './scope-name';
import { IotPushSource, IotPushSourceOptions } from '../../src/push/iot';
import { PushTrigger } from '../../src/push/push-trigger';

const SQL = "SELECT * FROM 'device/+/data'";

describePushSource({
  row: 'IotPushSource',
  make: (scope, ruleName = nameIn(scope)) => new IotPushSource({ sql: SQL, ruleName, account: Stack.of(scope).account }),
  imported: 'NOTHING',
  again: (scope) => new IotPushSource({ sql: SQL, ruleName: `${nameIn(scope)}_again` }),
  permissionsOfBoth: 2,
  servicePrincipal: 'iot.amazonaws.com',
  sourceArn: (place) => `arn:${place.partition}:iot:${place.region}:${place.account}:rule/${nameOf(place)}`,
  namesAccount: true,
  calls: [['an authorizer of the same name', { sourceArn: 'arn:aws:iot:eu-west-1:111122223333:authorizer/known' }, 'DENIED']],
  connectedBy: 'AWS::IoT::TopicRule',
  crossAccount: true,
  crossRegion: false,
  madeByTrigger: true,
});

function ruleOf(options: Partial<IotPushSourceOptions>) {
  const stack = newStack();
  const target = new lambda.Function(stack, 'Fn', CODE);
  new PushTrigger(stack, 'OnData', { target, source: new IotPushSource({ sql: SQL, ruleName: 'ingest', ...options }) });
  return { stack, target, rules: () => new Synthesized(stack.node.root as App).resources('AWS::IoT::TopicRule').map(({ Properties }) => Properties) };
}

test('the rule calls the function, without a role', () => {
  const { stack, target, rules } = ruleOf({});

  expect(rules()).toEqual([{
    RuleName: 'ingest',
    TopicRulePayload: {
      Sql: SQL,
      AwsIotSqlVersion: '2016-03-23',
      RuleDisabled: false,
      Actions: [{ Lambda: { FunctionArn: stack.resolve(target.functionArn) } }],
    },
  }]);
});

test('the rule is as asked for', () => {
  const { rules } = ruleOf({ description: 'Data of devices', awsIotSqlVersion: 'beta', enabled: false });

  expect(rules()).toEqual([expect.objectContaining({
    TopicRulePayload: expect.objectContaining({ Description: 'Data of devices', AwsIotSqlVersion: 'beta', RuleDisabled: true }),
  })]);
});

test.each(['', '*', 'a-b', 'a b', 'rule/x', 'a'.repeat(129)])('fails for the rule name %p', (ruleName) => {
  expect(messageOf(() => ruleOf({ ruleName }))).toBe(`'ruleName' must be 1 to 128 letters, digits and underscores, got '${ruleName}'`);
});

test('fails for an empty query', () => {
  expect(messageOf(() => ruleOf({ sql: ' ' }))).toMatch(/^'sql' must select messages, got an empty query/);
});

test('fails for an account that is none', () => {
  expect(messageOf(() => ruleOf({ account: '1234' }))).toBe(
    "'account' must be an account of twelve digits, got '1234'; pass the account of the trigger's stack");
});

test('fails when the function is in another account and the account of the rule is not said', () => {
  const app = newApp();
  const target = new lambda.Function(new Stack(app, 'Functions', { env: HOME }), 'Fn', { ...CODE, functionName: 'ingest' });
  const stack = new Stack(app, 'Rules', { env: { account: '444455556666', region: 'eu-west-1' } });

  expect(messageOf(() => new PushTrigger(stack, 'OnData', { target, source: new IotPushSource({ sql: SQL, ruleName: 'ingest' }) }))).toBe(
    "'source' is the rule ingest of the account 111122223333, but the trigger is in another account or region, 444455556666; "
    + "create the PushTrigger in the stack of that account, or set 'account' to '444455556666' [Rules/OnData]");
});

test('fails for a rule that is made already, by another source', () => {
  const { stack, target } = ruleOf({});

  expect(messageOf(() => new PushTrigger(stack, 'Again', { target, source: new IotPushSource({ sql: SQL, ruleName: 'ingest' }) }))).toBe(
    "'source' is the rule ingest, which is made already; give each rule its own 'ruleName' [Stack/Again]");
});
