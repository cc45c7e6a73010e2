import { App, RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { CODE, Synthesized, messageOf, newStack } from './app';
import { ResourcePolicyEngine } from '../../src/function/resource-policy-engine';
import { SecureFunction } from '../../src/function/secure-function';
import { ConnectPushSource } from '../../src/push/connect';
import { PushTrigger } from '../../src/push/push-trigger';

const SOURCE = new ConnectPushSource('arn:aws:connect:eu-west-1:111122223333:instance/c8c0e68d-2200-4265-82c0-0a1b2c3d4e5f');

const OPEN: lambda.Permission = { principal: new iam.ServicePrincipal('connect.amazonaws.com') };

describe('a permission without any condition beside the one of a trigger', () => {
  const trigger = (stack: Stack, target: lambda.IFunction) => new PushTrigger(stack, 'Trigger', { target, source: SOURCE });
  const keepsNobodyOut = (open: string) => `'principal' connect.amazonaws.com is let in without any condition by ${open}, so the condition of `
    + "Stack/Trigger/Permission keeps nobody out; give the first a 'sourceArn' or 'sourceAccount', or remove it: where an integration of CDK's writes it, "
    + 'use PushTrigger alone';

  const secure: [string, (stack: Stack) => lambda.Function | lambda.Alias, string][] = [
    ['a secure function', (stack) => new SecureFunction(stack, 'Fn', CODE), 'Stack/Fn/Open'],
    ['its alias', (stack) => new SecureFunction(stack, 'Fn', CODE).addAlias('live'), 'Stack/Fn/Aliaslive/Open'],
    ['a function whose policy is a document', (stack) => new SecureFunction(stack, 'Fn', { ...CODE, resourcePolicyEngine: ResourcePolicyEngine.DOCUMENT }), 'Stack/Fn/Open'],
  ];

  test.each(secure)('fails on %s, when it comes first', (_, make, path) => {
    const stack = newStack();
    const target = make(stack);
    target.addPermission('Open', OPEN);

    expect(messageOf(() => trigger(stack, target))).toBe(`${keepsNobodyOut(path)} [Stack/Trigger/Permission]`);
  });

  test.each(secure)('fails on %s, when it comes later', (_, make, path) => {
    const stack = newStack();
    const target = make(stack);
    trigger(stack, target);

    expect(messageOf(() => target.addPermission('Open', OPEN))).toBe(`${keepsNobodyOut(path)} [${path}]`);
  });

  test.each<[string, (target: lambda.Function) => void]>([
    ['addPermission', (target) => target.addPermission('Open', OPEN)],
    ['a resource of its own', (target) => {
      new lambda.CfnPermission(target, 'Open', { action: 'lambda:InvokeFunction', functionName: target.functionArn, principal: 'connect.amazonaws.com' });
    }],
  ])('fails on a plain function when the app is synthesized, for %s', (_, open) => {
    const stack = newStack();
    const target = new lambda.Function(stack, 'Fn', CODE);
    open(target);
    trigger(stack, target);

    expect(() => (stack.node.root as App).synth()).toThrow(keepsNobodyOut('Stack/Fn/Open'));
  });

  test('is not refused on another target, for another action, for another service, or on functions without a trigger', () => {
    const stack = newStack();
    const target = new SecureFunction(stack, 'Fn', CODE);
    trigger(stack, target);
    target.addAlias('live').addPermission('Open', OPEN);
    target.addPermission('Url', { ...OPEN, action: 'lambda:InvokeFunctionUrl' });
    target.addPermission('Third', { principal: new iam.ServicePrincipal('third.amazonaws.com') });
    const plain = new lambda.Function(stack, 'Plain', CODE);
    [OPEN, { ...OPEN, sourceAccount: '111122223333' }].forEach((permission, index) => plain.addPermission(`Permission${index}`, permission));

    expect(new Synthesized(stack.node.root as App).permissions()).toHaveLength(6);
  });
});

describe('the permission of a version', () => {
  const policiesOf = (options: lambda.VersionOptions, change: (version: lambda.Version) => void = () => {}) => {
    const stack = newStack();
    const target = new SecureFunction(stack, 'Fn', { ...CODE, currentVersionOptions: options }).currentVersion;
    new PushTrigger(stack, 'Trigger', { target, source: SOURCE });
    change(target);
    const [permission] = new Synthesized(stack.node.root as App).permissions();
    const { UpdateReplacePolicy, DeletionPolicy } = permission as unknown as { [policy: string]: unknown };
    return { UpdateReplacePolicy, DeletionPolicy };
  };

  test('stays with a version that is retained when the next one takes its place, and goes with the trigger', () => {
    expect(policiesOf({ removalPolicy: RemovalPolicy.RETAIN })).toEqual({ UpdateReplacePolicy: 'Retain', DeletionPolicy: undefined });
    const late = policiesOf({}, (version) => version.applyRemovalPolicy(RemovalPolicy.RETAIN));
    expect(late).toEqual({ UpdateReplacePolicy: 'Retain', DeletionPolicy: undefined });
  });

  test('goes with a version that is not retained', () => {
    expect(policiesOf({})).toEqual({ UpdateReplacePolicy: undefined, DeletionPolicy: undefined });
    expect(policiesOf({ removalPolicy: RemovalPolicy.DESTROY })).toEqual({ UpdateReplacePolicy: undefined, DeletionPolicy: undefined });
  });
});

describe('one function behind two constructs', () => {
  const singleton = (stack: Stack, id: string) => new lambda.SingletonFunction(stack, id, { ...CODE, uuid: '5f3b8a2e' });
  const imported = (stack: Stack, id: string) => lambda.Function.fromFunctionName(stack, id, 'ours');

  test.each<[string, (stack: Stack, id: string) => lambda.IFunction]>([['singletons', singleton], ['imports', imported]])('%s get one permission', (_, make) => {
    const stack = newStack();
    for (const id of ['One', 'Two']) { new PushTrigger(stack, `On${id}`, { target: make(stack, id), source: SOURCE }); }

    const [permission, ...others] = new Synthesized(stack.node.root as App).permissions();

    expect(others).toEqual([]);
    expect(permission.Properties).toEqual({
      Action: 'lambda:InvokeFunction',
      FunctionName: expect.anything(),
      Principal: 'connect.amazonaws.com',
      SourceAccount: '111122223333',
      SourceArn: 'arn:aws:connect:eu-west-1:111122223333:instance/c8c0e68d-2200-4265-82c0-0a1b2c3d4e5f',
    });
  });

  test('fails when one of them lets in whom the other names', () => {
    const stack = newStack();
    const [one, two] = ['One', 'Two'].map((id) => singleton(stack, id));
    one.addPermission('Open', OPEN);
    new PushTrigger(stack, 'Trigger', { target: two, source: SOURCE });

    expect(() => (stack.node.root as App).synth()).toThrow("'principal' connect.amazonaws.com is let in without any condition by Stack/");
  });
});
