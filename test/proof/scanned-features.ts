import { Duration, Stack } from 'aws-cdk-lib';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import * as origins from 'aws-cdk-lib/aws-cloudfront-origins';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as efs from 'aws-cdk-lib/aws-efs';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as destinations from 'aws-cdk-lib/aws-lambda-destinations';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as s3files from 'aws-cdk-lib/aws-s3files';
import * as scheduler from 'aws-cdk-lib/aws-scheduler';
import * as signer from 'aws-cdk-lib/aws-signer';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import * as ours from '../../src';

type Props = Partial<ours.SecureFunctionProps>;

/** The properties that bring statements to a role. */
export const FEATURES: { readonly [name: string]: (stack: Stack) => Props } = {
  Tracing: () => ({ tracing: lambda.Tracing.ACTIVE }),
  Insights: () => ({ insightsVersion: lambda.LambdaInsightsVersion.VERSION_1_0_333_0 }),
  ApplicationSignals: (stack) => ({
    layers: [lambda.LayerVersion.fromLayerVersionArn(stack, 'Signals', 'arn:aws:lambda:eu-west-1:615299751070:layer:AWSOpenTelemetryDistroJs:8')],
  }),
  Vpc: (stack) => ({ vpc: network(stack) }),
  VpcWithApi: (stack) => ({ vpc: network(stack), allowNetworkInterfaceApi: 'lists the subnets it may move to' }),
  Efs: (stack) => ({ vpc: network(stack), filesystem: efsFiles(stack) }),
  EfsReadOnly: (stack) => ({ vpc: network(stack), filesystem: efsFiles(stack), readOnlyFilesystem: true }),
  S3Files: (stack) => ({ vpc: network(stack), filesystem: s3Files(stack) }),
  Durable: () => ({ durableConfig: { executionTimeout: Duration.hours(1) } }),
  DurableWithKey: (stack) => ({
    functionName: 'resize', durableConfig: { executionTimeout: Duration.hours(1) }, durableEncryptionKey: new kms.Key(stack, 'Key', { enableKeyRotation: true }),
  }),
  Edge: () => ({ trustMode: ours.TrustMode.EDGE }),
  TrustAccount: () => ({ trustMode: ours.TrustMode.ACCOUNT }),
  TrustFunction: () => ({ trustMode: ours.TrustMode.FUNCTION, functionName: 'resize' }),
  TrustDocumented: () => ({ trustMode: ours.TrustMode.DOCUMENTED }),
  CodeSigning: (stack) => {
    const profile = new signer.SigningProfile(stack, 'Profile', { platform: signer.Platform.AWS_LAMBDA_SHA384_ECDSA });
    return { codeSigningConfig: new lambda.CodeSigningConfig(stack, 'Signing', { signingProfiles: [profile] }) };
  },
  SnapStart: () => ({ runtime: lambda.Runtime.PYTHON_3_13, snapStart: lambda.SnapStartConf.ON_PUBLISHED_VERSIONS }),
  Tenants: () => ({ tenancyConfig: lambda.TenancyConfig.PER_TENANT }),
  EnvironmentKey: (stack) => ({ environment: { TABLE: 'orders' }, environmentEncryption: new kms.Key(stack, 'Key') }),
  DeadLetterQueue: (stack) => ({ deadLetterQueue: new sqs.Queue(stack, 'Failed', { encryptionMasterKey: new kms.Key(stack, 'Key') }) }),
  DeadLetterTopic: (stack) => ({ deadLetterTopic: new sns.Topic(stack, 'Failed', { masterKey: new kms.Key(stack, 'Key') }) }),
  ToQueueAndTopic: (stack) => ({
    onSuccess: new destinations.SqsDestination(new sqs.Queue(stack, 'Done')), onFailure: new destinations.SnsDestination(new sns.Topic(stack, 'Failed')),
  }),
  ToBusAndBucket: (stack) => ({
    onSuccess: new destinations.EventBridgeDestination(), onFailure: new destinations.S3Destination(new s3.Bucket(stack, 'Failed')),
  }),
  ToFunction: (stack) => ({ onSuccess: new destinations.LambdaDestination(newFunction(stack, 'Next')) }),
};

