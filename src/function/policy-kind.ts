/** Where the permission statements of an execution role are kept. */
export enum PolicyKind {
  /**
   * In the role itself: no further resource, no moment without permissions, no account quota.
   *
   * Statements that need the role or one of its functions go into one `AWS::IAM::Policy`.
   */
  INLINE = 'INLINE',

  /** In customer-managed policies, the only form that all compliance packs of cdk-nag accept. */
  MANAGED = 'MANAGED',
}
