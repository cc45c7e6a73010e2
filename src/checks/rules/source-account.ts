// Not exported: a rule.
import { invokeStatements } from '../allow-statements';
import { sourceOf } from '../conditions';
import { detailOf } from '../finding-detail';
import { Rule } from '../rule';

/**
 * A source whose ARN holds no account may invoke the function only from a named account.
 *
 * @see https://docs.aws.amazon.com/securityhub/latest/userguide/lambda-controls.html#lambda-1
 */
export const sourceAccount: Rule = {
  id: 'SourceAccount',
  level: 'ERROR',
  info: 'The source ARN holds no account, and the statement names no source account.',
  explanation: "A bucket's ARN is only its name: when the bucket is deleted, anybody can create one of that name and invoke this function from it. Set 'SourceAccount' to the account that owns the source; where the ARN has a place for the account, write it there instead of a wildcard.",
  check: (access) => invokeStatements(access).flatMap((statement) =>
    (statement.principals ?? [])
      .filter((principal) => principal.kind === 'Service' || principal.id === '*')
      .filter((principal) => sourceOf(statement, principal) === 'ANY_ACCOUNT')
      .map((principal) => ({ detail: detailOf(principal.id), source: statement.source }))),
};
