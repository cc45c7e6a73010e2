import { App, Environment, Stack } from 'aws-cdk-lib';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { SecureFunction } from '../../src/function/secure-function';
import { InvokePermission } from '../../src/invoke/invoke-permission';
import { Invoker } from '../../src/invoke/invoker';
import { CODE, FLAG_SETS, HOME, Synthesized, messageOf, newApp, newStack } from '../push/app';
import { CLOSED, TARGETS } from '../push/targets';

const PARTNER = Invoker.account('444455556666');
const ROLE = 'arn:aws:iam::444455556666:role/caller';

test.each(FLAG_SETS)('the permission is for the target alone %s', (_, flags) => {
  const app = newApp({ ...flags });
  const stack = new Stack(app, 'Stack', { env: HOME });
  const targets = Object.entries(TARGETS).map(([kind, make]) => {
    const scope = new Construct(stack, kind);
    const target = make(scope);
    new InvokePermission(scope, 'Partner', { target, invoker: PARTNER });
    return target;
  });

  const done = new Synthesized(app);

  expect(done.permissions().map(({ Properties }) => Properties)).toEqual(targets.map(({ functionArn }) => ({
    Action: 'lambda:InvokeFunction', FunctionName: stack.resolve(functionArn), Principal: '444455556666',
  })));
});

const PLACES: [string, Environment, string][] = [
  ['Agnostic', {}, 'arn:${AWS::Partition}:lambda:${AWS::Region}:${AWS::AccountId}'],
  ['Commercial', HOME, 'arn:aws:lambda:eu-west-1:111122223333'],
  ['China', { ...HOME, region: 'cn-north-1' }, 'arn:aws-cn:lambda:cn-north-1:111122223333'],
  ['GovCloud', { ...HOME, region: 'us-gov-west-1' }, 'arn:aws-us-gov:lambda:us-gov-west-1:111122223333'],
];

test('an account is its root in the partition of the function, and without an environment', () => {
  const app = newApp();
  for (const [id, env] of PLACES) {
    const stack = new Stack(app, id, { env });
    new InvokePermission(stack, 'Partner', { target: new SecureFunction(stack, 'Fn', { ...CODE, functionName: 'resize' }), invoker: PARTNER });
  }

  const done = new Synthesized(app);

  for (const [id, , start] of PLACES) {
    const [{ source: _, ...statement }, ...others] = done.function('Fn', id).targets.flatMap(({ statements }) => statements);
    expect(others).toEqual([]);
    expect(statement).toEqual({
      effect: 'Allow',
      principals: [{ kind: 'AWS', id: `${start.replace(/:lambda.*/, '')}:iam::444455556666:root` }],
      actions: ['lambda:InvokeFunction'],
      resources: [`${start}:function:resize`],
      conditions: [],
    });
  }
});

test.each<[string, Environment, string]>([
  ['account', { ...HOME, account: '444455556666' }, 'Functions'],
  ['region', { ...HOME, region: 'eu-central-1' }, 'Functions'],
  ['stack', HOME, 'Callers'],
])('asked for in another %s, the permission is in the function’s account and region', (_, env, expected) => {
  const app = newApp();
  const functions = new Stack(app, 'Functions', { env: HOME });
  const callers = new Stack(app, 'Callers', { env });
  const target = new SecureFunction(functions, 'Fn', { ...CODE, functionName: 'resize' });
  new InvokePermission(callers, 'Partner', { target, invoker: Invoker.account('777788889999') });

  const done = new Synthesized(app);

  expect([functions, callers].map((stack) => done.permissions(stack).length)).toEqual(expected === 'Functions' ? [1, 0] : [0, 1]);
  expect(done.function('Fn', 'Functions').targets.flatMap(({ statements }) => statements)).toHaveLength(1);
});

test('a role of another stack and account is named by its ARN', () => {
  const app = newApp();
  const functions = new Stack(app, 'Functions', { env: HOME });
  const callers = new Stack(app, 'Callers', { env: { ...HOME, account: '444455556666' } });
  const role = new iam.Role(callers, 'Role', { roleName: 'caller', assumedBy: new iam.AccountRootPrincipal() });
  new InvokePermission(functions, 'Partner', { target: new SecureFunction(functions, 'Fn', CODE), invoker: Invoker.role(role) });

  const [statement] = new Synthesized(app).function('Fn', 'Functions').targets.flatMap(({ statements }) => statements);

  expect(statement.principals).toEqual([{ kind: 'AWS', id: ROLE }]);
});

const IDENTITIES: [string, Invoker][] = [['role', Invoker.role(ROLE)], ['user', Invoker.user('arn:aws:iam::444455556666:user/ann')]];

test.each(IDENTITIES)(
  'a %s carries the note that making it again ends the permission, in the template and at synthesis', (kind, invoker) => {
    const stack = newStack();
    new InvokePermission(stack, 'Partner', { target: new SecureFunction(stack, 'Fn', CODE), invoker });
    new InvokePermission(stack, 'Account', { target: new SecureFunction(stack, 'Other', CODE), invoker: PARTNER });

    Annotations.fromStack(stack).hasInfo('/Stack/Partner/Permission', Match.stringLikeRegexp(`^the statement is for this ${kind} as it is now`));
    Annotations.fromStack(stack).hasNoInfo('/Stack/Account/Permission', Match.anyValue());
    const permissions = new Synthesized(stack.node.root as App).permissions();
    expect(permissions.map((permission) => JSON.stringify(permission).includes('deleted and made again'))).toEqual([true, false]);
  });

