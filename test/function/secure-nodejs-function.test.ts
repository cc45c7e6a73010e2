import { readFileSync } from 'fs';
import { join } from 'path';
import { pathToFileURL } from 'url';
import { runInThisContext } from 'vm';
import { Stack, Stage } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { SqsDestination } from 'aws-cdk-lib/aws-lambda-destinations';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { CODE, inlineStatements, Json, newStack, resourcesOf, statement, templateOf } from './templates';
import { SecureAlias } from '../../src/function/secure-alias';
import { SecureNodejsFunction, SecureNodejsFunctionProps } from '../../src/function/secure-nodejs-function';

const FUNCTION = 'AWS::Lambda::Function';
const RUNTIME = { runtime: lambda.Runtime.NODEJS_22_X };

/** The bundled code of the only function of a stack. */
function bundledCode(stack: Stack): string {
  const [{ Code: code }] = Object.values(resourcesOf(templateOf(stack), FUNCTION));
  const asset = `asset.${(code as Json).S3Key.replace('.zip', '')}`;
  return readFileSync(join(Stage.of(stack)!.outdir, asset, 'index.js'), 'utf8');
}

class Specialised extends SecureNodejsFunction {}

test('finds the handler file beside the file that defines the function, and bundles it', () => {
  const stack = newStack();
  new SecureNodejsFunction(stack, 'Beside', RUNTIME);

  expect(bundledCode(stack)).toContain('found beside the file that defines the function');
});

test('takes the entry that it is given', () => {
  const stack = newStack();
  new SecureNodejsFunction(stack, 'Beside', { ...RUNTIME, entry: join(__dirname, 'fixtures', 'plain.js') });

  expect(bundledCode(stack)).toContain('plain');
});

test.each([SecureNodejsFunction, Specialised])('fails when there is no handler file, and names those it looked for: %p', (type) => {
  const file = join(__dirname, 'secure-nodejs-function.test.Missing');

  expect(() => new type(newStack(), 'Missing', RUNTIME)).toThrow(
    `'entry' is not given, and none of the default handler files exists: ${file}.ts, ${file}.js, ${file}.mjs, ${file}.mts, ${file}.cts, ${file}.cjs; `
    + "pass 'entry', or create one of them [Stack/Missing]",
  );
});

test('looks beside a file that is an ECMAScript module, whose name is a URL', () => {
  const file = join(__dirname, 'my stacks', 'images');
  const define = runInThisContext('(Type, stack) => new Type(stack, "Resize")', { filename: pathToFileURL(`${file}.mjs`).href }) as
    (type: typeof SecureNodejsFunction, stack: Stack) => void;

  expect(() => define(SecureNodejsFunction, newStack())).toThrow(`none of the default handler files exists: ${file}.Resize.ts,`);
});

test.each<[string, SecureNodejsFunctionProps, string]>([
  ['initialPolicy', { initialPolicy: [statement('s3:GetObject')] }, "'initialPolicy' is not supported"],
  ['a plain role option with a role', { path: '/app/', role: 'given' as never }, "'path' is about the role that is made for the function"],
])('fails with %s, as SecureFunction does', (_, props, message) => {
  expect(() => new SecureNodejsFunction(newStack(), 'Resize', { ...CODE, ...props })).toThrow(message);
});

test('with code given looks for no file, and has role, log group, statements and aliases as SecureFunction has', () => {
  const stack = newStack();
  const handler = new SecureNodejsFunction(stack, 'Resize', { ...CODE, tracing: lambda.Tracing.ACTIVE });
  handler.configureAsyncInvoke({ onFailure: new SqsDestination(new sqs.Queue(stack, 'Queue')) });
  handler.allow({ describe: () => ({ statements: [statement('s3:GetObject', 'arn:aws:s3:::images/a')] }) });
  const alias = handler.addAlias('live');

  const template = templateOf(stack);

  expect(alias).toBeInstanceOf(SecureAlias);
  expect(Object.keys(resourcesOf(template, 'AWS::Logs::LogGroup'))).toEqual(['ResizeAccessLogs']);
  expect(resourcesOf(template, 'AWS::IAM::Role').ResizeServiceRole).not.toHaveProperty('ManagedPolicyArns');
  expect(inlineStatements(template).flatMap(({ Action }) => Action).sort())
    .toEqual(['s3:GetObject', 'sqs:SendMessage', 'xray:PutTelemetryRecords', 'xray:PutTraceSegments']);
});
