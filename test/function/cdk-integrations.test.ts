import { readFileSync } from 'fs';
import { join } from 'path';
import { App, Aspects, Stack, Validations } from 'aws-cdk-lib';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import { FunctionUrlOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { LambdaDestination } from 'aws-cdk-lib/aws-s3-notifications';
import { Walked, walk } from './integration-walk';
import { INTEGRATIONS, Target } from './integrations';
import { functionUrl } from '../../src/checks/rules/function-url';
import { SecureFunction } from '../../src/function/secure-function';
import { PushTrigger } from '../../src/push/push-trigger';
import { S3PushSource } from '../../src/push/s3';
import { CODE, FLAG_SETS, HOME, Synthesized, messageOf, newApp, newStack } from '../push/app';
import { waitsFor } from '../template-graph';

/** What an integration brings; what is left out is nothing. */
interface Brought {
  readonly allowed: string[];
  readonly role?: string[];
  readonly callers?: string[];
  /** The class that the warning names; without it there is no warning. */
  readonly use?: string;
}

interface Case extends Brought {
  readonly integration: string;
  /** What is different in an app that sets no feature flags. */
  readonly withoutFlags?: Brought;
}

const CASES = JSON.parse(readFileSync(join(__dirname, 'cdk-integrations.json'), 'utf8')) as Case[];

const TARGETS: [string, (handler: SecureFunction) => Target][] = [
  ['SecureFunction', (handler) => handler],
  ['alias of a SecureFunction', (handler) => handler.addAlias('live')],
];

test('every integration of CDK’s that is walked has a case', () => {
  expect(CASES.map(({ integration }) => integration)).toEqual(Object.keys(INTEGRATIONS));
});

describe.each(FLAG_SETS)('%s', (flagged, flags) => {
  describe.each(TARGETS)('%s', (_, targetOf) => {
    let walked: Map<string, Walked>;
    beforeAll(() => {
      const warnings = jest.spyOn(console, 'error').mockImplementation();
      walked = walk(flags, targetOf);
      warnings.mockRestore();
    });

    test.each(CASES)('$integration: each permission is complete, written once and for this target alone, or warned of', ({ integration, withoutFlags, ...flaggedCase }) => {
      const { allowed, role = [], callers = [], use } = flagged.startsWith('without') && withoutFlags ? withoutFlags : flaggedCase;

      const { warnings, ...brought } = walked.get(integration)!;

      expect(brought).toEqual({ allowed, role, callers });
      expect(warnings.map((warning) => /use PushTrigger and (\w+),/.exec(warning)?.[1])).toEqual(use ? [use] : []);
    });
  });
});

test('a permission that is asked for twice is waited for wherever it is asked for', () => {
  const stack = new Stack(newApp(), 'Stack', { env: HOME });
  const target = new SecureFunction(stack, 'Fn', CODE);
  const bucket = new s3.Bucket(stack, 'Images');
  bucket.addEventNotification(s3.EventType.OBJECT_CREATED, new LambdaDestination(target));
  new PushTrigger(stack, 'OnRemoval', { target, source: new S3PushSource(bucket, { events: [s3.EventType.OBJECT_REMOVED] }) });

  const done = new Synthesized(stack.node.root as App);

  const [permission, ...others] = done.permissions();
  expect(others).toEqual([]);
  const [notifications] = done.resources('Custom::S3BucketNotifications');
  expect(waitsFor(done.template(stack), notifications.id, permission.id)).toBe(true);
});

test.each(TARGETS)('a bucket of another account notifies a %s, whose permission is made in its own stack and first', (_, targetOf) => {
  const app = newApp();
  const functions = new Stack(app, 'Functions', { env: HOME });
  const buckets = new Stack(app, 'Buckets', { env: { ...HOME, account: '444455556666' } });
  const target = targetOf(new SecureFunction(functions, 'Fn', { ...CODE, functionName: 'resize' }));
  const bucket = new s3.Bucket(buckets, 'Images', { bucketName: 'images' });
  bucket.addEventNotification(s3.EventType.OBJECT_CREATED, new LambdaDestination(target));

  const done = new Synthesized(app);

  expect(done.permissions(buckets)).toEqual([]);
  const [{ Properties }, ...others] = done.permissions(functions);
  expect(others).toEqual([]);
  expect(Properties.FunctionName).toEqual(functions.resolve(target.functionArn));
  expect(Properties.SourceArn).toEqual({ 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':s3:::images']] });
  expect(Properties.SourceAccount).toBe('444455556666');
  expect(buckets.dependencies).toEqual([functions]);
});

