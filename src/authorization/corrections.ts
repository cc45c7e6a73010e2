/**
 * Resource types that an action takes although the reference lists none.
 *
 * AWS's own SAM templates scope task answers to the state machine.
 *
 * @see https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/serverless-policy-template-list.html
 */
const ALSO_TAKES: { readonly [action: string]: string[] } = {
  'states:SendTaskSuccess': ['statemachine'],
  'states:SendTaskFailure': ['statemachine'],
  'states:SendTaskHeartbeat': ['statemachine'],
};

/** Actions that are called without a resource as a rule; the resource type that the reference lists is for a special case. */
const WITHOUT_RESOURCE = new Set([
  'cloudwatch:PutMetricData', 'cloudwatch:GetMetricData', 'cloudwatch:ListMetrics', 'sts:GetFederationToken', 'cloudformation:DescribeStacks',
]);

/** Resource types beyond those of the reference. */
export function alsoTakes(prefix: string, action: string): string[] {
  return ALSO_TAKES[`${prefix}:${action}`] ?? [];
}

/** Whether `*` is the only resource that the action has in most calls. */
export function worksWithoutResource(prefix: string, action: string): boolean {
  return WITHOUT_RESOURCE.has(`${prefix}:${action}`);
}