test('the caller’s half becomes an output on request', () => {
  const stack = newStack();
  const target = new SecureFunction(stack, 'Fn', { ...CODE, functionName: 'resize' }).addAlias('live');
  const { callerStatements } = new InvokePermission(stack, 'Partner', { target, invoker: PARTNER, viaFunctionUrl: true, outputCallerPolicy: true });

  const template = new Synthesized(stack.node.root as App).template(stack) as { Outputs: { [id: string]: { Value: { 'Fn::Join': [string, unknown[]] } } } };

  const [output, ...others] = Object.values(template.Outputs);
  expect(others).toEqual([]);
  const text = output.Value['Fn::Join'][1].map((part) => typeof part === 'string' ? part : 'ALIAS').join('');
  expect(JSON.parse(text)).toEqual({
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Action: 'lambda:InvokeFunctionUrl', Resource: 'ALIAS', Condition: { StringEquals: { 'lambda:FunctionUrlAuthType': 'AWS_IAM' } } },
      { Effect: 'Allow', Action: 'lambda:InvokeFunction', Resource: 'ALIAS', Condition: { Bool: { 'lambda:InvokedViaFunctionUrl': 'true' } } },
    ],
  });
  expect(callerStatements).toHaveLength(2);
});

test('without the request there is no output, and a service has no half of its own', () => {
  const stack = newStack();
  const invoker = Invoker.service('lexv2.amazonaws.com', { sourceArn: 'arn:aws:lex:eu-west-1:111122223333:bot-alias/BOT/ALIAS' });
  const target = new SecureFunction(stack, 'Fn', CODE);
  const { callerStatements } = new InvokePermission(stack, 'Bot', { target, invoker });

  expect(callerStatements).toEqual([]);
  expect(messageOf(() => new InvokePermission(stack, 'Output', { target, invoker, outputCallerPolicy: true }))).toBe(
    "'outputCallerPolicy' is for callers that have policies of their own, got a service; leave it out [Stack/Output]");
  expect(new Synthesized(stack.node.root as App).template(stack)).not.toHaveProperty('Outputs');
});

test('fails for the function’s own account, which lets nobody in', () => {
  const stack = newStack();
  const target = new SecureFunction(stack, 'Fn', CODE);

  expect(messageOf(() => new InvokePermission(stack, 'Own', { target, invoker: Invoker.account('111122223333') }))).toBe(
    "'invoker' must be another account, got the function's own, '111122223333', whose roles and users need policies of their own all the same; "
    + 'use `target.grantInvoke(role)` for one of them [Stack/Own]');
});

test.each<[string, Invoker, string]>([
  ['an account', Invoker.account('777788889999'), "--principal '777788889999'`"],
  ['a role', Invoker.role(ROLE), `--principal '${ROLE}'\``],
  ['an organization', Invoker.organization('o-abcdefghij'), "--principal '*' --principal-org-id 'o-abcdefghij'`"],
])('fails for a function that cannot be changed, with the command that lets %s in', (_, invoker, expected) => {
  for (const make of Object.values(CLOSED)) {
    const stack = newStack();
    const target = make(stack);

    const message = messageOf(() => new InvokePermission(stack, 'Partner', { target, invoker }));

    expect(message).toContain(`run \`aws lambda add-permission --function-name '${target.functionArn}' --statement-id 'StackPartner`);
    expect(message).toContain(`--action 'lambda:InvokeFunction' ${expected}`);
    expect(message).toMatch(/ \[Stack\/Partner\]$/);
  }
});

test('a permission that its owner has given is not written, and the caller’s half is told', () => {
  const stack = newStack();
  const target = CLOSED['of another account'](stack);

  const { callerStatements } = new InvokePermission(stack, 'Partner', { target, invoker: Invoker.account('777788889999'), permissionExists: true });

  expect(callerStatements.map((statement) => statement.toJSON())).toEqual([
    { Effect: 'Allow', Action: 'lambda:InvokeFunction', Resource: 'arn:aws:lambda:eu-west-1:444455556666:function:theirs' },
  ]);
  expect(new Synthesized(stack.node.root as App).permissions()).toEqual([]);
});

test.each<[string, Invoker, string]>([
  ['an organizational unit', Invoker.organization('o-abcdefghij/r-ab12/ou-ab12-11111111/'), 'aws:PrincipalOrgPaths'],
  ['the sources of an organization', Invoker.service('sns.amazonaws.com', { organization: 'o-abcdefghij' }), 'aws:SourceOrgID'],
  ['the sources of an organizational unit', Invoker.service('sns.amazonaws.com', { organization: 'o-abcdefghij/r-ab12/' }), 'aws:SourceOrgPaths'],
])('fails for %s, and names the engine that can write it', (_, invoker, key) => {
  const stack = newStack();

  const message = messageOf(() => new InvokePermission(stack, 'Partner', { target: new SecureFunction(stack, 'Fn', CODE), invoker }));

  expect(message).toBe(`'invoker' needs the condition ${key}, which AWS::Lambda::Permission has no property for; use the document engine `
    + "('resourcePolicyEngine: ResourcePolicyEngine.DOCUMENT' on the function), or name each account with Invoker.account(id) [Stack/Partner]");
});

test('fails for the URL of a version', () => {
  const stack = newStack();
  const target = new lambda.Function(stack, 'Fn', CODE).currentVersion;

  expect(messageOf(() => new InvokePermission(stack, 'Partner', { target, invoker: PARTNER, viaFunctionUrl: true }))).toBe(
    "'viaFunctionUrl' needs a target that can have a URL, a function or an alias, got a version; pass the alias that the URL is for [Stack/Partner]");
});
