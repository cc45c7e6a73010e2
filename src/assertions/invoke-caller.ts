import * as lambda from 'aws-cdk-lib/aws-lambda';

/**
 * Who calls a function, and what AWS says of the call.
 *
 * Give one of `service`, `account`, `principalArn` and `anonymous`, or `principalOrgId` alone for any account of an
 * organization. What you leave out is not known: where the policy asks for it, the assertion fails and says so.
 */
export interface InvokeCaller {
  /**
   * The AWS service that calls: `s3.amazonaws.com`.
   *
   * @default - another kind of caller
   */
  readonly service?: string;

  /**
   * Why `service` is right although this version knows no such service: it is newer. A misspelt one could never invoke, and
   * an assertion that it is denied would always hold.
   *
   * @default - a service that is not known fails
   */
  readonly unknownService?: string;

  /**
   * The ARN of the resource for which the service calls, not a pattern.
   *
   * @default - not known for a service; other callers have none
   */
  readonly sourceArn?: string;

  /**
   * The account of the resource for which the service calls. Give it only for a service that sends it.
   *
   * @default - not known for a service; other callers have none
   */
  readonly sourceAccount?: string;

  /**
   * The organization of the account of the resource for which the service calls.
   *
   * @default - not known for a service; other callers have none
   */
  readonly sourceOrgId?: string;

  /**
   * What an Alexa skill sends: its id.
   *
   * @default - not known for a service; other callers have none
   */
  readonly eventSourceToken?: string;

  /**
   * The account that calls, twelve digits: whether it may let its own roles and users call.
   *
   * @default - another kind of caller
   */
  readonly account?: string;

  /**
   * The ARN of the role or user that calls. A role of the same templates is asked with its own policies; those of
   * users and groups are not read. For a role or user of another account, its own policies are taken to allow the call.
   *
   * @default - another kind of caller
   */
  readonly principalArn?: string;

  /**
   * The organization of the account that calls.
   *
   * @default - not known
   */
  readonly principalOrgId?: string;

  /**
   * Whether nobody signed the call.
   *
   * @default false
   */
  readonly anonymous?: boolean;

  /**
   * The authentication type of the function URL through which the call comes.
   *
   * @default - the call does not come through a function URL
   */
  readonly functionUrlAuthType?: lambda.FunctionUrlAuthType;

  /**
   * Further condition keys of the request, such as `aws:SourceIp`.
   *
   * @default - what a policy asks for beyond the above is not known
   */
  readonly context?: { [key: string]: string };
}
