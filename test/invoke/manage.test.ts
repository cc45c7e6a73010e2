import { App, Stack, Validations } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { LambdaPermissionChecks } from '../../src/checks/lambda-permission-checks';
import { OnPolicyOverflow } from '../../src/function/on-policy-overflow';
import { ResourcePolicyEngine } from '../../src/function/resource-policy-engine';
import { SecureFunction } from '../../src/function/secure-function';
import { InvokePermission } from '../../src/invoke/invoke-permission';
import { Invoker } from '../../src/invoke/invoker';
import { ManageDenial } from '../../src/invoke/manage-denial';
import { ManagePermission } from '../../src/invoke/manage-permission';
import { evaluate } from '../../src/model/evaluate';
import { FunctionAccess } from '../../src/model/function-access';
import { RecordedChecks, synthesize } from '../checks/synthesize';
import { CODE, HOME, Synthesized, messageOf, newApp, newStack } from '../push/app';

const RELEASE = 'arn:aws:iam::777788889999:role/release';
const PARTNER = 'arn:aws:iam::444455556666:role/any';
const REASON = 'the platform team moves our aliases';
const OFFICE = '203.0.113.0/24';
const URLS = ['CreateFunctionUrlConfig', 'UpdateFunctionUrlConfig'];

function secure(stack: Stack, id: string, hasDocument: boolean): SecureFunction {
  const resourcePolicyEngine = hasDocument ? ResourcePolicyEngine.DOCUMENT : ResourcePolicyEngine.PERMISSIONS;
  return new SecureFunction(stack, id, { ...CODE, functionName: id, resourcePolicyEngine });
}

/** Functions whose policies are made of permissions or documents, managed and not. */
function makeAll(): { readonly done: Synthesized; readonly callers: { readonly [id: string]: object[] } } {
  const stack = newStack();
  const principals = [new iam.AccountPrincipal('444455556666'), iam.Role.fromRoleArn(stack, 'Release', RELEASE)];
  const callers = ['Plain', 'Document'].map((id): [string, object[]] => {
    const target = secure(stack, id, id === 'Document');
    const { callerStatements } = new ManagePermission(stack, `Manage${id}`, { target, principals, actions: ['UpdateAlias', 'PublishVersion'], reason: REASON });
    new ManagePermission(stack, `Read${id}`, { target: target.addAlias('live'), principals, actions: ['GetFunction'], reason: REASON });
    return [id, callerStatements.map((statement) => statement.toStatementJson() as object)];
  });
  const office = new ManagePermission(stack, 'Office', {
    target: secure(stack, 'Limited', true), principals, actions: [...URLS, 'UpdateAlias'], sourceIps: [OFFICE], reason: REASON,
  });
  const denied = secure(stack, 'Denied', true);
  new ManagePermission(stack, 'Open', { target: denied, principals, actions: [...URLS, 'UpdateAlias', 'DeleteFunction'], allowPublicUrl: true, reason: REASON });
  new ManageDenial(stack, 'NoPublicUrl', { target: denied, actions: URLS, functionUrlAuthType: lambda.FunctionUrlAuthType.NONE });
  new ManageDenial(stack, 'NoDeletion', { target: denied, actions: ['DeleteFunction'] });
  new ManageDenial(stack, 'NotTheRole', { target: denied, actions: ['UpdateAlias'], principals: [principals[1], new iam.AccountPrincipal('222233334444')] });
  secure(stack, 'Sibling', false);
  return {
    done: new Synthesized(stack.node.root as App),
    callers: { ...Object.fromEntries(callers), Limited: office.callerStatements.map((statement) => statement.toStatementJson() as object) },
  };
}

const { done, callers } = makeAll();

/** What IAM answers to somebody whose own policies allow everything. */
function answer(id: string, action: string, caller: string, context: { readonly [key: string]: string }, qualifier?: string): string {
  const access: FunctionAccess = done.function(id);
  expect(access.gaps).toEqual([]);
  const target = access.targets.find((one) => one.qualifier === qualifier)!;
  const keys = Object.entries({ 'aws:PrincipalArn': caller, ...context }).map(([key, value]) => [key, [value]]);
  const request = { principal: { kind: 'AWS' as const, id: caller }, action: `lambda:${action}`, resource: target.arn, context: Object.fromEntries(keys) as { [key: string]: string[] } };
  const source = { stack: 'Other', logicalId: 'Caller', resourceType: 'AWS::IAM::Role', property: 'Properties' };
  const identity = [{ effect: 'Allow' as const, actions: ['*'], resources: ['*'], conditions: [], source }];
  return evaluate(request, { identity, resource: target.statements }).outcome;
}

