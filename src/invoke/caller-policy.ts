// Not exported: the caller's half of a permission, for the owner of the caller.
import { CfnOutput, Lazy, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';

/**
 * Makes an output of the stack that holds a policy document.
 *
 * @param who whose policy has to hold it: `the caller of the function`
 * @param statements asked for when the template is written
 */
export function outputCallerPolicy(home: Construct, who: string, statements: () => iam.PolicyStatement[]): void {
  new CfnOutput(home, 'CallerPolicy', {
    description: `What ${who} needs in a policy of its own`,
    value: Stack.of(home).toJsonString(Lazy.any({ produce: () => new iam.PolicyDocument({ statements: statements() }) })),
  });
}
