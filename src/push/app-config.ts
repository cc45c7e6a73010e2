import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct, IDependable } from 'constructs';
import { PushSource, PushSourceConfig } from './push-source';
import { SourceArnKind, idOf, ownerOf, refuseOtherArn } from './source-arn';

const PROFILE: SourceArnKind = {
  parameter: 'profileArn',
  what: 'configuration profile',
  service: 'appconfig',
  resource: 'application/APPLICATION_ID/configurationprofile/PROFILE_ID',
};

/**
 * A configuration profile of AppConfig that is validated by a function.
 *
 * `appconfig.amazonaws.com` may call for the account of the profile, and for no other. AWS documents no source ARN for validators,
 * so one profile cannot be told from another of the same account. An extension of AppConfig calls with a role instead.
 *
 * @see https://docs.aws.amazon.com/appconfig/latest/userguide/appconfig-creating-configuration-and-profile-validators.html
 * @example
 *
 * declare const validate: SecureFunction;
 *
 * new PushTrigger(this, 'OnDeployment', {
 *   target: validate,
 *   source: new AppConfigPushSource(`arn:${Aws.PARTITION}:appconfig:${Aws.REGION}:${Aws.ACCOUNT_ID}:application/abc1234/configurationprofile/def5678`),
 * });
 */
export class AppConfigPushSource extends PushSource {
  /** @param profileArn the ARN of the configuration profile */
  constructor(private readonly profileArn: string) {
    super();
    refuseOtherArn(profileArn, PROFILE);
  }

  public describe(target: lambda.IFunction): PushSourceConfig {
    return {
      id: idOf(this.profileArn, target),
      servicePrincipal: 'appconfig.amazonaws.com',
      sourceAccount: ownerOf(this.profileArn, target),
    };
  }

  /** Nothing to make: the configuration profile names its validators. */
  public connect(_scope: Construct, _target: lambda.IFunction, _permission: IDependable): void {}
}
