import { App, Duration, Stack } from 'aws-cdk-lib';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { PolicyKind } from '../../src/function/policy-kind';
import { SecureDockerImageFunction } from '../../src/function/secure-docker-image-function';
import { SecureFunction } from '../../src/function/secure-function';
import { SecureFunctionOptions } from '../../src/function/secure-function-options';
import { SecureNodejsFunction } from '../../src/function/secure-nodejs-function';
import { evaluate } from '../../src/model/evaluate';
import { statementsIn } from '../invoke/literal';
import { CODE, HOME, messageOf, newApp, newStack, Resource, Synthesized } from '../push/app';
import { waitsFor } from '../template-graph';

const ACCOUNT = '111122223333';
const FUNCTION = `arn:aws:lambda:eu-west-1:${ACCOUNT}:function:resize`;
const CONTEXT = 'kms:EncryptionContext:aws:lambda:FunctionArn';
const DURABLE = { durableConfig: { executionTimeout: Duration.hours(1), retentionPeriod: Duration.days(30) } };

/** What the key's policy says of Lambda. */
function lambdaStatements(key: Resource): object[] {
  const { Statement: statements } = key.Properties.KeyPolicy as { readonly Statement: { readonly Principal: { readonly Service?: string } }[] };
  return statements.filter(({ Principal: { Service } }) => Service !== undefined);
}

describe.each<[string, (stack: Stack, props: SecureFunctionOptions & lambda.FunctionOptions) => lambda.Function]>([
  ['SecureFunction', (stack, props) => new SecureFunction(stack, 'Resize', { ...CODE, ...props })],
  ['SecureNodejsFunction', (stack, props) => new SecureNodejsFunction(stack, 'Resize', {
    entry: `${__dirname}/fixtures/plain.js`, code: CODE.code, runtime: CODE.runtime, handler: CODE.handler, ...props,
  })],
  ['SecureDockerImageFunction', (stack, props) => new SecureDockerImageFunction(stack, 'Resize', {
    code: lambda.DockerImageCode.fromEcr(ecr.Repository.fromRepositoryName(stack, 'Repository', 'images')), ...props,
  })],
])('%s with a key for its durable executions', (_, make) => {
  const stack = newStack();
  make(stack, { ...DURABLE, functionName: 'resize', durableEncryptionKey: new kms.Key(stack, 'Key') });
  const made = new Synthesized(stack.node.root as App);
  const [key] = made.resources('AWS::KMS::Key');
  const [fn] = made.resources('AWS::Lambda::Function');

  test('uses the key', () => {
    expect(fn.Properties.DurableConfig).toEqual({ ExecutionTimeout: 3600, RetentionPeriodInDays: 30, KMSKeyArn: { 'Fn::GetAtt': [key.id, 'Arn'] } });
  });

  test('lets Lambda use the key as AWS documents it, and nobody else', () => {
    const named = { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, `:lambda:eu-west-1:${ACCOUNT}:function:resize`]] };

    expect(lambdaStatements(key)).toEqual([{
      Effect: 'Allow',
      Principal: { Service: 'lambda.amazonaws.com' },
      Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
      Resource: '*',
      Condition: { StringEquals: { 'aws:SourceAccount': ACCOUNT, 'aws:SourceArn': named, [CONTEXT]: named } },
    }]);
  });

  test('waits for the key, and the key and its policy for nothing', () => {
    const template = made.template(stack) as { readonly Resources: object };

    expect(waitsFor(template, fn.id, key.id)).toBe(true);
    expect(Object.keys(template.Resources).filter((id) => waitsFor(template, key.id, id))).toEqual([]);
  });
});

describe('what Lambda may do with the key for a function', () => {
  const stack = newStack();
  const durableEncryptionKey = new kms.Key(stack, 'Key');
  ['resize', 'describe'].forEach((functionName) => new SecureFunction(stack, functionName, { ...CODE, ...DURABLE, functionName, durableEncryptionKey }));
  const made = new Synthesized(stack.node.root as App);
  const statements = statementsIn({ Version: '2012-10-17', Statement: lambdaStatements(made.resources('AWS::KMS::Key')[0]) });

  const ask = (sourceArn: string, contextArn = sourceArn, sourceAccount = ACCOUNT, action = 'kms:Decrypt') => evaluate({
    principal: { kind: 'Service', id: 'lambda.amazonaws.com' },
    action,
    resource: `arn:aws:kms:eu-west-1:${ACCOUNT}:key/1`,
    context: { 'aws:SourceArn': [sourceArn], 'aws:SourceAccount': [sourceAccount], [CONTEXT]: [contextArn] },
  }, { identity: [], resource: statements }).outcome;

  test('each function of the key has its own statement', () => {
    expect([ask(FUNCTION), ask(FUNCTION.replace('resize', 'describe')), ask(FUNCTION.replace('resize', 'resize2'))]).toEqual(['ALLOWED', 'ALLOWED', 'DENIED']);
  });

  test('data of one function is not decrypted for another, or for a namesake of another account', () => {
    expect(ask(FUNCTION.replace('resize', 'describe'), FUNCTION)).toBe('DENIED');
    expect(ask(FUNCTION, FUNCTION, '999999999999')).toBe('DENIED');
  });

  test('it is used for data alone', () => {
    expect(['kms:GenerateDataKey', 'kms:Encrypt', 'kms:CreateGrant', 'kms:DescribeKey'].map((action) => ask(FUNCTION, FUNCTION, ACCOUNT, action)))
      .toEqual(['ALLOWED', 'DENIED', 'DENIED', 'DENIED']);
  });
});