describe.each(['Plain', 'Document'])('%s: who may manage a function', (id) => {
  test.each<[string, string, string, string]>([
    ['the account', 'UpdateAlias', PARTNER, 'ALLOWED'],
    ['the role', 'PublishVersion', RELEASE, 'ALLOWED'],
    ['another role of its account', 'UpdateAlias', `${RELEASE}2`, 'DENIED'],
    ['another account', 'UpdateAlias', 'arn:aws:iam::222233334444:role/any', 'DENIED'],
    ['the account, by another action', 'UpdateFunctionCode', PARTNER, 'DENIED'],
    ['the account, by a call', 'InvokeFunction', PARTNER, 'DENIED'],
  ])('%s', (_, action, caller, expected) => {
    expect(answer(id, action, caller, {})).toBe(expected);
  });

  test('what is for the function is not for its alias, nor the other way round', () => {
    expect(['UpdateAlias', 'GetFunction'].map((action) => answer(id, action, PARTNER, {}, 'live'))).toEqual(['DENIED', 'ALLOWED']);
    expect(answer(id, 'GetFunction', PARTNER, {})).toBe('DENIED');
  });

  test('every statement tells the reason, and who gave it', () => {
    const { targets } = done.function(id);
    const notes = targets.flatMap(({ statements }) => statements.flatMap((one) => one.notes));

    expect(new Set(notes.map((note) => JSON.stringify([note!.option, note!.text, note!.constructPath])))).toEqual(new Set([
      JSON.stringify(['ManagePermission', REASON, `Stack/Manage${id}`]), JSON.stringify(['ManagePermission', REASON, `Stack/Read${id}`]),
    ]));
  });

  test('the caller’s half has the same actions on the same ARN', () => {
    expect(callers[id]).toEqual([{ Effect: 'Allow', Action: ['lambda:UpdateAlias', 'lambda:PublishVersion'], Resource: expect.anything() }]);
  });
});

test('a permission for each principal and action, one statement in a document, and nothing on a sibling', () => {
  const [plain] = done.function('Plain').targets;
  const [document] = done.function('Document').targets;

  expect(plain.statements).toHaveLength(4);
  expect(document.statements.map(({ principals, actions, conditions }) => [principals!.length, actions, conditions])).toEqual([[2, ['lambda:UpdateAlias', 'lambda:PublishVersion'], []]]);
  expect(done.function('Sibling').targets.flatMap(({ statements }) => statements)).toEqual([]);
});

const inOffice = { 'aws:SourceIp': '203.0.113.7' };
const withType = (type: string, context = inOffice) => ({ ...context, 'lambda:FunctionUrlAuthType': type });

test.each<[string, string, string, { readonly [key: string]: string }, string]>([
  ['from the address', 'Limited', 'UpdateAlias', inOffice, 'ALLOWED'],
  ['from another address', 'Limited', 'UpdateAlias', { 'aws:SourceIp': '198.51.100.7' }, 'DENIED'],
  ['from no address', 'Limited', 'UpdateAlias', {}, 'DENIED'],
  ['a URL that authenticates', 'Limited', 'UpdateFunctionUrlConfig', withType('AWS_IAM'), 'ALLOWED'],
  ['a URL that authenticates, from another address', 'Limited', 'UpdateFunctionUrlConfig', withType('AWS_IAM', { 'aws:SourceIp': '198.51.100.7' }), 'DENIED'],
  ['a public URL', 'Limited', 'CreateFunctionUrlConfig', withType('NONE'), 'DENIED'],
  ['a URL, where a public one is denied', 'Denied', 'CreateFunctionUrlConfig', withType('AWS_IAM'), 'ALLOWED'],
  ['a public URL, where one is denied', 'Denied', 'CreateFunctionUrlConfig', withType('NONE'), 'DENIED'],
  ['what nobody may', 'Denied', 'DeleteFunction', {}, 'DENIED'],
  ['what another may not', 'Denied', 'UpdateAlias', {}, 'ALLOWED'],
])('%s: the account', (_, id, action, context, expected) => {
  expect(answer(id, action, PARTNER, context)).toBe(expected);
});

