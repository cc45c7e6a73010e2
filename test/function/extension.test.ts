import { Aspects, CfnResource, IPropertyInjector, InjectionContext, Mixins, PropertyInjectors, Stack, Tags } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as nodejs from 'aws-cdk-lib/aws-lambda-nodejs';
import { Construct, IConstruct, IMixin } from 'constructs';
import { CODE, inlineStatements, Json, newStack, resourcesOf, statement, templateOf } from './templates';
import { ExecutionRole } from '../../src/function/execution-role';
import { PolicyKind } from '../../src/function/policy-kind';
import { SecureFunction, SecureFunctionProps } from '../../src/function/secure-function';
import { SecureNodejsFunction } from '../../src/function/secure-nodejs-function';

const FUNCTION = 'AWS::Lambda::Function';
const ROLE = 'AWS::IAM::Role';

/** Adds properties to each construct of a class, and notes what it was given. */
class Injector implements IPropertyInjector {
  public readonly seen: { readonly id: string; readonly props: Json }[] = [];

  public constructor(public readonly constructUniqueId: string, private readonly added: object = {}) {}

  public inject(props: Json, { id }: InjectionContext): Json {
    this.seen.push({ id, props });
    return { ...props, ...this.added };
  }
}

describe('property injectors', () => {
  test.each<[string, string, (scope: Construct) => lambda.Function]>([
    ['SecureFunction', SecureFunction.PROPERTY_INJECTION_ID, (scope) => new SecureFunction(scope, 'Resize', CODE)],
    ['SecureNodejsFunction', SecureNodejsFunction.PROPERTY_INJECTION_ID, (scope) => new SecureNodejsFunction(scope, 'Resize', CODE)],
  ])('for %s change its properties, ours among them', (_, id, make) => {
    const stack = newStack();
    const injector = new Injector(id, { memorySize: 512, policyKind: PolicyKind.MANAGED });
    PropertyInjectors.of(stack.node.root).add(injector);
    make(new Construct(stack, 'Inner'));

    const template = templateOf(stack);

    expect(injector.seen.map((seen) => seen.id)).toEqual(['Resize']);
    expect(Object.values(resourcesOf(template, FUNCTION))[0].MemorySize).toBe(512);
    expect(Object.keys(resourcesOf(template, 'AWS::IAM::ManagedPolicy'))).toHaveLength(1);
  });

  test('for SecureFunction are checked like properties that the user gives', () => {
    const stack = newStack();
    PropertyInjectors.of(stack).add(new Injector(SecureFunction.PROPERTY_INJECTION_ID, { initialPolicy: [statement('s3:GetObject')] }));

    expect(() => new SecureFunction(stack, 'Resize', CODE)).toThrow("'initialPolicy' is not supported");
  });

  test('nearest to the function win', () => {
    const stack = newStack();
    const inner = new Construct(stack, 'Inner');
    PropertyInjectors.of(stack).add(new Injector(SecureFunction.PROPERTY_INJECTION_ID, { memorySize: 512 }));
    PropertyInjectors.of(inner).add(new Injector(SecureFunction.PROPERTY_INJECTION_ID, { memorySize: 1024 }));
    new SecureFunction(inner, 'Resize', CODE);

    expect(Object.values(resourcesOf(templateOf(stack), FUNCTION))[0].MemorySize).toBe(1024);
  });

  test('for lambda.Function still run, and see what we pass on, also what we do not know', () => {
    const stack = newStack();
    const injector = new Injector(lambda.Function.PROPERTY_INJECTION_ID, { memorySize: 512 });
    PropertyInjectors.of(stack).add(injector);
    new SecureFunction(stack, 'Resize', { ...CODE, brandNew: 'value' } as SecureFunctionProps);

    const template = templateOf(stack);

    expect(injector.seen).toHaveLength(1);
    expect(injector.seen[0].props.brandNew).toBe('value');
    expect(injector.seen[0].props.role).toBeInstanceOf(ExecutionRole);
    expect(resourcesOf(template, FUNCTION).Resize.MemorySize).toBe(512);
  });

  test('may give every plain function an execution role', () => {
    const stack = newStack();
    PropertyInjectors.of(stack).add({
      constructUniqueId: lambda.Function.PROPERTY_INJECTION_ID,
      inject: (props: Json, { scope, id }: InjectionContext) => {
        if (props.role) { return props; }
        const role = new ExecutionRole(scope, `${id}AccessRole`);
        return { ...props, role, logGroup: role.logGroup };
      },
    });
    new lambda.Function(stack, 'Plain', CODE);
    new nodejs.NodejsFunction(stack, 'Node', CODE);
    new SecureFunction(stack, 'Ours', CODE);

    const template = templateOf(stack);

    expect(Object.keys(resourcesOf(template, ROLE)).sort()).toEqual(['NodeAccessRole', 'OursServiceRole', 'PlainAccessRole']);
    expect(JSON.stringify(template)).not.toContain('AWSLambdaBasicExecutionRole');
  });
});

