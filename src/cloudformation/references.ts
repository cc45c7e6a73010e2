import { CfnResource, DefaultTokenResolver, IPostProcessor, IResolvable, IResolveContext, Reference, Stack, StringConcat, Tokenization } from 'aws-cdk-lib';
import { Dependable, IConstruct } from 'constructs';

/**
 * Whether a value can only be deployed after a resource: because it names it, or names something that needs it.
 *
 * Follows `Ref`, `Fn::GetAtt` and `DependsOn` through the resources of the app, breadth first, each resource once.
 */
export function needs(value: unknown, scope: IConstruct, resource: CfnResource): boolean {
  const seen = new Set<CfnResource>();
  const queue = referencedBy(value, scope);
  for (let next = queue.pop(); next; next = queue.pop()) {
    if (next === resource) { return true; }
    if (!seen.has(next)) {
      seen.add(next);
      queue.push(...neighbours(next, resource));
    }
  }
  return false;
}

/** What must exist before this resource does. */
function neighbours(resource: CfnResource, goal: CfnResource): CfnResource[] {
  const rendered = (resource as unknown as { _toCloudFormation(): unknown })._toCloudFormation();
  return [...referencedBy(rendered, resource), ...dependenciesOf(resource), ...withNestedStack(resource, goal)];
}

/** The resources that a value with tokens in it refers to. */
function referencedBy(value: unknown, scope: IConstruct): CfnResource[] {
  const collector = new ReferenceCollector();
  Tokenization.resolve(value, { scope, resolver: collector, preparing: false });
  return [...collector.targets].filter((target): target is CfnResource => CfnResource.isCfnResource(target));
}

/** What was declared with `addDependency`, on the resource itself or on any construct around it. */
function dependenciesOf(resource: CfnResource): CfnResource[] {
  const dependables = resource.node.scopes.flatMap((scope) => scope.node.dependencies);
  const roots = dependables.flatMap((dependable) => Dependable.of(dependable).dependencyRoots);
  const declared = roots.flatMap(resourcesIn);
  const explicit = resource.obtainDependencies().filter((node): node is CfnResource => CfnResource.isCfnResource(node));
  return [...declared, ...explicit];
}

/** A nested stack is one resource of its parent: whoever waits for one resource inside it waits for all of them. */
function withNestedStack(resource: CfnResource, goal: CfnResource): CfnResource[] {
  const stack = Stack.of(resource);
  if (!stack.nested || stack === Stack.of(goal)) { return []; }
  return resourcesIn(stack);
}

function resourcesIn(root: IConstruct): CfnResource[] {
  return root.node.findAll().filter((node): node is CfnResource => CfnResource.isCfnResource(node));
}

class ReferenceCollector extends DefaultTokenResolver {
  public readonly targets = new Set<IConstruct>();

  public constructor() { super(new StringConcat()); }

  public override resolveToken(token: IResolvable, context: IResolveContext, postProcessor: IPostProcessor): unknown {
    if (Reference.isReference(token)) { this.targets.add(token.target); }
    return super.resolveToken(token, context, postProcessor);
  }
}
