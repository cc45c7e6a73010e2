import { ArnFormat, Names, Stack, Token } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct, IDependable } from 'constructs';
import { namedCycle, refuseCycle } from './cycle';
import { Place, refuseOtherRegion } from './place';
import { PushSource, PushSourceConfig } from './push-source';
import { isRepeated } from './repetition';
import { failure } from '../model/failure';

/** Which states of an alarm call the function. */
export interface AlarmPushSourceOptions {
  /**
   * The states that call the function when the alarm enters them.
   *
   * @default [AlarmState.ALARM]
   */
  readonly states?: cloudwatch.AlarmState[];
}

/**
 * An alarm, also a composite one, that calls a function when it changes its state.
 *
 * `lambda.alarms.cloudwatch.amazonaws.com` may call for this one alarm of this one account; AWS documents both keys.
 * An alarm with a name of its own waits for the permission. One without does not: its ARN is known only once it exists,
 * and a change of state that comes before the permission is lost.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-actions-Lambda.html
 * @example
 *
 * declare const repair: SecureFunction;
 * declare const alarm: cloudwatch.Alarm;
 *
 * new PushTrigger(this, 'OnAlarm', {
 *   target: repair,
 *   source: new AlarmPushSource(alarm, { states: [cloudwatch.AlarmState.ALARM, cloudwatch.AlarmState.OK] }),
 * });
 */
export class AlarmPushSource extends PushSource {
  private readonly alarm: cloudwatch.AlarmBase;
  private readonly states: cloudwatch.AlarmState[];
  private readonly place: Place;

  /**
   * @param alarm an alarm of this app; actions cannot be added to an imported one
   * @param options which states call the function
   */
  constructor(alarm: cloudwatch.IAlarm, options: AlarmPushSourceOptions = {}) {
    super();
    this.alarm = alarm as cloudwatch.AlarmBase;
    this.states = [...new Set(options.states ?? [cloudwatch.AlarmState.ALARM])];
    this.place = { kind: 'alarm', env: alarm.env };
    if (!resourceOf(this.alarm)) {
      throw failure("'alarm' must be an alarm of this app, got one that is imported, to which no action can be added; "
        + 'make a composite alarm of it with `AlarmRule.fromAlarm`, and use that one', alarm);
    }
    if (this.states.length === 0) {
      throw failure("'states' must name at least one state, got an empty list; leave it out for the state ALARM", alarm);
    }
  }

  public describe(_target: lambda.IFunction): PushSourceConfig {
    return {
      id: `${Names.nodeUniqueId(this.alarm.node)}${this.states.join('')}`,
      servicePrincipal: 'lambda.alarms.cloudwatch.amazonaws.com',
      sourceArns: [literalArn(this.alarm) ?? this.alarm.alarmArn],
      sourceAccount: this.place.env.account,
      connectedIn: this.alarm,
    };
  }

  public connect(scope: Construct, target: lambda.IFunction, permission: IDependable): void {
    refuseOtherRegion(this.place, target, scope, 'an alarm calls functions of its own region');
    for (const state of this.states) {
      if (isRepeated(this.alarm, 'state', state, target.functionArn)) {
        throw failure(`'source' is the state ${state} of the alarm ${this.alarm.node.path}, which calls 'target' already`, scope);
      }
      addAction(this.alarm, state, { bind: () => ({ alarmActionArn: target.functionArn }) });
    }
    const resource = resourceOf(this.alarm)!;
    refuseCycle(resource, target, namedCycle('alarm', target, 'name the alarm by its literal name there'));
    if (literalArn(this.alarm) !== undefined) { resource.node.addDependency(permission); }
  }
}

function addAction(alarm: cloudwatch.AlarmBase, state: cloudwatch.AlarmState, action: cloudwatch.IAlarmAction): void {
  switch (state) {
    case cloudwatch.AlarmState.ALARM: return alarm.addAlarmAction(action);
    case cloudwatch.AlarmState.OK: return alarm.addOkAction(action);
    case cloudwatch.AlarmState.INSUFFICIENT_DATA: return alarm.addInsufficientDataAction(action);
  }
}

/** The ARN, if the name is known before deployment: then the alarm can wait for a permission that names it. */
function literalArn(alarm: cloudwatch.AlarmBase): string | undefined {
  const name = resourceOf(alarm)?.alarmName;
  if (name === undefined || Token.isUnresolved(name)) { return undefined; }
  return Stack.of(alarm).formatArn({ service: 'cloudwatch', resource: 'alarm', resourceName: name, arnFormat: ArnFormat.COLON_RESOURCE_NAME });
}

function resourceOf(alarm: cloudwatch.AlarmBase): cloudwatch.CfnAlarm | cloudwatch.CfnCompositeAlarm | undefined {
  return alarm.node.defaultChild as cloudwatch.CfnAlarm | cloudwatch.CfnCompositeAlarm | undefined;
}