test.each([
  ['another service', { principal: new iam.ServicePrincipal('events.amazonaws.com'), sourceArn: 'arn:aws:events:eu-west-1:111122223333:rule/nightly' }],
  ['another account that was said', { principal: new iam.ServicePrincipal('logs.amazonaws.com'), sourceAccount: '444455556666' }],
  ['an account', { principal: new iam.AccountPrincipal('444455556666') }],
  ['a role', { principal: new iam.ArnPrincipal('arn:aws:iam::444455556666:role/caller') }],
])('a permission for %s is left as it is', (_, permission: lambda.Permission) => {
  const stack = new Stack(newApp(), 'Stack', { env: HOME });
  new SecureFunction(stack, 'Fn', CODE).addPermission('Permission', permission);

  const [{ Properties }] = new Synthesized(stack.node.root as App).permissions();

  expect(Properties.SourceAccount).toBe(permission.sourceAccount);
  expect(Properties.SourceArn).toBe(permission.sourceArn);
});

test('logs of another account are let in for that account', () => {
  const stack = new Stack(newApp(), 'Stack', { env: HOME });
  new SecureFunction(stack, 'Fn', CODE).addPermission('Permission', {
    principal: new iam.ServicePrincipal('logs.amazonaws.com'),
    sourceArn: `arn:${stack.partition}:logs:eu-west-1:444455556666:log-group:theirs:*`,
  });

  expect(new Synthesized(stack.node.root as App).permissions()[0].Properties.SourceAccount).toBe('444455556666');
});

test('permissions that differ in anything are all written', () => {
  const stack = new Stack(newApp(), 'Stack', { env: HOME });
  const target = new SecureFunction(stack, 'Fn', CODE);
  const principal = new iam.ServicePrincipal('events.amazonaws.com');
  const permissions: lambda.Permission[] = [
    { principal, sourceArn: 'arn:aws:events:eu-west-1:111122223333:rule/a' },
    { principal, sourceArn: 'arn:aws:events:eu-west-1:111122223333:rule/b' },
    { principal, sourceAccount: '111122223333' },
    { principal, organizationId: 'o-abcdefghij' },
    { principal, eventSourceToken: 'token' },
    { principal, action: 'lambda:InvokeFunctionUrl' },
    { principal, action: 'lambda:InvokeFunctionUrl', functionUrlAuthType: lambda.FunctionUrlAuthType.AWS_IAM },
    { principal, invokedViaFunctionUrl: true },
  ];
  permissions.forEach((permission, index) => target.addPermission(`Permission${index}`, permission));
  permissions.forEach((permission, index) => target.addPermission(`Again${index}`, permission));

  expect(new Synthesized(stack.node.root as App).permissions()).toHaveLength(permissions.length);
});

test('permissions of principals with different conditions are all written', () => {
  const stack = new Stack(newApp(), 'Stack', { env: HOME });
  const target = new SecureFunction(stack, 'Fn', CODE);
  const arns = ['arn:aws:events:eu-west-1:111122223333:rule/a', 'arn:aws:events:eu-west-1:111122223333:rule/b'];
  arns.forEach((arn, index) => {
    const principal = new iam.ServicePrincipal('events.amazonaws.com', { conditions: { ArnLike: { 'aws:SourceArn': arn } } });
    target.addPermission(`Permission${index}`, { principal });
  });

  expect(new Synthesized(stack.node.root as App).permissions().map(({ Properties }) => Properties.SourceArn)).toEqual(arns);
});

const BROAD = 'LambdaPermissions-BroadPermission';

/** The warnings of a function after synthesis, after CDK's words for acknowledging them. */
function warningsOf(target: Target): string[] {
  new Synthesized(target.node.root as App);
  return target.node.metadata.filter(({ type }) => type === 'aws:cdk:warning').map(({ data }) => String(data).replace(/ \[ack: [Aa]nnotation::[\w-]+\]$/, ''));
}

