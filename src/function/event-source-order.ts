// Not exported: an order among resources that a user never has to write.
import { CfnResource, Stack } from 'aws-cdk-lib';
import { References } from '../cloudformation/references';

/** What Lambda creates only if the role may use what it names: the source that is polled, or the destination of results. */
const CHECKED = ['AWS::Lambda::EventSourceMapping', 'AWS::Lambda::EventInvokeConfig'];

/**
 * Makes the event source mappings and destinations of a role's functions wait for a policy that the functions themselves
 * do not wait for.
 *
 * Lambda checks the role's permissions when it creates one. Those that the policy itself names are left alone.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventsourcemapping.html
 * @see https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html
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
    CfnResource.isCfnResource(node) && CHECKED.includes(node.cfnResourceType) && node.stack === stack);
}