test.each<[string, string, string, string]>([
  ['the role that may not', RELEASE, 'UpdateAlias', 'DENIED'],
  ['the role that may not, by another action', RELEASE, 'CreateFunctionUrlConfig', 'ALLOWED'],
  ['somebody of the function’s own account, by what nobody may', 'arn:aws:iam::111122223333:role/admin', 'DeleteFunction', 'DENIED'],
  ['somebody of the function’s own account', 'arn:aws:iam::111122223333:role/admin', 'UpdateAlias', 'ALLOWED'],
  ['the account that may not', 'arn:aws:iam::222233334444:user/ann', 'UpdateAlias', 'DENIED'],
])('a denial, and %s', (_, caller, action, expected) => {
  expect(answer('Denied', action, caller, { 'lambda:FunctionUrlAuthType': 'AWS_IAM' })).toBe(expected);
});

test('a denial names a role by its ARN as text, which survives that the role is made again', () => {
  const { targets: [{ statements, arn }] } = done.function('Denied');
  const denial = statements.find(({ conditions }) => conditions.some(({ key }) => key === 'aws:PrincipalArn'))!;

  expect(denial).toMatchObject({
    effect: 'Deny',
    principals: [{ id: 'arn:aws:iam::777788889999:root' }],
    resources: [arn, `${arn}:*`],
    conditions: [{ operator: 'ArnEquals', key: 'aws:PrincipalArn', values: [RELEASE] }],
  });
});

test('the caller’s half of what is limited holds the same conditions', () => {
  const address = { IpAddress: { 'aws:SourceIp': [OFFICE] } };
  expect(callers.Limited).toMatchObject([
    { Action: 'lambda:UpdateAlias', Condition: address },
    { Action: URLS.map((action) => `lambda:${action}`), Condition: { ...address, StringEquals: { 'lambda:FunctionUrlAuthType': 'AWS_IAM' } } },
  ]);
});

test('a function of another account: its owner gets the commands, and who has given the permission already writes nothing', () => {
  const app = newApp();
  const stack = new Stack(app, 'Stack', { env: HOME });
  const target = lambda.Function.fromFunctionArn(stack, 'Fn', 'arn:aws:lambda:eu-west-1:999988887777:function:resize');
  const props = { target, principals: [new iam.ArnPrincipal(RELEASE)], actions: ['UpdateAlias'], reason: REASON };

  expect(messageOf(() => new ManagePermission(stack, 'Asked', props))).toMatch(
    /run `aws lambda add-permission --function-name 'arn:aws:lambda:eu-west-1:999988887777:function:resize' .+--action 'lambda:UpdateAlias' --principal '.+role\/release'`.+'permissionExists: true'/);
  const { callerStatements } = new ManagePermission(stack, 'Given', { ...props, permissionExists: true, outputCallerPolicy: true });
  expect(callerStatements[0].toStatementJson()).toEqual({ Effect: 'Allow', Action: 'lambda:UpdateAlias', Resource: target.functionArn });
  const limited = new ManagePermission(stack, 'Limited', { ...props, actions: URLS, sourceIps: [OFFICE], permissionExists: true }).callerStatements[0];
  expect(limited.toStatementJson()).toMatchObject({ Condition: { IpAddress: { 'aws:SourceIp': [OFFICE] }, StringEquals: { 'lambda:FunctionUrlAuthType': 'AWS_IAM' } } });
  const written = new Synthesized(app);
  expect(written.permissions()).toEqual([]);
  const [{ Value }] = Object.values((written.template(stack) as { Outputs: { [id: string]: { Value: string } } }).Outputs);
  expect(JSON.parse(Value)).toMatchObject({ Statement: [{ Effect: 'Allow', Action: 'lambda:UpdateAlias', Resource: target.functionArn }] });
});

