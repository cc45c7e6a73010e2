import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct, IDependable } from 'constructs';
import { PushSource, PushSourceConfig } from './push-source';
import { SourceArnKind, idOf, refuseOtherArn } from './source-arn';

const API: SourceArnKind = { parameter: 'apiArn', what: 'API', service: 'appsync', resource: 'apis/API_ID' };

/**
 * An AppSync API that has its requests authorized by a function.
 *
 * `appsync.amazonaws.com` may call for this one API. Its ARN holds the account, in which the function must be too. A data source of
 * an API calls with a role instead: see RoleInvoker.
 *
 * @see https://docs.aws.amazon.com/appsync/latest/devguide/security-authz.html#aws-lambda-authorization
 * @example
 *
 * declare const authorize: SecureFunction;
 * declare const api: appsync.CfnGraphQLApi;
 *
 * new PushTrigger(this, 'OnRequest', { target: authorize, source: new AppSyncPushSource(api.attrArn) });
 */
export class AppSyncPushSource extends PushSource {
  /** @param apiArn the ARN of the API */
  constructor(private readonly apiArn: string) {
    super();
    refuseOtherArn(apiArn, API);
  }

  public describe(target: lambda.IFunction): PushSourceConfig {
    return {
      id: idOf(this.apiArn, target),
      servicePrincipal: 'appsync.amazonaws.com',
      sourceArns: [this.apiArn],
    };
  }

  /** Nothing to make: the authorization mode of the API names the function. */
  public connect(_scope: Construct, _target: lambda.IFunction, _permission: IDependable): void {}
}
