import { App, Stack } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { CODE, Synthesized, messageOf, newStack } from './app';
import { describePushSource } from './contract';
import { nameIn, nameOf } from './scope-name';
import { AlarmPushSource } from '../../src/push/alarm';
import { PushTrigger } from '../../src/push/push-trigger';
import { waitsFor } from '../template-graph';

const { ALARM, OK, INSUFFICIENT_DATA } = cloudwatch.AlarmState;

function alarmIn(scope: Construct, id: string, alarmName?: string): cloudwatch.Alarm {
  return new cloudwatch.Metric({ namespace: 'Shop', metricName: 'Errors' }).createAlarm(scope, id, { alarmName, threshold: 1, evaluationPeriods: 1 });
}

describePushSource({
  row: 'AlarmPushSource',
  make: (scope, name = nameIn(scope)) => new AlarmPushSource(alarmIn(scope, 'Source', name)),
  imported: {
    make: (scope) => new AlarmPushSource(cloudwatch.Alarm.fromAlarmName(scope, 'Source', 'known')),
    fails: "'alarm' must be an alarm of this app, got one that is imported, to which no action can be added; "
      + 'make a composite alarm of it with `AlarmRule.fromAlarm`, and use that one [Stack/Source]',
  },
  again: (scope) => new AlarmPushSource(scope.node.findChild('Source') as cloudwatch.Alarm, { states: [OK] }),
  servicePrincipal: 'lambda.alarms.cloudwatch.amazonaws.com',
  sourceArn: (place) => `arn:${place.partition}:cloudwatch:${place.region}:${place.account}:alarm:${nameOf(place)}`,
  namesAccount: true,
  connectedBy: 'AWS::CloudWatch::Alarm',
  unpinned: 'the state',
  crossAccount: true,
  crossRegion: false,
});

function call(stack: Stack, alarm: cloudwatch.IAlarm, states?: cloudwatch.AlarmState[]) {
  const target = new lambda.Function(stack, 'Fn', CODE);
  new PushTrigger(stack, 'OnAlarm', { target, source: new AlarmPushSource(alarm, { states }) });
  return { target, done: () => new Synthesized(stack.node.root as App) };
}

test.each<[string, cloudwatch.AlarmState[] | undefined, string[]]>([
  ['the state ALARM, when nothing is asked for', undefined, ['AlarmActions']],
  ['the state OK', [OK], ['OKActions']],
  ['the state INSUFFICIENT_DATA', [INSUFFICIENT_DATA], ['InsufficientDataActions']],
  ['all states', [ALARM, OK, INSUFFICIENT_DATA], ['AlarmActions', 'InsufficientDataActions', 'OKActions']],
  ['a state that is named twice', [OK, OK], ['OKActions']],
])('%s: just these actions call the function, with one permission', (_, states, expected) => {
  const stack = newStack();
  const { target, done } = call(stack, alarmIn(stack, 'Errors'), states);

  const synthesized = done();

  const [{ Properties }] = synthesized.resources('AWS::CloudWatch::Alarm');
  expect(Object.keys(Properties).filter((property) => property.endsWith('Actions')).sort()).toEqual(expected);
  for (const property of expected) { expect(Properties[property]).toEqual([stack.resolve(target.functionArn)]); }
  expect(synthesized.permissions()).toHaveLength(1);
});

test('an alarm without a name of its own is pinned too, by a permission that comes after it', () => {
  const stack = newStack();
  const alarm = alarmIn(stack, 'Errors');
  const done = call(stack, alarm).done();

  const [permission] = done.permissions();
  expect(permission.Properties.SourceArn).toEqual(stack.resolve(alarm.alarmArn));
  expect(waitsFor(done.template(stack), permission.id, done.resources('AWS::CloudWatch::Alarm')[0].id)).toBe(true);
});

test('a composite alarm calls the function after the permission', () => {
  const stack = newStack();
  const rule = cloudwatch.AlarmRule.fromAlarm(cloudwatch.Alarm.fromAlarmName(stack, 'Imported', 'theirs'), ALARM);
  const done = call(stack, new cloudwatch.CompositeAlarm(stack, 'Any', { alarmRule: rule, compositeAlarmName: 'any' })).done();

  const [alarm] = done.resources('AWS::CloudWatch::CompositeAlarm');
  expect(alarm.Properties.AlarmActions).toHaveLength(1);
  const [permission] = done.permissions();
  expect(permission.Properties).toMatchObject({ SourceAccount: '111122223333' });
  expect(JSON.stringify(permission.Properties.SourceArn)).toContain(':cloudwatch:eu-west-1:111122223333:alarm:any"');
  expect(waitsFor(done.template(stack), alarm.id, permission.id)).toBe(true);
});

test('two alarms call one function, each with a permission of its own, whatever they are called', () => {
  const stack = newStack();
  const target = new lambda.Function(stack, 'Fn', CODE);
  const alarms = ['One', 'Two'].map((id) => alarmIn(new Construct(stack, id), 'Alarm'));
  for (const alarm of alarms) { target.addEventSource(new AlarmPushSource(alarm)); }

  const permissions = new Synthesized(stack.node.root as App).permissions();

  expect(permissions.map(({ Properties }) => Properties.SourceArn)).toEqual(alarms.map(({ alarmArn }) => stack.resolve(alarmArn)));
});

test('fails without a state', () => {
  const stack = newStack();

  expect(messageOf(() => call(stack, alarmIn(stack, 'Errors'), []))).toBe(
    "'states' must name at least one state, got an empty list; leave it out for the state ALARM [Stack/Errors]");
});

test('fails for a state that calls the function already', () => {
  const stack = newStack();
  const alarm = alarmIn(stack, 'Errors');
  const { target } = call(stack, alarm);

  expect(messageOf(() => new PushTrigger(stack, 'Again', { target, source: new AlarmPushSource(alarm, { states: [OK, ALARM] }) }))).toBe(
    "'source' is the state ALARM of the alarm Stack/Errors, which calls 'target' already [Stack/Again]");
});
