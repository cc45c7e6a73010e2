import { readFileSync } from 'fs';
import { join } from 'path';
import { App, CfnResource, NestedStack, Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct, IDependable } from 'constructs';
import { CODE, HOME, Synthesized, messageOf, newApp, newStack } from './app';
import { SecureFunction } from '../../src/function/secure-function';
import { PushSource, PushSourceConfig } from '../../src/push/push-source';
import { PushTrigger } from '../../src/push/push-trigger';
import { RestApiPushSource } from '../../src/push/rest-api';
import { S3PushSource } from '../../src/push/s3';
import { cycleIn, waitsFor } from '../template-graph';

/** A source that somebody else wrote, as small as can be. */
class OtherSource extends PushSource {
  constructor(private readonly config: Partial<PushSourceConfig>) { super(); }

  public describe(): PushSourceConfig {
    return { id: 'Other', servicePrincipal: 'other.amazonaws.com', ...this.config };
  }

  public connect(scope: Construct, target: lambda.IFunction, permission: IDependable): void {
    new CfnResource(scope, 'Connection', { type: 'Other::Service::Connection', properties: { Target: target.functionArn } }).node.addDependency(permission);
  }
}

function permissionsFor(source: PushSource): object[] {
  const stack = newStack();
  new PushTrigger(stack, 'Trigger', { target: new lambda.Function(stack, 'Fn', CODE), source });
  return new Synthesized(stack.node.root as App).permissions().map(({ Properties }) => Properties);
}

const GRANT = {
  Action: 'lambda:InvokeFunction',
  FunctionName: { 'Fn::GetAtt': [expect.stringMatching(/^Fn/), 'Arn'] },
  Principal: 'other.amazonaws.com',
};

test.each<[string, Partial<PushSourceConfig>, object[]]>([
  ['only an account', { sourceAccount: '111122223333' }, [{ ...GRANT, SourceAccount: '111122223333' }]],
  ['two ARNs', { sourceArns: ['arn:aws:other:::a', 'arn:aws:other:::b'] }, [{ ...GRANT, SourceArn: 'arn:aws:other:::a' }, { ...GRANT, SourceArn: 'arn:aws:other:::b' }]],
  ['an ARN twice', { sourceArns: ['arn:aws:other:::a', 'arn:aws:other:::a'] }, [{ ...GRANT, SourceArn: 'arn:aws:other:::a' }]],
  ['an ARN and an account', { sourceArns: ['arn:aws:other:::a'], sourceAccount: '111122223333' }, [
    { ...GRANT, SourceArn: 'arn:aws:other:::a', SourceAccount: '111122223333' },
  ]],
  ['an empty list of ARNs and an account', { sourceArns: [], sourceAccount: '111122223333' }, [{ ...GRANT, SourceAccount: '111122223333' }]],
  ['a token', { eventSourceToken: 'amzn1.ask.skill.1' }, [{ ...GRANT, EventSourceToken: 'amzn1.ask.skill.1' }]],
  ['calls through the function URL', { sourceArns: ['arn:aws:other:::a'], viaFunctionUrl: true }, [
    { ...GRANT, SourceArn: 'arn:aws:other:::a', Action: 'lambda:InvokeFunctionUrl', FunctionUrlAuthType: 'AWS_IAM' },
    { ...GRANT, SourceArn: 'arn:aws:other:::a', InvokedViaFunctionUrl: true },
  ]],
])('a source that describes %s gets a permission that says just that', (_, config, expected) => {
  expect(permissionsFor(new OtherSource(config))).toEqual(expected);
});

test.each<[string, Partial<PushSourceConfig>]>([
  ['neither an ARN nor an account nor a token', {}],
  ['an empty list of ARNs', { sourceArns: [] }],
])('fails for a source that describes %s, for then every account could call', (_, config) => {
  expect(messageOf(() => permissionsFor(new OtherSource(config)))).toBe(
    "'source' must say for what other.amazonaws.com calls, got no 'sourceArns', 'sourceAccount' or 'eventSourceToken'; "
    + "without one of them the service could call for any account; return at least one from 'describe' [Stack/Trigger]");
});

test('the connection waits for every permission', () => {
  const stack = newStack();
  const source = new OtherSource({ sourceArns: ['arn:aws:other:::a', 'arn:aws:other:::b'] });
  new PushTrigger(stack, 'Trigger', { target: new lambda.Function(stack, 'Fn', CODE), source });

  const done = new Synthesized(stack.node.root as App);

  const [connection] = done.resources('Other::Service::Connection');
  for (const { id } of done.permissions()) { expect(waitsFor(done.template(stack), connection.id, id)).toBe(true); }
});

