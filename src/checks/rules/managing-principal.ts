// Not exported: a rule.
import { FunctionAccess } from '../../model/function-access';
import { managingActions } from '../../model/function-actions';
import { LocatedStatement, Principal } from '../../model/statement';
import { invokeStatements } from '../allow-statements';
import { arnFields } from '../arn-fields';
import { isPublic } from '../everybody';
import { detailOf } from '../finding-detail';
import { Rule } from '../rule';
import { hasWildcard } from '../wildcard';

/**
 * Only the function's own account may change or read it; its policy lets others invoke it and no more.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/access-control-resource-based.html#permissions-resource-api
 */
export const managingPrincipal: Rule = {
  id: 'ManagingPrincipal',
  level: 'ERROR',
  info: 'The policy of the function lets somebody of another account change or read the function.',
  explanation: 'Whoever may change the code, or move an alias, runs code of their own with the execution role; whoever may read the function has its code and its environment. '
    + 'Let them assume a role of this account that may do it, or say with ManagePermission why they do it from outside.',
  check: (access) => invokeStatements(access).filter((statement) => !isPublic(statement) && managesByName(statement)).flatMap((statement) =>
    (statement.principals ?? [])
      .filter((principal) => isOutside(principal, access))
      .map((principal) => ({ detail: detailFor(principal), source: statement.source }))),
};

/** What is allowed by a pattern is the finding of another rule. */
function managesByName(statement: LocatedStatement): boolean {
  return managingActions(statement).some((action) => !hasWildcard(action));
}

/** A service has no account; for which account it acts is the question of other rules. */
function isOutside({ kind, id }: Principal, { account }: FunctionAccess): boolean {
  return kind !== 'Service' && arnFields(id)?.account !== account;
}

function detailFor({ id }: Principal): string {
  const account = arnFields(id)?.account ?? '';
  return /^\d{12}$/.test(account) ? account : detailOf(id);
}
