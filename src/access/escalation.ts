// Not exported: a list that the checks of every access use.
import { ActionFacts } from '../authorization/service-authorization';

/** Actions that are no permissions management by name, but with which a caller can reach more than it was given. */
const ESCALATING: { readonly [prefix: string]: string[] } = {
  cloudformation: [
    'CreateStack', 'UpdateStack', 'DeleteStack', 'CreateChangeSet', 'ExecuteChangeSet', 'CreateStackSet', 'UpdateStackSet', 'CreateStackInstances',
    'UpdateStackInstances', 'DeleteStackSet', 'DeleteStackInstances', 'CancelUpdateStack', 'SetStackPolicy', 'RollbackStack', 'ContinueUpdateRollback', 'ImportStacksToStackSet', 'CreateStackRefactor', 'ExecuteStackRefactor',
  ],
  codebuild: ['CreateProject', 'UpdateProject', 'StartBuild', 'StartBuildBatch', 'StartSandbox', 'StartCommandExecution'],
  ec2: ['ModifyNetworkInterfaceAttribute', 'CreateNetworkInterfacePermission', 'RunInstances', 'AssociateIamInstanceProfile', 'ReplaceIamInstanceProfileAssociation'],
  glue: ['CreateDevEndpoint', 'UpdateDevEndpoint', 'CreateJob', 'UpdateJob', 'CreateSession'],
  kms: ['CreateGrant', 'PutKeyPolicy'],
  lambda: [
    'UpdateFunctionCode', 'UpdateFunctionConfiguration', 'CreateFunction', 'AddPermission', 'PutResourcePolicy', 'CreateEventSourceMapping', 'UpdateEventSourceMapping',
    'PublishLayerVersion', 'AddLayerVersionPermission', 'CreateFunctionUrlConfig', 'UpdateFunctionUrlConfig',
  ],
  s3: ['PutBucketPolicy', 'PutBucketAcl', 'PutObjectAcl', 'PutObjectVersionAcl'],
  secretsmanager: ['PutResourcePolicy'],
  sns: ['AddPermission', 'SetTopicAttributes'],
  sqs: ['AddPermission', 'SetQueueAttributes'],
  ssm: ['SendCommand', 'StartSession'],
  sts: ['AssumeRoot', 'GetFederationToken'],
};

/** What AWS calls permissions management although it only uses a service. */
const USES: { readonly [prefix: string]: string[] } = {
  'bedrock-agentcore': ['InvokeGateway', 'InvokeWebSearch'],
  'managedblockchain': ['GET', 'Invoke', 'POST'],
  'rds-db': ['connect'],
};

/**
 * Whether a caller with this action can change what it, or somebody else, may do.
 *
 * Passing a role is not counted when the conditions pin the service that gets it.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_understand-policy-summary-access-level-summaries.html
 */
export function isEscalating(prefix: string, action: ActionFacts, conditions: { readonly [operator: string]: unknown } = {}): boolean {
  if (USES[prefix]?.includes(action.name) || (prefix === 'iam' && action.name === 'PassRole' && pinsService(conditions))) {
    return false;
  }
  const isIamWrite = prefix === 'iam' && action.level !== 'Read' && action.level !== 'List';
  return isIamWrite || action.level === 'Permissions management' || (ESCALATING[prefix]?.includes(action.name) ?? false);
}

function pinsService({ StringEquals: equals }: { readonly [operator: string]: unknown }): boolean {
  return Object.keys(equals ?? {}).some((key) => key.toLowerCase() === 'iam:passedtoservice');
}