test('two triggers for the same permission both wait for the one that is written', () => {
  const stack = newStack();
  const target = new SecureFunction(stack, 'Fn', CODE);
  for (const id of ['One', 'Two']) { new PushTrigger(stack, id, { target, source: new OtherSource({ sourceAccount: '111122223333' }) }); }

  const done = new Synthesized(stack.node.root as App);

  const [permission, ...others] = done.permissions();
  expect(others).toEqual([]);
  for (const { id } of done.resources('Other::Service::Connection')) { expect(waitsFor(done.template(stack), id, permission.id)).toBe(true); }
});

test('the same source for a function and for its alias writes one permission each', () => {
  const stack = newStack();
  const target = new SecureFunction(stack, 'Fn', CODE);
  const alias = target.addAlias('live');
  [target, alias].forEach((one, index) => {
    new PushTrigger(stack, `On${index}`, { target: one, source: new OtherSource({ sourceAccount: '111122223333' }) });
  });

  const done = new Synthesized(stack.node.root as App);

  const named = done.permissions().map(({ Properties }) => Properties.FunctionName);
  expect(named).toEqual([target, alias].map(({ functionArn }) => stack.resolve(functionArn)));
});

test('fails when a source of somebody else is added to one function twice', () => {
  const target = new lambda.Function(newStack(), 'Fn', CODE);
  const source = new OtherSource({ sourceAccount: '111122223333' });
  target.addEventSource(source);

  expect(messageOf(() => target.addEventSource(source))).toBe(
    "'source' is an event source of this function already, as OnOther; add it once [Stack/Fn]");
});

test('fails for a function that cannot be changed with one command for each permission', () => {
  const stack = newStack();
  const target = lambda.Function.fromFunctionArn(stack, 'Fn', 'arn:aws:lambda:eu-west-1:444455556666:function:theirs');
  const api = apigateway.RestApi.fromRestApiAttributes(stack, 'Api', { restApiId: 'abcdef1234', rootResourceId: 'root' });
  const source = new RestApiPushSource(api, { method: 'GET', path: '/', stages: ['test', 'prod'] });

  const message = messageOf(() => new PushTrigger(stack, 'Trigger', { target, source }));

  const command = (id: string, stage: string) => "`aws lambda add-permission --function-name 'arn:aws:lambda:eu-west-1:444455556666:function:theirs' "
    + `--statement-id 'StackTrigger89CC513A${id}' --action 'lambda:InvokeFunction' --principal 'apigateway.amazonaws.com' `
    + `--source-arn 'arn:\${AWS::Partition}:execute-api:eu-west-1:111122223333:abcdef1234/${stage}/GET/'\``;
  expect(message).toContain(`so its owner must: run ${command('Permission', 'test')} and ${command('Permission2', 'prod')}, or add to a template the resources `);
});

test('fails for a function that may or may not be in the account, and says how to import it', () => {
  const stack = newStack({});
  const target = lambda.Function.fromFunctionArn(stack, 'Fn', 'arn:aws:lambda:eu-west-1:111122223333:function:ours');

  expect(messageOf(() => new PushTrigger(stack, 'Trigger', { target, source: new OtherSource({ sourceAccount: '111122223333' }) }))).toContain(
    'if the function is in the stack\'s account and region, import it with `Function.fromFunctionAttributes(this, id, { functionArn, sameEnvironment: true })`');
});

describe('with nested stacks', () => {
  test.each(['function', 'bucket', 'trigger'])('the %s is in a nested stack, the others in its parent', (nestedPart) => {
    const stack = newStack();
    const nested = new NestedStack(stack, 'Nested');
    const home = (part: string) => part === nestedPart ? nested : stack;
    const target = new SecureFunction(home('function'), 'Fn', CODE);
    const source = new S3PushSource(new s3.Bucket(home('bucket'), 'Images'));
    new PushTrigger(home('trigger'), 'Trigger', { target, source });

    const assembly = (stack.node.root as App).synth();

    const templates = [assembly.getStackArtifact(stack.artifactId).template, JSON.parse(readFileSync(join(assembly.directory, nested.templateFile), 'utf8'))];
    expect(templates.map(cycleIn)).toEqual([undefined, undefined]);
    const permissions = templates.flatMap(({ Resources = {} }) => Object.values<{ Type: string }>(Resources)).filter(({ Type }) => Type === 'AWS::Lambda::Permission');
    expect(permissions).toHaveLength(1);
  });
});

