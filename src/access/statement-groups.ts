// Not exported: how single grants become statements.
import { Lazy } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Conditions } from './conditions';

/** One action on its resources. */
export interface Grant {
  /** With prefix: `dynamodb:PutItem`. */
  readonly action: string;
  readonly resources: readonly string[];
  readonly conditions: Conditions;
}

/** One statement for all the actions that share resources and conditions: only then does a common statement widen nothing. */
export function statementsFor(grants: readonly Grant[], effect = iam.Effect.ALLOW): iam.PolicyStatement[] {
  const groups = new Map<string, Grant[]>();
  for (const grant of grants) {
    const group = JSON.stringify([grant.resources, grant.conditions]);
    groups.set(group, [...groups.get(group) ?? [], grant]);
  }
  return [...groups.values()].map((group) => new iam.PolicyStatement({
    effect,
    actions: group.map(({ action }) => CDK_ACTION.test(action) ? action : Lazy.string({ produce: () => action })),
    resources: [...group[0].resources],
    conditions: group[0].conditions,
  }));
}

/** CDK refuses the few names that hold a hyphen, such as `vpc-lattice:AssociateViaAWSService-EventsAndStates`, unless they come later. */
const CDK_ACTION = /^[a-zA-Z0-9-]+:[a-zA-Z0-9]+$/;