const OPEN: lambda.Permission = { principal: new iam.ServicePrincipal('events.amazonaws.com') };

test.each(TARGETS)('the warning of a %s says who may call, what to use, and how to acknowledge it', (_, targetOf) => {
  const stack = newStack();
  const target = targetOf(new SecureFunction(stack, 'Fn', CODE));
  INTEGRATIONS['ALB: LambdaTarget, of two target groups'](stack, target);

  expect(warningsOf(target)).toEqual([
    'elasticloadbalancing.amazonaws.com may call for any source of the account 111122223333; use PushTrigger and AlbPushSource, which name the target group, '
    + `or acknowledge '${BROAD}' with the reason why it has to be so wide [${target.node.path}]`,
  ]);
});

test('one warning names the first two of many permissions that need the same', () => {
  const stack = newStack();
  const target = new SecureFunction(stack, 'Fn', CODE);
  ['a', 'b', 'c', 'd'].forEach((bus) => target.addPermission(bus, { ...OPEN, sourceArn: `arn:aws:events:eu-west-1:111122223333:rule/${bus}/*` }));

  const [warning, ...others] = warningsOf(target);

  expect(others).toEqual([]);
  expect(warning).toMatch(/^events\.amazonaws\.com may call for arn:aws:events:eu-west-1:111122223333:rule\/a\/\*, .+rule\/b\/\*, and 2 more; use PushTrigger and the push source of/);
});

test('no warning is left for a permission that an Aspect makes exact', () => {
  const target = new SecureFunction(newStack(), 'Fn', CODE);
  target.addPermission('Open', OPEN);
  Aspects.of(target).add({
    visit: (node) => { if (node instanceof lambda.CfnPermission) { node.sourceArn = 'arn:aws:events:eu-west-1:111122223333:rule/nightly'; } },
  });

  expect(warningsOf(target)).toEqual([]);
});

test.each<[string, (target: Target, acknowledge: (on: Target | Stack) => void) => void]>([
  ['on the function before the permission', (target, acknowledge) => { acknowledge(target); target.addPermission('Open', OPEN); }],
  ['on the function after the permission', (target, acknowledge) => { target.addPermission('Open', OPEN); acknowledge(target); }],
  ['on its stack before the permission', (target, acknowledge) => { acknowledge(Stack.of(target)); target.addPermission('Open', OPEN); }],
  ['on its stack after the permission', (target, acknowledge) => { target.addPermission('Open', OPEN); acknowledge(Stack.of(target)); }],
])('no warning is left that was acknowledged %s', (_, use) => {
  const target = new SecureFunction(newStack(), 'Fn', CODE);

  use(target, (on) => Validations.of(on).acknowledge({ id: BROAD, reason: 'a test sends events of many rules' }));

  expect(warningsOf(target)).toEqual([]);
});

test.each<[string, lambda.Permission, RegExp | undefined]>([
  ['a bucket without its owner', { principal: new iam.ServicePrincipal('s3.amazonaws.com'), sourceArn: 'arn:aws:s3:::images' }, /arn:aws:s3:::images of any account; use PushTrigger and S3PushSource/],
  ['all log groups', { principal: new iam.ServicePrincipal('logs.amazonaws.com'), sourceArn: 'arn:aws:logs:eu-west-1:111122223333:log-group:*' }, /log-group:\* of the account/],
  ['one log group', { principal: new iam.ServicePrincipal('logs.amazonaws.com'), sourceArn: 'arn:aws:logs:eu-west-1:111122223333:log-group:a:*' }, undefined],
  ['a target group by its name', {
    principal: new iam.ServicePrincipal('elasticloadbalancing.amazonaws.com'), sourceArn: 'arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/web/*',
  }, undefined],
  ['a token', { principal: new iam.ServicePrincipal('alexa-appkit.amazon.com'), eventSourceToken: 'amzn1.ask.skill.1' }, undefined],
  ['a service that calls with a role', { principal: new iam.ServicePrincipal('states.amazonaws.com'), sourceArn: 'arn:aws:states:eu-west-1:111122223333:stateMachine:a' }, /RoleInvoker/],
  ['an account', { principal: new iam.AccountPrincipal('444455556666') }, undefined],
  ['everybody', { principal: new iam.AnyPrincipal() }, /^everybody may call; name who may with InvokePermission, or call `publicUrl\('why everybody may'\)` for a URL, or acknowledge/],
  ['everybody, as an ARN', { principal: new iam.ArnPrincipal('*') }, /^everybody may call; /],
  ['everybody of an organization', { principal: new iam.AnyPrincipal(), organizationId: 'o-abcdefghij' }, undefined],
])('a permission for %s is warned of only if it could say more', (_, permission, expected) => {
  const target = new SecureFunction(newStack(), 'Fn', CODE);
  target.addPermission('Permission', permission);

  expect(warningsOf(target)).toEqual(expected ? [expect.stringMatching(expected)] : []);
});

