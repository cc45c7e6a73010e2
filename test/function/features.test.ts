import { Duration, Stack } from 'aws-cdk-lib';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import { HttpOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as efs from 'aws-cdk-lib/aws-efs';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as s3files from 'aws-cdk-lib/aws-s3files';
import * as signer from 'aws-cdk-lib/aws-signer';
import { FeatureCase, featureCases, sorted, statementsOf } from './feature-cases';
import { CODE, idOf, Json, newStack, policyStatements, resourcesOf, templateOf } from './templates';
import { ExecutionRole } from '../../src/function/execution-role';
import { PolicyKind } from '../../src/function/policy-kind';
import { SecureFunction, SecureFunctionProps } from '../../src/function/secure-function';
import { TrustMode } from '../../src/function/trust-mode';
import { waitsFor } from '../template-graph';

const FUNCTION = 'AWS::Lambda::Function';
const POLICY = 'AWS::IAM::Policy';
const CASES = new Map(featureCases('features.json'));
const SIGNALS = 'arn:aws:lambda:eu-west-1:615299751070:layer:AWSOpenTelemetryDistroJs:8';

/** The properties that switch a feature on. */
const FEATURES: { readonly [name: string]: (stack: Stack) => Partial<SecureFunctionProps> } = {
  'active tracing': () => ({ tracing: lambda.Tracing.ACTIVE }),
  'tracing that is passed on': () => ({ tracing: lambda.Tracing.PASS_THROUGH }),
  'disabled tracing': () => ({ tracing: lambda.Tracing.DISABLED }),
  'Lambda Insights': () => ({ insightsVersion: lambda.LambdaInsightsVersion.VERSION_1_0_333_0 }),
  'Application Signals': (stack) => ({ layers: [lambda.LayerVersion.fromLayerVersionArn(stack, 'Signals', SIGNALS)] }),
  'an OpenTelemetry layer': () => ({
    adotInstrumentation: {
      layerVersion: lambda.AdotLayerVersion.fromJavaScriptSdkLayerVersion(lambda.AdotLambdaLayerJavaScriptSdkVersion.LATEST),
      execWrapper: lambda.AdotLambdaExecWrapper.REGULAR_HANDLER,
    },
  }),
  'a VPC': (stack) => ({ vpc: vpc(stack) }),
  'a VPC, with a reason to call its API': (stack) => ({ vpc: vpc(stack), allowNetworkInterfaceApi: 'lists the subnets it may move to' }),
  'an EFS file system': (stack) => ({ vpc: vpc(stack), filesystem: efsFileSystem(stack) }),
  'an EFS file system that is only read': (stack) => ({ vpc: vpc(stack), filesystem: efsFileSystem(stack), readOnlyFilesystem: true }),
  'an S3 file system': (stack) => ({ vpc: vpc(stack), filesystem: s3FileSystem(stack) }),
  'an S3 file system that is only read': (stack) => ({ vpc: vpc(stack), filesystem: s3FileSystem(stack), readOnlyFilesystem: true }),
  'durable executions': () => ({ durableConfig: { executionTimeout: Duration.hours(1) } }),
  'durable executions, with a customer-managed key': (stack) => ({
    functionName: 'resize', durableConfig: { executionTimeout: Duration.hours(1) }, durableEncryptionKey: new kms.Key(stack, 'Key'),
  }),
  'durable executions, with a key that is made elsewhere': (stack) => ({
    durableConfig: { executionTimeout: Duration.hours(1) }, durableEncryptionKey: kms.Key.fromKeyArn(stack, 'Key', 'arn:aws:kms:eu-west-1:111122223333:key/1'),
  }),
  'Lambda@Edge': () => ({ trustMode: TrustMode.EDGE }),
  'Lambda@Edge, with the log group that Lambda would make': (stack) => ({
    trustMode: TrustMode.EDGE, functionName: 'resize', logGroup: logs.LogGroup.fromLogGroupName(stack, 'Group', '/aws/lambda/resize'),
  }),
  'Lambda@Edge, with the log group of a function whose name is not known': (stack) => ({
    trustMode: TrustMode.EDGE, logGroup: logs.LogGroup.fromLogGroupName(stack, 'Group', '/aws/lambda/resize'),
  }),
  'Lambda@Edge, with another log group of Lambda\'s': (stack) => ({
    trustMode: TrustMode.EDGE, functionName: 'resize', logGroup: logs.LogGroup.fromLogGroupName(stack, 'Group', '/aws/lambda/others'),
  }),
  'no retries': () => ({ retryAttempts: 0 }),
  'tenant isolation': () => ({ tenancyConfig: lambda.TenancyConfig.PER_TENANT }),
  'code signing': (stack) => ({
    codeSigningConfig: new lambda.CodeSigningConfig(stack, 'Signing', {
      signingProfiles: [new signer.SigningProfile(stack, 'Profile', { platform: signer.Platform.AWS_LAMBDA_SHA384_ECDSA })],
    }),
  }),
  'SnapStart': () => ({ runtime: lambda.Runtime.PYTHON_3_13, snapStart: lambda.SnapStartConf.ON_PUBLISHED_VERSIONS }),
  'a key for environment variables': (stack) => ({ environment: { A: 'b' }, environmentEncryption: new kms.Key(stack, 'Key') }),
  'logs as JSON': () => ({ loggingFormat: lambda.LoggingFormat.JSON, applicationLogLevelV2: lambda.ApplicationLogLevel.DEBUG }),
};

function expectExactly(stack: Stack, name: string): void {
  const { statements, dependent } = CASES.get(name) as FeatureCase;

  expect(statementsOf(stack)).toEqual({ statements: sorted(statements), dependent: sorted(dependent ?? []) });
}

test('every written case is tried', () => {
  expect([...Object.keys(FEATURES), 'a capacity provider'].sort()).toEqual([...CASES.keys()].sort());
});

test.each(Object.entries(FEATURES))('%s brings what AWS documents and nothing else', (name, props) => {
  const stack = newStack();
  new SecureFunction(stack, 'Resize', { ...CODE, ...props(stack) });

  expectExactly(stack, name);
});

test('a capacity provider brings nothing to the function, and keeps its operator role apart', () => {
  const stack = newStack();
  const provider = new lambda.CapacityProvider(stack, 'Provider', {
    subnets: vpc(stack).privateSubnets,
    securityGroups: [ec2.SecurityGroup.fromSecurityGroupId(stack, 'Group', 'sg-1')],
    operatorRole: iam.Role.fromRoleName(stack, 'Operator', 'made-elsewhere'),
  });
  provider.addFunction(new SecureFunction(stack, 'Resize', CODE));

  expectExactly(stack, 'a capacity provider');
});

test('a layer that is added later brings what it needs, once', () => {
  const stack = newStack();
  const handler = new SecureFunction(stack, 'Resize', CODE);
  handler.addLayers(lambda.LayerVersion.fromLayerVersionArn(stack, 'Signals', SIGNALS));
  handler.addLayers(lambda.LayerVersion.fromLayerVersionArn(stack, 'Own', 'arn:aws:lambda:eu-west-1:111122223333:layer:own:1'));

  expectExactly(stack, 'Application Signals');
});

test('a function that a distribution runs at the edge may write its logs there, without being told so', () => {
  const stack = newStack();
  const handler = new SecureFunction(stack, 'Resize', CODE);
  const edgeLambdas = [{ functionVersion: handler.currentVersion, eventType: cloudfront.LambdaEdgeEventType.VIEWER_REQUEST }];
  new cloudfront.Distribution(stack, 'Distribution', { defaultBehavior: { origin: new HttpOrigin('example.com'), edgeLambdas } });

  expectExactly(stack, 'Lambda@Edge');
});

test('what a file system of somebody else\'s allows is kept', () => {
  class OtherFileSystem extends lambda.FileSystem {
    public constructor() {
      const policies = [new iam.PolicyStatement({ actions: ['fsx:DescribeFileSystems'], resources: ['arn:aws:fsx:eu-west-1:111122223333:file-system/fs-1'] })];
      super({ arn: 'arn:aws:elasticfilesystem:eu-west-1:111122223333:access-point/fsap-1', localMountPath: '/mnt/a', policies });
    }
  }
  const stack = newStack();
  new SecureFunction(stack, 'Resize', { ...CODE, vpc: vpc(stack), filesystem: new OtherFileSystem() });

  expect(statementsOf(stack).statements.map(({ Action }) => Action)).toContainEqual(['fsx:DescribeFileSystems']);
});

describe('a function waits', () => {
  test.each([PolicyKind.INLINE, PolicyKind.MANAGED])('in a VPC for what it needs to be created, and not for the policy that names it: %s', (policyKind) => {
    const stack = newStack();
    new SecureFunction(stack, 'Resize', { ...CODE, policyKind, vpc: vpc(stack), filesystem: efsFileSystem(stack) });

    const template = templateOf(stack);
    const type = policyKind === PolicyKind.INLINE ? POLICY : 'AWS::IAM::ManagedPolicy';
    const first = policyKind === PolicyKind.INLINE ? idOf(template, 'AWS::IAM::Role') : idOf(template, type, 'ResizeAccessRolePolicy');

    expect(JSON.stringify(template.Resources[first])).toContain('ec2:CreateNetworkInterface');
    expect(waitsFor(template, idOf(template, FUNCTION), first)).toBe(true);
    expect(waitsFor(template, idOf(template, FUNCTION), idOf(template, type, 'ResizeAccessRoleDependentPolicy'))).toBe(false);
  });

  test('with an imported role for its policy, and not for the one that names it', () => {
    const stack = newStack();
    const role = iam.Role.fromRoleName(stack, 'Role', 'made-elsewhere');
    new SecureFunction(stack, 'Resize', { ...CODE, vpc: vpc(stack), role, durableConfig: { executionTimeout: Duration.hours(1) } });

    const template = templateOf(stack);
    const dependent = idOf(template, POLICY, 'ResizeDependentPolicy');
    const actions = (template.Resources[dependent].Properties.PolicyDocument.Statement as Json[]).map(({ Effect, Action }) => [Effect, Action[0]]);

    expect(actions).toEqual([['Deny', 'ec2:AssignPrivateIpAddresses'], ['Allow', 'lambda:CheckpointDurableExecution']]);
    expect(waitsFor(template, idOf(template, FUNCTION), idOf(template, POLICY, 'Role'))).toBe(true);
    expect(waitsFor(template, idOf(template, FUNCTION), dependent)).toBe(false);
  });

  test('with a role that takes no more grants for nothing of ours', () => {
    const stack = newStack();
    const role = new ExecutionRole(stack, 'Role');
    new SecureFunction(stack, 'Resize', { ...CODE, vpc: vpc(stack), role: role.withoutPolicyUpdates() });

    const template = templateOf(stack);

    expect(policyStatements(template)).toEqual([]);
    expect(JSON.stringify(resourcesOf(template, 'AWS::IAM::Role'))).not.toContain('ec2:');
  });
});

test.each<[string, Partial<SecureFunctionProps>, string]>([
  ['a reason to call the API of no VPC', { allowNetworkInterfaceApi: 'why' }, "'allowNetworkInterfaceApi' is about a function in a VPC, and 'vpc' is not given"],
  ['an empty reason', { vpc: vpc(newStack()), allowNetworkInterfaceApi: ' ' }, "'allowNetworkInterfaceApi' must say why, got ' '"],
  ['a file system to only read that is not there', { readOnlyFilesystem: true }, "'readOnlyFilesystem' is about a file system, and 'filesystem' is not given"],
])('fails with %s', (_, props, message) => {
  expect(() => new SecureFunction(newStack(), 'Resize', { ...CODE, ...props })).toThrow(message);
});

function vpc(stack: Stack): ec2.IVpc {
  return ec2.Vpc.fromVpcAttributes(stack, 'Vpc', {
    vpcId: 'vpc-1', availabilityZones: ['eu-west-1a'], privateSubnetIds: ['subnet-1'], privateSubnetRouteTableIds: ['rtb-1'],
  });
}

function efsFileSystem(stack: Stack): lambda.FileSystem {
  const fileSystem = efs.FileSystem.fromFileSystemAttributes(stack, 'Files', {
    fileSystemId: 'fs-1', securityGroup: ec2.SecurityGroup.fromSecurityGroupId(stack, 'Group', 'sg-1'),
  });
  return lambda.FileSystem.fromEfsAccessPoint(efs.AccessPoint.fromAccessPointAttributes(stack, 'Point', { accessPointId: 'fsap-1', fileSystem }), '/mnt/files');
}

function s3FileSystem(stack: Stack): lambda.FileSystem {
  const files = new s3files.CfnFileSystem(stack, 'Files', { bucket: 'arn:aws:s3:::files', roleArn: 'arn:aws:iam::111122223333:role/files' });
  new s3files.CfnMountTarget(stack, 'Target', { fileSystemId: files.attrFileSystemId, subnetId: 'subnet-1', securityGroups: ['sg-1'] });
  return lambda.FileSystem.fromS3FilesAccessPoint(new s3files.CfnAccessPoint(stack, 'Point', { fileSystemId: files.attrFileSystemId }), '/mnt/files');
}