test.each([false, true])('the checks find who manages a function from outside, and the reason acknowledges it: %s', (hasDocument) => {
  const app = newApp();
  const target = secure(new Stack(app, 'Stack', { env: HOME }), 'Fn', hasDocument);
  new ManagePermission(target, 'Manage', { target, principals: [new iam.ArnPrincipal(RELEASE)], actions: ['UpdateAlias'], reason: REASON });
  const checks = new RecordedChecks();
  Validations.of(app).addPlugins(checks);

  expect(synthesize(app).failed).toBe(false);
  expect(checks.reports.flatMap(({ violations }) => violations.map(({ ruleName }) => ruleName))).toEqual(['LambdaPermissions-ManagingPrincipal[777788889999]']);
});

test('reasons and remarks stay, and reasons acknowledge, when permissions that are too many become one document', () => {
  const app = newApp();
  const target = new SecureFunction(new Stack(app, 'Stack', { env: HOME }), 'Fn', { ...CODE, onPolicyOverflow: OnPolicyOverflow.DOCUMENT });
  const principals = [...Array(90).keys()].map((index) => new iam.AccountPrincipal(`4444555566${10 + index}`));
  new ManagePermission(target, 'Manage', { target, principals, actions: ['UpdateAlias'], reason: REASON });
  target.publicUrl('a page');
  new InvokePermission(target, 'Call', { target, invoker: Invoker.role(RELEASE) });
  Validations.of(app).addPlugins(new LambdaPermissionChecks());

  expect(synthesize(app).failed).toBe(false);
  const { targets: [{ statements }] } = new Synthesized(app).function('Fn');
  expect(statements.map(({ principals: who, notes }) => [who!.length, notes!.map(({ text, option }) => [text.split(':')[0], option])])).toEqual([
    [90, [[REASON, 'ManagePermission']]], [1, [['a page', 'publicUrl']]], [1, [['a page', 'publicUrl']]],
    [1, [['the statement is for this role as it is now', undefined]]],
  ]);
});

describe('a URL that is denied to everybody', () => {
  const { NONE } = lambda.FunctionUrlAuthType;
  const [of, alias] = [(target: SecureFunction) => target, (target: SecureFunction) => target.addAlias('live')];

  test.each<[string, (target: SecureFunction) => lambda.IFunction, (target: SecureFunction) => unknown, object, boolean]>([
    ['fails beside a public URL', of, (target) => target.publicUrl('a page'), { functionUrlAuthType: NONE }, true],
    ['fails beside the public URL of an alias', of, (target) => target.addAlias('open').publicUrl('a page'), { functionUrlAuthType: NONE }, true],
    ['fails beside any URL, where any is denied', of, (target) => target.addFunctionUrl(), {}, true],
    ['is none of those that authenticate', of, (target) => target.addFunctionUrl(), { functionUrlAuthType: NONE }, false],
    ['is none of the function, where an alias denies', alias, (target) => target.publicUrl('a page'), { functionUrlAuthType: NONE }, false],
    ['is no matter for whom nothing is denied', of, (target) => target.publicUrl('a page'), { principals: [new iam.ArnPrincipal(RELEASE)] }, false],
  ])('%s', (_, deniedOf, makeUrl, props, fails) => {
    const app = newApp();
    const target = secure(new Stack(app, 'Stack', { env: HOME }), 'Fn', true);
    makeUrl(target);
    new ManageDenial(target, 'Denial', { target: deniedOf(target), actions: URLS, ...props });

    const synth = () => app.synth();
    if (fails) { expect(synth).toThrow(/'actions' denies everybody to make a URL with .+, and Stack\/Fn\/.+ is one, which could not be deployed; .+\[Stack\/Fn\/Denial\]/); } else { expect(synth).not.toThrow(); }
  });
});

