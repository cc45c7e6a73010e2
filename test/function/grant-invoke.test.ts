import { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { LambdaInvoke } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import { newStack, policyStatements, resourcesOf, templateOf } from './templates';
import { SecureFunction } from '../../src/function/secure-function';
import { evaluate } from '../../src/model/evaluate';
import { CODE, HOME, Synthesized, newApp } from '../push/app';

const GRANTEES: [string, (stack: Stack) => iam.IGrantable][] = [
  ['role', (stack) => new iam.Role(stack, 'Caller', { assumedBy: new iam.AccountPrincipal('444455556666') })],
  ['user', (stack) => new iam.User(stack, 'Caller')],
  ['group', (stack) => new iam.Group(stack, 'Caller')],
];

const TARGETS: [string, (fn: SecureFunction) => lambda.IFunction, object][] = [
  ['function', (fn) => fn, { 'Fn::GetAtt': [expect.stringMatching(/^Fn[0-9A-F]{8}$/), 'Arn'] }],
  ['version', (fn) => fn.currentVersion, { Ref: expect.stringMatching(/^FnCurrentVersion/) }],
  ['alias', (fn) => fn.addAlias('live'), { Ref: expect.stringMatching(/^FnAliaslive/) }],
];

describe.each(GRANTEES)('grantInvoke to a %s of the account', (_, makeGrantee) => {
  test.each(TARGETS)('allows one ARN of the %s on the identity side, and leaves the policy of the function alone', (__, targetOf, arn) => {
    const stack = newStack();
    const grant = targetOf(new SecureFunction(stack, 'Fn', CODE)).grantInvoke(makeGrantee(stack));

    const template = templateOf(stack);

    expect(grant).toBeInstanceOf(iam.Grant);
    expect(policyStatements(template)).toEqual([{ Action: 'lambda:InvokeFunction', Effect: 'Allow', Resource: arn }]);
    expect(resourcesOf(template, 'AWS::Lambda::Permission')).toEqual({});
  });
});

const FN = 'arn:aws:lambda:eu-west-1:111122223333:function:resize';

test.each<[string, string, string]>([
  ['the function', FN, 'ALLOWED'],
  ['an alias of it', `${FN}:live`, 'DENIED'],
  ['a version of it', `${FN}:1`, 'DENIED'],
  ['a function whose name begins alike', `${FN}-2`, 'DENIED'],
])('a grant on the function and a call of %s', (_, resource, outcome) => {
  const app = newApp();
  const stack = new Stack(app, 'Stack', { env: HOME });
  new SecureFunction(stack, 'Fn', { ...CODE, functionName: 'resize' }).grantInvoke(new SecureFunction(stack, 'Caller', CODE));

  const { role } = new Synthesized(app).function('Caller');

  const request = { principal: { kind: 'AWS' as const, id: role!.arn }, action: 'lambda:InvokeFunction', resource, context: {} };
  expect(evaluate(request, { identity: role!.policies.flatMap(({ statements }) => statements!), resource: [] }).outcome).toBe(outcome);
});

test.each<[string, iam.IPrincipal, string]>([
  ['a service', new iam.ServicePrincipal('s3.amazonaws.com'), 's3.amazonaws.com'],
  ['another account', new iam.AccountPrincipal('444455556666'), '444455556666'],
])('grantInvokeVersion lets %s invoke the version, not the function', (_, grantee, principal) => {
  const stack = newStack();
  const fn = new SecureFunction(stack, 'Fn', CODE);
  fn.grantInvokeVersion(grantee, fn.currentVersion);

  const permissions = Object.values(resourcesOf(templateOf(stack), 'AWS::Lambda::Permission'));

  expect(permissions).toEqual([
    { Action: 'lambda:InvokeFunction', FunctionName: { Ref: expect.stringMatching(/^FnCurrentVersion/) }, Principal: principal },
  ]);
});

test('grantInvokeLatestVersion names both ARNs of the latest version', () => {
  const stack = newStack();
  const fn = new SecureFunction(stack, 'Fn', CODE);
  fn.grantInvokeLatestVersion(new iam.User(stack, 'Caller'));

  const arn = { 'Fn::GetAtt': [expect.stringMatching(/^Fn/), 'Arn'] };
  expect(policyStatements(templateOf(stack))).toEqual([
    { Action: 'lambda:InvokeFunction', Effect: 'Allow', Resource: [{ 'Fn::Join': ['', [arn, ':$LATEST']] }, arn] },
  ]);
});

test('grantInvokeUrl writes both statements for the one ARN', () => {
  const stack = newStack();
  const alias = new SecureFunction(stack, 'Fn', CODE).addAlias('live');
  alias.addFunctionUrl().grantInvokeUrl(new iam.User(stack, 'Caller'));

  const Resource = { Ref: expect.stringMatching(/^FnAliaslive/) };
  expect(policyStatements(templateOf(stack))).toEqual([
    { Action: 'lambda:InvokeFunctionUrl', Effect: 'Allow', Resource, Condition: { StringEquals: { 'lambda:FunctionUrlAuthType': 'AWS_IAM' } } },
    { Action: 'lambda:InvokeFunction', Effect: 'Allow', Resource, Condition: { Bool: { 'lambda:InvokedViaFunctionUrl': true } } },
  ]);
});

test('a state machine that invokes the function may invoke nothing else', () => {
  const stack = newStack();
  const lambdaFunction = new SecureFunction(stack, 'Fn', CODE);
  new sfn.StateMachine(stack, 'Flow', { definitionBody: sfn.DefinitionBody.fromChainable(new LambdaInvoke(stack, 'Resize', { lambdaFunction })) });

  expect(policyStatements(templateOf(stack))).toEqual([
    { Action: 'lambda:InvokeFunction', Effect: 'Allow', Resource: { 'Fn::GetAtt': [expect.stringMatching(/^Fn/), 'Arn'] } },
  ]);
});
