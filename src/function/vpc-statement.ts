// Not exported: every secure function in a VPC brings it.
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';

/** What Lambda does with a function's role to connect the function to its VPC. */
export const VPC_ACTIONS = [
  'ec2:AssignPrivateIpAddresses',
  'ec2:CreateNetworkInterface',
  'ec2:DeleteNetworkInterface',
  'ec2:DescribeNetworkInterfaces',
  'ec2:DescribeSubnets',
  'ec2:UnassignPrivateIpAddresses',
];

/**
 * What a function in a VPC needs to exist. Lambda checks it on creation, before there is any network interface, so that
 * anything narrower than all resources makes the creation fail.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html
 */
export function vpcStatement(): iam.PolicyStatement {
  return new iam.PolicyStatement({ actions: VPC_ACTIONS, resources: ['*'] });
}

/**
 * Keeps the function's code from what Lambda itself has to be allowed on all network interfaces. Only calls that the code
 * makes carry the function's ARN.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html#configuration-vpc-best-practice
 */
export function vpcDenyStatement(handler: lambda.IFunction): iam.PolicyStatement {
  return new iam.PolicyStatement({
    effect: iam.Effect.DENY,
    actions: [...VPC_ACTIONS, 'ec2:DetachNetworkInterface'].sort(),
    resources: ['*'],
    conditions: { ArnEquals: { 'lambda:SourceFunctionArn': handler.functionArn } },
  });
}
