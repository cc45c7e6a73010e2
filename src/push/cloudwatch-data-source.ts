import { Stack } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct, IDependable } from 'constructs';
import { PushSource, PushSourceConfig } from './push-source';

/**
 * CloudWatch, which asks a function for the metrics of a custom data source.
 *
 * `lambda.datasource.cloudwatch.amazonaws.com` may call for the stack's account, and for no other; it names no ARN. The console
 * lists functions that have the tag `cloudwatch:datasource` with the value `custom`.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_MultiDataSources-Connect-Custom.html
 * @example
 *
 * declare const metrics: SecureFunction;
 *
 * new PushTrigger(this, 'OnQuery', { target: metrics, source: new CloudWatchDataSourcePushSource() });
 */
export class CloudWatchDataSourcePushSource extends PushSource {
  public describe(target: lambda.IFunction): PushSourceConfig {
    return {
      id: 'CloudWatchDataSource',
      servicePrincipal: 'lambda.datasource.cloudwatch.amazonaws.com',
      sourceAccount: Stack.of(target).account,
    };
  }

  /** Nothing to make: queries name the function. */
  public connect(_scope: Construct, _target: lambda.IFunction, _permission: IDependable): void {}
}
