import { CfnResource, Stack } from 'aws-cdk-lib';
import { Dependable, IConstruct } from 'constructs';
import { collectReferences } from './collect-references';

/** What the resources of an app refer to. Remembers what it found: ask again only while the app stays the same. */
export class References {
  private readonly found = new Map<CfnResource, CfnResource[]>();
  private readonly ids = new Map<Stack, Map<string, CfnResource>>();

  /**
   * Whether a value can only be deployed after a resource: because it names it, or names something that needs it.
   *
   * Follows `Ref`, `Fn::GetAtt`, `Fn::Sub` and `DependsOn` through the resources of the app, each resource once.
   */
  public needs(value: unknown, scope: IConstruct, resource: CfnResource): boolean {
    const seen = new Set<CfnResource>();
    const queue = this.referencedBy(value, scope);
    for (let next = queue.pop(); next; next = queue.pop()) {
      if (next === resource) { return true; }
      if (!seen.has(next)) {
        seen.add(next);
        queue.push(...this.neighbours(next), ...nestedWith(next, resource));
      }
    }
    return false;
  }

  /** What must exist before this resource does. */
  private neighbours(resource: CfnResource): CfnResource[] {
    const known = this.found.get(resource);
    if (known) { return known; }
    const rendered = (resource as unknown as { _toCloudFormation(): { Resources?: object } })._toCloudFormation();
    const neighbours = [...this.referencedBy(Object.values(rendered.Resources ?? {}), resource), ...dependenciesOf(resource)];
    this.found.set(resource, neighbours);
    return neighbours;
  }

  /** The resources that a value refers to, by a token or by their logical id. */
  private referencedBy(value: unknown, scope: IConstruct): CfnResource[] {
    const { targets, logicalIds } = collectReferences(value, scope);
    const named = logicalIds.map((id) => this.resourcesOf(Stack.of(scope)).get(id));
    return [...targets, ...named].filter((target): target is CfnResource => CfnResource.isCfnResource(target));
  }

  private resourcesOf(stack: Stack): Map<string, CfnResource> {
    const known = this.ids.get(stack);
    if (known) { return known; }
    const resources = resourcesIn(stack).filter((resource) => resource.stack === stack);
    const byId = new Map(resources.map((resource) => [stack.resolve(resource.logicalId) as string, resource]));
    this.ids.set(stack, byId);
    return byId;
  }
}

/** What was declared with `addDependency`, on the resource itself or on any construct around it. */
function dependenciesOf(resource: CfnResource): CfnResource[] {
  const dependables = resource.node.scopes.flatMap((scope) => scope.node.dependencies);
  const declared = dependables.flatMap((dependable) => Dependable.of(dependable).dependencyRoots).flatMap(resourcesIn);
  const explicit = resource.obtainDependencies().filter((node): node is CfnResource => CfnResource.isCfnResource(node));
  return [...declared, ...explicit];
}

/** A nested stack is one resource of its parent: whoever waits from outside for one resource in it waits for all of them. */
function nestedWith(resource: CfnResource, goal: CfnResource): CfnResource[] {
  const stacks = resource.node.scopes.filter((scope): scope is Stack => Stack.isStack(scope) && scope.nested);
  const entered = stacks.find((stack) => !goal.node.scopes.includes(stack));
  return entered ? resourcesIn(entered) : [];
}

function resourcesIn(root: IConstruct): CfnResource[] {
  return root.node.findAll().filter((node): node is CfnResource => CfnResource.isCfnResource(node));
}
