import { App, CfnElement, CfnOutput, CfnResource, Stack, Stage } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as nodejs from 'aws-cdk-lib/aws-lambda-nodejs';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { CODE, idOf, Json, newStack, templateOf } from './templates';
import { SecureFunction } from '../../src/function/secure-function';
import { SecureNodejsFunction } from '../../src/function/secure-nodejs-function';

/** What cannot change without a replacement of the resource, as the resource types' schemas say. */
const CREATE_ONLY: { readonly [type: string]: readonly string[] } = {
  'AWS::Lambda::Function': ['FunctionName', 'PackageType', 'TenancyConfig', 'DurableConfig'],
  'AWS::IAM::Role': ['RoleName', 'Path'],
};

/** Without the flag under which CDK makes a log group for every function. */
const PLAIN_LOGS = { '@aws-cdk/aws-lambda:useCdkManagedLogGroup': false };

type Make = (scope: Construct, id: string, props?: Partial<lambda.FunctionProps>) => lambda.Function;

const PLAIN: Make = (scope, id, props) => new lambda.Function(scope, id, { ...CODE, ...props });
const SECURE: Make = (scope, id, props) => new SecureFunction(scope, id, { ...CODE, ...props });
const PLAIN_NODEJS: Make = (scope, id, props) => new nodejs.NodejsFunction(scope, id, { ...CODE, ...props });
const SECURE_NODEJS: Make = (scope, id, props) => new SecureNodejsFunction(scope, id, { ...CODE, ...props });

/** A function that others depend on by its role. */
function inUse(stack: Stack, scope: Construct, make: Make): void {
  const handler = make(scope, 'Resize', { functionName: 'resize', environment: { A: 'b' }, tracing: lambda.Tracing.ACTIVE });
  make(scope, 'Other').addAlias('live');
  new CfnOutput(stack, 'RoleArn', { value: handler.role!.roleArn });
  const bucket = new s3.Bucket(stack, 'Images');
  bucket.grantRead(handler);
  bucket.addToResourcePolicy(new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: ['*'], principals: [new iam.ArnPrincipal(handler.role!.roleArn)] }));
  handler.addPermission('Invoke', { principal: new iam.ServicePrincipal('s3.amazonaws.com'), sourceArn: 'arn:aws:s3:::images', sourceAccount: '111122223333' });
}

class Renaming extends Stack {
  protected override allocateLogicalId(element: CfnElement): string {
    return `My${super.allocateLogicalId(element)}`;
  }
}

const SCENES: [string, (make: Make) => Stack][] = [
  ['in a stack', (make) => {
    const stack = newStack(PLAIN_LOGS);
    inUse(stack, stack, make);
    return stack;
  }],
  ['in nested constructs', (make) => {
    const stack = newStack(PLAIN_LOGS);
    inUse(stack, new Construct(new Construct(stack, 'Outer'), 'Resource'), make);
    return stack;
  }],
  ['in a stage', (make) => {
    const stack = new Stack(new Stage(new App({ postCliContext: PLAIN_LOGS }), 'Prod'), 'Stack');
    inUse(stack, stack, make);
    return stack;
  }],
  ['in a stack with a naming scheme of its own', (make) => {
    const stack = new Renaming(new App({ postCliContext: PLAIN_LOGS }), 'Stack');
    inUse(stack, stack, make);
    return stack;
  }],
  ['in a stack that renames ids, before and after', (make) => {
    const stack = newStack(PLAIN_LOGS);
    stack.renameLogicalId('ResizeServiceRoleE52F2EFC', 'RenamedBefore');
    inUse(stack, stack, make);
    stack.renameLogicalId('OtherServiceRoleAC49E82B', 'RenamedAfter');
    return stack;
  }],
];

describe.each(SCENES)('%s', (_, build) => {
  const before = templateOf(build(PLAIN));
  const after = templateOf(build(SECURE));

  test('a function that becomes secure keeps its resources, and gets a log group', () => {
    // A version is named by what the function is like, and the function has a log group now.
    expect(typesWithout(before, after)).toEqual(['AWS::IAM::Policy', 'AWS::Lambda::Version']);
    expect(typesWithout(after, before)).toEqual(['AWS::Lambda::Version', 'AWS::Logs::LogGroup', 'AWS::Logs::LogGroup']);
    for (const id of Object.keys(before.Resources).filter((one) => one in after.Resources)) {
      expect(after.Resources[id].Type).toBe(before.Resources[id].Type);
    }
  });

  test('no property changes that would replace the function or its role', () => {
    for (const [id, resource] of Object.entries(before.Resources as { [id: string]: Json })) {
      for (const property of CREATE_ONLY[resource.Type as string] ?? []) {
        expect([id, property, after.Resources[id].Properties[property]]).toEqual([id, property, resource.Properties[property]]);
      }
    }
  });

  test('whoever names the role or the function goes on naming it', () => {
    expect(after.Outputs).toEqual(before.Outputs);
    const policy = idOf(before, 'AWS::S3::BucketPolicy');
    expect(after.Resources[policy]).toEqual(before.Resources[policy]);
    const permission = idOf(before, 'AWS::Lambda::Permission');
    expect(after.Resources[permission]).toEqual(before.Resources[permission]);
  });
});

test('a log group that CDK made stays behind, undeleted', () => {
  const [before, after] = [PLAIN, SECURE].map((make) => {
    const stack = newStack({ '@aws-cdk/aws-lambda:useCdkManagedLogGroup': true });
    make(stack, 'Resize');
    return templateOf(stack);
  });

  expect(typesWithout(before, after)).toEqual(['AWS::Logs::LogGroup']);
  expect(before.Resources[idOf(before, 'AWS::Logs::LogGroup')].DeletionPolicy).toBe('Retain');
  expect(typesWithout(after, before)).toEqual(['AWS::Logs::LogGroup']);
});

test('a Node.js function that becomes secure keeps its function and role', () => {
  const [before, after] = [PLAIN_NODEJS, SECURE_NODEJS].map((make) => {
    const stack = newStack();
    make(stack, 'Resize');
    return templateOf(stack);
  });

  for (const type of ['AWS::Lambda::Function', 'AWS::IAM::Role']) {
    expect(idOf(after, type)).toBe(idOf(before, type));
  }
});

test('a role may be given another logical id by hand', () => {
  const stack = newStack();
  const handler = new SecureFunction(stack, 'Resize', CODE);
  (handler.role!.node.defaultChild as CfnResource).overrideLogicalId('Mine');

  expect(idOf(templateOf(stack), 'AWS::IAM::Role')).toBe('Mine');
});

test('two functions with a role each, and a construct that looks like one of them, do not collide', () => {
  const stack = newStack();
  new SecureFunction(stack, 'Resize', CODE);
  new SecureFunction(stack, 'ResizeRole', CODE);
  new iam.Role(stack, 'ResizeServiceRole', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });

  expect(Object.values(templateOf(stack).Resources as { [id: string]: Json }).filter(({ Type }) => Type === 'AWS::IAM::Role')).toHaveLength(3);
});

/** The types of the resources that one template has and the other has not. */
function typesWithout(template: Json, other: Json): string[] {
  const ids = Object.keys(template.Resources).filter((id) => !(id in other.Resources));
  return ids.map((id) => template.Resources[id].Type as string).sort();
}
