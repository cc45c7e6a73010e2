import { App, CfnResource, NestedStack, Stack, Stage, Validations } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { IConstruct } from 'constructs';
import { RecordedChecks, synthesize } from './synthesize';
import { LambdaPermissionChecks } from '../../src/checks/lambda-permission-checks';

const ENV = { account: '111122223333', region: 'eu-west-1' };
const OPEN = 'LambdaPermissions-SourceArn[s3.amazonaws.com]';

/** A function without any finding, and not made by this library. */
function plainFunction(scope: Stack, id: string, statements: iam.PolicyStatement[] = []): lambda.Function {
  const role = new iam.Role(scope, `${id}Role`, {
    assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'),
    ...statements.length > 0 && { inlinePolicies: { Own: new iam.PolicyDocument({ statements }) } },
  });
  return new lambda.Function(scope, id, {
    runtime: lambda.Runtime.NODEJS_22_X, handler: 'index.handler', code: lambda.Code.fromInline('exports.handler = () => 1;'), role,
  });
}

/** Lets any bucket invoke the function. */
function openPermission(target: lambda.Function): CfnResource {
  return new lambda.CfnPermission(target, 'Open', {
    functionName: target.functionArn, action: 'lambda:InvokeFunction', principal: 's3.amazonaws.com',
  });
}

function appWith(build: (stack: Stack, app: App) => void): App {
  const app = new App();
  build(new Stack(app, 'Images', { env: ENV }), app);
  Validations.of(app).addPlugins(new LambdaPermissionChecks());
  return app;
}

function acknowledge(scope: IConstruct, id: string): void {
  Validations.of(scope).acknowledge({ id, reason: 'a test' });
}

test('an app with a stack that has no resource passes', () => {
  const app = new App({ analyticsReporting: false });
  new Stack(app, 'Empty');
  const checks = new RecordedChecks();
  Validations.of(app).addPlugins(checks);

  expect(synthesize(app).failed).toBe(false);
  expect(checks.reports.map(({ success, violations }) => [success, violations])).toEqual([[true, []]]);
});

test('an app without findings is synthesized', () => {
  const app = appWith((stack) => { plainFunction(stack, 'Resize'); });

  expect(synthesize(app)).toEqual({ failed: false, output: expect.not.stringContaining('LambdaPermissions-') });
});

test('fails when a function has an error, and says where and how to repair it', () => {
  const app = appWith((stack) => { openPermission(plainFunction(stack, 'Resize')); });

  const { failed, output } = synthesize(app);

  expect(failed).toBe(true);
  expect(output).toContain(OPEN);
  expect(output).toContain('Images/Resize/Open');
  expect(output).toContain('confused deputy');
});

test('fails for the role that CDK gives to a function by default', () => {
  const app = appWith((stack) => {
    new lambda.Function(stack, 'Resize', { runtime: lambda.Runtime.NODEJS_22_X, handler: 'index.handler', code: lambda.Code.fromInline('x') });
  });

  expect(synthesize(app)).toEqual({ failed: true, output: expect.stringContaining('LambdaPermissions-ManagedPolicy[AWSLambdaBasicExecutionRole]') });
});

test('a warning is listed and does not fail', () => {
  const app = appWith((stack) => {
    const role = iam.Role.fromRoleArn(stack, 'Role', 'arn:aws:iam::111122223333:role/elsewhere');
    new lambda.Function(stack, 'Resize', { runtime: lambda.Runtime.NODEJS_22_X, handler: 'index.handler', code: lambda.Code.fromInline('x'), role });
  });

  expect(synthesize(app)).toEqual({ failed: false, output: expect.stringContaining('LambdaPermissions-CannotSay') });
});

test.each<[string, (permission: CfnResource) => IConstruct]>([
  ['the resource', (permission) => permission],
  ['the function', (permission) => permission.node.scope!],
  ['the stack', Stack.of],
])('a finding that is acknowledged on %s does not fail', (_where, scope) => {
  const app = appWith((stack) => {
    const permission = openPermission(plainFunction(stack, 'Resize'));
    acknowledge(scope(permission), `LambdaPermissions::${OPEN}`);
  });

  expect(synthesize(app).failed).toBe(false);
});

test.each([
  ['for another principal', 'LambdaPermissions::LambdaPermissions-SourceArn[sns.amazonaws.com]'],
  ['without its detail', 'LambdaPermissions::LambdaPermissions-SourceArn'],
  ['without the name of the plugin', OPEN],
])('fails when the finding is acknowledged %s', (_what, id) => {
  const app = appWith((stack) => { acknowledge(openPermission(plainFunction(stack, 'Resize')), id); });

  expect(synthesize(app)).toEqual({ failed: true, output: expect.stringContaining(OPEN) });
});

