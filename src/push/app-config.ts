import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct, IDependable } from 'constructs';
import { PushSource, PushSourceConfig } from './push-source';
import { SourceArnKind, idOf, ownerOf, refuseOtherArn } from './source-arn';
import { failure } from '../model/failure';

const PROFILE: SourceArnKind = {
  parameter: 'profileArn',
  what: 'configuration profile',
  service: 'appconfig',
  resource: 'application/APPLICATION_ID/configurationprofile/PROFILE_ID',
};

/** How the calls of a validator are told from others. */
export interface AppConfigPushSourceOptions {
  /**
   * Also names the profile, so that one profile can be told from another of the same account. AWS does not document that
   * AppConfig sends the ARN: if it does not, every deployment of the profile fails, and says so.
   *
   * @default false
   */
  readonly onlyThisProfile?: boolean;

  /**
   * Why AppConfig may call for any account, also for those of others: the permission that AWS's own samples show, without a condition.
   *
   * @default - only for the account of the profile
   */
  readonly anyAccountReason?: string;
}

/**
 * A configuration profile of AppConfig that is validated by a function.
 *
 * `appconfig.amazonaws.com` may call for the account of the profile, and for no other. AWS documents no condition for validators; its
 * samples have none, and then every account could call. So the condition on the account is ours: should AppConfig not send it,
 * then it cannot call the validator, and a deployment of the profile fails at once and says so: give `anyAccountReason` then.
 * An extension of AppConfig calls with a role instead.
 *
 * @see https://docs.aws.amazon.com/appconfig/latest/userguide/appconfig-creating-configuration-and-profile-validators.html
 * @see https://docs.aws.amazon.com/lambda/latest/api/API_AddPermission.html
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
  /**
   * @param profileArn the ARN of the configuration profile
   * @param options how its calls are told from others
   */
  constructor(private readonly profileArn: string, private readonly options: AppConfigPushSourceOptions = {}) {
    super();
    refuseOtherArn(profileArn, PROFILE);
    const { anyAccountReason, onlyThisProfile } = options;
    if (anyAccountReason?.trim() === '') {
      throw failure("'anyAccountReason' must say why AppConfig may call for any account, got an empty text; leave it out to allow the account of the profile alone");
    }
    if (anyAccountReason !== undefined && onlyThisProfile) {
      throw failure("'onlyThisProfile' and 'anyAccountReason' contradict each other, got both; give one of them");
    }
  }

  public describe(target: lambda.IFunction): PushSourceConfig {
    const { anyAccountReason, onlyThisProfile } = this.options;
    const config = { id: idOf(this.profileArn, target), servicePrincipal: 'appconfig.amazonaws.com' };
    if (anyAccountReason !== undefined) { return { ...config, anySourceReason: anyAccountReason }; }
    return {
      ...config,
      sourceArns: onlyThisProfile ? [this.profileArn] : undefined,
      sourceAccount: ownerOf(this.profileArn, target),
    };
  }

  /** Nothing to make: the configuration profile names its validators. */
  public connect(_scope: Construct, _target: lambda.IFunction, _permission: IDependable): void {}
}
