import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct, IDependable } from 'constructs';
import { PushSource, PushSourceConfig } from './push-source';
import { SourceArnKind, idOf, refuseOtherArn } from './source-arn';

const AUTHORIZER: SourceArnKind = { parameter: 'authorizerArn', what: 'authorizer', service: 'iot', resource: 'authorizer/AUTHORIZER_NAME' };

/**
 * A custom authorizer of IoT Core that asks a function who may connect.
 *
 * `iot.amazonaws.com` may call for this one authorizer. Its ARN holds the account; the page of the service asks for no account.
 *
 * @see https://docs.aws.amazon.com/iot/latest/developerguide/custom-auth-authorize.html
 * @example
 *
 * declare const authorize: SecureFunction;
 * declare const authorizer: iot.CfnAuthorizer;
 *
 * new PushTrigger(this, 'OnConnect', { target: authorize, source: new IotAuthorizerPushSource(authorizer.attrArn) });
 */
export class IotAuthorizerPushSource extends PushSource {
  /** @param authorizerArn the ARN of the authorizer */
  constructor(private readonly authorizerArn: string) {
    super();
    refuseOtherArn(authorizerArn, AUTHORIZER);
  }

  public describe(target: lambda.IFunction): PushSourceConfig {
    return {
      id: idOf(this.authorizerArn, target),
      servicePrincipal: 'iot.amazonaws.com',
      sourceArns: [this.authorizerArn],
    };
  }

  /** Nothing to make: the authorizer names the function. */
  public connect(_scope: Construct, _target: lambda.IFunction, _permission: IDependable): void {}
}
