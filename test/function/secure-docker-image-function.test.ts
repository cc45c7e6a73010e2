import { ArnFormat, InjectionContext, PropertyInjectors, Stack } from 'aws-cdk-lib';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { SqsDestination } from 'aws-cdk-lib/aws-lambda-destinations';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { inlineStatements, Json, newStack, resourcesOf, statement, templateOf } from './templates';
import { SecureAlias } from '../../src/function/secure-alias';
import { SecureDockerImageFunction, SecureDockerImageFunctionProps } from '../../src/function/secure-docker-image-function';
import { SecureFunction } from '../../src/function/secure-function';

const FUNCTION = 'AWS::Lambda::Function';

function docker(stack: Stack, props: Partial<SecureDockerImageFunctionProps> = {}): SecureDockerImageFunction {
  const code = lambda.DockerImageCode.fromEcr(new ecr.Repository(stack, 'Images'), { tagOrDigest: 'v1' });
  return new SecureDockerImageFunction(stack, 'Resize', { code, ...props });
}

test('has a role with no managed policy and nothing for the image, which the repository lets Lambda pull', () => {
  const stack = newStack();
  docker(stack);

  const template = templateOf(stack);

  expect(resourcesOf(template, FUNCTION).Resize.PackageType).toBe('Image');
  expect(Object.keys(resourcesOf(template, 'AWS::IAM::Role'))).toEqual(['ResizeServiceRole']);
  expect(resourcesOf(template, 'AWS::IAM::Role').ResizeServiceRole).not.toHaveProperty('ManagedPolicyArns');
  expect(inlineStatements(template)).toEqual([]);
});

test('lets Lambda pull the image from a repository of the app, once for many functions, with the two actions that it needs', () => {
  const stack = newStack();
  const images = new ecr.Repository(stack, 'Images');
  const code = lambda.DockerImageCode.fromEcr(images, { tagOrDigest: 'v1', cmd: ['index.handler'] });
  ['Resize', 'Describe'].forEach((id) => new SecureDockerImageFunction(stack, id, { code }));

  const template = templateOf(stack);

  expect(resourcesOf(template, 'AWS::ECR::Repository').Images.RepositoryPolicyText.Statement).toEqual([
    { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'] },
  ]);
  expect(resourcesOf(template, FUNCTION).Describe).toMatchObject({ ImageConfig: { Command: ['index.handler'] }, Code: { ImageUri: { 'Fn::Join': expect.anything() } } });
});

test('a secure function of another class lets Lambda pull its image with the same two actions', () => {
  const stack = newStack();
  const code = lambda.Code.fromEcrImage(new ecr.Repository(stack, 'Images'), { tagOrDigest: 'v1' });
  new SecureFunction(stack, 'Resize', { runtime: lambda.Runtime.FROM_IMAGE, handler: lambda.Handler.FROM_IMAGE, code });

  const [{ Action }] = resourcesOf(templateOf(stack), 'AWS::ECR::Repository').Images.RepositoryPolicyText.Statement;

  expect(Action).toEqual(['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer']);
});

test('lets Lambda pull it for functions of the account and region alone, on request', () => {
  const stack = newStack();
  docker(stack, { pinImagePull: true });

  const [{ Condition: condition }] = resourcesOf(templateOf(stack), 'AWS::ECR::Repository').Images.RepositoryPolicyText.Statement;

  const functions = stack.formatArn({
    service: 'lambda', resource: 'function', resourceName: '*', arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });
  expect(condition).toEqual({ StringLike: { 'aws:SourceArn': stack.resolve(functions) } });
});

test('leaves the policy of a repository alone that is not of the app', () => {
  const stack = newStack();
  const images = ecr.Repository.fromRepositoryName(stack, 'Images', 'images');
  new SecureDockerImageFunction(stack, 'Resize', { code: lambda.DockerImageCode.fromEcr(images) });

  expect(resourcesOf(templateOf(stack), 'AWS::ECR::Repository')).toEqual({});
});

test('keeps the logical ids of a DockerImageFunction', () => {
  const [before, after] = [newStack(), newStack()];
  new lambda.DockerImageFunction(before, 'Resize', { code: lambda.DockerImageCode.fromEcr(new ecr.Repository(before, 'Images')) });
  docker(after);

  for (const type of [FUNCTION, 'AWS::IAM::Role']) {
    expect(idsOf(templateOf(after), type)).toEqual(idsOf(templateOf(before), type));
  }
});

test('has statements, destinations and aliases as SecureFunction has', () => {
  const stack = newStack();
  const handler = docker(stack, { tracing: lambda.Tracing.ACTIVE, insightsVersion: lambda.LambdaInsightsVersion.VERSION_1_0_333_0 });
  handler.configureAsyncInvoke({ onFailure: new SqsDestination(new sqs.Queue(stack, 'Queue')) });
  handler.allow({ describe: () => ({ statements: [statement('s3:GetObject', 'arn:aws:s3:::images/a')] }) });

  expect(handler.addAlias('live')).toBeInstanceOf(SecureAlias);
  expect(inlineStatements(templateOf(stack)).flatMap(({ Action }) => Action).sort()).toEqual([
    'logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents', 's3:GetObject', 'sqs:SendMessage', 'xray:PutTelemetryRecords', 'xray:PutTraceSegments',
  ]);
});

test('is reached by property injectors of its own', () => {
  const stack = newStack();
  PropertyInjectors.of(stack).add({
    constructUniqueId: SecureDockerImageFunction.PROPERTY_INJECTION_ID,
    inject: (props: Json, _: InjectionContext) => ({ ...props, memorySize: 512 }),
  });
  docker(stack);

  expect(resourcesOf(templateOf(stack), FUNCTION).Resize.MemorySize).toBe(512);
});

test('fails with a property that clashes with its role, as SecureFunction does', () => {
  expect(() => docker(newStack(), { initialPolicy: [statement('s3:GetObject')] })).toThrow("'initialPolicy' is not supported");
});

function idsOf(template: Json, type: string): string[] {
  return Object.entries(template.Resources as Json).filter(([, resource]) => resource.Type === type).map(([id]) => id);
}
