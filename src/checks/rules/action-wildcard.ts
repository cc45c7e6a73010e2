// Not exported: a rule.
import { FunctionAccess } from '../../model/function-access';
import { LocatedStatement } from '../../model/statement';
import { invokeStatements, roleStatements, trustStatements } from '../allow-statements';
import { detailOf } from '../finding-detail';
import { Finding, Rule } from '../rule';
import { hasWildcard } from '../wildcard';

/**
 * Every allowed action is written out.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege
 */
export const actionWildcard: Rule = {
  id: 'ActionWildcard',
  level: 'ERROR',
  info: 'A statement allows actions by a pattern, not by name.',
  explanation: 'A pattern also allows what nobody thought of, such as deleting, or changing policies, and it grows when AWS adds an action. Name the actions that the code calls.',
  check: (access: FunctionAccess) => [...invokeStatements(access), ...trustStatements(access), ...roleStatements(access)].flatMap(findingsIn),
};

function findingsIn(statement: LocatedStatement): Finding[] {
  const patterns = statement.notActions ? ['NotAction'] : (statement.actions ?? []).filter(hasWildcard);
  return patterns.map((pattern) => ({ detail: detailOf(pattern), source: statement.source }));
}
