import { App, Stack } from 'aws-cdk-lib';
import * as config from 'aws-cdk-lib/aws-config';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { CODE, HOME, Synthesized, messageOf, newApp, newStack } from './app';
import { describePushSource } from './contract';
import { SecureFunction } from '../../src/function/secure-function';
import { ConfigPushSource, ConfigPushSourceOptions } from '../../src/push/config';
import { PushTrigger } from '../../src/push/push-trigger';

const BUCKETS = config.RuleScope.fromResources([config.ResourceType.S3_BUCKET]);

describePushSource({
  row: 'ConfigPushSource',
  make: (scope) => new ConfigPushSource({ periodic: true, ruleAccount: Stack.of(scope).account }),
  imported: 'NOTHING',
  again: () => new ConfigPushSource({ configurationChanges: true, ruleScope: BUCKETS }),
  servicePrincipal: 'config.amazonaws.com',
  namesAccount: true,
  connectedBy: 'AWS::Config::ConfigRule',
  unpinned: 'the rule',
  crossAccount: true,
  crossRegion: true,
  madeByTrigger: true,
  needsRole: true,
});

function ruleOf(options: ConfigPushSourceOptions): unknown {
  const stack = newStack();
  new PushTrigger(stack, 'OnChange', { target: new lambda.Function(stack, 'Fn', CODE), source: new ConfigPushSource(options) });
  const [{ Properties }, ...others] = new Synthesized(stack.node.root as App).resources('AWS::Config::ConfigRule');
  expect(others).toEqual([]);
  return Properties;
}

const FUNCTION = { 'Fn::GetAtt': [expect.stringMatching(/^Fn/), 'Arn'] };

test('asks about the resources that change, of the types that are named', () => {
  expect(ruleOf({ configurationChanges: true, ruleScope: BUCKETS, configRuleName: 'buckets', inputParameters: { tag: 'owner' } })).toEqual({
    ConfigRuleName: 'buckets',
    InputParameters: { tag: 'owner' },
    Scope: { ComplianceResourceTypes: ['AWS::S3::Bucket'] },
    Source: {
      Owner: 'CUSTOM_LAMBDA',
      SourceIdentifier: FUNCTION,
      SourceDetails: [
        { EventSource: 'aws.config', MessageType: 'ConfigurationItemChangeNotification' },
        { EventSource: 'aws.config', MessageType: 'OversizedConfigurationItemChangeNotification' },
      ],
    },
  });
});

test('asks again and again, as often as it is told', () => {
  expect(ruleOf({ periodic: true, maximumExecutionFrequency: config.MaximumExecutionFrequency.SIX_HOURS })).toMatchObject({
    MaximumExecutionFrequency: 'Six_Hours',
    Source: { SourceDetails: [{ EventSource: 'aws.config', MessageType: 'ScheduledNotification', MaximumExecutionFrequency: 'Six_Hours' }] },
  });
});

test('evaluates before and after deployment when that is asked for, and by tag', () => {
  const options = { configurationChanges: true, ruleScope: config.RuleScope.fromTag('owner', 'shop'), evaluationModes: config.EvaluationMode.DETECTIVE_AND_PROACTIVE };

  expect(ruleOf(options)).toMatchObject({
    Scope: { TagKey: 'owner', TagValue: 'shop' },
    EvaluationModes: [{ Mode: 'DETECTIVE' }, { Mode: 'PROACTIVE' }],
  });
});

test('the function may report its evaluations, and has no managed policy', () => {
  const stack = newStack();
  new SecureFunction(stack, 'Fn', CODE).addEventSource(new ConfigPushSource({ periodic: true }));

  const { policies } = new Synthesized(stack.node.root as App).function('Fn').role!;

  expect(policies.map(({ kind }) => kind)).toEqual(['INLINE']);
  expect(policies[0].statements!.map(({ actions, resources }) => [actions, resources])).toEqual([
    [['logs:CreateLogStream', 'logs:PutLogEvents'], [expect.stringMatching(/:log-group:.+:\*$/)]],
    [['config:PutEvaluations'], ['*']],
  ]);
});

test('two rules of one function share its permission', () => {
  const stack = newStack();
  const target = new lambda.Function(stack, 'Fn', CODE);
  target.addEventSource(new ConfigPushSource({ periodic: true }));
  target.addEventSource(new ConfigPushSource({ configurationChanges: true, ruleScope: BUCKETS }));

  const done = new Synthesized(stack.node.root as App);

  expect(done.permissions()).toHaveLength(1);
  expect(done.resources('AWS::Config::ConfigRule')).toHaveLength(2);
});

test.each<[string, ConfigPushSourceOptions, RegExp]>([
  ['neither changes nor periods', {}, /^'configurationChanges' or 'periodic' must be true, got neither/],
  ['changes of every resource', { configurationChanges: true }, /^'ruleScope' is missing, .+; name the resource types/],
  ['a frequency of changes', { configurationChanges: true, ruleScope: BUCKETS, maximumExecutionFrequency: config.MaximumExecutionFrequency.ONE_HOUR },
    /^'maximumExecutionFrequency' is only for a rule that is 'periodic', got 'One_Hour'/],
  ['an account that is none', { periodic: true, ruleAccount: '*' }, /^'ruleAccount' must be an account of twelve digits, got '\*'/],
])('fails for %s', (_, options, message) => {
  expect(messageOf(() => new ConfigPushSource(options))).toMatch(message);
});

test('fails for a rule in another account than its permission is for', () => {
  const app = newApp();
  const functions = new Stack(app, 'Functions', { env: HOME });
  const rules = new Stack(app, 'Rules', { env: { ...HOME, account: '444455556666' } });
  const target = new lambda.Function(functions, 'Fn', { ...CODE, functionName: 'evaluate' });

  expect(messageOf(() => new PushTrigger(rules, 'OnChange', { target, source: new ConfigPushSource({ periodic: true }) }))).toBe(
    "'ruleAccount' must be the account that the rule is made in, 444455556666, got 111122223333; "
    + "set 'ruleAccount', or create the PushTrigger in the stack Functions [Rules/OnChange]");
});
