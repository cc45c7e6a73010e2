import { CfnResource, Stack } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { collectReferences } from './collect-references';

/** One memory for each app while Aspects change it, and one for when it is complete: many roles ask about the same resources. */
const growing = new WeakMap<IConstruct, References>();
const complete = new WeakMap<IConstruct, References>();

/** What the template of a resource names: by tokens, and by logical ids. */
interface Named {
  readonly resources: readonly CfnResource[];
  readonly logicalIds: readonly string[];
}

/** What the resources of an app refer to. Remembers what it found until it is told to forget. */
export class References {
  /** What is known of an app that still changes. */
  public static of(scope: IConstruct): References {
    return remembered(growing, scope);
  }

  /** What is known of an app that is about to be written. */
  public static final(scope: IConstruct): References {
    return remembered(complete, scope);
  }

  private readonly found = new Map<CfnResource, Named>();
  private readonly nested = new Map<Stack, CfnResource[]>();
  private readonly ids = new Map<Stack, Map<string, CfnResource>>();

  /**
   * Whether a value can only be deployed after a resource: because it names it, or names something that needs it.
   *
   * Follows `Ref`, `Fn::GetAtt`, `Fn::Sub` and `DependsOn` through the resources of the app, each resource once.
   */
  public needs(value: unknown, scope: IConstruct, resource: CfnResource): boolean {
    const around = resource.node.scopes;
    const seen = new Set<CfnResource | Stack>();
    const queue = this.referencedBy(value, scope);
    for (let next = queue.pop(); next; next = queue.pop()) {
      if (next === resource) { return true; }
      if (seen.has(next)) { continue; }
      seen.add(next);
      queue.push(...this.neighbours(next));
      const nested = outermostNestedStack(next, around);
      if (nested && !seen.has(nested)) {
        seen.add(nested);
        queue.push(...this.resourcesInNested(nested));
      }
    }
    return false;
  }

  /** Forgets what a resource refers to, because it has changed. */
  public forget(resource: CfnResource): void {
    this.found.delete(resource);
  }

  /** Takes in a resource that was not there before. */
  public takeIn(resource: CfnResource): void {
    resource.node.scopes.filter(Stack.isStack).forEach((stack) => this.nested.delete(stack));
    this.ids.get(resource.stack)?.set(logicalIdOf(resource), resource);
  }

  /** Whoever waits from outside for one resource of a nested stack waits for all of them. */
  private resourcesInNested(stack: Stack): CfnResource[] {
    const known = this.nested.get(stack) ?? resourcesIn(stack);
    this.nested.set(stack, known);
    return known;
  }

  /** What must exist before this resource does. What it was told to wait for may grow, so that only its template is remembered. */
  private neighbours(resource: CfnResource): CfnResource[] {
    return [...this.existing(this.rendered(resource), resource), ...dependenciesOf(resource)];
  }

  private rendered(resource: CfnResource): Named {
    const known = this.found.get(resource);
    if (known) { return known; }
    const { Resources = {} } = (resource as unknown as { _toCloudFormation(): { Resources?: object } })._toCloudFormation();
    const found = namedIn(Object.values(Resources), resource);
    this.found.set(resource, found);
    return found;
  }

  /** The resources that a value refers to, by a token or by their logical id. */
  private referencedBy(value: unknown, scope: IConstruct): CfnResource[] {
    return this.existing(namedIn(value, scope), scope);
  }

  private existing({ resources, logicalIds }: Named, scope: IConstruct): CfnResource[] {
    const byId = logicalIds.map((id) => this.resourcesOf(Stack.of(scope)).get(id));
    return [...resources, ...byId.filter((resource) => resource !== undefined)];
  }

  private resourcesOf(stack: Stack): Map<string, CfnResource> {
    const known = this.ids.get(stack);
    if (known) { return known; }
    const resources = resourcesIn(stack).filter((resource) => resource.stack === stack);
    const byId = new Map(resources.map((resource) => [logicalIdOf(resource), resource]));
    this.ids.set(stack, byId);
    return byId;
  }
}

function remembered(memories: WeakMap<IConstruct, References>, scope: IConstruct): References {
  const known = memories.get(scope.node.root) ?? new References();
  memories.set(scope.node.root, known);
  return known;
}

function namedIn(value: unknown, scope: IConstruct): Named {
  const { targets, logicalIds } = collectReferences(value, scope);
  return { resources: targets.filter((target): target is CfnResource => CfnResource.isCfnResource(target)), logicalIds };
}

/** What was declared with `addDependency`, on the resource itself or on any construct around it. */
function dependenciesOf(resource: CfnResource): CfnResource[] {
  const declared = resource.node.scopes.flatMap((scope) => scope.node.dependencies).flatMap(resourcesIn);
  const explicit = resource.obtainDependencies().filter((node): node is CfnResource => CfnResource.isCfnResource(node));
  return [...declared, ...explicit];
}

function logicalIdOf(resource: CfnResource): string {
  return resource.stack.resolve(resource.logicalId) as string;
}

/** The nested stack that has to be entered to reach a resource: for its parent, it is one resource. */
function outermostNestedStack(resource: CfnResource, around: readonly IConstruct[]): Stack | undefined {
  if (!resource.stack.nested) { return undefined; }
  const stacks = resource.node.scopes.filter((scope): scope is Stack => Stack.isStack(scope) && scope.nested);
  return stacks.find((stack) => !around.includes(stack));
}

function resourcesIn(root: IConstruct): CfnResource[] {
  return root.node.findAll().filter((node): node is CfnResource => CfnResource.isCfnResource(node));
}
