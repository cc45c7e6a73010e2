// Not exported: `addFunctionUrl` and `publicUrl` of every secure function class and of its aliases.
import { CfnResource } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { IConstruct } from 'constructs';
import { withReason } from './exact-permission';
import { giveReason } from '../cloudformation/given-reasons';
import { PUBLIC_KEY } from '../cloudformation/statement-notes';
import { documentOf } from '../cloudformation/write-document';
import { failure } from '../model/failure';

/** A URL that IAM guards. CDK would open it to everybody for `AuthType: NONE`, with no word why. */
export function addGuardedUrl(
  target: lambda.IFunction, options: lambda.FunctionUrlOptions | undefined, add: () => lambda.FunctionUrl,
): lambda.FunctionUrl {
  if (options?.authType === lambda.FunctionUrlAuthType.NONE) {
    throw failure("'authType' must be AWS_IAM, got NONE, with which everybody on the internet may invoke the function; "
      + "leave it out, or call `publicUrl('why everybody may')`", target);
  }
  refuseCredentialsForAll(target, options);
  return add();
}

/** A URL for everybody. The reason stands on both permissions, in the template too, and acknowledges the finding that they are public. */
export function addPublicUrl(
  target: lambda.IFunction, reason: string, options: lambda.FunctionUrlOptions, add: (open: lambda.FunctionUrlOptions) => lambda.FunctionUrl,
): lambda.FunctionUrl {
  if (reason.trim() === '') {
    throw failure("'reason' must say why everybody on the internet may invoke the function, got an empty text", target);
  }
  if (options.authType === lambda.FunctionUrlAuthType.AWS_IAM) {
    throw failure("'authType' must be left out of a public URL, got AWS_IAM; call `addFunctionUrl()` for a URL that IAM guards", target);
  }
  refuseCredentialsForAll(target, options);
  const before = new Set(permissionsOf(target));
  const document = documentOf(target);
  const size = document?.size ?? 0;
  const url = withReason(target, () => add({ ...options, authType: lambda.FunctionUrlAuthType.NONE }));
  const given = { text: reason, option: 'publicUrl', construct: target.node.path, findings: ['LambdaPermissions-PublicPrincipal[FunctionUrl]'] };
  for (const permission of permissionsOf(target).filter((made) => !before.has(made))) {
    permission.addMetadata(PUBLIC_KEY, reason);
    giveReason(permission, given);
  }
  document?.justify(size, given);
  return url;
}

function permissionsOf(target: IConstruct): CfnResource[] {
  return target.node.children.filter(CfnResource.isCfnResource).filter((resource) => resource.cfnResourceType === 'AWS::Lambda::Permission');
}

/**
 * With credentials and any origin, every page that a user visits could read what the function answers to this user.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/urls-configuration.html#urls-cors
 */
function refuseCredentialsForAll(target: lambda.IFunction, options?: lambda.FunctionUrlOptions): void {
  const anyOrigin = options?.cors?.allowedOrigins?.find((origin) => /^(https?:\/\/)?\*$/.test(origin));
  if (options?.cors?.allowCredentials && anyOrigin !== undefined) {
    throw failure(`'allowedOrigins' must name the origins when 'allowCredentials' is true, got '${anyOrigin}', with which every page could act for its visitor; `
      + "list the origins, or leave 'allowCredentials' out", target);
  }
}
