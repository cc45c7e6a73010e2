// Not exported: `allow` of the role and of every secure function class.
import * as iam from 'aws-cdk-lib/aws-iam';
import { IConstruct } from 'constructs';
import { IAccess } from '../access/access';

/** Gives a function or a role the statements that the accesses describe. */
export function allow(grantee: IConstruct & iam.IGrantable, accesses: IAccess[]): void {
  for (const access of accesses) {
    access.describe(grantee).statements.forEach((statement) => grantee.grantPrincipal.addToPrincipalPolicy(statement));
  }
}
