/**
 * How the poller shows a cluster of Amazon MSK who it is.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/msk-cluster-auth.html
 */
export enum MskAuthentication {
  /** The execution role itself, with IAM access control. Provisioned and serverless clusters. */
  IAM = 'IAM',

  /** A user name and password in a secret that is associated with the cluster. */
  SASL_SCRAM_512 = 'SASL_SCRAM_512',

  /** A client certificate with its private key in a secret. */
  MUTUAL_TLS = 'MUTUAL_TLS',

  /** Nothing: the cluster lets in whoever reaches it. */
  NONE = 'NONE',
}
