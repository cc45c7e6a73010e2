// Not exported: how a function is named by what must be there before it is.
import { ArnFormat, Stack } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';

/** The ARN of a function that has or will have this name, in the account and region of a construct. It refers to nothing. */
export function namedFunctionArn(scope: IConstruct, functionName: string): string {
  return Stack.of(scope).formatArn({ service: 'lambda', resource: 'function', resourceName: functionName, arnFormat: ArnFormat.COLON_RESOURCE_NAME });
}
