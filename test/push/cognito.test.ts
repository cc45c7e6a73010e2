import { App, Stack } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { CODE, HOME, Synthesized, messageOf, newApp, newStack } from './app';
import { describePushSource } from './contract';
import { SecureFunction } from '../../src/function/secure-function';
import { CognitoPushSource, CognitoPushSourceOptions } from '../../src/push/cognito';
import { PushTrigger } from '../../src/push/push-trigger';

const { PRE_SIGN_UP, POST_CONFIRMATION, PRE_TOKEN_GENERATION_CONFIG, CUSTOM_EMAIL_SENDER, CUSTOM_SMS_SENDER } = cognito.UserPoolOperation;

/** A pool, with its id in the place of the name that AWS lets nobody choose. */
function poolIn(scope: Construct, name?: string): cognito.UserPool {
  const userPool = new cognito.UserPool(scope, 'Source');
  if (name !== undefined) { (userPool.node.defaultChild as cognito.CfnUserPool).overrideLogicalId(name); }
  return userPool;
}

describePushSource({
  row: 'CognitoPushSource',
  make: (scope, name) => new CognitoPushSource(poolIn(scope, name), { operations: [PRE_SIGN_UP] }),
  imported: {
    make: (scope) => new CognitoPushSource(cognito.UserPool.fromUserPoolId(scope, 'Source', 'eu-west-1_abcdefghi'), { operations: [PRE_SIGN_UP] }),
    fails: "'userPool' must be a user pool of this app, got one that is imported, whose operations cannot be set; "
      + 'make the PushTrigger in the app of the user pool, and import the function there [Stack/Source]',
  },
  again: (scope) => new CognitoPushSource(scope.node.findChild('Source') as cognito.UserPool, { operations: [POST_CONFIRMATION] }),
  servicePrincipal: 'cognito-idp.amazonaws.com',
  sourceArn: ({ partition, region, account, name }) => `arn:${partition}:cognito-idp:${region}:${account}:userpool/${name}`,
  namesAccount: false,
  sourceArnInCommand: '${known.Arn}',
  unpinned: 'the operation',
  connectedBy: 'AWS::Cognito::UserPool',
  namedByAws: true,
  sourceFirst: true,
  crossAccount: 'BY_OWNER',
  crossRegion: false,
});

function poolCalls(options: Partial<CognitoPushSourceOptions>, props: (stack: Stack) => cognito.UserPoolProps = () => ({})) {
  const stack = newStack();
  const target = new SecureFunction(stack, 'Fn', CODE);
  const userPool = new cognito.UserPool(stack, 'Pool', props(stack));
  new PushTrigger(stack, 'OnSignUp', { target, source: new CognitoPushSource(userPool, { operations: [PRE_SIGN_UP], ...options }) });
  return { stack, target, userPool, done: () => new Synthesized(stack.node.root as App) };
}

const withKey = (stack: Stack) => ({ customSenderKmsKey: new kms.Key(stack, 'Key') });

test('many operations of one pool need one statement', () => {
  const operations = [PRE_SIGN_UP, POST_CONFIRMATION, PRE_TOKEN_GENERATION_CONFIG];
  const { stack, target, done } = poolCalls({ operations, lambdaVersion: cognito.LambdaVersion.V2_0 });

  const synthesized = done();

  const arn = stack.resolve(target.functionArn);
  expect(synthesized.resources('AWS::Cognito::UserPool')[0].Properties.LambdaConfig).toEqual({
    PreSignUp: arn,
    PostConfirmation: arn,
    PreTokenGenerationConfig: { LambdaArn: arn, LambdaVersion: 'V2_0' },
  });
  expect(synthesized.permissions()).toHaveLength(1);
  expect(synthesized.permissions()[0].Properties).not.toHaveProperty('SourceAccount');
});

test('two functions share the operations of one pool', () => {
  const { stack, userPool, done } = poolCalls({});
  new lambda.Function(stack, 'Other', CODE).addEventSource(new CognitoPushSource(userPool, { operations: [POST_CONFIRMATION] }));

  const synthesized = done();

  expect(Object.keys(synthesized.resources('AWS::Cognito::UserPool')[0].Properties.LambdaConfig as object)).toEqual(['PostConfirmation', 'PreSignUp']);
  expect(synthesized.permissions()).toHaveLength(2);
});

