import { Arn, ArnFormat, Stack, Token } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as scheduler from 'aws-cdk-lib/aws-scheduler';
import { IConstruct } from 'constructs';
import { AccessConfig, IAccess } from './access';
import { AccessOptions } from './access-options';
import { ServiceStatements } from './service-statements';
import { failure } from '../model/failure';

/** What the code may do with the schedules of a group. */
export interface ScheduleAccessOptions extends AccessOptions {
  /**
   * The role that the schedules run with. Who makes or changes a schedule passes it; the code may pass this one, and only to EventBridge Scheduler.
   *
   * @default - none; needed for `CreateSchedule` and `UpdateSchedule`
   */
  readonly role?: iam.IRole;
  /**
   * IAM's names without prefix.
   *
   * @default ['CreateSchedule']
   */
  readonly actions?: string[];
}

/**
 * Making, changing or deleting schedules in a group of EventBridge Scheduler.
 *
 * @see https://docs.aws.amazon.com/scheduler/latest/UserGuide/security_iam_id-based-policies.html
 *
 * @example
 * declare const reminders: scheduler.IScheduleGroup;
 * declare const senderRole: iam.IRole;
 * declare const resize: SecureFunction;
 * resize.allow(new ScheduleAccess(reminders, { role: senderRole }));
 */
export class ScheduleAccess implements IAccess {
  private readonly statements: ServiceStatements[];

  constructor(group: scheduler.IScheduleGroup, options: ScheduleAccessOptions = {}) {
    const actions = options.actions ?? ['CreateSchedule'];
    const schedules = new ServiceStatements({
      service: 'scheduler',
      actions,
      targets: [{ resourceType: 'schedule', arns: [schedulesOf(group)] }, { resourceType: 'schedule-group', arns: [group.scheduleGroupArn] }],
      options,
      resource: group,
    });
    this.statements = actions.some((action) => PASSING.includes(action)) ? [schedules, passes(group, options.role)] : [schedules];
  }

  public describe(grantee: IConstruct): AccessConfig {
    const parts = this.statements.map((statement) => statement.describe(grantee));
    return { ...parts[0], statements: parts.flatMap(({ statements }) => statements) };
  }
}

const PASSING = ['CreateSchedule', 'UpdateSchedule'];

function passes(group: scheduler.IScheduleGroup, role?: iam.IRole): ServiceStatements {
  if (!role) {
    throw failure(`'role' is missing: who makes or changes a schedule passes the role it runs with. Give the role, for ${PASSING.join(' and ')}`, group);
  }
  return new ServiceStatements({
    service: 'iam',
    actions: ['PassRole'],
    targets: [{ resourceType: 'role', arns: [role.roleArn] }],
    options: { conditions: { StringEquals: { 'iam:PassedToService': 'scheduler.amazonaws.com' } } },
    resource: role,
  });
}

/** The schedules of the group: their names are given when they are made. */
function schedulesOf(group: scheduler.IScheduleGroup): string {
  const stack = Stack.of(group);
  const parts = Token.isUnresolved(group.scheduleGroupArn) ? { service: 'scheduler' } : Arn.split(group.scheduleGroupArn, ArnFormat.SLASH_RESOURCE_NAME);
  return stack.formatArn({ ...parts, resource: 'schedule', resourceName: `${group.scheduleGroupName}/*` });
}
