import { CfnResource, Stage } from 'aws-cdk-lib';
import { Dependable } from 'constructs';
import { resourcesOf } from './target-policies';

/**
 * Takes resources out of the app; whoever waited for one of them waits for what stands in its place.
 *
 * @param replaced what takes the place of each, in the same stack
 */
export function replaceResources(replaced: ReadonlyMap<CfnResource, CfnResource>): void {
  const [first] = replaced.keys();
  if (!first) { return; }
  const stage = Stage.of(first) ?? first.node.root;
  for (const [resource, instead] of replaced) {
    // A dependency on a construct is followed when the app is synthesized.
    Dependable.implement(resource, { dependencyRoots: [instead] });
    resource.node.scope?.node.tryRemoveChild(resource.node.id);
  }
  for (const resource of resourcesOf(stage)) {
    for (const dependency of resource.obtainDependencies()) {
      const instead = replaced.get(dependency as CfnResource);
      if (instead) { resource.replaceDependency(dependency as CfnResource, instead); }
    }
  }
}
