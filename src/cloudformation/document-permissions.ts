import { CfnResource, Token } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { reasonFor } from './given-reasons';
import { replaceResources } from './replace-resources';
import { NOTE_KEY } from './statement-notes';
import { TargetPolicy } from './target-policies';
import { ResourcePolicyDocument, refuseRegionWithoutDocuments } from './write-document';
import { failure } from '../model/failure';

/** Writes what the permissions of a function, version or alias say into one document, in their place. */
export function documentPermissions({ target: { statements }, resource, resourceOf }: TargetPolicy): void {
  const target = resource.node.scope as unknown as lambda.IFunction;
  refuseRegionWithoutDocuments('onPolicyOverflow', target);
  const permissions = [...new Set(statements.map(resourceOf))].map((permission) => exactly(permission, resource));
  const document = new ResourcePolicyDocument(target);
  permissions.forEach((permission) => {
    const since = document.size;
    document.allow(principalOf(permission), { ...said(permission), principal: principalOf(permission) });
    const reason = reasonFor(permission);
    if (reason) { document.justify(since, reason); }
    const remark = permission.getMetadata(NOTE_KEY) as string | undefined;
    if (remark !== undefined) { document.tell(since, { text: remark, construct: permission.node.path }); }
  });
  permissions.flatMap((permission) => permission.obtainDependencies()).filter((one) => CfnResource.isCfnResource(one))
    .forEach((dependency) => document.resource.node.addDependency(dependency));
  replaceResources(new Map(permissions.map((permission) => [permission, document.resource])));
}

/** A permission whose words can be read, and that can stand in the stack of what it is for. */
function exactly(permission: CfnResource, resource: CfnResource): lambda.CfnPermission {
  if (!('functionName' in permission)) {
    throw failure("'onPolicyOverflow' is DOCUMENT, which takes what `addPermission` or a lambda.CfnPermission writes, got another resource; use one of them", permission);
  }
  const { sourceArn } = permission as lambda.CfnPermission;
  if (permission.stack !== resource.stack && Token.isUnresolved(sourceArn)) {
    throw failure("'onPolicyOverflow' is DOCUMENT, so the source must be known in the function's stack, got one of another stack, and the two stacks would need each other; "
      + "import the source by a literal ARN, or set 'onPolicyOverflow' to COLLAPSE", permission);
  }
  return permission as lambda.CfnPermission;
}

function principalOf({ principal }: lambda.CfnPermission): iam.IPrincipal {
  if (principal === '*') { return new iam.AnyPrincipal(); }
  if (/^\d{12}$/.test(principal)) { return new iam.AccountPrincipal(principal); }
  return /\.amazon(aws\.com|\.com)/.test(principal) ? new iam.ServicePrincipal(principal) : new iam.ArnPrincipal(principal);
}

function said({ action, sourceArn, sourceAccount, principalOrgId, eventSourceToken, functionUrlAuthType, invokedViaFunctionUrl }: lambda.CfnPermission): Omit<lambda.Permission, 'principal'> {
  return {
    action,
    sourceArn,
    sourceAccount,
    organizationId: principalOrgId,
    eventSourceToken,
    functionUrlAuthType: functionUrlAuthType as lambda.FunctionUrlAuthType | undefined,
    invokedViaFunctionUrl: invokedViaFunctionUrl === true,
  };
}
