// Not exported: what IAM counts for a role beside the statements that we keep.
import { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { policySize } from './policy-size';
import { collectReferences } from '../cloudformation/collect-references';

/** The policies of a role that are somebody else's: inline policies of other stacks, and managed policies. */
export class AttachedPolicies {
  private readonly policies: iam.Policy[] = [];
  private readonly managedArns = new Set<string>();

  public constructor(private readonly role: iam.Role) {}

  /** Counts a policy that stays a resource of its own. */
  public addInline(policy: iam.Policy): void {
    this.policies.push(policy);
  }

  /** Counts a managed policy that the role names. */
  public addManaged(policy: iam.IManagedPolicy): void {
    this.managedArns.add(policy.managedPolicyArn);
  }

  /** The characters of the inline policies. */
  public get inlineSize(): number {
    return this.policies.map((policy) => policySize(statementsOf(policy), this.role)).reduce((sum, size) => sum + size, 0);
  }

  /** How many managed policies there are: those the role names, and those that name the role. */
  public get managedCount(): number {
    return this.managedArns.size + this.role.node.root.node.findAll().filter((node) => this.isAttached(node)).length;
  }

  private isAttached(node: unknown): boolean {
    // Those right below a role are what we keep of its own statements.
    if (!(node instanceof iam.CfnManagedPolicy) || node.node.scope instanceof iam.Role) { return false; }
    const { targets, logicalIds } = collectReferences(node.roles, node);
    const resource = this.role.node.defaultChild as iam.CfnRole;
    // Other stacks may have a role of the same logical id.
    return targets.includes(resource) || (Stack.of(node) === Stack.of(resource) && logicalIds.includes(Stack.of(resource).getLogicalId(resource)));
  }
}

/** The statements of a policy, as it is now. */
export function statementsOf(policy: iam.Policy): iam.PolicyStatement[] {
  const written: object[] = policy.document.toJSON()?.Statement ?? [];
  return written.map((statement) => iam.PolicyStatement.fromJson(statement));
}
