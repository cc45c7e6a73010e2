import { App, Stack, Validations } from 'aws-cdk-lib';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import { FunctionUrlOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { documentOf } from '../../src/cloudformation/write-document';
import { ResourcePolicyEngine } from '../../src/function/resource-policy-engine';
import { SecureFunction } from '../../src/function/secure-function';
import { InvokePermission } from '../../src/invoke/invoke-permission';
import { Invoker } from '../../src/invoke/invoker';
import { evaluateFunctionUrl } from '../../src/model/evaluate';
import { CODE, Synthesized, messageOf, newStack } from '../push/app';

type Secure = Pick<SecureFunction, 'addFunctionUrl' | 'publicUrl' | 'node' | 'functionArn'>;

const KINDS: [string, (stack: Stack) => Secure][] = [
  ['function', (stack) => new SecureFunction(stack, 'Fn', CODE)],
  ['alias', (stack) => new SecureFunction(stack, 'Fn', CODE).addAlias('live')],
];

const REASON = 'a public form posts to it';

/** Whether somebody without credentials may call a URL. */
function everybody(done: Synthesized, qualifier?: string) {
  const { targets, urls } = done.function('Fn');
  const target = targets.find((one) => one.qualifier === qualifier)!;
  expect(urls!.map(({ targetArn }) => targetArn)).toEqual([target.arn]);
  const request = { principal: { kind: 'AWS' as const, id: '*' }, action: 'lambda:InvokeFunctionUrl', resource: target.arn, context: {} };
  const authType = urls![0].authType as 'AWS_IAM' | 'NONE';
  return evaluateFunctionUrl(request, authType, { identity: [], resource: target.statements }).outcome;
}

describe.each(KINDS)('the URL of a secure %s', (kind, make) => {
  const qualifier = kind === 'alias' ? 'live' : undefined;

  test('is guarded by IAM and lets nobody in by itself', () => {
    const stack = newStack();
    make(stack).addFunctionUrl();

    const done = new Synthesized(stack.node.root as App);

    expect(done.resources('AWS::Lambda::Url').map(({ Properties }) => Properties.AuthType)).toEqual(['AWS_IAM']);
    expect(done.permissions()).toEqual([]);
    expect(everybody(done, qualifier)).toBe('DENIED');
  });

  test('is public with a reason, by both statements, on its own target, and for calls through the URL alone', () => {
    const stack = newStack();
    const target = make(stack);
    target.publicUrl(REASON, { invokeMode: lambda.InvokeMode.RESPONSE_STREAM });

    const done = new Synthesized(stack.node.root as App);

    const FunctionName = stack.resolve(target.functionArn);
    expect(done.permissions().map(({ Properties }) => Properties)).toEqual([
      { Action: 'lambda:InvokeFunctionUrl', FunctionName, FunctionUrlAuthType: 'NONE', Principal: '*' },
      { Action: 'lambda:InvokeFunction', FunctionName, InvokedViaFunctionUrl: true, Principal: '*' },
    ]);
    expect(done.resources('AWS::Lambda::Url')[0].Properties).toMatchObject({ AuthType: 'NONE', InvokeMode: 'RESPONSE_STREAM' });
    expect(everybody(done, qualifier)).toBe('ALLOWED');
  });

  test('carries the reason on both permissions, and acknowledges the finding with it', () => {
    const stack = newStack();
    make(stack).publicUrl(REASON);
    const acknowledged = stack.node.findAll().flatMap(({ node }) => node.metadata
      .filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY).map(({ data }) => data as object));

    const permissions = new Synthesized(stack.node.root as App).permissions() as unknown as { Metadata: object }[];

    expect(permissions.map(({ Metadata }) => Metadata)).toEqual([1, 2].map(() => expect.objectContaining({ 'cdk-secure-lambda:public': REASON })));
    const id = 'LambdaPermissions::LambdaPermissions-PublicPrincipal[FunctionUrl]';
    expect(acknowledged.filter((rules) => Object.keys(rules).includes(id))).toHaveLength(2);
  });

  test.each<[string, (target: Secure) => lambda.FunctionUrl, RegExp]>([
    ['without IAM and without a reason', (target) => target.addFunctionUrl({ authType: lambda.FunctionUrlAuthType.NONE }), /^'authType' must be AWS_IAM, got NONE.+publicUrl/],
    ['with an empty reason', (target) => target.publicUrl(' '), /^'reason' must say why everybody/],
    ['that is public and guarded', (target) => target.publicUrl(REASON, { authType: lambda.FunctionUrlAuthType.AWS_IAM }), /^'authType' must be left out of a public URL/],
    ['with credentials for every origin', (target) => target.addFunctionUrl({ cors: { allowedOrigins: ['*'], allowCredentials: true } }), /^'allowedOrigins' must name the origins.+ got '\*'/],
    ['with credentials for every secure origin', (target) => target.publicUrl(REASON, { cors: { allowedOrigins: ['https://*'], allowCredentials: true } }), /^'allowedOrigins' must name.+ got 'https:\/\/\*'/],
  ])('fails %s', (_, add, expected) => {
    const stack = newStack();

    expect(messageOf(() => add(make(stack)))).toMatch(expected);
  });

  test('takes every origin without credentials, and credentials for named origins', () => {
    const stack = newStack();
    make(stack).addFunctionUrl({ cors: { allowedOrigins: ['https://example.com'], allowCredentials: true } });
    new SecureFunction(stack, 'Other', CODE).addFunctionUrl({ cors: { allowedOrigins: ['*'] } });

    expect(new Synthesized(stack.node.root as App).resources('AWS::Lambda::Url')).toHaveLength(2);
  });
});

