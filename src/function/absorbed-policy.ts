// Not exported: what becomes of an `iam.Policy` whose statements an execution role keeps itself.
import { Lazy } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Dependable, IDependable } from 'constructs';

/**
 * Takes a role off the resource of a policy that is attached to it. Users, groups and other roles keep the policy.
 *
 * @param policy the policy, attached to the role already
 * @param role the role that keeps the statements itself
 * @param ready what holds the statements there: whoever waits for the policy waits for it too
 */
export function absorb(policy: iam.Policy, role: iam.IRole, ready: IDependable): void {
  const resource = resourceOf(policy);
  if (resource) {
    const attached = resource.roles;
    resource.roles = Lazy.uncachedList({
      produce: () => {
        const own = JSON.stringify(policy.stack.resolve(role.roleName));
        return (policy.stack.resolve(attached) as string[] | undefined ?? []).filter((name) => JSON.stringify(name) !== own);
      },
    }, { omitEmpty: true });
  }
  const before = Dependable.of(policy);
  Dependable.implement(policy, {
    get dependencyRoots() { return [...before.dependencyRoots, ...Dependable.of(ready).dependencyRoots]; },
  });
}

/** Removes the resource of an absorbed policy that nobody else has: a policy without anybody is none that IAM accepts. */
export function removeUnattached(policy: iam.Policy): void {
  const resource = resourceOf(policy);
  const holders = policy.stack.resolve([resource?.roles, resource?.users, resource?.groups]) as (string[] | undefined)[];
  if (resource && holders.every((names) => !names?.length)) { policy.node.tryRemoveChild(resource.node.id); }
}

function resourceOf(policy: iam.Policy): iam.CfnPolicy | undefined {
  return policy.node.defaultChild as iam.CfnPolicy | undefined;
}
