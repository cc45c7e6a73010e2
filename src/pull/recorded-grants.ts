// Not exported: what the destinations and schema registries of CDK grant, made exact before it reaches the role.
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { DependencyGroup } from 'constructs';
import { KnownGrants } from '../function/known-grants';
import { POLLER_GRANTS } from '../function/poller-grants';

/**
 * Stands between a mapping and what it binds. A destination of CDK grants the function more than Lambda needs; it gets a
 * view of the function to grant to, which writes the grants down.
 */
export class RecordedGrants {
  private readonly granted: iam.PolicyStatement[] = [];

  constructor(private readonly target: lambda.IFunction) {}

  /** Where records go that Lambda gives up on. */
  public ofFailures(destination: lambda.IEventSourceDlq): lambda.IEventSourceDlq {
    return { bind: (mapping) => destination.bind(mapping, this.view()) };
  }

  /** Where Lambda asks for schemas. */
  public ofRegistry(registry: lambda.ISchemaRegistry): lambda.ISchemaRegistry {
    return { bind: (mapping) => registry.bind(mapping, this.view()) };
  }

  /** What Lambda needs of all that was granted. */
  public statements(): iam.PolicyStatement[] {
    const grants = new KnownGrants(this.target, POLLER_GRANTS);
    return this.granted.flatMap((statement) => grants.exact(statement));
  }

  /** The function in everything, but that it only notes what it is granted. */
  private view(): lambda.IFunction {
    const add = (statement: iam.PolicyStatement): iam.AddToPrincipalPolicyResult => {
      this.granted.push(statement);
      return { statementAdded: true, policyDependable: new DependencyGroup() };
    };
    const principal: iam.IPrincipal = Object.create(this.target.grantPrincipal, {
      grantPrincipal: { get: () => principal },
      addToPrincipalPolicy: { value: add },
      addToPolicy: { value: (statement: iam.PolicyStatement) => add(statement).statementAdded },
    });
    return Object.create(this.target, {
      grantPrincipal: { value: principal },
      addToRolePolicy: { value: (statement: iam.PolicyStatement) => { add(statement); } },
    }) as lambda.IFunction;
  }
}
