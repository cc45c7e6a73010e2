// Not exported: part of the template reader.
import { Place, alternatives, itemsOf } from './read-alternatives';
import { awsManagedPolicy } from './read-aws-managed-policies';
import { Gaps } from './read-gaps';
import { readInlinePolicies } from './read-inline-policies';
import { textOf } from './read-intrinsics';
import { ManagedPolicyCatalog, isOfAws, managedPolicyArn } from './read-managed-policies';
import { LIMITS } from './read-reading';
import { Resource, own, sourceOf } from './read-stack';
import { locatedStatements, readDocument } from './read-statements';
import { whetherPresent } from './read-unplaced';
import { PolicyAccess, PolicyForm } from '../model/function-access';
import { LocatedStatement } from '../model/statement';

/** Reads policies in every form a template knows. */
export class PolicyReader {
  private readonly managed = new ManagedPolicyCatalog();
  private readonly documents = new Map<Resource, { readonly policy: PolicyAccess; readonly gaps: Gaps }>();

  /** Makes an `AWS::IAM::ManagedPolicy` known under its ARN. */
  public add(resource: Resource): void {
    this.managed.add(resource);
  }

  /** What stands in the role's own properties. */
  public ofRole(role: Resource, gaps: Gaps): PolicyAccess[] {
    const inline = readInlinePolicies(role, gaps);
    const arns = itemsOf({ value: own(role.properties, 'ManagedPolicyArns'), property: 'Properties.ManagedPolicyArns' }, role, gaps);
    return [...inline, ...arns.flatMap((place) => this.byArn(place, role, gaps))];
  }

  public boundaryOf(role: Resource, gaps: Gaps): PolicyAccess | undefined {
    const value = own(role.properties, 'PermissionsBoundary');
    const outcomes = this.byArn({ value, property: 'Properties.PermissionsBoundary' }, role, gaps);
    if (outcomes.length < 2) { return outcomes[0]; }
    return { kind: 'CUSTOMER_MANAGED', name: [...new Set(outcomes.map(({ name }) => name))].join(' or '), source: outcomes[0].source };
  }

  /** The policy in a resource of its own, read once for all roles that have it. */
  public standalone(resource: Resource): { readonly policy: PolicyAccess; readonly gaps: Gaps } {
    const known = this.documents.get(resource);
    if (known) { return known; }
    const gaps = new Gaps();
    whetherPresent(resource, gaps);
    const place = { value: own(resource.properties, 'PolicyDocument'), property: 'Properties.PolicyDocument' };
    const statements = readDocument(place, resource, gaps);
    const [name] = alternatives({ value: own(resource.properties, 'PolicyName'), property: 'Properties.PolicyName' }, resource, gaps);
    const kind = STANDALONE.get(resource.type)!;
    const policy: PolicyAccess = {
      kind,
      name: kind === 'CUSTOMER_MANAGED' ? managedPolicyArn(resource) : textOf(name) ?? resource.logicalId,
      source: sourceOf(resource, 'Properties.PolicyDocument'),
      ...statements && { statements },
    };
    this.documents.set(resource, { policy, gaps });
    return { policy, gaps };
  }

  private byArn(place: Place, role: Resource, gaps: Gaps): PolicyAccess[] {
    return alternatives(place, role, gaps).filter((outcome) => outcome !== undefined).flatMap((outcome) => {
      const arn = textOf(outcome);
      if (arn === undefined) { gaps.add(role, place.property, 'the ARN of a managed policy is not known'); }
      return this.managedPolicies(arn ?? '', place.property, role, gaps);
    });
  }

  private managedPolicies(arn: string, property: string, role: Resource, gaps: Gaps): PolicyAccess[] {
    const found = this.managed.find(arn, role);
    if (found.length > 1) { gaps.add(role, property, `several managed policies of these templates may be ${arn}`); }
    const documents = found.slice(0, LIMITS.namesakes).map((resource) => this.standalone(resource));
    documents.forEach((document) => gaps.take(document.gaps));
    return documents.length > 0 ? documents.map(({ policy }) => policy) : [onlyNamed(arn, property, role, gaps)];
  }
}

const STANDALONE: ReadonlyMap<string, PolicyForm> = new Map([
  ['AWS::IAM::Policy', 'POLICY'],
  ['AWS::IAM::RolePolicy', 'ROLE_POLICY'],
  ['AWS::IAM::ManagedPolicy', 'CUSTOMER_MANAGED'],
]);

/** A managed policy that none of the templates makes. */
function onlyNamed(arn: string, property: string, role: Resource, gaps: Gaps): PolicyAccess {
  const isAws = isOfAws(arn);
  const statements = isAws ? awsStatements(arn, property, role, gaps) : undefined;
  if (!statements) { gaps.addMissing(role, property, `the document of managed policy ${arn} is in none of the templates`); }
  return {
    kind: isAws ? 'AWS_MANAGED' : 'CUSTOMER_MANAGED',
    name: arn,
    source: sourceOf(role, property),
    ...statements && { statements },
  };
}

/**
 * A managed policy may be attached from both sides, and named several times. Policies of one name are not one for that:
 * conditions may decide which of them is made.
 */
export function eachOnce(policies: readonly PolicyAccess[]): PolicyAccess[] {
  const known = new Set<string>();
  return policies.filter(({ kind, name, source, statements }) => {
    const isOnlyNamed = kind === 'CUSTOMER_MANAGED' && source.resourceType === 'AWS::IAM::Role';
    const place = isOnlyNamed ? [] : [source.stack, source.logicalId, source.property];
    const key = JSON.stringify([name, statements !== undefined, ...place]);
    return !known.has(key) && known.add(key);
  });
}

function awsStatements(arn: string, property: string, role: Resource, gaps: Gaps): LocatedStatement[] | undefined {
  const document = awsManagedPolicy(arn, role.stack.environment.partition);
  return document?.Statement.flatMap((statement) => locatedStatements(statement, document.Version, property, role, gaps));
}