describe('fails', () => {
  const stack = newStack();
  const [plain, document] = [secure(stack, 'Plain', false), secure(stack, 'Document', true)];
  const good = { target: plain as lambda.IFunction, principals: [new iam.ArnPrincipal(RELEASE)], actions: ['UpdateAlias'], reason: REASON };

  test.each<[string, object, RegExp]>([
    ['without an action', { actions: [] }, /^'actions' is empty; name each action/],
    ['for a call', { actions: ['InvokeFunction'] }, /^'actions' .+ got 'InvokeFunction', which calls it; use InvokePermission \[/],
    ['for a pattern', { actions: ['Update*'] }, /^'actions' may not hold a wildcard, got 'Update\*'/],
    ['for a layer', { actions: ['AddLayerVersionPermission'] }, /; use LayerShare for a layer/],
    ['for letting others in', { actions: ['AddPermission'] }, /got 'AddPermission', which is not on the list of https:.+; let them assume a role .+ `grantDeploy`/],
    ['for what AWS lists not', { actions: ['UpdateFunctionConfiguration'] }, /got 'UpdateFunctionConfiguration', which is not on the list/],
    ['with a prefix', { actions: ['lambda:updateAlias'] }, /got 'lambda:updateAlias'; write 'UpdateAlias'/],
    ['for an alias, by what is for the function', { target: plain.addAlias('live') }, /^'target' must be the function for 'UpdateAlias'/],
    ['for a function, by what is for an alias', { actions: ['PutProvisionedConcurrencyConfig'] }, /^'target' must be a version or alias for 'PutProvisionedConcurrencyConfig'/],
    ['for nobody', { principals: [] }, /^'principals' must hold at least one/],
    ['for everybody', { principals: [new iam.AnyPrincipal()] }, /^'principals' must be accounts, roles or users, got everybody; name accounts/],
    ['for an organization', { principals: [new iam.OrganizationPrincipal('o-abcdefghij')] }, /got somebody under the condition StringEquals/],
    ['for a service', { principals: [new iam.ServicePrincipal('codepipeline.amazonaws.com')] }, /got a service; .+ so name the role/],
    ['for a group', { principals: [new iam.Group(stack, 'Group')] }, /got a group/],
    ['for a session', { principals: [new iam.ArnPrincipal('arn:aws:sts::444455556666:assumed-role/a/b')] }, /; a session ends, so name the role it is of/],
    ['for whoever signed in elsewhere', { principals: [new iam.FederatedPrincipal('accounts.google.com', {})] }, /got somebody who signed in elsewhere; /],
    ['for the function’s own role', { principals: [plain] }, /got the function's own role/],
    ['without a reason', { reason: ' ' }, /^'reason' must say why/],
    ['for an address without a document', { sourceIps: [OFFICE] }, /^'sourceIps' have no place in AWS::Lambda::Permission, got 203.+; use the document engine/],
    ['for every address', { target: document, sourceIps: ['0.0.0.0/0'] }, /^'sourceIps' must name networks, got '0.0.0.0\/0'/],
    ['for no address', { target: document, sourceIps: [] }, /^'sourceIps' must hold at least one/],
    ['for URLs without a document', { actions: URLS }, /^'actions' holds 'CreateFunctionUrlConfig', which AWS::Lambda::Permission cannot limit .+; use the document engine .+ or set 'allowPublicUrl: true'/],
    ['for public URLs and no action on URLs', { allowPublicUrl: true }, /^'allowPublicUrl' is about CreateFunctionUrlConfig and UpdateFunctionUrlConfig, got neither/],
  ])('a permission to manage: %s', (name, props, expected) => {
    expect(messageOf(() => new ManagePermission(stack, `Permission ${name.replace(/\W/g, '')}`, { ...good, ...props }))).toMatch(expected);
  });

  test.each<[string, object, RegExp]>([
    ['without a document', { target: plain }, /^'target' must have a document as its policy, because AWS::Lambda::Permission cannot deny/],
    ['of calls', { actions: ['InvokeFunctionUrl'] }, /which calls it; use InvokeDenial or InvokePerimeter/],
    ['of what a function’s policy does not decide', { actions: ['PutResourcePolicy'] }, /; for these use a service control policy, or DeployBoundary/],
    ['of an authentication and no action on URLs', { functionUrlAuthType: lambda.FunctionUrlAuthType.NONE }, /^'functionUrlAuthType' is about .+, got 'UpdateAlias' in 'actions'; deny it by another ManageDenial/],
    ['of nobody', { principals: [] }, /^'principals' must hold at least one/],
  ])('a denial %s', (name, props, expected) => {
    expect(messageOf(() => new ManageDenial(stack, `Denial ${name.replace(/\W/g, '')}`, { target: document, actions: ['UpdateAlias'], ...props }))).toMatch(expected);
  });
});
