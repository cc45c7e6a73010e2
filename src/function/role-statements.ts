// Not exported: how an execution role keeps its statements.
import { CfnResource, Lazy } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { DependencyGroup, IDependable } from 'constructs';
import { absorb, removeUnattached } from './absorbed-policy';
import { letMappingsWaitFor } from './event-source-order';
import { PolicyKind } from './policy-kind';
import { acknowledgeWildcards } from '../cloudformation/acknowledge-wildcards';
import { References } from '../cloudformation/references';

/** The id of the policy that a function does not wait for. */
const DEPENDENT_POLICY = 'DependentPolicy';

function policyId(dependent: boolean): string {
  return dependent ? DEPENDENT_POLICY : 'Policy';
}

/** What is kept of a statement that somebody else writes: nothing, the statement itself, or exact ones in its place. */
export type StatementFilter = (statement: iam.PolicyStatement) => readonly iam.PolicyStatement[];

/** Something that gives statements, now or when the template is written: one statement, or a policy that may still grow. */
interface Entry {
  readonly statements: () => iam.PolicyStatement[];
  /** The policy they come from, if they come from one. */
  readonly policy?: iam.Policy;
  /** Why a wildcard in them cannot be avoided. */
  readonly wildcardReason?: string;
  /** Waits for the role, and for the policy that will hold these statements. */
  readonly ready: DependencyGroup;
  /** Whether the statements need the role, so that the role can not hold them itself. Unknown until placed. */
  dependent?: boolean;
}

/**
 * The statements of one execution role, and the policies that hold them.
 *
 * There are two places. What can exist before the function does is in the role (or in a managed policy the function
 * waits for), so that a function never runs without its permissions. What needs the role or one of its functions, for
 * example the right to invoke itself, is in a policy of its own that nothing of them waits for; otherwise the template
 * would hold a cycle.
 */
export class RoleStatements {
  private readonly entries: Entry[] = [];
  private placed = false;

  /** @param guard is asked about each statement of a policy that is attached, when it is attached and when the app is complete */
  public constructor(
    private readonly role: iam.Role, private readonly resource: iam.CfnRole, private readonly kind: PolicyKind,
    private readonly guard: (statement: iam.PolicyStatement) => void,
  ) {
    if (kind === PolicyKind.INLINE) {
      resource.policies = Lazy.uncachedAny({ produce: () => this.inline() });
    } else {
      this.createPolicy(false); // there from the start, so that who asks what a function waits for always finds it
    }
  }

  /** Adds one statement; the result waits for the policy that will hold it. */
  public add(statement: iam.PolicyStatement, wildcardReason?: string): IDependable {
    const entry: Entry = { statements: () => [statement], wildcardReason, ready: new DependencyGroup(this.resource) };
    this.enter(entry);
    return entry.ready;
  }

  /** Adds the statements of a policy, also those that it is given later, or what a filter leaves of them. */
  public addPolicy(policy: iam.Policy, filter: StatementFilter = (statement) => [statement]): void {
    const written = (): object[] => policy.document.toJSON()?.Statement ?? [];
    const statements = () => written().flatMap((statement) => filter(iam.PolicyStatement.fromJson(statement)));
    const entry: Entry = { statements, policy, ready: new DependencyGroup(this.resource) };
    statements().forEach(this.guard);
    absorb(policy, this.role, entry.ready);
    this.enter(entry);
  }

  /** What a function has to wait for: everything of the role but the policy that may wait for the function. */
  public rootsBeforeFunction() {
    return this.role.node.children.filter((child) => child.node.id !== DEPENDENT_POLICY);
  }

  /** Decides where each statement stands. Called when the app is complete; what comes later is placed as it comes. */
  public place(): void {
    this.placed = true;
    this.entries.filter(({ policy }) => policy).flatMap(({ statements }) => statements()).forEach(this.guard);
    const references = References.of(this.role);
    this.entries.filter((entry) => entry.dependent === undefined).forEach((entry) => this.placeOne(entry, references));
    this.orderMappings();
    this.acknowledge();
  }

  /** Tells cdk-nag why the wildcards that stay cannot be avoided. */
  public acknowledge(): void {
    for (const dependent of [false, true]) {
      const holder = this.holder(dependent);
      const entries = this.entries.filter((entry) => entry.dependent === dependent);
      if (holder) {
        const explained = entries.flatMap(({ statements, wildcardReason: reason }) => statements().map((statement) => ({ statement, reason })));
        acknowledgeWildcards(holder, explained);
      }
    }
  }

  /** What IAM would refuse, for example a statement without a resource, and what CloudFormation would: a cycle. */
  public validate(): string[] {
    const refused = this.entries.flatMap((entry) => entry.statements()).flatMap((statement) => statement.validateForIdentityPolicy());
    return [...refused, ...this.cycles()];
  }

  /** Statements that came to need the role after they were placed in it. */
  private cycles(): string[] {
    const references = References.final(this.role);
    const cyclic = this.entries.filter((entry) => entry.dependent === false)
      .flatMap((entry) => entry.statements())
      .filter((statement) => references.needs(statement.toJSON(), this.role, this.resource));
    return cyclic.map((statement) => `the statement that allows ${statement.actions.join(', ')} names a resource that an Aspect made need this role `
      + 'after the statement was placed in it, which would be a cycle; change that resource before, with an Aspect of AspectPriority.MUTATING');
  }

  private enter(entry: Entry): void {
    this.entries.push(entry);
    if (this.placed) {
      this.placeOne(entry, References.of(this.role));
      this.orderMappings();
    }
  }

  private placeOne(entry: Entry, references: References): void {
    if (entry.policy) { removeUnattached(entry.policy); }
    entry.dependent = references.needs(entry.statements().map((statement) => statement.toJSON()), this.role, this.resource);
    entry.ready.add(this.holder(entry.dependent) ?? this.createPolicy(entry.dependent));
    references.forget(this.holder(false)!);
  }

  private orderMappings(): void {
    const policy = this.holder(true);
    if (policy) { letMappingsWaitFor(policy, this.resource); }
  }

  /** The resource that holds the one or the other kind of statements, if it is there. */
  private holder(dependent: boolean): CfnResource | undefined {
    if (!dependent && this.kind === PolicyKind.INLINE) { return this.resource; }
    return this.role.node.tryFindChild(policyId(dependent)) as CfnResource | undefined;
  }

  private createPolicy(dependent: boolean): CfnResource {
    const id = policyId(dependent);
    const roles = [this.role.roleName];
    const policyDocument = Lazy.uncachedAny({ produce: () => this.document(dependent) });
    if (this.kind === PolicyKind.MANAGED) {
      return new iam.CfnManagedPolicy(this.role, id, { roles, policyDocument });
    }
    const policy: iam.CfnPolicy = new iam.CfnPolicy(this.role, id, {
      roles,
      policyDocument,
      policyName: Lazy.uncachedString({ produce: () => policy.stack.resolve(policy.logicalId) }),
    });
    return policy;
  }

  private inline(): iam.CfnRole.PolicyProperty[] | undefined {
    const policyDocument = this.document(false);
    return policyDocument.isEmpty ? undefined : [{ policyName: 'Permissions', policyDocument }];
  }

  /** A statement that is not placed yet counts as one that the function waits for: who asks meanwhile misses no reference. */
  private document(dependent: boolean): iam.PolicyDocument {
    const entries = this.entries.filter((entry) => (entry.dependent ?? false) === dependent);
    return new iam.PolicyDocument({ minimize: true, statements: entries.flatMap((entry) => entry.statements()) });
  }
}