test('a key of another stack, an alias of one, and a managed policy make no cycle', () => {
  const app = newApp();
  const [keys, functions] = ['Keys', 'Functions'].map((id) => new Stack(app, id, { env: HOME }));
  const key = new kms.Key(keys, 'Key');
  const durableEncryptionKey = new kms.Alias(functions, 'Alias', { aliasName: 'durable', targetKey: key });
  const fn = new SecureFunction(functions, 'Resize', { ...CODE, ...DURABLE, functionName: 'resize', policyKind: PolicyKind.MANAGED, durableEncryptionKey });
  key.grantDecrypt(fn);

  const made = new Synthesized(app);
  const [{ Properties: { DurableConfig: config } }] = made.resources('AWS::Lambda::Function');

  expect(config).toMatchObject({ KMSKeyArn: { 'Fn::ImportValue': expect.stringMatching(/Key.*Arn/) as unknown } });
  expect(lambdaStatements(made.resources('AWS::KMS::Key')[0])).toHaveLength(1);
});

test('a key that is set by hand is left as it is, and the reader takes the function', () => {
  const stack = newStack();
  const fn = new SecureFunction(stack, 'Resize', { ...CODE, ...DURABLE });
  (fn.node.defaultChild as lambda.CfnFunction).addPropertyOverride('DurableConfig.KMSKeyArn', 'arn:aws:kms:eu-west-1:111122223333:key/1');

  const made = new Synthesized(stack.node.root as App);
  const decrypt = made.function('Resize').role!.policies.flatMap(({ statements }) => statements ?? []).filter(({ actions }) => actions?.includes('kms:Decrypt'));

  expect(made.resources('AWS::Lambda::Function')[0].Properties.DurableConfig).toMatchObject({ KMSKeyArn: 'arn:aws:kms:eu-west-1:111122223333:key/1' });
  expect(decrypt).toEqual([]);
});

const NEEDS_NAME = "'durableEncryptionKey' has a policy that names the function before there is one, so it needs a literal 'functionName'; got ";
const NAMED = { ...DURABLE, functionName: 'resize' };

test.each<[string, (stack: Stack) => Partial<SecureFunctionOptions & lambda.FunctionOptions>, string]>([
  ['a key for no durable executions', (stack) => ({ durableEncryptionKey: new kms.Key(stack, 'Key'), functionName: 'resize' }),
    "'durableEncryptionKey' is about durable executions, and 'durableConfig' is not given; pass the 'durableConfig', or leave it out"],
  ['a key whose policy could not name the function', (stack) => ({ ...DURABLE, durableEncryptionKey: new kms.Key(stack, 'Key') }),
    `${NEEDS_NAME}none. Pass a name, or a key that is imported, whose policy its owner writes`],
  ['a name that is only known at deployment', (stack) => ({ ...DURABLE, functionName: stack.stackId, durableEncryptionKey: new kms.Key(stack, 'Key') }),
    `${NEEDS_NAME}a value that is only known at deployment. Pass a name, or a key that is imported, whose policy its owner writes`],
  ['a key of another region', (stack) => ({ ...NAMED, durableEncryptionKey: kms.Key.fromKeyArn(stack, 'Key', `arn:aws:kms:us-east-1:${ACCOUNT}:key/1`) }),
    "'durableEncryptionKey' must be a key of the function's region, 'eu-west-1', got one of 'us-east-1'; Lambda takes none of another region"],
  ['a key that is known by its alias', (stack) => ({ ...NAMED, durableEncryptionKey: kms.Alias.fromAliasName(stack, 'Key', 'alias/durable') }),
    "'durableEncryptionKey' must be known by its ARN, got a key that is imported by its alias; import the key by its ARN"],
  ['a key that signs', (stack) => ({ ...NAMED, durableEncryptionKey: new kms.Key(stack, 'Key', { keySpec: kms.KeySpec.RSA_2048, keyUsage: kms.KeyUsage.SIGN_VERIFY }) }),
    "'durableEncryptionKey' must be a symmetric encryption key, got one with 'keySpec' RSA_2048; leave its 'keySpec' out"],
])('fails with %s', (_, props, message) => {
  const stack = newStack();

  expect(messageOf(() => new SecureFunction(stack, 'Resize', { ...CODE, ...props(stack) }))).toBe(`${message} [Stack/Resize]`);
});
