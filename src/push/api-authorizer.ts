import { IResource, Names, Stack, Token } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct, IDependable } from 'constructs';
import { PushSource, PushSourceConfig } from './push-source';
import { idOf } from './source-arn';
import { failure } from '../model/failure';

/**
 * An authorizer of a REST, HTTP or WebSocket API that asks a function who may call the API.
 *
 * `apigateway.amazonaws.com` may call for this one authorizer of this API. The ARN holds the account; that API Gateway sends the
 * account by itself is not documented.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-lambda-authorizer.html
 * @example
 *
 * declare const authorize: SecureFunction;
 * declare const httpApi: apigwv2.HttpApi;
 * declare const authorizer: apigwv2.CfnAuthorizer;
 *
 * new PushTrigger(this, 'OnRequest', { target: authorize, source: new ApiAuthorizerPushSource(httpApi, authorizer.ref) });
 */
export class ApiAuthorizerPushSource extends PushSource {
  private readonly apiId: string;

  /**
   * @param api a `RestApi`, `HttpApi` or `WebSocketApi`, or an imported one
   * @param authorizerId the id of the authorizer, which names the function
   */
  constructor(private readonly api: IResource, private readonly authorizerId: string) {
    super();
    this.apiId = idOfApi(api);
    if (!Token.isUnresolved(authorizerId) && !/^[a-z0-9]+$/.test(authorizerId)) {
      throw failure(`'authorizerId' must be the id of one authorizer, in lower case letters and digits, got '${authorizerId}'; `
        + 'pass the id of the authorizer itself, without a wildcard', api);
    }
  }

  public describe(target: lambda.IFunction): PushSourceConfig {
    return {
      id: `${Names.nodeUniqueId(this.api.node)}${idOf(this.authorizerId, target)}`,
      servicePrincipal: 'apigateway.amazonaws.com',
      sourceArns: [Stack.of(this.api).formatArn({ service: 'execute-api', resource: this.apiId, resourceName: `authorizers/${this.authorizerId}` })],
    };
  }

  /** Nothing to make: the authorizer names the function. */
  public connect(_scope: Construct, _target: lambda.IFunction, _permission: IDependable): void {}
}

/** What the APIs of both generations call their id. */
function idOfApi(api: IResource): string {
  const { apiId, restApiId } = api as Partial<apigwv2.IApi & apigateway.IRestApi>;
  const id = restApiId ?? apiId;
  if (id === undefined || /[*?]/.test(id)) {
    throw failure(`'api' must be one REST, HTTP or WebSocket API, got ${id === undefined ? 'a construct without an API id' : `the id '${id}'`}; `
      + 'pass the API itself, or import it by its id', api);
  }
  return id;
}
