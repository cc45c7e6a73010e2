import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct, IDependable } from 'constructs';
import { PushSource, PushSourceConfig } from './push-source';
import { SourceArnKind, idOf, refuseOtherArn } from './source-arn';

const SERVER: SourceArnKind = { parameter: 'serverArn', what: 'server', service: 'transfer', resource: 'server/SERVER_ID' };

/**
 * A Transfer Family server that asks a function who may sign in.
 *
 * `transfer.amazonaws.com` may call for this one server. Its ARN holds the account; the page of the service asks for no account.
 * The server has the function as its identity provider. A workflow of Transfer Family calls with a role instead.
 *
 * @see https://docs.aws.amazon.com/transfer/latest/userguide/custom-lambda-idp.html#lambda-resource-policy
 * @example
 *
 * declare const signIn: SecureFunction;
 * declare const server: transfer.CfnServer;
 *
 * new PushTrigger(this, 'OnSignIn', { target: signIn, source: new TransferPushSource(server.attrArn) });
 */
export class TransferPushSource extends PushSource {
  /** @param serverArn the ARN of the server */
  constructor(private readonly serverArn: string) {
    super();
    refuseOtherArn(serverArn, SERVER);
  }

  public describe(target: lambda.IFunction): PushSourceConfig {
    return {
      id: idOf(this.serverArn, target),
      servicePrincipal: 'transfer.amazonaws.com',
      sourceArns: [this.serverArn],
    };
  }

  /** Nothing to make: the identity provider of the server names the function. */
  public connect(_scope: Construct, _target: lambda.IFunction, _permission: IDependable): void {}
}
