/** What AWS says of a call that the code of a function makes. */
export interface RequestOptions {
  /**
   * Condition keys of the request, such as `s3:prefix`.
   *
   * @default - what a policy asks for beyond the keys that each such call has is not known
   */
  readonly context?: { [key: string]: string };

  /**
   * The account that owns the resource, for a resource whose ARN holds none.
   *
   * @default - the account in the ARN, or that of the stack that makes the bucket; otherwise not known
   */
  readonly resourceAccount?: string;

  /**
   * Whether Lambda itself makes the call with the function's role, as it does to poll a queue or to manage network interfaces.
   *
   * @default false - the code of the function makes the call
   */
  readonly calledByLambda?: boolean;

  /**
   * Why the action is right although this version knows no such action: it is newer. A misspelt one is never allowed, and an
   * assertion that it is denied would always hold.
   *
   * @default - an action that is not known fails
   */
  readonly unknownAction?: string;

  /**
   * Why the action acts on the resource although this version knows no such resource of it. On another one, as on a bucket for
   * `s3:GetObject`, it is never allowed, and an assertion that it is denied would always hold.
   *
   * @default - a resource on which the action does not act fails
   */
  readonly unknownResource?: string;
}

/** What AWS says of a call in which a service assumes a role. */
export interface AssumeRoleOptions {
  /**
   * The ARN of the resource for which the service assumes the role.
   *
   * @default - the ARN of the function
   */
  readonly sourceArn?: string;

  /**
   * The account of the resource for which the service assumes the role.
   *
   * @default - the account in `sourceArn`, otherwise that of the function
   */
  readonly sourceAccount?: string;

  /**
   * Why the service is right although this version knows no such service: it is newer.
   *
   * @default - a service that is not known fails
   */
  readonly unknownService?: string;

  /**
   * Further condition keys of the request.
   *
   * @default - what a policy asks for beyond the above is not known
   */
  readonly context?: { [key: string]: string };
}

/** What `hasNoWildcards` accepts. */
export interface WildcardOptions {
  /**
   * Actions that may stand with a pattern as resource, because AWS knows nothing narrower: `xray:PutTraceSegments`.
   *
   * @default - none
   */
  readonly exceptActions?: string[];
}
