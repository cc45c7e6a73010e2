import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct, IDependable } from 'constructs';
import { PushSource, PushSourceConfig } from './push-source';
import { SourceArnKind, idOf, ownerOf, refuseOtherArn } from './source-arn';

const INSTANCE: SourceArnKind = { parameter: 'instanceArn', what: 'instance', service: 'connect', resource: 'instance/INSTANCE_ID' };

/**
 * A Connect instance whose flows call a function.
 *
 * `connect.amazonaws.com` may call for this one instance of this account; a flow within it cannot be told from another.
 *
 * @see https://docs.aws.amazon.com/connect/latest/adminguide/connect-lambda-functions.html
 * @example
 *
 * declare const lookup: SecureFunction;
 *
 * new PushTrigger(this, 'OnCall', {
 *   target: lookup,
 *   source: new ConnectPushSource('arn:aws:connect:eu-west-2:111122223333:instance/c8c0e68d-2200-4265-82c0-0a1b2c3d4e5f'),
 * });
 */
export class ConnectPushSource extends PushSource {
  /** @param instanceArn the ARN of the instance */
  constructor(private readonly instanceArn: string) {
    super();
    refuseOtherArn(instanceArn, INSTANCE);
  }

  public describe(target: lambda.IFunction): PushSourceConfig {
    return {
      id: idOf(this.instanceArn, target),
      servicePrincipal: 'connect.amazonaws.com',
      sourceArns: [this.instanceArn],
      sourceAccount: ownerOf(this.instanceArn, target),
    };
  }

  /** Nothing to make: a block of a flow names the function. */
  public connect(_scope: Construct, _target: lambda.IFunction, _permission: IDependable): void {}
}