test.each([
  ['mail', CUSTOM_EMAIL_SENDER, 'CustomEmailSender'],
  ['messages', CUSTOM_SMS_SENDER, 'CustomSMSSender'],
])('a function that sends %s may decrypt with the key of the pool, and with no other one', (_, operation, property) => {
  const { stack, target, done } = poolCalls({ operations: [PRE_SIGN_UP, operation] }, withKey);

  const synthesized = done();

  const { LambdaConfig } = synthesized.resources('AWS::Cognito::UserPool')[0].Properties as { LambdaConfig: { [operation: string]: object } };
  expect(LambdaConfig[property]).toEqual({ LambdaArn: stack.resolve(target.functionArn), LambdaVersion: 'V1_0' });
  const statements = synthesized.function('Fn').role!.policies.flatMap(({ statements: all }) => all!).filter(({ actions }) => actions!.join().includes('kms'));
  expect(statements.map(({ actions, resources, conditions }) => ({ actions, resources, conditions }))).toEqual([{
    actions: ['kms:Decrypt'],
    resources: [expect.stringMatching(/^arn:aws:kms:eu-west-1:111122223333:key\/\$\{Stack\.Key\w{8}\}$/)],
    conditions: [],
  }]);
});

test('a function that sends nothing itself gets nothing of the key', () => {
  const { done } = poolCalls({}, withKey);

  expect(JSON.stringify(done().function('Fn').role)).not.toContain('kms:');
});

test.each(['SecureFunction', 'Function'])('a %s that may use the pool and sends its mail forms no cycle', (kind) => {
  const stack = newStack();
  const target = kind === 'Function' ? new lambda.Function(stack, 'Fn', CODE) : new SecureFunction(stack, 'Fn', CODE);
  const userPool = new cognito.UserPool(stack, 'Pool', withKey(stack));
  if (target instanceof SecureFunction) { userPool.grant(target, 'cognito-idp:AdminGetUser'); }
  target.addEventSource(new CognitoPushSource(userPool, { operations: [CUSTOM_EMAIL_SENDER] }));

  expect(() => new Synthesized(stack.node.root as App)).not.toThrow();
});

test('the permission of a pool in another stack is in the stack of the pool', () => {
  const app = newApp();
  const [functions, pools] = ['Functions', 'Pools'].map((id) => new Stack(app, id, { env: HOME }));
  const target = new lambda.Function(functions, 'Fn', CODE);
  new PushTrigger(functions, 'OnSignUp', { target, source: new CognitoPushSource(new cognito.UserPool(pools, 'Pool'), { operations: [PRE_SIGN_UP] }) });

  expect(new Synthesized(app).permissions(pools)).toHaveLength(1);
});

test('an imported function of another account is called when its owner has given the permission, and fails with the command before', () => {
  const stack = newStack();
  const target = lambda.Function.fromFunctionArn(stack, 'Fn', 'arn:aws:lambda:eu-west-1:444455556666:function:theirs');
  const source = new CognitoPushSource(new cognito.UserPool(stack, 'Pool'), { operations: [PRE_SIGN_UP] });

  expect(messageOf(() => new PushTrigger(stack, 'One', { target, source }))).toMatch(/its owner must: run `aws lambda add-permission .+ --source-arn '\$\{Pool\w{8}\.Arn\}'`/);

  new PushTrigger(stack, 'Two', { target, source, permissionExists: true });
  const [{ Properties }] = new Synthesized(stack.node.root as App).resources('AWS::Cognito::UserPool');
  expect(Properties.LambdaConfig).toEqual({ PreSignUp: target.functionArn });
});

test('fails for a custom sender of a pool without a key', () => {
  expect(messageOf(() => poolCalls({ operations: [CUSTOM_EMAIL_SENDER] }))).toBe(
    "'operations' hold a custom sender, which needs a key that its secrets are encrypted with, got a user pool without one; "
    + "set 'customSenderKmsKey' of the user pool [Stack/Pool]");
});

test.each<[string, Partial<CognitoPushSourceOptions>, string]>([
  ['no operation', { operations: [] }, "'operations' must name at least one operation, got an empty list"],
  ['an operation twice', { operations: [PRE_SIGN_UP, PRE_SIGN_UP] }, "'operations' must name each operation once, got preSignUp twice"],
  ['a version of an operation that has none', { lambdaVersion: cognito.LambdaVersion.V2_0 },
    "'lambdaVersion' is only possible for the operation PRE_TOKEN_GENERATION_CONFIG, got it for preSignUp"],
])('fails for %s', (_, options, message) => {
  expect(messageOf(() => poolCalls(options))).toBe(`${message} [Stack/Pool]`);
});

test('fails for an operation that CDK has set already', () => {
  const props = (stack: Stack) => ({ lambdaTriggers: { preSignUp: new lambda.Function(stack, 'Other', CODE) } });

  expect(messageOf(() => poolCalls({}, props))).toBe(
    "'source' is the operation preSignUp of the user pool Stack/Pool, which calls a function already [Stack/OnSignUp]");
});
