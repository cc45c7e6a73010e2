// Not exported: the other half of a permission across accounts, in words.
import { Sentence, sentence, values } from './sentence';
import { SummaryStatement } from './summary-statement';
import { arnParts } from '../model/placeholder';
import { Principal } from '../model/statement';

/** The condition keys that let the accounts of an organization in. */
const ORGANIZATION = ['aws:principalorgid', 'aws:principalorgpaths'];

/**
 * What a caller of another account needs beside a statement of a function's policy; nothing where it lets none in.
 *
 * @param target the function, version or alias that the statement is about
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic-cross-account.html
 */
export function callerHalf(statement: SummaryStatement, target: { readonly arn: string }): Sentence[] {
  const { effect, principals = [], actions = [] } = statement;
  const [, , , , account] = arnParts(target.arn);
  if (effect !== 'Allow' || !principals.some((principal) => isElsewhere(principal, account) || isOrganization(principal, statement))) { return []; }
  return [sentence`note: a caller of another account needs ${values(actions, ' and ')} on ${target.arn} in a policy of its own too`];
}

/** An account, role or user that is not known to be of the function's account. */
function isElsewhere({ kind, id }: Principal, account: string): boolean {
  const owner = id.startsWith('arn:') ? arnParts(id)[4] : id;
  return kind === 'AWS' && id !== '*' && owner !== account;
}

function isOrganization({ id }: Principal, { conditions }: SummaryStatement): boolean {
  return id === '*' && conditions.some(({ key }) => ORGANIZATION.includes(key.toLowerCase()));
}
