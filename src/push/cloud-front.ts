import { CfnResource, Names } from 'aws-cdk-lib';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct, IConstruct, IDependable } from 'constructs';
import { PushSource, PushSourceConfig } from './push-source';
import { collectReferences } from '../cloudformation/collect-references';
import { isPermission } from '../cloudformation/open-beside';
import { failure } from '../model/failure';

/**
 * A CloudFront distribution that calls the URL of a function through an origin access control.
 *
 * `cloudfront.amazonaws.com` may call the URL for this one distribution, and the function through its URL alone; both statements are
 * needed. The ARN holds the account. The URL must belong to the target and have the auth type `AWS_IAM`; the origin with its access
 * control is the distribution's own. What CDK's `FunctionUrlOrigin.withOriginAccessControl` writes beside it is replaced, because it
 * lacks the second statement in some versions of CDK.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-lambda.html
 * @see https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html
 * @example
 *
 * declare const page: SecureFunction;
 * const url = page.addFunctionUrl({ authType: lambda.FunctionUrlAuthType.AWS_IAM });
 * const distribution = new cloudfront.Distribution(this, 'Site', {
 *   defaultBehavior: { origin: origins.FunctionUrlOrigin.withOriginAccessControl(url) },
 * });
 *
 * new PushTrigger(this, 'OnRequest', { target: page, source: new CloudFrontPushSource(distribution) });
 */
export class CloudFrontPushSource extends PushSource {
  /** @param distribution the distribution */
  constructor(private readonly distribution: cloudfront.IDistribution) {
    super();
    if (/[*?]/.test(distribution.distributionId)) {
      throw failure(`'distribution' must be one distribution, got the pattern '${distribution.distributionId}'; import the distribution by its id`, distribution);
    }
  }

  public describe(_target: lambda.IFunction): PushSourceConfig {
    return {
      id: Names.nodeUniqueId(this.distribution.node),
      servicePrincipal: 'cloudfront.amazonaws.com',
      sourceArns: [this.distribution.distributionArn],
      viaFunctionUrl: true,
      connectedIn: this.distribution,
    };
  }

  /** The distribution is there already, and names the URL; the permission can only come after it. */
  public connect(_scope: Construct, target: lambda.IFunction, _permission: IDependable): void {
    const { node } = this.distribution;
    node.findAll().filter((child) => isPermissionFor(child, target)).forEach((child) => child.node.scope!.node.tryRemoveChild(child.node.id));
  }
}

/** A permission of CDK's names the function by its URL. */
function isPermissionFor(child: IConstruct, target: lambda.IFunction): boolean {
  if (!isPermission(child)) { return false; }
  const named = collectReferences(child.functionName, child).targets;
  return named.some((url) => CfnResource.isCfnResource(url) && url.cfnResourceType === 'AWS::Lambda::Url' && isUrlOf(url as lambda.CfnUrl, target));
}

function isUrlOf(url: lambda.CfnUrl, target: lambda.IFunction): boolean {
  const { aliasName, version } = target as Partial<lambda.IAlias>;
  const functionArn = aliasName !== undefined && version ? version.lambda.functionArn : target.functionArn;
  return url.qualifier === aliasName && url.targetFunctionArn === functionArn;
}
