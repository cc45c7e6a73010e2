// Not exported: a statement that brings the reason for its wildcard along.
import * as iam from 'aws-cdk-lib/aws-iam';

/** A statement with a wildcard that cannot be avoided, and why: the role tells cdk-nag. */
export class ExplainedStatement extends iam.PolicyStatement {
  constructor(props: iam.PolicyStatementProps, public readonly wildcardReason: string) {
    super(props);
  }
}
