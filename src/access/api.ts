import { IResource, Stack, Token } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as apigatewayv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { IConstruct } from 'constructs';
import { AccessConfig, IAccess } from './access';
import { AccessOptions } from './access-options';
import { checkNames } from './conditions';
import { ServiceStatements } from './service-statements';
import { failure } from '../model/failure';

/** Which route of an API the code may call. */
export interface ApiAccessOptions extends AccessOptions {
  /** The name of the stage: `prod`, or `$default` for an HTTP API without stages. */
  readonly stage: string;
  /** The method: `GET`; `ANY` for all of them. */
  readonly method: string;
  /** The path: `/orders/{id}`. A part in braces may be anything. */
  readonly path: string;
}

/**
 * Calling one route of a REST or HTTP API whose authorization is IAM.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-iam-policy-examples-for-api-execution.html
 *
 * @example
 * declare const orders: apigateway.IRestApi;
 * declare const resize: SecureFunction;
 * resize.allow(new ApiAccess(orders, { stage: 'prod', method: 'GET', path: '/orders/{id}' }));
 */
export class ApiAccess implements IAccess {
  private readonly statements: ServiceStatements;

  /** @param api a `RestApi` or an `HttpApi` */
  constructor(api: IResource, options: ApiAccessOptions) {
    checkNames('stage', [options.stage], api);
    checkNames('method', [options.method], api);
    checkNames('path', [options.path], api);
    if (!Token.isUnresolved(options.method) && !METHODS.includes(options.method)) {
      throw failure(`'method' must be one of ${METHODS.join(', ')}, got '${options.method}'`, api);
    }
    if (!Token.isUnresolved(options.path) && !options.path.startsWith('/')) {
      throw failure(`'path' must begin with a slash, got '${options.path}'. Write it as the API does, '/${options.path}'`, api);
    }
    const method = options.method === 'ANY' ? '*' : options.method;
    const resourceName = `${options.stage}/${method}${pathPattern(options.path)}`;
    this.statements = new ServiceStatements({
      service: 'execute-api',
      actions: ['Invoke'],
      targets: [{
        resourceType: 'execute-api-general',
        arns: [Stack.of(api).formatArn({ service: 'execute-api', resource: idOf(api), resourceName })],
      }],
      options,
      resource: api,
    });
  }

  public describe(grantee: IConstruct): AccessConfig {
    return this.statements.describe(grantee);
  }
}

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'ANY'];

/** A part in braces is a parameter; the braces of a token are not. */
function pathPattern(path: string): string {
  return path.replace(/(?<!\$)\{[^{}]*\}/g, '*');
}

function idOf(api: IResource): string {
  const { restApiId, apiId } = api as Partial<apigateway.IRestApi & apigatewayv2.IApi>;
  const id = restApiId ?? apiId;
  if (id === undefined) {
    throw failure('an ApiAccess needs a RestApi or an HttpApi. For a GraphQL API use GraphqlAccess', api);
  }
  return id;
}
