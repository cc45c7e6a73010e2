import { CfnResource, Stage } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { collectReferences } from './collect-references';
import { UnfinishedTemplates } from './unfinished-templates';
import { InvokeTarget } from '../model/function-access';
import { LocatedStatement } from '../model/statement';

/** The policy of a function, version or alias in an app that is not synthesized yet. */
export interface TargetPolicy {
  /** The `AWS::Lambda::Function`. */
  readonly handler: CfnResource;
  /** The function, version or alias. */
  readonly resource: CfnResource;
  readonly target: InvokeTarget;
  /** The resource that makes a statement. */
  readonly resourceOf: (statement: LocatedStatement) => CfnResource;
}

/** However long they are, fewer statements do not fill a policy. */
const FEW = 10;

/**
 * The policies in a stage of an app that may be nearly full.
 *
 * It takes one walk over the stage, and reads no more than the functions that have many statements.
 */
export function largePolicies(stage: IConstruct): TargetPolicy[] {
  const templates = new UnfinishedTemplates();
  for (const resources of policyResources(stage)) {
    if (resources.length > FEW || resources.some(isDocument)) { resources.forEach((resource) => templates.add(resource)); }
  }
  return templates.read().flatMap(({ stack, logicalId, targets }) => {
    const handler = templates.at(stack, logicalId) as CfnResource | undefined;
    if (!handler) { return []; } // made by none of the templates, or under a condition that does not hold
    return targets.map((target) => ({
      handler,
      resource: templates.at(target.stack, target.logicalId) as CfnResource,
      target,
      resourceOf: ({ source }: LocatedStatement) => templates.at(source.stack, source.logicalId) as CfnResource,
    }));
  });
}

/** Everything that writes into the policies of a function, its versions and its aliases, for each function. */
function policyResources(stage: IConstruct): CfnResource[][] {
  const found = new Map<CfnResource, CfnResource[]>();
  for (const resource of resourcesOf(stage)) {
    if (resource.cfnResourceType !== 'AWS::Lambda::Permission' && !isDocument(resource)) { continue; }
    const handler = functionOf(resource);
    const others = handler && found.get(handler);
    if (others) { others.push(resource); } else if (handler) { found.set(handler, [resource]); }
  }
  return [...found.values()];
}

/** The resources of a stage, without those of stages in it. */
export function resourcesOf(stage: IConstruct): CfnResource[] {
  const below = stage.node.children.filter((child) => !Stage.isStage(child)).flatMap(resourcesOf);
  return CfnResource.isCfnResource(stage) ? [stage, ...below] : below;
}

function isDocument({ cfnResourceType }: CfnResource): boolean {
  return cfnResourceType === 'AWS::Lambda::ResourcePolicy';
}

/** The function that a permission, policy document, version or alias is for, if it is one of the app. */
function functionOf(resource: CfnResource): CfnResource | undefined {
  const { cfnProperties } = resource as unknown as { readonly cfnProperties: { readonly [name: string]: unknown } };
  const { functionName, FunctionName, ResourceArn } = cfnProperties;
  const [named] = collectReferences(functionName ?? FunctionName ?? ResourceArn, resource).targets;
  if (!named || !CfnResource.isCfnResource(named)) { return undefined; }
  switch (named.cfnResourceType) {
    case 'AWS::Lambda::Function': return named;
    case 'AWS::Lambda::Version': case 'AWS::Lambda::Alias': return functionOf(named);
    default: return undefined;
  }
}
