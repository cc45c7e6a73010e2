/**
 * What the trust policy of an execution role asks of the service that assumes it.
 *
 * Lambda's own pages document a trust policy without any condition; that Lambda sends `aws:SourceAccount` is shown only
 * in AWS's samples. The default therefore never depends on the key being there.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/lambda-intro-execution-role.html
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html
 */
export enum TrustMode {
  /** Lambda, and only for the stack's account whenever the request names an account (`StringEqualsIfExists`). It cannot break a deployment. */
  ACCOUNT_IF_PRESENT = 'ACCOUNT_IF_PRESENT',

  /** Lambda, and only if the request names the stack's account (`StringEquals`). Scanners ask for this form. */
  ACCOUNT = 'ACCOUNT',

  /** Lambda, only for the stack's account, and only for the one function of this name (`aws:SourceArn`). Needs a literal function name. */
  FUNCTION = 'FUNCTION',

  /** Lambda and Lambda@Edge, whose replicas run in other regions; AWS documents no condition for it. */
  EDGE = 'EDGE',

  /** Lambda without a condition: word for word what Lambda's developer guide shows. */
  DOCUMENTED = 'DOCUMENTED',
}
