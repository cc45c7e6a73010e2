import { isEscalating } from '../../src/access/escalation';
import { actionFacts } from '../../src/authorization/service-authorization';

/** With any of these, code can change what it, or somebody else, may do, or act as somebody else. */
const ESCALATING = {
  iam: [
    'PassRole', 'CreatePolicyVersion', 'SetDefaultPolicyVersion', 'AttachRolePolicy', 'AttachUserPolicy', 'AttachGroupPolicy', 'PutRolePolicy',
    'PutUserPolicy', 'PutGroupPolicy', 'UpdateAssumeRolePolicy', 'CreateAccessKey', 'CreateLoginProfile', 'UpdateLoginProfile', 'AddUserToGroup',
    'PutRolePermissionsBoundary', 'DeleteRolePermissionsBoundary', 'DeleteRolePolicy', 'DetachRolePolicy', 'CreateUser', 'CreateRole',
  ],
  lambda: [
    'UpdateFunctionCode', 'UpdateFunctionConfiguration', 'CreateFunction', 'AddPermission', 'PutResourcePolicy', 'CreateEventSourceMapping',
    'UpdateEventSourceMapping', 'PublishLayerVersion', 'AddLayerVersionPermission', 'CreateFunctionUrlConfig', 'UpdateFunctionUrlConfig',
  ],
  kms: ['CreateGrant', 'PutKeyPolicy'],
  s3: ['PutBucketPolicy', 'PutBucketAcl', 'PutObjectAcl', 'PutObjectVersionAcl', 'DeleteBucketPolicy', 'PutAccessPointPolicy'],
  secretsmanager: ['PutResourcePolicy'],
  sqs: ['AddPermission', 'SetQueueAttributes'],
  sns: ['AddPermission', 'SetTopicAttributes'],
  dynamodb: ['PutResourcePolicy'],
  ec2: ['ModifyNetworkInterfaceAttribute', 'CreateNetworkInterfacePermission', 'RunInstances', 'AssociateIamInstanceProfile'],
  cloudformation: [
    'CreateStack', 'UpdateStack', 'DeleteStack', 'CreateChangeSet', 'ExecuteChangeSet', 'CreateStackSet', 'UpdateStackSet', 'DeleteStackSet',
    'CreateStackInstances', 'UpdateStackInstances', 'DeleteStackInstances', 'CancelUpdateStack', 'SetStackPolicy', 'RollbackStack', 'ContinueUpdateRollback',
  ],
  glue: ['CreateDevEndpoint', 'UpdateDevEndpoint', 'CreateJob', 'UpdateJob'],
  codebuild: ['CreateProject', 'UpdateProject', 'StartBuild', 'StartBuildBatch', 'StartSandbox', 'StartCommandExecution'],
  ssm: ['SendCommand', 'StartSession'],
  sts: ['AssumeRoot', 'GetFederationToken'],
};

const PINNED = { StringEquals: { 'iam:PassedToService': 'scheduler.amazonaws.com' } };

test.each(Object.entries(ESCALATING).flatMap(([prefix, names]) => names.map((name) => [prefix, name])))('%s:%s needs a reason', (prefix, name) => {
  expect(isEscalating(prefix, actionFacts(prefix, name)!)).toBe(true);
});

test.each([
  ['iam:GetRole, which only reads', 'iam', 'GetRole', {}],
  ['iam:PassRole to one service', 'iam', 'PassRole', PINNED],
  ['iam:PassRole to one service, whatever the case of the key', 'iam', 'PassRole', { StringEquals: { 'iam:passedtoservice': 'ec2.amazonaws.com' } }],
  ['rds-db:connect, which AWS calls permissions management', 'rds-db', 'connect', {}],
  ['lambda:InvokeFunction', 'lambda', 'InvokeFunction', {}],
  ['sts:AssumeRole, which names its role', 'sts', 'AssumeRole', {}],
  ['s3:PutObject', 's3', 'PutObject', {}],
])('%s needs none', (_, prefix, name, conditions) => {
  expect(isEscalating(prefix, actionFacts(prefix, name)!, conditions)).toBe(false);
});

test.each([
  ['a condition that any service fulfils', { StringNotEquals: { 'iam:PassedToService': 'x' } }],
  ['a pattern', { StringLike: { 'iam:PassedToService': '*' } }],
  ['another key', { StringEquals: { 'iam:AssociatedResourceArn': 'x' } }],
])('iam:PassRole with %s needs a reason', (_, conditions) => {
  expect(isEscalating('iam', actionFacts('iam', 'PassRole')!, conditions)).toBe(true);
});
