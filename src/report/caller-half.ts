// Not exported: the other half of a permission across accounts, in words.
import { SummaryStatement } from './summary-statement';
import { arnParts } from '../model/placeholder';
import { Principal } from '../model/statement';

/** The condition keys that let the accounts of an organization in. */
const ORGANIZATION = ['aws:principalorgid', 'aws:principalorgpaths'];

/**
 * A statement of a function's policy, with a note of what a caller of another account needs beside it.
 *
 * @param target the function, version or alias that the statement is about
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic-cross-account.html
 */
export function withCallerHalf<T extends SummaryStatement>(statement: T, target: { readonly arn: string }): T {
  const { effect, principals = [], actions = [], notes = [] } = statement;
  const [, , , , account] = arnParts(target.arn);
  if (effect !== 'Allow' || !principals.some((principal) => isElsewhere(principal, account) || isOrganization(principal, statement))) { return statement; }
  const text = `a caller of another account needs ${actions.join(' and ')} on ${target.arn} in a policy of its own too`;
  return { ...statement, notes: [...notes, { text }] };
}

/** An account, role or user that is not known to be of the function's account. */
function isElsewhere({ kind, id }: Principal, account: string): boolean {
  const owner = id.startsWith('arn:') ? arnParts(id)[4] : id;
  return kind === 'AWS' && id !== '*' && owner !== account;
}

function isOrganization({ id }: Principal, { conditions }: SummaryStatement): boolean {
  return id === '*' && conditions.some(({ key }) => ORGANIZATION.includes(key.toLowerCase()));
}
