import * as ec2 from 'aws-cdk-lib/aws-ec2';

/** What every access can be limited by, and what it can be told to accept. */
export interface AccessOptions {
  /**
   * More conditions for the statements, as in a policy: operator, condition key, value.
   *
   * Each key must be one that all the actions know.
   *
   * @default - only the conditions that the access itself needs
   */
  readonly conditions?: { [operator: string]: any };

  /**
   * Only resources of the account that the resource is in (`aws:ResourceAccount`).
   *
   * A bucket's ARN holds no account: if the bucket is deleted, another account can take its name, and would get what the code writes.
   *
   * @default - true for S3, SQS, SNS, KMS and Secrets Manager, when the account of the resource is known: it was made in this app, or imported with its account
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-resourceaccount
   */
  readonly sameAccount?: boolean;

  /**
   * Only calls that the code of this very function makes (`lambda:SourceFunctionArn`).
   *
   * It lets functions share a role without sharing what they may do. It is no protection of stolen credentials: they carry the function's ARN too.
   *
   * @default false
   * @see https://docs.aws.amazon.com/lambda/latest/dg/permissions-source-function-arn.html
   */
  readonly boundToFunction?: boolean;

  /**
   * Only calls that come through this endpoint (`aws:SourceVpce`), so stolen credentials are of no use outside of the VPC.
   *
   * The function must be in the VPC, and the endpoint must be one for the service that is called.
   *
   * @default - calls may come from anywhere
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-sourcevpce
   */
  readonly viaEndpoint?: ec2.IVpcEndpoint;

  /**
   * Why actions are right that the service authorization reference of this package does not list: the data ages.
   *
   * @default - an action that is not listed is refused
   */
  readonly unknownActions?: string;

  /**
   * Why the code may have actions with which it could give itself, or others, more than it was given.
   *
   * @default - such an action is refused
   */
  readonly acknowledgeEscalation?: string;
}

/** An access whose actions the user names. */
export interface ActionAccessOptions extends AccessOptions {
  /** IAM's names without prefix: `SendMessage`. */
  readonly actions: string[];
}
