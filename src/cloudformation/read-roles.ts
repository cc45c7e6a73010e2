// Not exported: part of the template reader.
import { alternatives } from './read-alternatives';
import { Gaps } from './read-gaps';
import { append } from './read-index';
import { textOf } from './read-intrinsics';
import { isKnown, mayEqual, splitAround } from './read-placeholder';
import { PolicyReader } from './read-policies';
import { attributeOf, refOf } from './read-references';
import { Resource, StackTemplate, own } from './read-stack';
import { readDocument } from './read-statements';
import { whetherPresent } from './read-unplaced';
import { SHARED_KEY } from './statement-notes';
import { Gap, PolicyAccess, RoleAccess } from '../model/function-access';

/** A role as far as it is read, with what could not be. */
export interface RoleReading {
  readonly role: RoleAccess;
  readonly gaps: readonly Gap[];
}

interface AttachedElsewhere {
  readonly account: string;
  readonly policy: PolicyAccess;
  readonly gaps: Gaps;
}

/** The roles of all templates, found by name or ARN. */
export class RoleCatalog {
  private readonly byArn = new Map<string, Resource[]>();
  private readonly byName = new Map<string, Resource[]>();
  private readonly attached = new Map<Resource, PolicyAccess[]>();
  private readonly gaps = new Map<Resource, Gaps>();
  private readonly readings = new Map<Resource, RoleReading>();
  private readonly elsewhere = new Map<string, AttachedElsewhere[]>();

  constructor(private readonly policies: PolicyReader) {}

  public add(resource: Resource): void {
    append(this.byArn, arnOf(resource), resource);
    append(this.byName, nameOf(resource), resource);
  }

  /** The roles that a name or an ARN can mean, seen from a stack. */
  public find(text: string, stack: StackTemplate): readonly Resource[] {
    const parts = splitAround(text, ':');
    const isArn = parts[0] === 'arn' && parts.length === 6;
    const exact = isArn ? this.byArn.get(text) ?? [] : [];
    if (exact.length > 0) { return preferred(exact, stack); }
    const account = isArn ? parts[4] : stack.environment.account;
    const name = isArn ? parts[5].slice(parts[5].lastIndexOf('/') + 1) : text;
    return preferred((this.byName.get(name) ?? []).filter((role) => mayEqual(role.stack.environment.account, account)), stack);
  }

  /** Attaches a policy that stands in a resource of its own. */
  public attach(role: Resource, policy: PolicyAccess, gaps: Gaps): void {
    const list = this.attached.get(role);
    if (list) { list.push(policy); } else { this.attached.set(role, [policy]); }
    this.gapsOf(role).take(gaps);
  }

  /** Attaches such a policy to a role that no template makes: it is in the account of the policy's stack. */
  public attachElsewhere(name: string, account: string, policy: PolicyAccess, gaps: Gaps): void {
    append(this.elsewhere, name, { account, policy, gaps });
  }

  /** What the templates give to a role that none of them makes. */
  public ofElsewhere(arn: string): { readonly policies: readonly PolicyAccess[]; readonly gaps: readonly Gap[] } {
    const [, , , , account = '', role = ''] = splitAround(arn, ':');
    const found = (this.elsewhere.get(role.slice(role.lastIndexOf('/') + 1)) ?? []).filter((one) => mayEqual(one.account, account));
    return { policies: unique(found.map(({ policy }) => policy)), gaps: found.flatMap(({ gaps }) => gaps.list) };
  }

  /** Reads a role once, when all policies are attached. */
  public read(resource: Resource): RoleReading {
    const known = this.readings.get(resource);
    if (known) { return known; }
    const gaps = this.gapsOf(resource);
    whetherPresent(resource, gaps);
    const trust = { value: own(resource.properties, 'AssumeRolePolicyDocument'), property: 'Properties.AssumeRolePolicyDocument' };
    const inRole = this.policies.ofRole(resource, gaps);
    const boundary = this.policies.boundaryOf(resource, gaps);
    const sharedReason = resource.metadata && own(resource.metadata, SHARED_KEY);
    const reading: RoleReading = {
      role: {
        stack: resource.stack.name,
        logicalId: resource.logicalId,
        ...resource.constructPath !== undefined && { constructPath: resource.constructPath },
        arn: arnOf(resource),
        trust: readDocument(trust, resource, gaps) ?? [],
        policies: unique([...inRole, ...this.attached.get(resource) ?? []]),
        ...boundary && { boundary },
        ...typeof sharedReason === 'string' && { sharedReason },
      },
      gaps: gaps.list,
    };
    this.readings.set(resource, reading);
    return reading;
  }

  private gapsOf(role: Resource): Gaps {
    const gaps = this.gaps.get(role) ?? new Gaps();
    this.gaps.set(role, gaps);
    return gaps;
  }
}

/** The role of a function as written; not known when a condition decides between roles. */
export function roleArnOf(resource: Resource, gaps: Gaps): string | undefined {
  const outcomes = alternatives({ value: own(resource.properties, 'Role'), property: 'Properties.Role' }, resource, gaps);
  return outcomes.length === 1 ? textOf(outcomes[0]) : undefined;
}

/** Whether a name or an ARN of a role can still turn out to mean any role. */
export function isOpenRole(text: string): boolean {
  return !isKnown(text.slice(text.lastIndexOf('/') + 1));
}

function arnOf(resource: Resource): string {
  return textOf(attributeOf(resource.logicalId, 'Arn', resource.stack).value) ?? '';
}

function nameOf(resource: Resource): string {
  return textOf(refOf(resource.logicalId, resource.stack).value) ?? '';
}

function preferred(roles: readonly Resource[], stack: StackTemplate): readonly Resource[] {
  const here = roles.filter((role) => role.stack === stack);
  return here.length > 0 ? here : roles;
}

/**
 * A managed policy may be attached from both sides, and named several times. Policies of one name are not one for that:
 * conditions may decide which of them is made.
 */
function unique(policies: readonly PolicyAccess[]): PolicyAccess[] {
  const known = new Set<string>();
  return policies.filter(({ kind, name, source, statements }) => {
    const isOnlyNamed = kind === 'CUSTOMER_MANAGED' && source.resourceType === 'AWS::IAM::Role';
    const place = isOnlyNamed ? [] : [source.stack, source.logicalId, source.property];
    const key = JSON.stringify([name, statements !== undefined, ...place]);
    return !known.has(key) && known.add(key);
  });
}
