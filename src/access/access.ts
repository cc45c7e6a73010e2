import * as iam from 'aws-cdk-lib/aws-iam';
import { IConstruct } from 'constructs';

/** What an access says about itself: the statements an execution role needs for it. */
export interface AccessConfig {
  /** Statements of an identity policy: actions, resources and conditions, no principal. */
  readonly statements: iam.PolicyStatement[];
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