/** Ways to be invoked that are no push source. */
export const INVOKERS: { readonly [name: string]: (stack: Stack, target: ours.SecureFunction) => void } = {
  Account: (stack, target) => { permit(stack, target, ours.Invoker.account('444455556666')); },
  Role: (stack, target) => { permit(stack, target, ours.Invoker.role('arn:aws:iam::444455556666:role/uploads')); },
  Organization: (stack, target) => { permit(stack, target, ours.Invoker.organization('o-abcdefghij')); },
  Service: (stack, target) => {
    const sourceArn = 'arn:aws:s3:::shop-images';
    permit(stack, target, ours.Invoker.service('s3.amazonaws.com', { sourceArn, sourceAccount: '111122223333' }));
  },
  Alias: (stack, target) => {
    new ours.InvokePermission(stack, 'Partner', { target: target.addAlias('live'), invoker: ours.Invoker.account('444455556666') });
  },
  InvokerRole: (stack, target) => { new ours.InvokerRole(stack, 'Customers', { target, accounts: ['444455556666', '777788889999'] }); },
  RoleInvoker: (stack, target) => {
    const sourceArn = `arn:aws:scheduler:eu-west-1:111122223333:schedule-group/${new scheduler.CfnScheduleGroup(stack, 'Group', { name: 'shop' }).name}`;
    new ours.RoleInvoker(stack, 'Nightly', { target, service: 'scheduler.amazonaws.com', sourceArn });
  },
  LayerShare: (stack) => {
    const layer = new lambda.LayerVersion(stack, 'Fonts', { code: lambda.Code.fromBucket(s3.Bucket.fromBucketName(stack, 'Code', 'code'), 'fonts.zip') });
    new ours.LayerShare(stack, 'Share', { layer, organization: 'o-abcdefghij' });
  },
  Document: (stack, target) => {
    const document = newFunction(stack, 'WithDocument', { resourcePolicyEngine: ours.ResourcePolicyEngine.DOCUMENT });
    new ours.InvokePerimeter(stack, 'Perimeter', { target: document, organization: 'o-abcdefghij' });
    new ours.InvokePermission(stack, 'Next', { target: document, invoker: ours.Invoker.role(target.role!.roleArn) });
  },
  Manage: (stack, target) => {
    const principals = [new iam.ArnPrincipal('arn:aws:iam::444455556666:role/release')];
    new ours.ManagePermission(stack, 'Release', { target, principals, actions: ['PublishVersion', 'UpdateAlias'], reason: 'the release service moves aliases' });
  },
  ManageDenial: (stack) => {
    const target = newFunction(stack, 'WithDocument', { resourcePolicyEngine: ours.ResourcePolicyEngine.DOCUMENT });
    const functionUrlAuthType = lambda.FunctionUrlAuthType.NONE;
    new ours.ManageDenial(stack, 'NoPublicUrl', { target, actions: ['CreateFunctionUrlConfig', 'UpdateFunctionUrlConfig'], functionUrlAuthType });
  },
  Itself: (_, target) => { target.allow(new ours.InvokeAccess(target)); },
  UrlBehindCloudFront: (stack, target) => {
    const url = target.addFunctionUrl({ authType: lambda.FunctionUrlAuthType.AWS_IAM });
    const origin = origins.FunctionUrlOrigin.withOriginAccessControl(url);
    const source = new ours.CloudFrontPushSource(new cloudfront.Distribution(stack, 'Site', { defaultBehavior: { origin } }));
    new ours.PushTrigger(stack, 'OnRequest', { target, source });
  },
};

/** Functions of other kinds, and what stands beside a function. */
export const OTHERS: { readonly [name: string]: (stack: Stack) => void } = {
  DockerImage: (stack) => {
    const code = lambda.DockerImageCode.fromEcr(new ecr.Repository(stack, 'Images'), { tagOrDigest: 'v1' });
    new ours.SecureDockerImageFunction(stack, 'Handler', { code, pinImagePull: true });
  },
  Denied: (stack) => {
    const target = newFunction(stack, 'Handler');
    target.allow(new ours.QueueAccess(new sqs.Queue(stack, 'Queue'), { actions: ['SendMessage'] }));
    target.deny(new ours.QueueAccess(new sqs.Queue(stack, 'Others'), { actions: ['SendMessage'] }));
  },
  Endpoint: (stack) => {
    const target = newFunction(stack, 'Handler');
    new ours.LambdaEndpoint(stack, 'Endpoint', { vpc: network(stack), targets: [target], principals: [newFunction(stack, 'Caller')] });
  },
  Deployer: (stack) => {
    const deployer = new iam.Role(stack, 'Deployer', { assumedBy: new iam.ArnPrincipal('arn:aws:iam::111122223333:role/pipeline') });
    newFunction(stack, 'Handler').grantDeploy(deployer);
    const roleBoundary = iam.ManagedPolicy.fromManagedPolicyName(stack, 'RoleBoundary', 'shop-functions');
    new ours.DeployBoundary(stack, 'Developers', { managedPolicyName: 'shop-developers', functionNamePrefix: 'shop-', rolePath: '/shop/', roleBoundary });
  },
};

/** A function with nothing else. */
export function newFunction(stack: Stack, id: string, props: Props = {}): ours.SecureFunction {
  return new ours.SecureFunction(stack, id, {
    runtime: lambda.Runtime.NODEJS_24_X,
    handler: 'index.handler',
    code: lambda.Code.fromInline('exports.handler = async () => {};'),
    ...props,
  });
}

function permit(stack: Stack, target: ours.SecureFunction, invoker: ours.Invoker): void {
  new ours.InvokePermission(stack, 'Partner', { target, invoker });
}

function network(stack: Stack): ec2.Vpc {
  return new ec2.Vpc(stack, 'Vpc', { maxAzs: 1, natGateways: 0, subnetConfiguration: [{ name: 'Private', subnetType: ec2.SubnetType.PRIVATE_ISOLATED }] });
}

function efsFiles(stack: Stack): lambda.FileSystem {
  const files = new efs.FileSystem(stack, 'Files', { vpc: stack.node.findChild('Vpc') as ec2.Vpc });
  return lambda.FileSystem.fromEfsAccessPoint(files.addAccessPoint('Point', { path: '/shop', posixUser: { uid: '1000', gid: '1000' } }), '/mnt/files');
}

function s3Files(stack: Stack): lambda.FileSystem {
  const files = new s3files.CfnFileSystem(stack, 'Files', { bucket: 'arn:aws:s3:::files', roleArn: 'arn:aws:iam::111122223333:role/files' });
  const { privateSubnets, isolatedSubnets } = stack.node.findChild('Vpc') as ec2.Vpc;
  const [{ subnetId }] = [...privateSubnets, ...isolatedSubnets];
  new s3files.CfnMountTarget(stack, 'Target', { fileSystemId: files.attrFileSystemId, subnetId, securityGroups: ['sg-0123456789abcdef0'] });
  return lambda.FileSystem.fromS3FilesAccessPoint(new s3files.CfnAccessPoint(stack, 'Point', { fileSystemId: files.attrFileSystemId }), '/mnt/files');
}
