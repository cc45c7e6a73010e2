// Not exported: how one statement becomes several that fit.
import * as iam from 'aws-cdk-lib/aws-iam';
import { IConstruct } from 'constructs';
import { MANAGED_LIMIT } from './policy-places';
import { policySize } from './policy-size';

/** Statements with fewer actions and resources than this are small, whatever these are. */
const MANY = 20;

/** A statement, or several that say the same together when one policy could not hold it. */
export function piecesOf(statement: iam.PolicyStatement, place: IConstruct): iam.PolicyStatement[] {
  const { actions, resources } = statement;
  if (actions.length + resources.length < MANY || policySize([statement], place) <= MANAGED_LIMIT) { return [statement]; }
  // A Sid names one statement of a policy, so the pieces have none.
  const { Sid: _, ...same } = statement.toStatementJson() as { readonly Sid?: string };
  const halves = resources.length > 1
    ? halvesOf(resources).map((half) => iam.PolicyStatement.fromJson({ ...same, Resource: half }))
    : halvesOf(actions).map((half) => iam.PolicyStatement.fromJson({ ...same, Action: half }));
  return halves.flatMap((half) => piecesOf(half, place));
}

function halvesOf(list: string[]): string[][] {
  const middle = Math.ceil(list.length / 2);
  return [list.slice(0, middle), list.slice(middle)];
}
