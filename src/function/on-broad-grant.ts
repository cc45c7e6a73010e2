/**
 * What happens when a grant allows more than any code needs: wildcards in actions, or any resource where one could be named.
 *
 * Grants of CDK's constructs are often of this kind: `bucket.grantRead(fn)` allows 50 actions.
 */
export enum OnBroadGrant {
  /** The grant is made, and a warning with the id `LambdaPermissions-BroadGrant` on the role names what to use in its place. It can be acknowledged with a reason. */
  WARN = 'WARN',

  /** The grant is refused. */
  ERROR = 'ERROR',
}