test.each(TARGETS)('a URL of CDK’s for everybody is one warning of a %s, and with a reason it is none', (_, targetOf) => {
  const stack = newStack();
  const [plain, reasoned] = ['Plain', 'Reasoned'].map((id) => targetOf(new SecureFunction(stack, id, CODE)));
  new lambda.FunctionUrl(stack, 'Url', { function: plain as lambda.IFunction, authType: lambda.FunctionUrlAuthType.NONE });
  (reasoned as SecureFunction).publicUrl('a form posts to it');

  expect([warningsOf(plain), warningsOf(reasoned)]).toEqual([[expect.stringMatching(/^everybody may call; /)], []]);
});

describe('a function with tenant isolation', () => {
  const isolated = (stack: Stack) => new SecureFunction(stack, 'Fn', { ...CODE, tenancyConfig: lambda.TenancyConfig.PER_TENANT });

  test.each(TARGETS)('fails for an integration of CDK’s that cannot name the tenant: %s', (_, targetOf) => {
    const stack = newStack();
    const target = targetOf(isolated(stack));

    expect(messageOf(() => INTEGRATIONS['SNS: LambdaSubscription'](stack, target))).toBe(
      "'tenancyConfig' isolates tenants, which only direct invocation and REST APIs support, got a permission for sns.amazonaws.com; "
      + `use a function without tenant isolation [${target.node.path}]`);
  });

  test('fails for a route of an HTTP API, which cannot set the header', () => {
    const stack = newStack();
    INTEGRATIONS['HTTP API: HttpLambdaIntegration, for two paths'](stack, isolated(stack));

    expect(() => (stack.node.root as App).synth()).toThrow(/'tenancyConfig' isolates tenants, and the HTTP API of Stack\/Api\/GET--items cannot .+ use a REST API \[Stack\/Fn\]/);
  });

  test('may be called by a method of a REST API', () => {
    const stack = newStack();
    INTEGRATIONS['REST API: LambdaIntegration'](stack, isolated(stack));

    expect(new Synthesized(stack.node.root as App).permissions()).toHaveLength(2);
  });
});

describe('CloudFront’s origin access control, which asks no function for its permissions', () => {
  const site = () => {
    const stack = newStack();
    const origin = FunctionUrlOrigin.withOriginAccessControl(new SecureFunction(stack, 'Fn', CODE).addFunctionUrl());
    new cloudfront.Distribution(stack, 'Site', { defaultBehavior: { origin } });
    return new Synthesized(stack.node.root as App).function('Fn');
  };

  test('names the distribution in each statement', () => {
    const { targets: [{ statements }], gaps } = site();

    expect(gaps).toEqual([]);
    expect(statements[0].actions).toEqual(['lambda:InvokeFunctionUrl']);
    for (const { principals, conditions } of statements) {
      expect(principals!.map(({ id }) => id)).toEqual(['cloudfront.amazonaws.com']);
      expect(conditions.filter(({ key }) => key === 'aws:SourceArn').map(({ values }) => values)).toEqual([
        [expect.stringMatching(/^arn:aws:cloudfront::111122223333:distribution\/\$\{Stack\.Site\w+\}$/)],
      ]);
    }
  });

  test('fails the check of both halves where CDK writes one of them only', () => {
    const access = site();

    const halves = access.targets[0].statements.length;

    expect(functionUrl.check(access).map(({ detail }) => detail)).toEqual(halves === 2 ? [] : ['cloudfront.amazonaws.com']);
  });
});
