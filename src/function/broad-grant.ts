// Not exported: what an execution role says of a grant that is wider than it needs to be.
import * as iam from 'aws-cdk-lib/aws-iam';
import { IConstruct } from 'constructs';
import { documentedWildcard } from './documented-wildcards';
import { awsManagedName } from './managed-policy-statements';
import { replacements } from './replacement';
import { actionsOf, takesResource } from '../access/action-breadth';
import { collectReferences } from '../cloudformation/collect-references';
import { PlaceholderText } from '../cloudformation/placeholder-text';

/**
 * What is too wide about a statement, and what to use in its place; undefined if nothing is, or if AWS documents nothing
 * narrower.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege
 */
export function broadGrant(statement: iam.PolicyStatement, place: IConstruct): string | undefined {
  if (statement.effect !== iam.Effect.ALLOW || documentedWildcard(statement) !== undefined) { return undefined; }
  const { actions, resources, notActions, notResources } = statement;
  if (notActions.length > 0) { return `a statement allows everything but ${list(notActions)}; ${replacements([])}`; }
  if (notResources.length > 0) { return `a statement allows ${list(actions)} on everything but some resources; ${replacements(actions)}`; }
  const where = placesOf(resources, place);
  const open = actions.filter((action) => action.includes('*'));
  if (open.length > 0) { return `a grant of ${list(open)} on ${where} allows ${counted(open)}; ${replacements(actions)}`; }
  const unnamed = resources.includes('*') ? actions.filter(takesResource) : [];
  return unnamed.length > 0 ? `a grant of ${list(unnamed)} is for every resource, and could name one; ${replacements(unnamed)}` : undefined;
}

/** What is to be said of a managed policy of AWS's that is about no feature of Lambda; undefined for a policy of the customer's. */
export function broadManagedPolicy(policy: iam.IManagedPolicy): string | undefined {
  const name = awsManagedName(policy);
  return name && `the AWS managed policy '${name}' allows what AWS decides, on every resource; ${replacements([])}`;
}

/** The resources, by the paths of their constructs or as they are written. */
function placesOf(resources: string[], place: IConstruct): string {
  const paths = collectReferences(resources, place).targets.filter((target) => target.node.path !== '').map(({ node }) => node.path.replace(/\/Resource$/, ''));
  if (paths.length > 0) { return [...new Set(paths)].join(', '); }
  return resources.includes('*') ? 'every resource' : (new PlaceholderText().of(resources, place) as string[]).join(', ');
}

function counted(patterns: string[]): string {
  const names = new Set(patterns.flatMap(actionsOf));
  return names.size > 0 ? `${names.size} ${names.size === 1 ? 'action' : 'actions'}, and those that AWS adds` : 'whatever AWS adds';
}

function list(names: readonly string[]): string {
  return names.length > 5 ? `${names.slice(0, 5).join(', ')} and ${names.length - 5} more` : names.join(', ');
}
