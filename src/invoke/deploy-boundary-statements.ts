// Not exported: what developers who deploy functions may at most do.
import { ArnFormat, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { IConstruct } from 'constructs';

/** What the statements are about. */
interface Deployed {
  readonly functionNamePrefix: string;
  readonly rolePath: string;
  readonly roleBoundaryArn: string;
  readonly ownArn: string;
}

/** On a function, its versions and aliases: everything but what lets somebody in. */
const FUNCTION_ACTIONS = [
  'CreateAlias', 'CreateFunction', 'DeleteAlias', 'DeleteFunction', 'DeleteFunctionConcurrency', 'DeleteFunctionEventInvokeConfig', 'DeleteFunctionUrlConfig',
  'DeleteProvisionedConcurrencyConfig', 'GetAlias', 'GetFunction', 'GetFunctionCodeSigningConfig', 'GetFunctionConcurrency', 'GetFunctionConfiguration',
  'GetFunctionEventInvokeConfig', 'GetFunctionRecursionConfig', 'GetFunctionScalingConfig', 'GetFunctionUrlConfig', 'GetPolicy', 'GetProvisionedConcurrencyConfig',
  'GetRuntimeManagementConfig', 'InvokeFunction', 'ListAliases', 'ListTags', 'ListVersionsByFunction', 'PublishVersion', 'PutFunctionConcurrency',
  'PutFunctionEventInvokeConfig', 'PutFunctionRecursionConfig', 'PutProvisionedConcurrencyConfig', 'PutRuntimeManagementConfig', 'TagResource', 'UntagResource',
  'UpdateAlias', 'UpdateFunctionCode', 'UpdateFunctionConfiguration', 'UpdateFunctionEventInvokeConfig',
];

/** On a role that has the boundary, or gets it. */
const ROLE_WRITES = [
  'AttachRolePolicy', 'CreateRole', 'DeleteRole', 'DeleteRolePolicy', 'DetachRolePolicy', 'PutRolePermissionsBoundary', 'PutRolePolicy', 'UpdateAssumeRolePolicy', 'UpdateRole',
];

/** On a role, whatever boundary it has: these change nothing that it may do. */
const ROLE_READS = ['GetRole', 'GetRolePolicy', 'ListAttachedRolePolicies', 'ListRolePolicies', 'ListRoleTags', 'TagRole', 'UntagRole'];

/** Changes of a policy that is a boundary. */
const POLICY_WRITES = ['CreatePolicyVersion', 'DeletePolicy', 'DeletePolicyVersion', 'SetDefaultPolicyVersion'];

/**
 * The most that developers can do, after AWS's example of delegation.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html#access_policies_boundaries-delegate
 */
export function boundaryStatements(scope: IConstruct, deployed: Deployed): iam.PolicyStatement[] {
  return [...functionStatements(scope, deployed.functionNamePrefix), ...roleStatements(scope, deployed), ...ownStatements(deployed)];
}

function functionStatements(scope: IConstruct, prefix: string): iam.PolicyStatement[] {
  const arn = (resource: string) => Stack.of(scope).formatArn({ service: 'lambda', resource, resourceName: `${prefix}*`, arnFormat: ArnFormat.COLON_RESOURCE_NAME });
  const functions = [arn('function')];
  return [
    allow('Functions', prefixed('lambda', FUNCTION_ACTIONS), functions),
    allow('Layers', prefixed('lambda', ['DeleteLayerVersion', 'GetLayerVersion', 'PublishLayerVersion']), [arn('layer')]),
    // Actions that take no resource.
    allow('Lists', prefixed('lambda', ['GetAccountSettings', 'ListEventSourceMappings', 'ListFunctions', 'ListLayers']), ['*']),
    allow('ServicesMayInvoke', prefixed('lambda', ['AddPermission', 'RemovePermission']), functions, { StringLike: { 'lambda:Principal': '*.amazonaws.com' } }),
    allow('UrlsThatAuthenticate', prefixed('lambda', ['CreateFunctionUrlConfig', 'UpdateFunctionUrlConfig']), functions,
      { StringEquals: { 'lambda:FunctionUrlAuthType': 'AWS_IAM' } }),
    // A mapping is known by its id alone; the function that it is for is in the condition.
    allow('EventSources', prefixed('lambda', ['CreateEventSourceMapping', 'DeleteEventSourceMapping', 'GetEventSourceMapping', 'UpdateEventSourceMapping']), ['*'],
      { ArnLike: { 'lambda:FunctionArn': functions[0] } }),
  ];
}

function roleStatements(scope: IConstruct, { rolePath, roleBoundaryArn }: Deployed): iam.PolicyStatement[] {
  const roles = [Stack.of(scope).formatArn({ service: 'iam', region: '', resource: `role${rolePath}*`, arnFormat: ArnFormat.NO_RESOURCE_NAME })];
  return [
    allow('RolesWithTheBoundary', prefixed('iam', ROLE_WRITES), roles, { StringEquals: { 'iam:PermissionsBoundary': roleBoundaryArn } }),
    allow('SeeRoles', prefixed('iam', ROLE_READS), roles),
    allow('RolesOfFunctions', ['iam:PassRole'], roles, { StringEquals: { 'iam:PassedToService': 'lambda.amazonaws.com' } }),
  ];
}

/** Whatever else is allowed to them. */
function ownStatements({ ownArn, roleBoundaryArn }: Deployed): iam.PolicyStatement[] {
  return [
    deny('NoBoundaryRemoval', prefixed('iam', ['DeleteRolePermissionsBoundary', 'DeleteUserPermissionsBoundary']), ['*']),
    deny('NoBoundaryPolicyEdit', prefixed('iam', POLICY_WRITES), [ownArn, roleBoundaryArn]),
  ];
}

function prefixed(service: string, actions: string[]): string[] {
  return actions.map((action) => `${service}:${action}`);
}

function allow(sid: string, actions: string[], resources: string[], conditions?: iam.Conditions): iam.PolicyStatement {
  return new iam.PolicyStatement({ sid, actions, resources, conditions: conditions as { [operator: string]: unknown } });
}

function deny(sid: string, actions: string[], resources: string[]): iam.PolicyStatement {
  return new iam.PolicyStatement({ sid, effect: iam.Effect.DENY, actions, resources });
}
