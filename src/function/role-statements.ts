// Not exported: how an execution role keeps its statements.
import { CfnResource, Lazy } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { DependencyGroup, IDependable } from 'constructs';
import { absorb, removeUnattached } from './absorbed-policy';
import { AttachedPolicies, statementsOf } from './attached-policies';
import { deniedForLambda } from './denied-for-lambda';
import { letMappingsWaitFor } from './event-source-order';
import { PolicyKind } from './policy-kind';
import { PolicyPlace, PolicyPlaces } from './policy-places';
import { piecesOf } from './statement-pieces';
import { ExplainedPolicyStatement, Explanation, notesOf } from './statement-reason';
import { acknowledgeWildcards } from '../cloudformation/acknowledge-wildcards';
import { References } from '../cloudformation/references';
import { writeNotes, WrittenNote } from '../cloudformation/write-notes';

/** What the ids of the policies begin with that a function does not wait for. */
const DEPENDENT_POLICY = 'DependentPolicy';

function policyId({ dependent, number }: PolicyPlace): string {
  return `${dependent ? DEPENDENT_POLICY : 'Policy'}${number === 0 ? '' : number + 1}`;
}

/** What is kept of a statement that somebody else writes: nothing, the statement itself, or exact ones in its place. */
export type StatementFilter = (statement: iam.PolicyStatement) => readonly iam.PolicyStatement[];

/** Something that gives statements, now or when the template is written: one statement, or a policy that may still grow. */
interface Entry {
  readonly statements: () => iam.PolicyStatement[];
  /** The policy they come from, if they come from one. */
  readonly policy?: iam.Policy;
  readonly explanation: Explanation;
  /** Waits for the role, and for the policy that will hold these statements. */
  readonly ready: DependencyGroup;
  /** Whether the statements need the role, so that the role can not hold them itself. Unknown until placed. */
  dependent?: boolean;
  /** Where each statement stands. Unknown until placed. */
  places?: readonly PolicyPlace[];
}

/**
 * The statements of one execution role, and the policies that hold them.
 *
 * There are two series of policies, each of one unless IAM's limits ask for more. What can exist before the function does is in the role (or in a managed policy the function
 * waits for), so that a function never runs without its permissions. What needs the role or one of its functions, for
 * example the right to invoke itself, is in policies of their own that nothing of them waits for; otherwise the template
 * would hold a cycle.
 */
export class RoleStatements {
  /** What the role has besides. */
  public readonly attached: AttachedPolicies;

  private readonly entries: Entry[] = [];
  private readonly places: PolicyPlaces;
  private placed = false;

  /** @param guard is asked about each statement of a policy that is attached, when it is attached and when the app is complete */
  public constructor(
    private readonly role: iam.Role, private readonly resource: iam.CfnRole, private readonly kind: PolicyKind,
    private readonly guard: (statement: iam.PolicyStatement) => void,
  ) {
    this.attached = new AttachedPolicies(role);
    this.places = new PolicyPlaces(role, kind, this.attached);
    if (kind === PolicyKind.INLINE) {
      resource.policies = Lazy.uncachedAny({ produce: () => this.inline() });
    } else {
      this.newPolicy(this.base(false)); // there from the start, so that who asks what a function waits for always finds it
    }
  }

  /** Adds one statement; the result waits for the policy that will hold it. */
  public add(statement: iam.PolicyStatement, explanation: Explanation = {}): IDependable {
    const entry: Entry = { statements: () => piecesOf(statement, this.role), explanation, ready: new DependencyGroup(this.resource) };
    this.enter(entry);
    return entry.ready;
  }

  /** Adds the statements of a policy, also those that it is given later, or what a filter leaves of them. */
  public addPolicy(policy: iam.Policy, filter: StatementFilter = (statement) => [statement]): void {
    const statements = () => statementsOf(policy).flatMap((statement) => filter(statement)).flatMap((statement) => piecesOf(statement, this.role));
    const entry: Entry = { statements, policy, explanation: {}, ready: new DependencyGroup(this.resource) };
    statements().forEach(this.guard);
    absorb(policy, this.role, entry.ready);
    this.enter(entry);
  }