test('what the source needs of the function stands in its role', () => {
  const stack = newStack();
  const statement = new iam.PolicyStatement({ actions: ['other:Answer'], resources: ['arn:aws:other:::a'] });
  const target = new SecureFunction(stack, 'Fn', CODE).addAlias('live');
  new PushTrigger(stack, 'Trigger', { target, source: new OtherSource({ sourceAccount: '111122223333', roleStatements: [statement] }) });

  const { role } = new Synthesized(stack.node.root as App).function('Fn');

  const allowed = role!.policies.flatMap(({ statements }) => statements!).filter(({ actions }) => actions!.some((action) => !action.startsWith('logs:')));
  expect(allowed.map(({ actions, resources }) => ({ actions, resources }))).toEqual([{ actions: ['other:Answer'], resources: ['arn:aws:other:::a'] }]);
});

test('what the source needs of the function stands in its role, also where the permission is somebody else’s', () => {
  const stack = newStack();
  const statement = new iam.PolicyStatement({ actions: ['other:Answer'], resources: ['arn:aws:other:::a'] });
  const source = new OtherSource({ sourceAccount: '111122223333', roleStatements: [statement] });
  new PushTrigger(stack, 'Trigger', { target: new SecureFunction(stack, 'Fn', CODE), source, permissionExists: true });

  const done = new Synthesized(stack.node.root as App);

  expect(done.permissions()).toEqual([]);
  expect(done.function('Fn').role!.policies.flatMap(({ statements }) => statements!).map(({ actions }) => actions)).toContainEqual(['other:Answer']);
});

test('fails when the source needs statements of a role that is not known', () => {
  const stack = newStack();
  const statement = new iam.PolicyStatement({ actions: ['other:Answer'], resources: ['arn:aws:other:::a'] });
  const target = lambda.Function.fromFunctionName(stack, 'Fn', 'ours');
  const source = new OtherSource({ sourceAccount: '111122223333', roleStatements: [statement] });

  expect(messageOf(() => new PushTrigger(stack, 'Trigger', { target, source }))).toBe(
    "'target' must have a known role, because the source needs it to allow other:Answer; got a function that is imported without it; "
    + "import it with `Function.fromFunctionAttributes` and 'role' [Stack/Trigger]");
});

test('the command for a function URL says so', () => {
  const stack = newStack();
  const target = lambda.Function.fromFunctionArn(stack, 'Fn', 'arn:aws:lambda:eu-west-1:444455556666:function:theirs');
  const source = new OtherSource({ sourceArns: ['arn:aws:other:::a'], viaFunctionUrl: true });

  const message = messageOf(() => new PushTrigger(stack, 'Trigger', { target, source }));

  expect(message).toContain("--action 'lambda:InvokeFunctionUrl' --principal 'other.amazonaws.com' --source-arn 'arn:aws:other:::a' --function-url-auth-type 'AWS_IAM'`");
  expect(message).toContain("--action 'lambda:InvokeFunction' --principal 'other.amazonaws.com' --source-arn 'arn:aws:other:::a' --invoked-via-function-url`");
});

test('triggers of two stacks write one permission each, so that neither stack waits for the other', () => {
  const app = newApp();
  const [functions, one, two] = ['Functions', 'One', 'Two'].map((id) => new Stack(app, id, { env: HOME }));
  const target = new SecureFunction(functions, 'Fn', CODE);
  for (const stack of [one, two]) { new PushTrigger(stack, 'Trigger', { target, source: new OtherSource({ sourceAccount: '111122223333' }) }); }

  const done = new Synthesized(app);

  expect([one, two].map((stack) => done.permissions(stack).length)).toEqual([1, 1]);
  expect([one, two].map((stack) => stack.dependencies)).toEqual([[functions], [functions]]);
});

test('triggers of two stacks for one bucket share its permission', () => {
  const app = newApp();
  const [functions, buckets, triggers] = ['Functions', 'Buckets', 'Triggers'].map((id) => new Stack(app, id, { env: HOME }));
  const target = new lambda.Function(functions, 'Fn', CODE);
  const bucket = new s3.Bucket(buckets, 'Images');
  new PushTrigger(functions, 'OnUpload', { target, source: new S3PushSource(bucket, { prefix: 'in/' }) });
  new PushTrigger(triggers, 'OnUpload', { target, source: new S3PushSource(bucket, { prefix: 'out/' }) });

  expect(new Synthesized(app).permissions()).toHaveLength(1);
});
