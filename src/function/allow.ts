// Not exported: `allow` of the role and of every secure function class.
import * as iam from 'aws-cdk-lib/aws-iam';
import { IConstruct } from 'constructs';
import { IAccess } from '../access/access';

/** A principal that can keep a reason beside a statement, as an execution role can. */
interface IReasonable {
  _addExplained(statement: iam.PolicyStatement, wildcardReason?: string): void;
  _boundTo(handler: IConstruct, statement: iam.PolicyStatement): iam.PolicyStatement;
}

/** Gives a function or a role the statements that the accesses describe. */
export function allow(grantee: IConstruct & iam.IGrantable, accesses: IAccess[]): void {
  const principal = grantee.grantPrincipal as iam.IPrincipal & Partial<IReasonable>;
  for (const access of accesses) {
    const { statements, wildcardReason } = access.describe(grantee);
    for (const statement of statements) {
      if (principal._addExplained && principal._boundTo) {
        principal._addExplained(principal._boundTo(grantee, statement), wildcardReason);
      } else {
        principal.addToPrincipalPolicy(statement);
      }
    }
  }
}
