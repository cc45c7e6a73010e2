// Not exported: a rule.
import { InvokeTarget } from '../../model/function-access';
import { NEARLY_FULL_POLICY, POLICY_SIZE_LIMIT, policySize } from '../../model/policy-size';
import { detailOf } from '../finding-detail';
import { Finding, Rule } from '../rule';

/**
 * The policy of every function, version and alias fits into what Lambda takes, with room to grow.
 *
 * The size is an upper bound. What is known before deployment counts as it is; what is not, with the longest form that it can have: the id of an API with
 * ten characters, the name of a rule with 64, the id of a statement with stack, logical id and thirteen letters, at most a hundred. A stack whose name
 * is not known, as in a template file alone, counts with a name of 128 characters.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
 */
export const policySizeBudget: Rule = {
  id: 'PolicySize',
  level: 'ERROR',
  info: 'The policy of the function is larger than Lambda takes.',
  explanation: 'The deployment stops halfway, at the first statement that does not fit. Let one statement stand for several sources of the same API or bus '
    + '(`onPolicyOverflow` of a secure function does it when it is needed), give consumers aliases of their own, each of which has a policy of its own, or let many accounts assume one role that may invoke the function.',
  check: (access) => access.targets.flatMap((target) => findingFor(target)),
};

function findingFor(target: InvokeTarget): Finding[] {
  const size = policySize(target.statements);
  if (size <= NEARLY_FULL_POLICY) { return []; }
  const { source } = target.statements[target.statements.length - 1];
  const name = detailOf(target.qualifier ?? target.logicalId);
  const count = `${target.statements.length} statements may take ${size} of ${POLICY_SIZE_LIMIT} bytes`;
  // The ids differ, so that whoever accepts the warning has not accepted the overflow.
  return size > POLICY_SIZE_LIMIT
    ? [{ detail: name, source, reason: `The policy of the function is larger than Lambda takes: ${count}.` }]
    : [{ detail: `${name}.nearly-full`, source, level: 'WARNING', reason: `The policy of the function is nearly full: ${count}.` }];
}
