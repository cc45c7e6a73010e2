// Not exported: a rule.
import { InvokeTarget } from '../../model/function-access';
import { POLICY_SIZE_LIMIT, policySize } from '../../model/policy-size';
import { detailOf } from '../finding-detail';
import { Finding, Rule } from '../rule';

/** How full a policy may be before it is worth a warning. */
const NEARLY_FULL = 0.8;

/**
 * The policy of every function, version and alias fits into what Lambda takes, with room to grow.
 *
 * The size is an upper bound: names that are made at deployment count as long as they can become.
 *
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
 */
export const policySizeBudget: Rule = {
  id: 'PolicySize',
  level: 'ERROR',
  info: 'The policy of the function is larger than Lambda takes.',
  explanation: 'The deployment stops halfway, at the first statement that does not fit. Let one statement stand for several sources of the same API or bus, '
    + 'give consumers aliases of their own, each of which has a policy of its own, or let many accounts assume one role that may invoke the function.',
  check: (access) => access.targets.flatMap((target) => findingFor(target)),
};

function findingFor(target: InvokeTarget): Finding[] {
  const size = policySize(target.statements);
  if (size <= NEARLY_FULL * POLICY_SIZE_LIMIT) { return []; }
  const { source } = target.statements[target.statements.length - 1];
  const name = detailOf(target.qualifier ?? target.logicalId);
  const count = `${target.statements.length} statements may take ${size} of ${POLICY_SIZE_LIMIT} bytes`;
  // The ids differ, so that whoever accepts the warning has not accepted the overflow.
  return size > POLICY_SIZE_LIMIT
    ? [{ detail: name, source, reason: `The policy of the function is larger than Lambda takes: ${count}.` }]
    : [{ detail: `${name}.nearly-full`, source, level: 'WARNING', reason: `The policy of the function is nearly full: ${count}.` }];
}
