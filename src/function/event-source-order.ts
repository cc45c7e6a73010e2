// Not exported: an order among resources that a user never has to write.
import { CfnResource, Stack } from 'aws-cdk-lib';
import { References } from '../cloudformation/references';

/**
 * Makes the event source mappings of a role's functions wait for a policy that the functions themselves do not wait for.
 *
 * Lambda checks the role's permissions when it creates a mapping. A mapping that the policy itself names is left alone.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventsourcemapping.html
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

function mappingsIn(stack: Stack): CfnResource[] {
  return stack.node.findAll().filter((node): node is CfnResource =>
    CfnResource.isCfnResource(node) && node.cfnResourceType === 'AWS::Lambda::EventSourceMapping' && node.stack === stack);
}
