// Not exported: part of the template reader.
import { Place } from './read-alternatives';
import { Gaps } from './read-gaps';
import { append, order } from './read-index';
import { mayEqual, splitAround } from './read-placeholder';
import { eachOnce } from './read-policies';
import { LIMITS } from './read-reading';
import { mayBeNamed, openNames } from './read-role-names';
import { Resource } from './read-stack';
import { Gap, PolicyAccess } from '../model/function-access';

const POSSIBLE = 'a name that this role may turn out to have';

interface ForName {
  readonly name: string;
  readonly resource: Resource;
  /** Where the resource names the role. */
  readonly property: string;
  readonly policy: PolicyAccess;
  readonly gaps: Gaps;
}

/** Policies for a role by a name that no role of the templates has for sure. */
export class PoliciesElsewhere {
  private readonly byName = new Map<string, ForName[]>();
  private sorted?: readonly ForName[];

  /** Attaches a policy to a role that no template makes: it is in the account of the policy's stack. */
  public attach(name: string, { property }: Place, resource: Resource, policy: PolicyAccess, gaps: Gaps): void {
    append(this.byName, name, { name, resource, property, policy, gaps });
    this.sorted = undefined;
  }

  /** What the templates give to a role that none of them makes. */
  public ofRole(arn: string): { readonly policies: readonly PolicyAccess[]; readonly gaps: readonly Gap[] } {
    const [, , , , account = '', role = ''] = splitAround(arn, ':');
    const found = (this.byName.get(role.slice(role.lastIndexOf('/') + 1)) ?? []).filter(({ resource }) => isIn(resource, account));
    return { policies: eachOnce(found.map(({ policy }) => policy)), gaps: found.flatMap(({ gaps }) => gaps.list) };
  }

  /** Tells a role of the policies that are for it if its name turns out to be the one they name. */
  public tell(role: Resource, gaps: Gaps): void {
    const names = openNames(role);
    if (names.length === 0) { return; }
    this.sorted ??= [...this.byName.values()].flat().sort((a, b) => order(keyOf(a), keyOf(b)));
    const found = this.sorted.filter(({ name, resource }) => mayBeNamed(names, name) && isIn(resource, role.stack.environment.account));
    for (const { name, resource, property } of found.slice(0, LIMITS.namesakes)) {
      gaps.add(resource, property, `the policy is for role ${name}, ${POSSIBLE}`);
    }
    const more = found.length - LIMITS.namesakes;
    if (more > 0) { gaps.add(role, 'Properties.RoleName', `${more} more policies are for ${POSSIBLE}`); }
  }
}

function isIn(policy: Resource, account: string): boolean {
  return mayEqual(policy.stack.environment.account, account);
}

function keyOf({ resource, property }: ForName): string {
  return JSON.stringify([resource.stack.name, resource.logicalId, property]);
}
