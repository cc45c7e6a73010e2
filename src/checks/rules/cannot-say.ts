// Not exported: a rule.
import { FunctionAccess, Gap } from '../../model/function-access';
import { isWithin } from '../../model/source-place';
import { sentenceOf } from '../finding-detail';
import { Rule } from '../rule';

/** Everything that decides about the function's permissions stands in the templates. */
export const cannotSay: Rule = {
  id: 'CannotSay',
  level: 'WARNING',
  info: "Part of the function's permissions is in none of the templates, so it was not checked.",
  explanation: 'What is not in the templates can allow anything. Bring the role or policy into the app, or look at it where it is made, and acknowledge this finding.',
  check: (access) => [
    ...access.gaps,
    ...unreadPolicies(access),
  ].map(({ source, reason }) => ({ source, reason: `Part of the function's permissions was not checked: ${sentenceOf(reason)}.` })),
};

/** Policies that are named but not in any template, where no gap tells so. What AWS manages has a rule of its own. */
function unreadPolicies(access: FunctionAccess): Gap[] {
  return (access.role?.policies ?? [])
    .filter((policy) => policy.statements === undefined && policy.kind !== 'AWS_MANAGED')
    .filter((policy) => !access.gaps.some((gap) => isWithin(gap.source, policy.source)))
    .map((policy) => ({ source: policy.source, reason: `the policy '${policy.name}' is in none of the templates` }));
}
