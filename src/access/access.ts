import * as iam from 'aws-cdk-lib/aws-iam';
import { IConstruct } from 'constructs';

/** Why an action was accepted that would have been refused without a reason. */
export interface AccessReason {
  /** The actions it is about, with prefix: `iam:PassRole`. */
  readonly actions: string[];
  /** The option that accepts it: `acknowledgeEscalation`, `unknownActions` or `anyResource`. */
  readonly option: string;
  /** What the user wrote. */
  readonly reason: string;
}

/** What an access says about itself: the statements an execution role needs for it. */
export interface AccessConfig {
  /** Statements of an identity policy: actions, resources and conditions, no principal. */
  readonly statements: iam.PolicyStatement[];
  /**
   * What the user accepted, for the report.
   *
   * @default - nothing had to be accepted
   */
  readonly reasons?: AccessReason[];
  /**
   * Why a resource of these statements holds a wildcard although nothing narrower would do: cdk-nag's findings about exactly
   * these resources are acknowledged with it.
   *
   * @default - a wildcard stays a finding
   */
  readonly wildcardReason?: string;
  /**
   * What `deny` writes: Deny statements that cover every call that `statements` would allow on the resource itself, and nothing
   * on any other. What only comes with it, such as the key that the resource is encrypted with, is no part of it.
   *
   * @default - `statements` as Deny; `deny` refuses them if one has a condition, because a call that does not fulfil it would pass
   */
  readonly denied?: iam.PolicyStatement[];
  /**
   * Why these limits cannot be denied exactly, as a sentence for the error of `deny`.
   *
   * @default - they can
   */
  readonly undeniable?: string;
}

/** Something that the code of a function may do. */
export interface IAccess {
  /**
   * Says which statements are needed. Creates nothing.
   *
   * @param grantee the function or role that is to be allowed, for its stack and for the path in error messages
   */
  describe(grantee: IConstruct): AccessConfig;
}
