// Not exported: every secure function with a durable configuration brings it.
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { ExplainedStatement } from './explained-statement';

/**
 * What Lambda does with a function's role to save and read the progress of its durable executions. They belong to a
 * version, so that the ARN of the function alone, or of an alias, never matches.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/durable-security.html
 */
export function durableStatement(handler: lambda.IFunction): iam.PolicyStatement {
  return new ExplainedStatement({
    actions: ['lambda:CheckpointDurableExecution', 'lambda:GetDurableExecutionState'],
    resources: [`${handler.functionArn}:*`],
  }, 'Durable executions belong to a version of this one function, and their ids are made when they start: '
    + 'https://docs.aws.amazon.com/lambda/latest/dg/durable-security.html');
}
