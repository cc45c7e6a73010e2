import { IResource, Names, Stack, Token, TokenComparison } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';

/**
 * Where a permission is made: where it was asked for, if that stack can change the function, else beside the function.
 *
 * INVARIANT: in an account and region that are the function's own, for a permission is a part of the function.
 */
export function permissionHome(scope: Construct, target: lambda.IFunction): Construct {
  if (Stack.of(target) === Stack.of(scope) || inEnvironmentOf(target, Stack.of(scope))) { return scope; }
  return new Construct(target as unknown as Construct, `Permit${Names.nodeUniqueId(scope.node)}`);
}

/** Whether a stack has the account and region of a function or another resource, as far as that can be told before deployment. */
export function inEnvironmentOf(resource: Pick<IResource, 'env'>, stack: Stack): boolean {
  return Token.compareStrings(resource.env.account, stack.account) !== TokenComparison.DIFFERENT
    && Token.compareStrings(resource.env.region, stack.region) !== TokenComparison.DIFFERENT;
}
