// Not exported: a list that the checks of every access use.
import { ActionFacts } from '../authorization/service-authorization';

/** Actions that are no permissions management by name, but with which a caller can reach more than it was given. */
const ESCALATING: { readonly [prefix: string]: string[] } = {
  cloudformation: [
    'CreateStack', 'UpdateStack', 'DeleteStack', 'CreateChangeSet', 'ExecuteChangeSet', 'CreateStackSet', 'UpdateStackSet', 'CreateStackInstances',
    'UpdateStackInstances', 'SetStackPolicy', 'RollbackStack', 'ContinueUpdateRollback', 'ImportStacksToStackSet', 'CreateStackRefactor', 'ExecuteStackRefactor',
  ],
  codebuild: ['CreateProject', 'UpdateProject', 'StartBuild', 'StartBuildBatch'],
  ec2: ['ModifyNetworkInterfaceAttribute', 'CreateNetworkInterfacePermission', 'RunInstances', 'AssociateIamInstanceProfile', 'ReplaceIamInstanceProfileAssociation'],
  glue: ['CreateDevEndpoint', 'UpdateDevEndpoint', 'CreateJob', 'UpdateJob', 'CreateSession'],
  iam: ['PassRole', 'CreateAccessKey', 'UpdateAccessKey', 'CreateLoginProfile', 'UpdateLoginProfile', 'AddUserToGroup', 'CreateUser', 'CreateRole'],
  kms: ['CreateGrant', 'PutKeyPolicy'],
  lambda: [
    'UpdateFunctionCode', 'UpdateFunctionConfiguration', 'CreateFunction', 'AddPermission', 'PutResourcePolicy', 'CreateEventSourceMapping',
    'PublishLayerVersion', 'AddLayerVersionPermission', 'CreateFunctionUrlConfig', 'UpdateFunctionUrlConfig',
  ],
  s3: ['PutBucketPolicy', 'PutBucketAcl', 'PutObjectAcl', 'PutObjectVersionAcl'],
  secretsmanager: ['PutResourcePolicy'],
  sns: ['AddPermission', 'SetTopicAttributes'],
  sqs: ['AddPermission', 'SetQueueAttributes'],
  ssm: ['SendCommand', 'StartSession'],
  sts: ['AssumeRoot', 'GetFederationToken'],
};

/**
 * Whether a caller with this action can change what it, or somebody else, may do.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_understand-policy-summary-access-level-summaries.html
 */
export function isEscalating(prefix: string, action: ActionFacts): boolean {
  const isIamWrite = prefix === 'iam' && action.level !== 'Read' && action.level !== 'List';
  return isIamWrite || action.level === 'Permissions management' || (ESCALATING[prefix]?.includes(action.name) ?? false);
}
