// Not exported: `grantDeploy` of every secure function class.
import { ArnFormat, Stack, Token } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { durableKeyArnOf, FUNCTION_CONTEXT } from './durable-encryption';
import { namedFunctionArn } from './named-function-arn';
import { viaService } from '../cloudformation/via-service';
import { failure } from '../model/failure';

/** What the handler of CloudFormation calls to create and update a function, and a pipeline to publish it. Nothing that lets somebody in, and nothing that deletes. */
const WRITES = [
  'CreateAlias', 'CreateFunction', 'DeleteFunctionConcurrency', 'PublishVersion', 'PutFunctionConcurrency', 'PutFunctionRecursionConfig', 'PutRuntimeManagementConfig',
  'TagResource', 'UntagResource', 'UpdateAlias', 'UpdateFunctionCode', 'UpdateFunctionConfiguration',
];

/** What is asked of the function, and of its versions and aliases: whether they are ready. */
const READS = [
  'GetAlias', 'GetFunction', 'GetFunctionCodeSigningConfig', 'GetFunctionConfiguration', 'GetFunctionRecursionConfig', 'GetFunctionScalingConfig', 'GetRuntimeManagementConfig',
  'ListTags', 'ListVersionsByFunction',
];

/** What Lambda verifies with the deployer's permissions. None of these takes a resource. */
const VPC = ['DescribeSecurityGroups', 'DescribeSubnets', 'DescribeVpcs', 'GetSecurityGroupsForVpc'];

/**
 * Lets somebody create and update one function, and give it its own role and no other.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/permissions-user-function.html
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html
 * @see https://docs.aws.amazon.com/lambda/latest/dg/durable-encryption.html
 */
export function grantDeploy(target: lambda.Function, grantee: iam.IGrantable): iam.Grant {
  refuseItself(target, grantee);
  const cfn = target.node.defaultChild as lambda.CfnFunction;
  const arn = arnOf(target, cfn);
  const grant = (actions: string[], resourceArns: string[], conditions?: iam.Conditions) =>
    iam.Grant.addToPrincipal({ grantee, actions, resourceArns, conditions: conditions as { [operator: string]: { [key: string]: unknown } } });
  const grants = [
    grant(prefixed('lambda', WRITES), [arn]),
    grant(prefixed('lambda', READS), [arn, `${arn}:*`]),
    grant(['iam:PassRole'], [roleArnOf(target)], { StringEquals: { 'iam:PassedToService': 'lambda.amazonaws.com' } }),
  ];
  if (target.isBoundToVpc) { grants.push(grant(prefixed('ec2', VPC), ['*'])); }
  const via = { 'kms:ViaService': viaService('lambda', Stack.of(target).region) };
  if (cfn.kmsKeyArn !== undefined) {
    grants.push(grant(['kms:CreateGrant', 'kms:Decrypt', 'kms:Encrypt'], [cfn.kmsKeyArn], { StringEquals: via }));
  }
  const durableKeyArn = durableKeyArnOf(cfn);
  if (durableKeyArn !== undefined) {
    // Lambda looks at the key, and tries it for this function, with what the deployer may do.
    grants.push(
      grant(['kms:DescribeKey'], [durableKeyArn], { StringEquals: via }),
      grant(['kms:Decrypt', 'kms:GenerateDataKey'], [durableKeyArn], { StringEquals: { ...via, [FUNCTION_CONTEXT]: arn } }),
    );
  }
  return grants.reduce((all, next) => all.combine(next));
}

function prefixed(service: string, actions: string[]): string[] {
  return actions.map((action) => `${service}:${action}`);
}

/** Of a function with a name, what its ARN will be: whoever is to create the function needs the permission before there is one. */
function arnOf(target: lambda.Function, { functionName }: lambda.CfnFunction): string {
  if (functionName === undefined || Token.isUnresolved(functionName)) { return target.functionArn; }
  return namedFunctionArn(target, functionName);
}

/** Of a role with a name, the same. */
function roleArnOf(target: lambda.Function): string {
  const { roleArn, node } = target.role!;
  const { roleName, path } = node.defaultChild instanceof iam.CfnRole ? node.defaultChild : {};
  if (roleName === undefined || Token.isUnresolved(roleName) || Token.isUnresolved(path)) { return roleArn; }
  return Stack.of(target).formatArn({ service: 'iam', region: '', resource: `role${path ?? '/'}${roleName}`, arnFormat: ArnFormat.NO_RESOURCE_NAME });
}

function refuseItself(target: lambda.Function, grantee: iam.IGrantable): void {
  if (grantee.grantPrincipal === target.grantPrincipal || grantee === target.role) {
    throw failure("'grantee' must be who deploys the function, got the function's own role, whose code could then replace itself; pass the role of the pipeline", target);
  }
}
