import { Duration, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as efs from 'aws-cdk-lib/aws-efs';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { LambdaDestination, S3Destination } from 'aws-cdk-lib/aws-lambda-destinations';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { decideFor, readableStack } from './decide';
import { CODE } from './templates';
import { SecureFunction, SecureFunctionProps } from '../../src/function/secure-function';

type Call = [action: string, resource: string, context?: { readonly [key: string]: string }];

const OTHER = 'arn:aws:lambda:eu-west-1:111122223333:function:other';
const EFS = 'arn:aws:elasticfilesystem:eu-west-1:111122223333';
const THROUGH = (id: string) => ({ 'elasticfilesystem:AccessPointArn': `${EFS}:access-point/${id}` });

/** What the role is allowed for a feature, and what is next to it. `FN` stands for the function's own ARN. */
const FEATURES: [string, (stack: Stack) => Partial<SecureFunctionProps>, Call[], Call[]][] = [
  ['a function for failures', (stack) => ({ onFailure: new LambdaDestination(lambda.Function.fromFunctionArn(stack, 'Other', OTHER)) }),
    [['lambda:InvokeFunction', OTHER]],
    [['lambda:InvokeFunction', `${OTHER}:live`], ['lambda:InvokeFunction', `${OTHER}s`], ['lambda:GetFunction', OTHER]]],
  ['a bucket for failures', (stack) => ({ onFailure: new S3Destination(s3.Bucket.fromBucketName(stack, 'Failures', 'failures')) }),
    [['s3:PutObject', 'arn:aws:s3:::failures/aws/lambda/async/1'], ['s3:ListBucket', 'arn:aws:s3:::failures']],
    [
      ['s3:PutObject', 'arn:aws:s3:::failures/aws/lambda/async/1', { 'aws:ResourceAccount': '999999999999' }],
      ['s3:ListBucket', 'arn:aws:s3:::failures', { 'aws:ResourceAccount': '999999999999' }],
      ['s3:GetObject', 'arn:aws:s3:::failures/a'], ['s3:DeleteObject', 'arn:aws:s3:::failures/a'], ['s3:PutObject', 'arn:aws:s3:::failures2/a'],
    ]],
  ['a file system', (stack) => ({ ...inVpc(stack), filesystem: fileSystem(stack) }),
    [['elasticfilesystem:ClientMount', `${EFS}:file-system/fs-1`, THROUGH('fsap-1')], ['elasticfilesystem:ClientWrite', `${EFS}:file-system/fs-1`, THROUGH('fsap-1')]],
    [
      ['elasticfilesystem:ClientWrite', `${EFS}:file-system/fs-1`, THROUGH('fsap-2')], ['elasticfilesystem:ClientMount', `${EFS}:file-system/fs-1`],
      ['elasticfilesystem:ClientMount', `${EFS}:file-system/fs-2`, THROUGH('fsap-1')], ['elasticfilesystem:ClientRootAccess', `${EFS}:file-system/fs-1`, THROUGH('fsap-1')],
    ]],
  ['a file system that is only read', (stack) => ({ ...inVpc(stack), filesystem: fileSystem(stack), readOnlyFilesystem: true }),
    [['elasticfilesystem:ClientMount', `${EFS}:file-system/fs-1`, THROUGH('fsap-1')]],
    [['elasticfilesystem:ClientWrite', `${EFS}:file-system/fs-1`, THROUGH('fsap-1')]]],
  ['a VPC, for Lambda itself and not for the code', inVpc,
    [['ec2:CreateNetworkInterface', 'arn:aws:ec2:eu-west-1:111122223333:network-interface/*'], ['ec2:DescribeSubnets', '*']],
    [
      ['ec2:CreateNetworkInterface', 'arn:aws:ec2:eu-west-1:111122223333:network-interface/*', { 'lambda:SourceFunctionArn': 'FN' }],
      ['ec2:DescribeSubnets', '*', { 'lambda:SourceFunctionArn': 'FN' }], ['ec2:DetachNetworkInterface', '*'], ['ec2:DescribeVpcs', '*'],
    ]],
  ['durable executions', () => ({ functionName: 'resize', durableConfig: { executionTimeout: Duration.hours(1) } }),
    [['lambda:CheckpointDurableExecution', 'FN:3/durable-execution/name/id'], ['lambda:GetDurableExecutionState', 'FN:3/durable-execution/name/id']],
    [['lambda:CheckpointDurableExecution', `${OTHER}:3/durable-execution/name/id`], ['lambda:StopDurableExecution', 'FN:3/durable-execution/name/id'], ['lambda:InvokeFunction', 'FN:3']]],
  ['Lambda Insights', () => ({ insightsVersion: lambda.LambdaInsightsVersion.VERSION_1_0_333_0 }),
    [['logs:PutLogEvents', 'arn:aws:logs:eu-west-1:111122223333:log-group:/aws/lambda-insights:log-stream:a']],
    [['logs:CreateLogGroup', 'arn:aws:logs:eu-west-1:111122223333:log-group:/aws/lambda-insights2'], ['logs:CreateLogGroup', 'arn:aws:logs:eu-west-1:111122223333:log-group:/aws/lambda/others']]],
];

test.each(FEATURES)('%s: what AWS documents is allowed, and what is next to it is not', (_, props, allowed, denied) => {
  const stack = readableStack();
  new SecureFunction(stack, 'Resize', { ...CODE, ...props(stack) });

  const { arn, decide } = decideFor(stack, 'Resize');
  const named = (text: string) => text.replace(/^FN/, arn);
  const outcomes = (calls: Call[]) => calls.map(([action, resource, context = {}]) =>
    [action, resource, decide(action, named(resource), Object.fromEntries(Object.entries(context).map(([key, value]) => [key, named(value)])))]);

  expect(outcomes(allowed)).toEqual(allowed.map(([action, resource]) => [action, resource, 'ALLOWED']));
  expect(outcomes(denied)).toEqual(denied.map(([action, resource]) => [action, resource, 'DENIED']));
});

function inVpc(stack: Stack): Partial<SecureFunctionProps> {
  return {
    vpc: ec2.Vpc.fromVpcAttributes(stack, 'Vpc', {
      vpcId: 'vpc-1', availabilityZones: ['eu-west-1a'], privateSubnetIds: ['subnet-1'], privateSubnetRouteTableIds: ['rtb-1'],
    }),
  };
}

function fileSystem(stack: Stack): lambda.FileSystem {
  const files = efs.FileSystem.fromFileSystemAttributes(stack, 'Files', {
    fileSystemId: 'fs-1', securityGroup: ec2.SecurityGroup.fromSecurityGroupId(stack, 'Group', 'sg-1'),
  });
  return lambda.FileSystem.fromEfsAccessPoint(efs.AccessPoint.fromAccessPointAttributes(stack, 'Point', { accessPointId: 'fsap-1', fileSystem: files }), '/mnt/files');
}
