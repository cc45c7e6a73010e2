// Not exported: the account of a resource, for `aws:ResourceAccount`.
import { IResource, Resource, Stack, Token } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';

/**
 * The account that a resource is certainly in, as it is to be written into a policy of the grantee; nothing if it cannot be known.
 *
 * A name alone says nothing: an imported resource claims the account of the stack it was imported into, whoever owns it.
 * Some imports do so even when their ARN names another account, so the ARN comes first.
 */
export function knownAccount(resource: IResource, arn: string, grantee: IConstruct): string | undefined {
  const inArn = /^arn:[^:]*:[^:]*:[^:]*:(\d{12}):/.exec(arn);
  if (inArn) {
    return inArn[1];
  }
  const account = resource.env.account;
  if (Token.isUnresolved(account)) {
    return Resource.isOwnedResource(resource) && sameUnknownAccount(resource, grantee) ? Stack.of(grantee).account : undefined;
  }
  return Resource.isOwnedResource(resource) || account !== Stack.of(resource).account ? account : undefined;
}

/** Two stacks that do not know their account can only refer to each other when they are deployed to the same one. */
function sameUnknownAccount(resource: IConstruct, grantee: IConstruct): boolean {
  return Stack.of(resource) === Stack.of(grantee) || Token.isUnresolved(Stack.of(grantee).account);
}
