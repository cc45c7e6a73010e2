// Not exported: part of the template reader.
import { alternatives } from './read-alternatives';
import { Gaps } from './read-gaps';
import { append } from './read-index';
import { textOf } from './read-intrinsics';
import { isKnown, mayEqual, splitAround } from './read-placeholder';
import { PolicyReader, eachOnce } from './read-policies';
import { PoliciesElsewhere } from './read-policies-elsewhere';
import { attributeOf } from './read-references';
import { roleName } from './read-role-names';
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

/** The roles of all templates, found by name or ARN. */
export class RoleCatalog {
  /** What is for roles that are not among them. */
  public readonly elsewhere = new PoliciesElsewhere();
  private readonly byArn = new Map<string, Resource[]>();
  private readonly byName = new Map<string, Resource[]>();
  private readonly attached = new Map<Resource, PolicyAccess[]>();
  private readonly gaps = new Map<Resource, Gaps>();
  private readonly readings = new Map<Resource, RoleReading>();

  constructor(private readonly policies: PolicyReader) {}

  public add(resource: Resource): void {
    append(this.byArn, arnOf(resource), resource);
    append(this.byName, roleName(resource), resource);
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

  /** Reads a role once, when all policies are attached. */
  public read(resource: Resource): RoleReading {
    const known = this.readings.get(resource);
    if (known) { return known; }
    const gaps = this.gapsOf(resource);
    whetherPresent(resource, gaps);
    this.elsewhere.tell(resource, gaps);
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
        policies: eachOnce([...inRole, ...this.attached.get(resource) ?? []]),
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

function preferred(roles: readonly Resource[], stack: StackTemplate): readonly Resource[] {
  const here = roles.filter((role) => role.stack === stack);
  return here.length > 0 ? here : roles;
}
