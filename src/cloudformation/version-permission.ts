import { CfnDeletionPolicy, CfnResource, Lazy } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { IConstruct } from 'constructs';

/**
 * Lets the permission of a version stay as long as the version does.
 *
 * When the code changes, `currentVersion` is another version, and CloudFormation replaces the permission: it makes one for the new version and deletes
 * that of the old one. A version that is retained would still be there, for calls under way and for going back, and nobody could call it. Only a
 * replacement leaves the old permission behind; who takes the trigger away takes the permission away.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-updatereplacepolicy.html
 */
export function keepWithVersion(permission: IConstruct, target: lambda.IFunction): void {
  const version = target.node.tryFindChild('Resource');
  if (!version || !CfnResource.isCfnResource(version) || version.cfnResourceType !== 'AWS::Lambda::Version' || !CfnResource.isCfnResource(permission)) { return; }
  const { cfnOptions } = version;
  permission.addOverride('UpdateReplacePolicy', Lazy.string({
    produce: () => cfnOptions.deletionPolicy === CfnDeletionPolicy.RETAIN ? CfnDeletionPolicy.RETAIN : undefined,
  }));
}
