/** For what a service may invoke the function. */
export interface ServiceInvokerOptions {
  /**
   * The one resource that the service may invoke the function for. `*` stands for any text within one of the six parts of an ARN.
   *
   * @default - any resource of `sourceAccount`
   */
  readonly sourceArn?: string;

  /**
   * The account that owns the resource: twelve digits. Only where AWS documents that the service sends it; elsewhere it would deny every call.
   *
   * @default - no condition on the account
   */
  readonly sourceAccount?: string;

  /**
   * The organization, or path in it, that owns the resource (`aws:SourceOrgID`, `aws:SourceOrgPaths`). Only the document engine can write it.
   *
   * @default - no condition on the organization
   */
  readonly organization?: string;

  /**
   * A token that the service sends along: the id of an Alexa skill.
   *
   * @default - no condition on a token
   */
  readonly eventSourceToken?: string;
}