test('fails when one of two findings is acknowledged', () => {
  const app = appWith((stack) => {
    const broad = new iam.PolicyStatement({ actions: ['s3:Get*'], resources: ['arn:aws:s3:::images/*'] });
    acknowledge(openPermission(plainFunction(stack, 'Resize', [broad])), `LambdaPermissions::${OPEN}`);
  });

  expect(synthesize(app)).toEqual({ failed: true, output: expect.stringContaining('LambdaPermissions-ActionWildcard[s3:Get*]') });
});

test('a warning does not fail beside an error that is acknowledged', () => {
  const app = appWith((stack) => {
    const role = iam.Role.fromRoleArn(stack, 'Role', 'arn:aws:iam::111122223333:role/elsewhere');
    const target = new lambda.Function(stack, 'Resize', {
      runtime: lambda.Runtime.NODEJS_22_X, handler: 'index.handler', code: lambda.Code.fromInline('x'), role,
    });
    acknowledge(openPermission(target), `LambdaPermissions::${OPEN}`);
  });

  expect(synthesize(app)).toEqual({ failed: false, output: expect.stringContaining('LambdaPermissions-CannotSay') });
});

test('an id with wildcards and an ARN can be acknowledged', () => {
  const app = appWith((stack) => {
    const broad = new iam.PolicyStatement({ actions: ['s3:Get*', 'iam:PassRole'], resources: ['arn:aws:iam::111122223333:role/*'] });
    plainFunction(stack, 'Resize', [broad]);
    acknowledge(stack, 'LambdaPermissions::LambdaPermissions-ActionWildcard[s3:Get*]');
    acknowledge(stack, 'LambdaPermissions::LambdaPermissions-PassRole[arn:aws:iam:111122223333:role/*]');
  });

  expect(synthesize(app).failed).toBe(false);
});

test('fails for a function in a stage', () => {
  const app = appWith((stack, root) => {
    plainFunction(stack, 'Resize');
    openPermission(plainFunction(new Stack(new Stage(root, 'Prod'), 'Images', { env: ENV }), 'Resize'));
  });

  expect(synthesize(app)).toEqual({ failed: true, output: expect.stringContaining('Prod/Images/Resize/Open') });
});

test('fails for a function in a nested stack, and finds its construct', () => {
  const app = appWith((stack) => { openPermission(plainFunction(new NestedStack(stack, 'Inner'), 'Resize')); });

  expect(synthesize(app)).toEqual({ failed: true, output: expect.stringContaining('Images/Inner/Resize/Open') });
});

test('a finding in a stage and one in a nested stack can be acknowledged', () => {
  const app = appWith((stack, root) => {
    const inStage = openPermission(plainFunction(new Stack(new Stage(root, 'Prod'), 'Images', { env: ENV }), 'Resize'));
    const nested = openPermission(plainFunction(new NestedStack(stack, 'Inner'), 'Resize'));
    [inStage, nested].forEach((permission) => acknowledge(permission, `LambdaPermissions::${OPEN}`));
  });

  expect(synthesize(app).failed).toBe(false);
});

test('it names itself and its rules as an acknowledgement writes them', () => {
  const { name, ruleIds } = new LambdaPermissionChecks();

  expect(name).toBe('LambdaPermissions');
  expect(ruleIds).toEqual([
    'LambdaPermissions-ActionWildcard', 'LambdaPermissions-CannotSay', 'LambdaPermissions-FunctionUrl', 'LambdaPermissions-ManagedPolicy',
    'LambdaPermissions-ManagingPrincipal', 'LambdaPermissions-PassRole', 'LambdaPermissions-PolicySize', 'LambdaPermissions-PublicPrincipal', 'LambdaPermissions-ResourceWildcard', 'LambdaPermissions-SourceAccount',
    'LambdaPermissions-SourceArn', 'LambdaPermissions-TrustedPrincipal',
  ]);
});

test('its version is the one that jsii stamps on the compiled class', () => {
  const stamp = Symbol.for('jsii.rtti');
  expect(new LambdaPermissionChecks().version).toBeUndefined();

  Object.defineProperty(LambdaPermissionChecks, stamp, { value: { fqn: 'cdk-secure-lambda.LambdaPermissionChecks', version: '1.2.3' }, configurable: true });

  expect(new LambdaPermissionChecks().version).toBe('1.2.3');
  Reflect.deleteProperty(LambdaPermissionChecks, stamp);
});
