// Not exported: where a function writes its own log, which must not call it.
import { Stack, Token } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import { IConstruct } from 'constructs';

/**
 * The name of the log group that a function writes to; that of the function itself for a version or an alias.
 *
 * An imported function does not tell. Its log group is taken to be the one that Lambda makes.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-loggroups.html
 */
export function ownLogGroupName(target: lambda.IFunction): string {
  return ownLogGroupNames(target)[0];
}

/** Whether a function writes to a log group, however each of them names it. */
export function writesTo(target: lambda.IFunction, logGroup: logs.ILogGroup, scope: IConstruct): boolean {
  const text = (name: string) => JSON.stringify(Stack.of(scope).resolve(name));
  const written = (logGroup.node.defaultChild as logs.CfnLogGroup | undefined)?.logGroupName;
  const names = [logGroup.logGroupName, ...written === undefined ? [] : [written]].map(text);
  return ownLogGroupNames(target).some((name) => names.includes(text(name)));
}

/** What the log group may be called, the name that is known best first. */
function ownLogGroupNames(target: lambda.IFunction): string[] {
  const unqualified = (target as Partial<lambda.Version>).lambda ?? target;
  const resource = unqualified.node.defaultChild as lambda.CfnFunction | undefined;
  const config = resource?.loggingConfig as lambda.CfnFunction.LoggingConfigProperty | undefined;
  if (config?.logGroup !== undefined) { return [config.logGroup]; }
  const literal = resource?.functionName ?? unqualified.functionArn.split(':')[6];
  const names = literal === undefined || Token.isUnresolved(literal) ? [unqualified.functionName] : [literal, unqualified.functionName];
  return names.map((name) => `/aws/lambda/${name}`);
}
