// Not exported: the statement stands in every role of ours.
import * as iam from 'aws-cdk-lib/aws-iam';
import * as logs from 'aws-cdk-lib/aws-logs';

/**
 * What Lambda needs to write a function's logs into a group that exists: no `logs:CreateLogGroup`, no other group.
 *
 * The ARN attribute of a log group ends in `:*` already, and so covers its streams.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs.html
 */
export function logsStatement(logGroup: logs.ILogGroupRef): iam.PolicyStatement {
  return new iam.PolicyStatement({
    actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
    resources: [logGroup.logGroupRef.logGroupArn],
  });
}
