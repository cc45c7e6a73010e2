// Not exported: the conditions that any access can have, whatever its service.
import { Stack } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { IConstruct } from 'constructs';
import { AccessOptions } from './access-options';
import { allOf, Conditions } from './conditions';
import { failure } from '../model/failure';

/**
 * The conditions of `sameAccount`, `boundToFunction` and `viaEndpoint`.
 *
 * @param account the account the resource is certainly in, or nothing
 * @param sameAccountByDefault whether this service sends `aws:ResourceAccount` with every request
 */
export function hardening(options: AccessOptions, grantee: IConstruct, account: string | undefined, sameAccountByDefault: boolean): Conditions {
  const pinned = options.sameAccount ? account ?? Stack.of(grantee).account : account;
  return allOf(
    options.sameAccount ?? (sameAccountByDefault && account !== undefined) ? { StringEquals: { 'aws:ResourceAccount': pinned } } : undefined,
    options.viaEndpoint ? { StringEquals: { 'aws:SourceVpce': endpointId(options, grantee) } } : undefined,
    // Only the ARN without a qualifier ever matches: an alias or version would deny everything.
    options.boundToFunction ? { ArnEquals: { 'lambda:SourceFunctionArn': functionArn(grantee) } } : undefined,
  );
}

function endpointId(options: AccessOptions, grantee: IConstruct): string | undefined {
  if (isFunction(grantee) && !grantee.isBoundToVpc) {
    throw failure("'viaEndpoint' would deny every call: the function is in no VPC. Give the function the 'vpc' of the endpoint", grantee);
  }
  return options.viaEndpoint?.vpcEndpointId;
}

function functionArn(grantee: IConstruct): string {
  const version = (grantee as Partial<lambda.IAlias>).version;
  const qualified = (typeof version === 'object' ? version : grantee) as Partial<lambda.IVersion>;
  const target = qualified.lambda ?? grantee;
  if (!isFunction(target)) {
    throw failure("'boundToFunction' needs a function, and this is a role. Call 'allow' of the function", grantee);
  }
  return target.functionArn;
}

function isFunction(grantee: IConstruct): grantee is lambda.IFunction {
  return 'functionArn' in grantee;
}
