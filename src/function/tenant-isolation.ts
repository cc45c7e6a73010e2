// Not exported: who may call a function with tenant isolation.
import { CfnResource } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { IConstruct } from 'constructs';
import { failure } from '../model/failure';

/**
 * Refuses a service for a function with tenant isolation: of all services only API Gateway can say for which tenant it calls.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/tenant-isolation.html
 */
export function refuseIsolated(target: lambda.IFunction, service: string): void {
  if (isIsolated(target) && service !== 'apigateway.amazonaws.com') {
    throw failure(`'tenancyConfig' isolates tenants, which only direct invocation and REST APIs support, got a permission for ${service}; `
      + 'use a function without tenant isolation', target);
  }
}

/**
 * What is wrong about a route of an HTTP API that calls a function with tenant isolation: it cannot set the header that names the tenant.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/tenant-isolation-invoke.html
 */
export function refusedIsolatedRoute(target: lambda.IFunction, asker: IConstruct): string[] {
  const route = asker.node.tryFindChild('Resource');
  const isHttpRoute = 'httpApi' in asker && route && CfnResource.isCfnResource(route) && route.cfnResourceType === 'AWS::ApiGatewayV2::Route';
  return isIsolated(target) && isHttpRoute
    ? [failure(`'tenancyConfig' isolates tenants, and the HTTP API of ${asker.node.path} cannot say for which tenant it calls; use a REST API`, target).message]
    : [];
}

function isIsolated(target: lambda.IFunction): boolean {
  return target.tenancyConfig?.tenancyConfigProperty !== undefined;
}
