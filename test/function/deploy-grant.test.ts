import { App, Duration, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { actionFacts } from '../../src/authorization/service-authorization';
import { ExecutionRole } from '../../src/function/execution-role';
import { SecureDockerImageFunction } from '../../src/function/secure-docker-image-function';
import { SecureFunction } from '../../src/function/secure-function';
import { SecureNodejsFunction } from '../../src/function/secure-nodejs-function';
import { evaluate } from '../../src/model/evaluate';
import { statementsIn } from '../invoke/literal';
import { CODE, Synthesized, messageOf, newStack } from '../push/app';

const ACCOUNT = '111122223333';
const FUNCTION = `arn:aws:lambda:eu-west-1:${ACCOUNT}:function:resize`;
const ROLE = `arn:aws:iam::${ACCOUNT}:role/app/resize`;
const KEY = `arn:aws:kms:eu-west-1:${ACCOUNT}:key/1`;
const DURABLE_KEY = `arn:aws:kms:eu-west-1:${ACCOUNT}:key/2`;

function deployer(stack: Stack): iam.Role {
  return new iam.Role(stack, 'Pipeline', { assumedBy: new iam.ServicePrincipal('codebuild.amazonaws.com') });
}

function policiesOf(stack: Stack) {
  const policies = new Synthesized(stack.node.root as App).resources('AWS::IAM::Policy').filter(({ id }) => id.startsWith('Pipeline'));
  return policies.map(({ Properties }) => Properties.PolicyDocument);
}

describe('what a pipeline may do that deploys one function', () => {
  const stack = newStack();
  const vpc = ec2.Vpc.fromVpcAttributes(stack, 'Vpc', { vpcId: 'vpc-1', availabilityZones: ['eu-west-1a'], privateSubnetIds: ['subnet-1'] });
  const role = new ExecutionRole(stack, 'Role', { roleName: 'resize', path: '/app/' });
  const securityGroups = [ec2.SecurityGroup.fromSecurityGroupId(stack, 'Group', 'sg-1')];
  const environmentEncryption = kms.Key.fromKeyArn(stack, 'Key', KEY);
  const durable = { durableConfig: { executionTimeout: Duration.hours(1) }, durableEncryptionKey: kms.Key.fromKeyArn(stack, 'DurableKey', DURABLE_KEY) };
  const fn = new SecureFunction(stack, 'Fn', { ...CODE, functionName: 'resize', role, vpc, securityGroups, environmentEncryption, ...durable });
  const grant = fn.grantDeploy(deployer(stack));
  const [document, ...others] = policiesOf(stack);

  const ask = (action: string, resource: string, context: { [key: string]: string[] } = {}) => evaluate(
    { principal: { kind: 'AWS', id: `arn:aws:iam::${ACCOUNT}:role/pipeline` }, principalAccount: ACCOUNT, action, resource, context },
    { identity: statementsIn(document), resource: [] },
  ).outcome;
  const to = (service: string) => ({ 'iam:PassedToService': [service] });
  const via = { 'kms:ViaService': ['lambda.eu-west-1.amazonaws.com'] };
  const of = (functionArn: string) => ({ ...via, 'kms:EncryptionContext:aws:lambda:FunctionArn': [functionArn] });

  test('AWS knows each of its actions', () => {
    const actions = statementsIn(document).flatMap((statement) => statement.actions!.map((action) => action.split(':')));

    expect(actions.filter(([service, name]) => actionFacts(service, name)?.name !== name)).toEqual([]);
  });

  test('is one policy', () => {
    expect(grant.success).toBe(true);
    expect(others).toEqual([]);
  });

  test.each<[string, string, { [key: string]: string[] }?]>([
    ['lambda:CreateFunction', FUNCTION], ['lambda:UpdateFunctionCode', FUNCTION], ['lambda:UpdateFunctionConfiguration', FUNCTION], ['lambda:GetFunction', FUNCTION],
    ['lambda:PublishVersion', FUNCTION], ['lambda:GetFunction', `${FUNCTION}:7`], ['lambda:CreateAlias', FUNCTION], ['lambda:UpdateAlias', FUNCTION], ['lambda:TagResource', FUNCTION],
    ['lambda:PutFunctionConcurrency', FUNCTION], ['lambda:GetFunctionRecursionConfig', FUNCTION], ['lambda:GetRuntimeManagementConfig', FUNCTION],
    ['iam:PassRole', ROLE, to('lambda.amazonaws.com')],
    ['ec2:DescribeSubnets', '*'], ['ec2:DescribeSecurityGroups', '*'], ['ec2:DescribeVpcs', '*'], ['ec2:GetSecurityGroupsForVpc', '*'],
    ['kms:CreateGrant', KEY, via], ['kms:Encrypt', KEY, via],
    ['kms:DescribeKey', DURABLE_KEY, via], ['kms:GenerateDataKey', DURABLE_KEY, of(FUNCTION)], ['kms:Decrypt', DURABLE_KEY, of(FUNCTION)],
  ])('allows %s on %s', (action, resource, context = {}) => {
    expect(ask(action, resource, context)).toBe('ALLOWED');
  });

  test.each<[string, string, string, { [key: string]: string[] }?]>([
    ['another function', 'lambda:UpdateFunctionCode', `${FUNCTION}2`],
    ['a function of the name in another region', 'lambda:UpdateFunctionCode', FUNCTION.replace('eu-west-1', 'us-east-1')],
    ['giving the function an administrator’s role', 'iam:PassRole', `arn:aws:iam::${ACCOUNT}:role/admin`, to('lambda.amazonaws.com')],
    ['giving the function a role of the name on another path', 'iam:PassRole', `arn:aws:iam::${ACCOUNT}:role/resize`, to('lambda.amazonaws.com')],
    ['giving its role to a machine', 'iam:PassRole', ROLE, to('ec2.amazonaws.com')],
    ['giving its role to a service that is not named', 'iam:PassRole', ROLE],
    ['widening its role', 'iam:PutRolePolicy', ROLE],
    ['trusting others with its role', 'iam:UpdateAssumeRolePolicy', ROLE],
    ['letting others in', 'lambda:AddPermission', FUNCTION],
    ['writing its policy', 'lambda:PutResourcePolicy', FUNCTION],
    ['making a URL', 'lambda:CreateFunctionUrlConfig', FUNCTION],
    ['feeding it', 'lambda:CreateEventSourceMapping', '*'],
    ['invoking it', 'lambda:InvokeFunction', FUNCTION],
    ['invoking an alias', 'lambda:InvokeFunction', `${FUNCTION}:live`],
    ['taking its code signing away', 'lambda:DeleteFunctionCodeSigningConfig', FUNCTION],
    ['deleting it', 'lambda:DeleteFunction', FUNCTION],
    ['decrypting with its key itself', 'kms:Decrypt', KEY],
    ['decrypting its executions itself', 'kms:Decrypt', DURABLE_KEY, { 'kms:EncryptionContext:aws:lambda:FunctionArn': [FUNCTION] }],
    ['trying the key of its executions for another function', 'kms:GenerateDataKey', DURABLE_KEY, of(`${FUNCTION}2`)],
    ['looking at the key of its executions itself', 'kms:DescribeKey', DURABLE_KEY],
  ])('denies %s: %s', (_, action, resource, context = {}) => {
    expect(ask(action, resource, context)).toBe('DENIED');
  });
});

test('every class has it, and a function with a generated name is named by its reference, in no VPC and with no key', () => {
  const stack = newStack();
  const pipeline = deployer(stack);
  new SecureNodejsFunction(stack, 'Node', { entry: `${__dirname}/fixtures/plain.js`, code: CODE.code, runtime: CODE.runtime, handler: CODE.handler }).grantDeploy(pipeline);
  new SecureDockerImageFunction(stack, 'Image', {
    code: lambda.DockerImageCode.fromEcr(ecr.Repository.fromRepositoryName(stack, 'Repository', 'images')),
  }).grantDeploy(pipeline);

  const statements = policiesOf(stack).flatMap((document) => statementsIn(document, { Node: 'NODE', NodeServiceRole: 'NODE-ROLE', Image: 'IMAGE', ImageServiceRole: 'IMAGE-ROLE' }));

  expect(statements.map(({ resources }) => resources)).toEqual([['NODE'], ['NODE', 'NODE:*'], ['NODE-ROLE'], ['IMAGE'], ['IMAGE', 'IMAGE:*'], ['IMAGE-ROLE']]);
  expect(statements.flatMap(({ actions }) => actions!).filter((action) => /[*?]/.test(action))).toEqual([]);
});

test('fails for the role of the function, whose code could replace itself', () => {
  const stack = newStack();
  const fn = new SecureFunction(stack, 'Fn', CODE);
  const message = "'grantee' must be who deploys the function, got the function's own role, whose code could then replace itself; pass the role of the pipeline [Stack/Fn]";

  expect(messageOf(() => fn.grantDeploy(fn))).toBe(message);
  expect(messageOf(() => fn.grantDeploy(fn.role!))).toBe(message);
});
