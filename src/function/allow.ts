// Not exported: `allow` and `deny` of the role and of every secure function class.
import * as iam from 'aws-cdk-lib/aws-iam';
import { IConstruct } from 'constructs';
import { Explanation } from './statement-reason';
import { AccessConfig, IAccess } from '../access/access';
import { failure } from '../model/failure';

/** A principal that can keep a reason beside a statement, as an execution role can. */
interface IReasonable {
  _addExplained(statement: iam.PolicyStatement, explanation: Explanation): void;
  _boundTo(handler: IConstruct, statement: iam.PolicyStatement): iam.PolicyStatement;
}

/** Gives a function or a role the statements that the accesses describe. */
export function allow(grantee: IConstruct & iam.IGrantable, accesses: IAccess[]): void {
  for (const access of accesses) {
    const { statements, wildcardReason, reasons } = access.describe(grantee);
    const explanation = { wildcardReason, reasons: reasons?.map((reason) => ({ ...reason, construct: grantee.node.path })) };
    statements.forEach((statement) => add(grantee, statement, explanation));
  }
}

/** Keeps a function or a role from what the accesses describe, whatever else allows it. */
export function deny(grantee: IConstruct & iam.IGrantable, accesses: IAccess[]): void {
  for (const access of accesses) {
    denials(access.describe(grantee), grantee).forEach((statement) => add(grantee, statement, {}));
  }
}

function add(grantee: IConstruct & iam.IGrantable, statement: iam.PolicyStatement, explanation: Explanation): void {
  const principal = grantee.grantPrincipal as iam.IPrincipal & Partial<IReasonable>;
  if (principal._addExplained && principal._boundTo) {
    principal._addExplained(principal._boundTo(grantee, statement), explanation);
  } else {
    principal.addToPrincipalPolicy(statement);
  }
}

function denials({ statements, denied, undeniable }: AccessConfig, grantee: IConstruct): iam.PolicyStatement[] {
  if (undeniable !== undefined) { throw failure(undeniable, grantee); }
  if (denied) { return denied; }
  const limited = statements.find(({ conditions }) => Object.keys(conditions).length > 0);
  if (limited) {
    throw failure(`an access with the conditions ${JSON.stringify(limited.conditions)} cannot be denied, because calls would pass that do not fulfil them. `
      + "Give its 'denied' statements in what 'describe' returns, or leave the conditions out", grantee);
  }
  return statements.map((statement) => iam.PolicyStatement.fromJson({ ...statement.toStatementJson(), Effect: 'Deny' }));
}
