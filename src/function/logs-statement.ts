// Not exported: the statement stands in every role of ours.
import { ArnFormat, Stack, Token } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as logs from 'aws-cdk-lib/aws-logs';
import { IConstruct } from 'constructs';
import { ExplainedStatement } from './explained-statement';

/** The log groups that Lambda makes itself are named after the function. */
const LAMBDA_GROUP = '/aws/lambda/';

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

/**
 * What Lambda@Edge needs besides: a group of the same name in every region where the function runs, which no stack can
 * make in advance.
 *
 * @param functionName the function, if its name is known: the group that is named after it gets the name of its home region too
 * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/edge-functions-logs.html
 */
export function edgeLogsStatement(logGroup: logs.ILogGroupRef, place: IConstruct, functionName?: string): iam.PolicyStatement {
  const names = edgeNames(logGroup.logGroupRef.logGroupName, functionName);
  const arns = names.map((name) => Stack.of(place).formatArn({
    service: 'logs', region: '*', resource: 'log-group', resourceName: `${name}:*`, arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  }));
  return new ExplainedStatement({ actions: ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'], resources: arns },
    'Lambda@Edge writes its logs in whatever region the function runs: '
    + 'https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/edge-functions-logs.html');
}

function edgeNames(name: string, functionName?: string): string[] {
  if (Token.isUnresolved(name) || !name.startsWith(LAMBDA_GROUP)) { return [name]; }
  const named = name.slice(LAMBDA_GROUP.length);
  const prefixed = `${LAMBDA_GROUP}us-east-1.${named}`;
  if (functionName === undefined || Token.isUnresolved(functionName)) { return [name, prefixed]; }
  return [functionName === named ? prefixed : name];
}
