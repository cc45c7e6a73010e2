// Not exported: an order among resources that a user never has to write.
import { CfnResource, Stack } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { References } from '../cloudformation/references';

/** What Lambda creates only if the role may use what it names: the source that is polled, or the destination of results. */
const CHECKED = ['AWS::Lambda::EventSourceMapping', 'AWS::Lambda::EventInvokeConfig'];

/** What has the code run while it is deployed or taken away: a custom resource, and a schedule, which rotates the secret at once. */
const RUNNING = /^(AWS::CloudFormation::CustomResource|Custom::.+|AWS::SecretsManager::RotationSchedule)$/;

/**
 * Makes the event source mappings and destinations of a role's functions, and what runs their code during a deployment, wait for a
 * policy that the functions themselves do not wait for.
 *
 * Lambda checks the role's permissions when it creates a mapping or a destination, and code that runs needs them. What the policy
 * itself names is left alone.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventsourcemapping.html
 * @see https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-custom-resources-lambda.html
 */
export function letMappingsWaitFor(policy: CfnResource, role: CfnResource): void {
  for (const mapping of mappingsIn(Stack.of(role))) {
    const references = References.of(role);
    if (references.needs(mapping.ref, mapping, role) && !references.needs(policy.ref, policy, mapping)) {
      mapping.node.addDependency(policy);
      references.forget(mapping);
    }
  }
}

/** Those of a stack, and of the stacks that are nested in it. */
function mappingsIn(stack: Stack): CfnResource[] {
  const resources = stack.node.findAll().filter((node): node is CfnResource =>
    CfnResource.isCfnResource(node) && (node.stack === stack || node.stack.nestedStackParent === stack));
  const snapshots = resources.some((resource) => (resource as Partial<lambda.CfnFunction>).snapStart !== undefined);
  return resources.filter((resource) =>
    CHECKED.includes(resource.cfnResourceType) || RUNNING.test(resource.cfnResourceType) || startsCode(resource, snapshots));
}

/** Whether the code starts when a version or alias is made: to take a snapshot, or to be ready for calls. */
function startsCode(resource: CfnResource, snapshots: boolean): boolean {
  const isVersion = resource.cfnResourceType === 'AWS::Lambda::Version';
  const isReady = (resource as Partial<lambda.CfnAlias>).provisionedConcurrencyConfig !== undefined;
  return (isVersion && (snapshots || isReady)) || (resource.cfnResourceType === 'AWS::Lambda::Alias' && isReady);
}