test('mixins reach the resources of a secure function', () => {
  const stack = newStack();
  new SecureFunction(stack, 'Resize', CODE);
  const mixin: IMixin = {
    supports: (construct: IConstruct): boolean => CfnResource.isCfnResource(construct) && construct.cfnResourceType === FUNCTION,
    applyTo: (construct: IConstruct): void => { (construct as lambda.CfnFunction).memorySize = 256; },
  };
  Mixins.of(stack).apply(mixin);

  expect(resourcesOf(templateOf(stack), FUNCTION).Resize.MemorySize).toBe(256);
});

test('Aspects see the role, its policies and the log group, and tags reach them', () => {
  const stack = newStack();
  const handler = new SecureFunction(stack, 'Resize', { ...CODE, policyKind: PolicyKind.MANAGED });
  handler.grantInvoke(handler);
  const seen: string[] = [];
  Aspects.of(stack).add({ visit: (node) => { if (CfnResource.isCfnResource(node)) { seen.push(node.node.path); } } });
  Tags.of(stack).add('team', 'images');

  const template = templateOf(stack);

  expect(seen.sort()).toEqual([
    'Stack/Resize/Resource',
    'Stack/ResizeAccess/Logs/Resource',
    'Stack/ResizeAccess/Role/DependentPolicy',
    'Stack/ResizeAccess/Role/Policy',
    'Stack/ResizeAccess/Role/Resource',
  ]);
  for (const type of [FUNCTION, ROLE, 'AWS::Logs::LogGroup']) {
    expect(Object.values(resourcesOf(template, type))[0].Tags).toEqual([{ Key: 'team', Value: 'images' }]);
  }
});

test.each<[string, (stack: Stack, role: ExecutionRole) => lambda.IFunction]>([
  ['lambda.Function', (stack, role) => new lambda.Function(stack, 'Function', { ...CODE, role, logGroup: role.logGroup })],
  ['NodejsFunction', (stack, role) => new nodejs.NodejsFunction(stack, 'Function', { ...CODE, role, logGroup: role.logGroup })],
  ['SingletonFunction', (stack, role) => new lambda.SingletonFunction(stack, 'Function', { ...CODE, uuid: 'one', role, logGroup: role.logGroup })],
])('an execution role serves %s', (_, make) => {
  const stack = newStack();
  const role = new ExecutionRole(stack, 'Role');
  const handler = make(stack, role);
  handler.addToRolePolicy(statement('s3:GetObject', 'arn:aws:s3:::images/*'));

  const template = templateOf(stack);

  expect(Object.keys(resourcesOf(template, ROLE))).toEqual(['Role']);
  expect(resourcesOf(template, ROLE).Role).not.toHaveProperty('ManagedPolicyArns');
  expect(inlineStatements(template)).toEqual([{ Action: 's3:GetObject', Effect: 'Allow', Resource: 'arn:aws:s3:::images/*' }]);
  expect(Object.keys(resourcesOf(template, 'AWS::IAM::Policy'))).toEqual([]);
  expect(iam.Role.isRole(handler.role)).toBe(true);
});
