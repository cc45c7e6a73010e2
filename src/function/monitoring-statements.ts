// Not exported: what CloudWatch's extensions of a function need.
import { ArnFormat, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { IConstruct } from 'constructs';
import { ExplainedStatement } from './explained-statement';

const WRITE_LOGS = ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'];

/**
 * What Lambda Insights needs: its one log group, which it makes itself if it has to.
 *
 * @see https://docs.aws.amazon.com/aws-managed-policy/latest/reference/CloudWatchLambdaInsightsExecutionRolePolicy.html
 */
export function insightsStatements(place: IConstruct): iam.PolicyStatement[] {
  const group = logGroupArn(place, '/aws/lambda-insights');
  return [new ExplainedStatement({ actions: WRITE_LOGS, resources: [group, `${group}:*`] }, 'Lambda Insights writes streams of any name to its one log group: '
    + 'https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Lambda-Insights-Getting-Started.html')];
}

/**
 * What Application Signals needs: traces, and its one log group, both in the account of the function alone.
 *
 * @see https://docs.aws.amazon.com/aws-managed-policy/latest/reference/CloudWatchLambdaApplicationSignalsExecutionRolePolicy.html
 */
export function applicationSignalsStatements(place: IConstruct): iam.PolicyStatement[] {
  const conditions = { StringEquals: { 'aws:ResourceAccount': '${aws:PrincipalAccount}' } };
  const reason = 'Application Signals sends traces with an action that knows no resource, and writes streams of any name to its one log group: '
    + 'https://docs.aws.amazon.com/lambda/latest/dg/monitoring-application-signals.html';
  return [
    new ExplainedStatement({ actions: ['xray:PutTraceSegments'], resources: ['*'], conditions }, reason),
    new ExplainedStatement({ actions: WRITE_LOGS, resources: [`${logGroupArn(place, '/aws/application-signals/data')}:*`], conditions }, reason),
  ];
}

/** Whether a layer brings Application Signals; AWS gives it one name in each language. */
export function isApplicationSignalsLayer(layerVersionArn: string): boolean {
  return /:layer:AWSOpenTelemetryDistro/.test(layerVersionArn);
}

function logGroupArn(place: IConstruct, name: string): string {
  return Stack.of(place).formatArn({ service: 'logs', resource: 'log-group', resourceName: name, arnFormat: ArnFormat.COLON_RESOURCE_NAME });
}
