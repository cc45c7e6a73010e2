// Not exported: a rule.
import { LocatedStatement } from '../../model/statement';
import { roleStatements } from '../allow-statements';
import { isNamedByCondition, meansAnyResource, takesNoResource } from '../any-resource';
import { detailOf } from '../finding-detail';
import { Rule } from '../rule';

/**
 * What the function may do names the resources it may do it to, wherever AWS knows a resource.
 *
 * An object pattern such as `bucket/*` is accepted: the bucket is named, and objects have no names before they exist. So is a
 * condition that says which resources are meant, by their tag or alias.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
export const resourceWildcard: Rule = {
  id: 'ResourceWildcard',
  level: 'ERROR',
  info: 'A statement allows an action on every resource, though the action can be limited to one.',
  explanation: "Whoever takes over the function's code reaches all resources of that kind in the account, and through their policies those of other accounts. Name the resource that the code uses. Actions that know no resource, such as xray:PutTraceSegments, are not meant.",
  check: (access) => roleStatements(access).flatMap((statement) =>
    actionsOnAnyResource(statement).map((action) => ({ detail: detailOf(action), source: statement.source }))),
};

function actionsOnAnyResource(statement: LocatedStatement): string[] {
  if (!statement.actions) { return isOnAny(statement, '*') ? ['NotAction'] : []; }
  return statement.actions
    .filter((action) => action.toLowerCase() !== 'iam:passrole') // has a rule of its own, which also asks for the service
    .filter((action) => !takesNoResource(action) && isOnAny(statement, action));
}

/** A statement with `NotResource` has no `Resource`: it is about everything but what it names. */
function isOnAny(statement: LocatedStatement, action: string): boolean {
  const { resources } = statement;
  return resources === undefined || resources.some((resource) => meansAnyResource(resource, action)) && !isNamedByCondition(statement, action);
}
