// Not exported: how far a condition narrows a statement, for rules about principals.
import { arnFields } from './arn-fields';
import { hasWildcard, isOnlyWildcards } from './wildcard';
import { Principal, Statement } from '../model/statement';

/**
 * Operators under which a statement applies only if the key is present and has one of the values. `IfExists` and
 * `ForAllValues` also hold for a request without the key, `Not…` for every other value, `Null` for any value.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
const BINDING = /^(ForAnyValue:)?(StringEquals|StringEqualsIgnoreCase|StringLike|ArnEquals|ArnLike)$/i;

/**
 * Principals of the Alexa service. They are not AWS services: what tells one skill from another is the event source token.
 *
 * @see https://developer.amazon.com/en-US/docs/alexa/custom-skills/host-a-custom-skill-as-an-aws-lambda-function.html
 */
const ALEXA = new Set(['alexa-appkit.amazon.com', 'alexa-connectedhome.amazon.com']);

/** The service whose sources are buckets, also where the ARN of the bucket is only known after deployment. */
const BUCKETS = /^s3\.(amazonaws\.com|\$\{AWS::URLSuffix\}$)/;

/** Whether the statement applies only to requests in which `key` has one of its values, and each value is acceptable. */
export function isBoundTo(statement: Statement, key: string, accepts: (value: string) => boolean = isExact): boolean {
  return statement.conditions.some((condition) =>
    condition.key.toLowerCase() === key.toLowerCase() && BINDING.test(condition.operator) && condition.values.every(accepts));
}

/**
 * Through which sources a service may invoke: any, those of any account that can take a name, or those that are meant.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html
 */
export function sourceOf(statement: Statement, principal: Principal): 'ANY' | 'ANY_ACCOUNT' | 'BOUND' {
  if (isBoundTo(statement, 'lambda:EventSourceToken')) { return 'BOUND'; }
  if (ALEXA.has(principal.id)) { return 'ANY'; }
  // A call that a service makes carries no organization of its principal: such a statement is dead, not open.
  if (['aws:SourceAccount', 'aws:SourceOrgID', 'aws:PrincipalOrgID'].some((key) => isBoundTo(statement, key))) { return 'BOUND'; }
  if (isBoundTo(statement, 'aws:SourceOrgPaths', startsInOrganization)) { return 'BOUND'; }
  if (!isBoundTo(statement, 'aws:SourceArn', namesSource)) { return 'ANY'; }
  return BUCKETS.test(principal.id) || !isBoundTo(statement, 'aws:SourceArn', holdsAccount) ? 'ANY_ACCOUNT' : 'BOUND';
}

/** Whether an ARN pattern says which account, so that nobody else can have a resource that matches. What is no ARN cannot be doubted. */
export function holdsAccount(arn: string): boolean {
  const fields = arnFields(arn);
  return fields ? fields.account !== '' && !hasWildcard(fields.account) : isOpaque(arn);
}

/** Whether a path of organizational units, `o-abcdefghij/r-ab12/*`, says which organization. */
export function startsInOrganization(path: string): boolean {
  return isExact(path.split('/')[0]);
}

/** Whether an ARN pattern says which account, or at least the name of a resource. */
function namesSource(arn: string): boolean {
  const fields = arnFields(arn);
  return fields ? holdsAccount(arn) || !isOnlyWildcards(fields.resource) : isOpaque(arn);
}

/** A value that is only known after deployment, not a pattern that ends too early. */
function isOpaque(arn: string): boolean {
  return !isOnlyWildcards(arn) && !(arn.startsWith('arn:') && hasWildcard(arn));
}

/** A pattern for an id, `o-*`, means everybody's ids. */
function isExact(value: string): boolean {
  return !hasWildcard(value);
}
