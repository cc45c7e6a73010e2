/**
 * What happens when the policy of a function, version or alias gets larger than the 20,480 bytes that Lambda takes.
 *
 * Nothing changes before that: the same permissions stand in the template under the same logical ids.
 */
export enum OnPolicyOverflow {
  /** Synthesis fails, and says what can be done. */
  ERROR = 'ERROR',

  /**
   * Permissions are merged until the rest fits, those first that widen least: what another permission covers, tests of the console, the methods of a path,
   * paths that begin alike, a stage, an API; and rules of one event bus whose names begin alike. Not rules of the
   * default bus: a pattern for their names would also hold for buses whose own names begin so.
   *
   * A merged permission is never for more than one API, event bus, region or account, and says in its metadata what it stands for.
   *
   * CloudFormation makes merged permissions before it deletes those that they stand for. Where what is deployed is nearly full already, there is no room
   * for both: let the callers use a new alias, whose policy begins empty.
   */
  COLLAPSE = 'COLLAPSE',

  /**
   * The policy becomes a document, `AWS::Lambda::ResourcePolicy`, with many sources in one statement. Nobody may call who could not before.
   *
   * AWS does not create it over a policy that exists: use it for a function or alias that is not deployed with permissions yet. See `ResourcePolicyEngine.DOCUMENT`.
   */
  DOCUMENT = 'DOCUMENT',

  /** The accounts that were let in with `InvokePermission` assume one `InvokerRole`. Their callers must do so before they call the function. */
  ROLE = 'ROLE',
}
