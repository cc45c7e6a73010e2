// Not exported: a function that can only be made after what waits for it.
import { CfnResource } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { References } from '../cloudformation/references';
import { failure } from '../model/failure';

/**
 * Refuses a function that needs a resource which itself waits for the function, and which CloudFormation would refuse only when it
 * is deployed. Checked when the app is complete, because a reference may come later.
 *
 * @param resource what waits for the function, or names it
 * @param target the function
 * @param message what is wrong, and what to do
 */
export function refuseCycle(resource: CfnResource, target: lambda.IFunction, message: string): void {
  resource.node.addValidation({
    validate: () => References.final(resource).needs(target.functionArn, resource, resource) ? [failure(message, resource).message] : [],
  });
}

/** The message for a source that has a name, by which the function can name it without waiting for it. */
export function namedCycle(kind: string, target: lambda.IFunction, advice: string): string {
  return `'target' must not need the ${kind} that calls it, as ${target.node.path} does by a reference: each would wait for the other; ${advice}`;
}
