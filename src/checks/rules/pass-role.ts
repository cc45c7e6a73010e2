// Not exported: a rule.
import { LocatedStatement } from '../../model/statement';
import { roleStatements } from '../allow-statements';
import { meansAnyResource } from '../any-resource';
import { isBoundTo } from '../conditions';
import { detailOf } from '../finding-detail';
import { Rule } from '../rule';

/**
 * The function may pass named roles only, to named services only.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html
 */
export const passRole: Rule = {
  id: 'PassRole',
  level: 'ERROR',
  info: 'The function may pass a role that is not named, or to a service that is not named.',
  explanation: "Whoever takes over the function's code can hand a stronger role to a service that runs code for them, and so become that role. Name the one role, and the service with a condition on 'iam:PassedToService'.",
  check: (access) => roleStatements(access).flatMap((statement) =>
    openRoles(statement).map((detail) => ({ detail, source: statement.source }))),
};

const ACTION = 'iam:PassRole';

function openRoles(statement: LocatedStatement): string[] {
  if (!statement.actions?.some((action) => action.toLowerCase() === ACTION.toLowerCase())) { return []; }
  if (statement.notResources) { return ['NotResource']; }
  const namesService = isBoundTo(statement, 'iam:PassedToService');
  return (statement.resources ?? []).filter((role) => !namesService || meansAnyResource(role, ACTION)).map(detailOf);
}
