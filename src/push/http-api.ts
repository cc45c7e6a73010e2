import { Duration, Names, Token } from 'aws-cdk-lib';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct, IDependable } from 'constructs';
import { callArn, refuseInvalidPath, refuseInvalidStages, refuseUnknownMethod } from './execute-api';
import { refuseElsewhere } from './place';
import { PushSource, PushSourceConfig } from './push-source';
import { isRepeated } from './repetition';
import { failure } from '../model/failure';

/** The route that takes every request no other route takes. */
const DEFAULT_ROUTE = '$default';

/** Which route of an HTTP API calls the function, and how the route is made. */
export interface HttpApiPushSourceOptions {
  /** The path of the route, for example `/items/{id}`; `$default` for whatever no other route takes. */
  readonly path: string;

  /**
   * The method of the route.
   *
   * @default HttpMethod.ANY
   */
  readonly method?: apigwv2.HttpMethod;

  /**
   * The names of the stages that may call the function, not patterns.
   *
   * @default - the default stage of the API
   */
  readonly stages?: string[];

  /**
   * Who may call the route.
   *
   * @default - the default authorizer of the API; without one, everybody
   */
  readonly authorizer?: apigwv2.IHttpRouteAuthorizer;

  /**
   * The scopes that a caller's token must hold one of.
   *
   * @default - the default authorization scopes of the API
   */
  readonly authorizationScopes?: string[];

  /**
   * The format of the event.
   *
   * @default PayloadFormatVersion.VERSION_2_0
   */
  readonly payloadFormatVersion?: apigwv2.PayloadFormatVersion;

  /**
   * How request parameters are changed before the function gets them.
   *
   * @default - they are not changed
   */
  readonly parameterMapping?: apigwv2.ParameterMapping;

  /**
   * How long the API waits for the function, 50 milliseconds to 29 seconds.
   *
   * @default Duration.seconds(29)
   */
  readonly timeout?: Duration;
}

/**
 * A route of an HTTP API that calls a function.
 *
 * `apigateway.amazonaws.com` may call for this method and path of this stage of this API. The ARN holds the account;
 * that API Gateway sends the account by itself is not documented.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-troubleshooting-lambda.html
 * @example
 *
 * declare const resize: SecureFunction;
 * declare const httpApi: apigwv2.HttpApi;
 *
 * new PushTrigger(this, 'GetItem', {
 *   target: resize,
 *   source: new HttpApiPushSource(httpApi, { method: apigwv2.HttpMethod.GET, path: '/items/{id}' }),
 * });
 */
export class HttpApiPushSource extends PushSource {
  private readonly method: apigwv2.HttpMethod;
  private readonly stages: string[];

  /**
   * @param api the API; for an imported one, name the stages
   * @param options which route calls the function
   */
  constructor(private readonly api: apigwv2.IHttpApi, private readonly options: HttpApiPushSourceOptions) {
    super();
    this.method = options.method ?? apigwv2.HttpMethod.ANY;
    this.stages = options.stages ?? defaultStage(api);
    refuseUnknownMethod(this.method, api);
    refuseInvalidStages(this.stages, /^([\w-]{1,128}|\$default)$/, api);
    if (options.path !== DEFAULT_ROUTE) {
      refuseInvalidPath(options.path, api);
    } else if (this.method !== apigwv2.HttpMethod.ANY) {
      throw failure(`'method' must be left out for the path '$default', which takes every method, got '${this.method}'`, api);
    }
  }

  public describe(_target: lambda.IFunction): PushSourceConfig {
    const { path } = this.options;
    return {
      id: `${Names.nodeUniqueId(this.api.node)}${this.method}${path.replace(/\//g, '.')}`,
      servicePrincipal: 'apigateway.amazonaws.com',
      sourceArns: this.stages.map((stage) => this.callArn(stage)),
    };
  }

  public connect(scope: Construct, target: lambda.IFunction, permission: IDependable): void {
    const { path, authorizer, authorizationScopes } = this.options;
    refuseElsewhere({ kind: 'API', env: this.api.env }, this.api, scope);
    refuseTenantIsolation(target, scope);
    const key = `${this.method} ${path}`;
    if (isRepeated(this.api, 'route', key) || this.api.node.tryFindChild(idOfRoute(key))) {
      throw failure(`'source' is the route ${key}, which the API ${this.api.node.path} has already; a route calls one function`, scope);
    }
    const route = new apigwv2.HttpRoute(scope, 'Route', {
      httpApi: this.api,
      routeKey: path === DEFAULT_ROUTE ? apigwv2.HttpRouteKey.DEFAULT : apigwv2.HttpRouteKey.with(path, this.method),
      integration: new FunctionIntegration(target, this.options),
      authorizer,
      authorizationScopes,
    });
    route.node.addDependency(permission);
  }

  private callArn(stage: string): string {
    const { path } = this.options;
    if (path !== DEFAULT_ROUTE) { return callArn(this.api, { apiId: this.api.apiId, stage, method: this.method, path }); }
    // The `$default` route is called with two parts, the stage and the route; there is no method to pin.
    return callArn(this.api, { apiId: this.api.apiId, stage, method: DEFAULT_ROUTE, path: '' });
  }
}

/** The integration of CDK without the permission of CDK, which would be for every stage and method. */
class FunctionIntegration extends apigwv2.HttpRouteIntegration {
  public constructor(private readonly target: lambda.IFunction, private readonly options: HttpApiPushSourceOptions) {
    super('Integration');
  }

  public bind(): apigwv2.HttpRouteIntegrationConfig {
    return {
      type: apigwv2.HttpIntegrationType.AWS_PROXY,
      uri: this.target.functionArn,
      payloadFormatVersion: this.options.payloadFormatVersion ?? apigwv2.PayloadFormatVersion.VERSION_2_0,
      parameterMapping: this.options.parameterMapping,
      timeout: this.options.timeout,
    };
  }
}

/** The id that CDK gives to a route it makes. */
function idOfRoute(key: string): string {
  return key === `ANY ${DEFAULT_ROUTE}` ? 'DefaultRoute' : key.replace(' ', '');
}

/**
 * Lambda wants the tenant in a header that an HTTP API cannot set.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/tenant-isolation-invoke.html
 */
function refuseTenantIsolation(target: lambda.IFunction, scope: Construct): void {
  if (target.tenancyConfig?.tenancyConfigProperty !== undefined) {
    throw failure("'target' has tenant isolation, which only direct invocation and API Gateway support, got the source apigateway.amazonaws.com; "
      + 'use RestApiPushSource for it, because an HTTP API cannot set the header X-Amz-Tenant-Id', scope);
  }
}

/** The name of the default stage as it was written; a reference to the stage is not needed, and could be a cycle. */
function defaultStage(api: apigwv2.IHttpApi): string[] {
  const resource = api.defaultStage?.node.defaultChild as apigwv2.CfnStage | undefined;
  const name = resource?.stageName;
  return name === undefined || Token.isUnresolved(name) ? [] : [name];
}
