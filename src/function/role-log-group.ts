// Not exported: how a function finds the log group of a role that it is given.
import * as iam from 'aws-cdk-lib/aws-iam';
import * as logs from 'aws-cdk-lib/aws-logs';

const logGroups = new WeakMap<iam.IRole, logs.ILogGroupRef>();

/** Notes which log group a role may write to; also for a view of the role that takes no more grants. */
export function setLogGroupOf(role: iam.IRole, logGroup: logs.ILogGroupRef): void {
  logGroups.set(role, logGroup);
}

/** The log group that an execution role, or a view of one, may write to; undefined for other roles. */
export function logGroupOf(role: iam.IRole): logs.ILogGroupRef | undefined {
  return logGroups.get(role);
}
