// Not exported: which resources name nothing, and which actions can name nothing.
import { arnFields } from './arn-fields';
import { isBoundTo } from './conditions';
import { hasWildcard, isOnlyWildcards } from './wildcard';
import { isSameKey } from '../authorization/condition-key';
import { worksWithoutResource } from '../authorization/corrections';
import { ActionFacts, actionFacts, authorizationOf } from '../authorization/service-authorization';
import { Statement } from '../model/statement';

/**
 * Actions that take a resource, yet AWS documents `*` for every function in a VPC: Lambda tries them before the network
 * interface exists, and a narrower statement makes the deployment fail.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html#configuration-vpc-permissions
 */
const NETWORK_INTERFACE = new Set(['AssignPrivateIpAddresses', 'CreateNetworkInterface', 'DeleteNetworkInterface', 'UnassignPrivateIpAddresses']);

/**
 * Whether an action, or every action that a pattern stands for, is to be allowed on `*`. An action that the reference
 * does not know is taken for one that has resources.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
export function takesNoResource(action: string): boolean {
  const prefix = prefixOf(action);
  const meant = factsOf(action);
  return meant.length > 0 && meant.every(({ name, resourceTypes }) =>
    resourceTypes.length === 0 || worksWithoutResource(prefix, name) || (prefix === 'ec2' && NETWORK_INTERFACE.has(name)));
}

/**
 * Whether a resource means any resource that the action can take: `*`, `arn:aws:s3:::*`, `arn:aws:dynamodb:…:table/*`.
 *
 * `arn:aws:s3:::images/*` does not: it names the bucket, and objects have no names before they exist.
 */
export function meansAnyResource(resource: string, action: string): boolean {
  const fields = arnFields(resource);
  // What ends before the resource part leaves all of it open: `*`, `arn:aws:s3*`.
  if (!fields) { return isOnlyWildcards(resource) || (resource.startsWith('arn:') && hasWildcard(resource)); }
  const name = withoutOpenEnd(fields.resource);
  return hasWildcard(fields.resource.slice(name.length)) && (name === '' || typesOf(action).includes(name));
}

/**
 * Keys that say which resources are meant: by alias, tag or cluster, the role that a service is given, and what is being made
 * and has no id yet.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/alias-authorization.html
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access_tags.html
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/create-service-linked-role.html
 * @see https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/supported-iam-actions-tagging.html
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/security_iam_id-based-policy-examples.html
 */
const NAMING = /^(kms:ResourceAliases|iam:AWSServiceName|ec2:CreateAction|ecs:cluster|[a-z0-9-]+:ResourceTag\/.+)$/i;

/** Whether a condition on a key that the action knows, or every action that a pattern stands for, says which resources are meant. */
export function isNamedByCondition(statement: Statement, action: string): boolean {
  const keys = statement.conditions.map(({ key }) => key).filter((key) => NAMING.test(key) && isBoundTo(statement, key));
  const meant = factsOf(action);
  return meant.length > 0 && keys.some((key) => meant.every(({ conditionKeys }) => conditionKeys.some((known) => isSameKey(key, known))));
}

/** The types of resources that the action takes, as they stand before the name in an ARN: `table`, `log-group`; nothing for a bucket. */
function typesOf(action: string): string[] {
  const types = authorizationOf(prefixOf(action))?.resourceTypes;
  const names = new Set(factsOf(action).flatMap((facts) => facts.resourceTypes));
  const patterns = [...names].flatMap((name) => types?.get(name)?.arnPatterns ?? ['']);
  return patterns.map((pattern) => arnFields(pattern)?.resource ?? '').map((form) => withoutOpenEnd(form.split('{')[0]));
}

/** A resource up to the wildcards and separators it ends with: `table/*` is `table`. */
function withoutOpenEnd(resource: string): string {
  let end = resource.length;
  while (end > 0 && '*?/:'.includes(resource[end - 1])) { end--; }
  return resource.slice(0, end);
}

/** The actions that a name or pattern stands for. */
function factsOf(action: string): ActionFacts[] {
  const prefix = prefixOf(action);
  const name = action.slice(prefix.length + 1);
  if (!hasWildcard(action)) { return [actionFacts(prefix, name) ?? []].flat(); }
  // Only a pattern of the form `Describe*` is looked up; others are so wide that some action surely takes a resource.
  const start = name.slice(0, -1).toLowerCase();
  if (!name.endsWith('*') || hasWildcard(start)) { return []; }
  return [...authorizationOf(prefix)?.actions ?? []].filter(([known]) => known.startsWith(start)).map(([, facts]) => facts);
}

function prefixOf(action: string): string {
  return action.split(':')[0].toLowerCase();
}