test('a public URL of a function whose policy is a document tells its reason at both statements, and acknowledges the finding', () => {
  const stack = newStack();
  const target = new SecureFunction(stack, 'Fn', { ...CODE, resourcePolicyEngine: ResourcePolicyEngine.DOCUMENT });
  new InvokePermission(stack, 'Partner', { target, invoker: Invoker.account('444455556666') });
  target.publicUrl(REASON);

  const { resource } = documentOf(target)!;
  const [fn] = new Synthesized(stack.node.root as App).function('Fn').targets;

  const note = { text: REASON, option: 'publicUrl', constructPath: 'Stack/Fn' };
  expect(fn.statements.map(({ actions, principals, notes }) => [actions![0], principals![0].id, notes])).toEqual([
    ['lambda:InvokeFunction', 'arn:aws:iam::444455556666:root', undefined],
    ['lambda:InvokeFunctionUrl', '*', [note]],
    ['lambda:InvokeFunction', '*', [note]],
  ]);
  expect(resource.node.metadata.map(({ data }) => data as unknown)).toContainEqual({
    'LambdaPermissions::LambdaPermissions-PublicPrincipal[FunctionUrl]': REASON,
  });
});

test.each(KINDS)('fails when CDK lets a distribution call the URL of a %s beside a policy that is a document', (kind) => {
  const stack = newStack();
  const fn = new SecureFunction(stack, 'Fn', { ...CODE, resourcePolicyEngine: ResourcePolicyEngine.DOCUMENT });
  const target = kind === 'alias' ? fn.addAlias('live') : fn;
  new InvokePermission(stack, 'Partner', { target, invoker: Invoker.account('444455556666') });
  const origin = FunctionUrlOrigin.withOriginAccessControl(target.addFunctionUrl());
  new cloudfront.Distribution(stack, 'Site', { defaultBehavior: { origin } });

  expect(() => new Synthesized(stack.node.root as App)).toThrow(
    `is for the same target as ${target.node.path}/ResourcePolicy, which would overwrite it; let it go through \`addPermission\` of the function, `
    + 'for a distribution use PushTrigger and CloudFrontPushSource');
});
