// Not exported: what a role keeps beside a statement.
import * as iam from 'aws-cdk-lib/aws-iam';
import { AccessReason } from '../access/access';
import { WrittenNote } from '../cloudformation/write-notes';

/** Why an action was accepted, and for whom. */
export interface GivenReason extends AccessReason {
  /** The path of the function or role that was allowed it. */
  readonly construct: string;
}

/** Why a statement is as it is. */
export interface Explanation {
  /** Why a wildcard in it cannot be avoided. */
  readonly wildcardReason?: string;
  readonly reasons?: readonly GivenReason[];
  /** Whether Lambda itself needs it, to poll a source or to send results. */
  readonly forLambda?: boolean;
}

/** A statement of a role, and why it is as it is. */
export interface ExplainedPolicyStatement {
  readonly statement: iam.PolicyStatement;
  readonly explanation: Explanation;
}

/** The reasons that are about a statement, for the template. */
export function notesOf(statement: iam.PolicyStatement, { reasons = [] }: Explanation): WrittenNote[] {
  return reasons.flatMap(({ actions, option, reason, construct }) => {
    const about = statement.actions.filter((action) => actions.includes(action));
    return about.length === 0 ? [] : [{ text: reason, option, construct, statement: { ...statement.toStatementJson() as object, Action: about } }];
  });
}