  /** What a function has to wait for: everything of the role but the policies that may wait for the function. */
  public rootsBeforeFunction() {
    return this.role.node.children.filter((child) => !child.node.id.startsWith(DEPENDENT_POLICY));
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
    for (const place of this.places.all) {
      const holder = this.holder(place);
      const reasons = this.explained(place).map(({ statement, explanation }) => ({ statement, reason: explanation.wildcardReason }));
      if (holder) { acknowledgeWildcards(holder, reasons); }
    }
  }

  /** What IAM would refuse, for example a statement without a resource, and what CloudFormation would: a cycle. */
  public validate(): string[] {
    const refused = this.entries.flatMap((entry) => entry.statements()).flatMap((statement) => statement.validateForIdentityPolicy());
    const written = this.places.all.map((place) => this.explained(place).map(({ statement }) => statement));
    const dead = deniedForLambda(this.places.all.flatMap((place) => this.explained(place)), this.role);
    return [...refused, ...this.cycles(), ...dead, ...this.places.overflow(written)];
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
    const statements = entry.statements();
    const dependent = references.needs(statements.map((statement) => statement.toJSON()), this.role, this.resource);
    entry.places = statements.map((statement) => this.places.add(statement, dependent));
    entry.dependent = dependent;
    const policyAt = (place: PolicyPlace) => this.holder(place) ?? this.createPolicy(place, references);
    const holders = (entry.places.length > 0 ? entry.places : [this.base(dependent)]).map(policyAt);
    entry.ready.add(...new Set(holders));
    if (entry.explanation.reasons) { entry.places.forEach((place, index) => writeNotes(holders[index], () => this.notesIn(place))); }
    // A statement that is not placed yet counts as one of the first policy.
    [this.holder(this.base(false))!, ...holders].forEach((holder) => references.forget(holder));
  }

  private orderMappings(): void {
    const dependent = this.places.all.filter((place) => place.dependent).map((place) => this.holder(place));
    dependent.forEach((policy) => { if (policy) { letMappingsWaitFor(policy, this.resource); } });
  }

  /** What the statements of one policy were accepted for. */
  private notesIn(place: PolicyPlace): WrittenNote[] {
    return this.explained(place).flatMap(({ statement, explanation }) => notesOf(statement, explanation));
  }

  /** The first policy of a series. */
  private base(dependent: boolean): PolicyPlace {
    return { number: 0, dependent, managed: this.kind === PolicyKind.MANAGED };
  }

  /** The resource that holds a policy, if it is there. */
  private holder(place: PolicyPlace): CfnResource | undefined {
    if (!place.dependent && !place.managed) { return this.resource; }
    return this.role.node.tryFindChild(policyId(place)) as CfnResource | undefined;
  }

  private createPolicy(place: PolicyPlace, references: References): CfnResource {
    const policy = this.newPolicy(place);
    references.takeIn(policy);
    return policy;
  }

  private newPolicy(place: PolicyPlace): CfnResource {
    const id = policyId(place);
    const roles = [this.role.roleName];
    const policyDocument = Lazy.uncachedAny({ produce: () => this.document(place) });
    if (place.managed) {
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
    const policyDocument = this.document(this.base(false));
    return policyDocument.isEmpty ? undefined : [{ policyName: 'Permissions', policyDocument }];
  }

  private document(place: PolicyPlace): iam.PolicyDocument {
    return new iam.PolicyDocument({ minimize: true, statements: this.explained(place).map(({ statement }) => statement) });
  }

  /**
   * The statements of one policy. A statement that is not placed yet counts as one that the function waits for: who asks
   * meanwhile misses no reference. What a policy was given after it was placed stands with its last statement.
   */
  private explained({ dependent, number }: PolicyPlace): ExplainedPolicyStatement[] {
    const entries = this.entries.filter((entry) => (entry.dependent ?? false) === dependent);
    return entries.flatMap((entry) => entry.statements()
      .filter((_, index) => ((entry.places?.[index] ?? entry.places?.at(-1))?.number ?? 0) === number)
      .map((statement) => ({ statement, explanation: entry.explanation })));
  }
}
