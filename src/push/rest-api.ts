import { Names, Token } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct, IDependable } from 'constructs';
import { namedCycle, refuseCycle } from './cycle';
import { callArn, refuseInvalidPath, refuseInvalidStages, refuseUnknownMethod } from './execute-api';
import { PushSource, PushSourceConfig } from './push-source';
import { failure } from '../model/failure';

/** Which method of a REST API calls the function, and how the method is made. */
export interface RestApiPushSourceOptions extends apigateway.MethodOptions {
  /** The method, in upper case; `ANY` for each of them. */
  readonly method: string;

  /** The path of the resource, for example `/items/{id}`. Resources that are missing are made. */
  readonly path: string;

  /**
   * The names of the stages that may call the function, not patterns.
   *
   * @default - the stage that the API is deployed to
   */
  readonly stages?: string[];

  /**
   * Also lets the test button of the console call the function.
   *
   * @default false
   */
  readonly testInvoke?: boolean;

  /**
   * Where the tenant is in a request, for a function with tenant isolation: a mapping of API Gateway's such as `method.request.header.x-tenant-id`,
   * `method.request.path.tenant` or `context.authorizer.tenant`. It becomes the header `X-Amz-Tenant-Id` of the invocation.
   *
   * Callers choose what the request says; only what an authorizer says can be trusted.
   *
   * @default - the function isolates no tenants
   * @see https://docs.aws.amazon.com/lambda/latest/dg/tenant-isolation-invoke.html
   */
  readonly tenantId?: string;
}

/**
 * A method of a REST API that calls a function through a Lambda proxy integration.
 *
 * `apigateway.amazonaws.com` may call for this method on this path of this stage of this API. The ARN holds the
 * account; that API Gateway sends the account by itself is not documented.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-control-access-using-iam-policies-to-invoke-api.html
 * @example
 *
 * declare const resize: SecureFunction;
 * declare const restApi: apigateway.RestApi;
 *
 * new PushTrigger(this, 'GetItem', {
 *   target: resize,
 *   source: new RestApiPushSource(restApi, { method: 'GET', path: '/items/{id}', authorizationType: apigateway.AuthorizationType.IAM }),
 * });
 */
export class RestApiPushSource extends PushSource {
  /**
   * @param api the API; for an imported one, name the stages
   * @param options which method calls the function
   */
  constructor(private readonly api: apigateway.IRestApi, private readonly options: RestApiPushSourceOptions) {
    super();
    refuseUnknownMethod(options.method, api);
    refuseInvalidPath(options.path, api);
    refuseInvalidStages(this.stages(), /^[\w-]{1,128}$/, api);
  }

  public describe(_target: lambda.IFunction): PushSourceConfig {
    const { method, path, testInvoke } = this.options;
    const stages = testInvoke ? [...this.stages(), 'test-invoke-stage'] : this.stages();
    return {
      id: `${Names.nodeUniqueId(this.api.node)}${method}${path.replace(/\//g, '.')}`,
      servicePrincipal: 'apigateway.amazonaws.com',
      sourceArns: stages.map((stage) => callArn(this.api, { apiId: this.api.restApiId, stage, method, path })),
      connectedIn: this.api,
    };
  }

  public connect(scope: Construct, target: lambda.IFunction, permission: IDependable): void {
    const { method, path, stages: _stages, testInvoke: _testInvoke, tenantId, ...methodOptions } = this.options;
    refuseWrongTenant(target, tenantId, scope);
    const resource = path === '/' ? this.api.root : this.api.root.resourceForPath(path);
    if (resource.node.tryFindChild(method)) {
      throw failure(`'source' is ${method} ${path}, which the API ${this.api.node.path} has already; a method calls one function`, scope);
    }
    const made = resource.addMethod(method, new FunctionIntegration(target, tenantId), withTenant(methodOptions, tenantId));
    made.node.addDependency(permission);
    refuseCycle(made.node.defaultChild as apigateway.CfnMethod, target,
      namedCycle('deployment of the API', target, 'each event holds the domain and stage of the API as `requestContext`'));
  }

  private stages(): string[] {
    return this.options.stages ?? deployedStage(this.api);
  }
}

/** The integration of CDK without the permission of CDK, which would not be waited for. */
class FunctionIntegration extends apigateway.AwsIntegration {
  public constructor(private readonly target: lambda.IFunction, tenantId?: string) {
    super({
      service: 'lambda',
      proxy: true,
      path: `2015-03-31/functions/${target.functionArn}/invocations`,
      options: tenantId === undefined ? undefined : { requestParameters: { 'integration.request.header.X-Amz-Tenant-Id': tenantId } },
    });
  }

  /** A stage keeps calling the function by its old name until the API is deployed again; the token makes a new deployment. */
  public override bind(method: apigateway.Method): apigateway.IntegrationConfig {
    const name = (this.target.node.defaultChild as lambda.CfnFunction | undefined)?.functionName ?? this.target.functionName;
    return { ...super.bind(method), deploymentToken: Token.isUnresolved(name) ? undefined : JSON.stringify({ functionName: name }) };
  }
}

/**
 * The name of the API's stage as it was written. A reference to the stage would be a cycle: the stage waits for the
 * deployment, the deployment for its methods, and the method for the permission that would name the stage.
 */
function deployedStage(api: apigateway.IRestApi): string[] {
  const resource = api.deploymentStage?.node.defaultChild as apigateway.CfnStage | undefined;
  const name = resource?.stageName;
  return name === undefined || Token.isUnresolved(name) ? [] : [name];
}

/** Lambda refuses a call without a tenant if the function isolates them, and one with a tenant if it does not. */
function refuseWrongTenant(target: lambda.IFunction, tenantId: string | undefined, scope: Construct): void {
  const isIsolated = target.tenancyConfig?.tenancyConfigProperty !== undefined;
  if (isIsolated && tenantId === undefined) {
    throw failure("'target' has tenant isolation, and 'tenantId' is not given; say where the tenant is in a request, such as 'method.request.header.x-tenant-id'", scope);
  }
  if (target instanceof lambda.Function && !isIsolated && tenantId !== undefined) {
    throw failure(`'tenantId' is for functions with tenant isolation, got '${tenantId}' for one without; leave it out`, scope);
  }
  if (tenantId !== undefined && !/^(method\.request\.(header|path|querystring)|context|stageVariables)\.[\w.$-]+$/.test(tenantId)) {
    throw failure(`'tenantId' must be a mapping such as 'method.request.header.x-tenant-id' or 'context.authorizer.tenant', got '${tenantId}'`, scope);
  }
}

/** API Gateway maps only those parts of a request that the method names. */
function withTenant(options: apigateway.MethodOptions, tenantId?: string): apigateway.MethodOptions {
  if (!tenantId?.startsWith('method.request.')) { return options; }
  return { ...options, requestParameters: { [tenantId]: true, ...options.requestParameters } };
}
