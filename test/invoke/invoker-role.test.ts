import { App, CfnParameter, Duration, Fn, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { inlineStatements, statementsIn } from './literal';
import { InvokerRole, InvokerRoleProps } from '../../src/invoke/invoker-role';
import { evaluate } from '../../src/model/evaluate';
import { CODE, FLAG_SETS, HOME, Resource, Synthesized, messageOf, newApp, newStack } from '../push/app';
import { TARGETS } from '../push/targets';

const PARTNERS = ['444455556666', '777788889999'];
const ROLE = 'arn:aws:iam::111122223333:role/InvokerRole';

type Props = Omit<InvokerRoleProps, 'target'>;

function make(stack: Stack, props: Props): InvokerRole {
  return new InvokerRole(stack, 'Invoker', { target: new lambda.Function(stack, 'Fn', CODE), ...props });
}

function roleOf(props: Props, stack = newStack()): Resource {
  make(stack, props);
  const done = new Synthesized(stack.node.root as App);
  expect(done.permissions()).toEqual([]);
  return done.resources('AWS::IAM::Role').find(({ id }) => id.startsWith('InvokerRole'))!;
}

const THOUSAND = Array.from({ length: 1000 }, (_, index) => `${200000000000 + index}`);

test.each(FLAG_SETS)('the trust policy is one statement that names the accounts, and the role may invoke its target alone %s', (_, flags) => {
  const app = newApp({ ...flags });
  const stack = new Stack(app, 'Stack', { env: HOME });
  const targets = Object.entries(TARGETS).map(([kind, makeTarget]) => {
    const scope = new Construct(stack, kind);
    const target = makeTarget(scope);
    new InvokerRole(scope, 'Invoker', { target, accounts: PARTNERS });
    return target.functionArn;
  });

  const roles = new Synthesized(app).resources('AWS::IAM::Role').filter(({ id }) => id.includes('InvokerRole'));

  expect(roles.map(({ Properties: { Policies, ManagedPolicyArns } }) => [Policies, ManagedPolicyArns])).toEqual(targets.map((target) => [[{
    PolicyName: 'Invoke',
    PolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'lambda:InvokeFunction', Resource: stack.resolve(target) as unknown }] },
  }], undefined]));
  expect(roles[0].Properties.AssumeRolePolicyDocument).toEqual({
    Version: '2012-10-17',
    Statement: [{
      Effect: 'Allow',
      Action: 'sts:AssumeRole',
      Principal: { AWS: PARTNERS.map((id) => stack.resolve(`arn:${stack.partition}:iam::${id}:root`) as unknown) },
    }],
  });
});

describe('who may assume the role', () => {
  const CALLERS: [string, Props, string, { [key: string]: string[] }, string][] = [
    ['a named account', { accounts: PARTNERS }, '777788889999', {}, 'ALLOWED'],
    ['an account that is not named', { accounts: PARTNERS }, '999999999999', {}, 'DENIED'],
    ['a named account, with the external id', { accounts: PARTNERS, externalId: 'customer:42' }, '777788889999', { 'sts:ExternalId': ['customer:42'] }, 'ALLOWED'],
    ['a named account, with another customer’s external id', { accounts: PARTNERS, externalId: 'customer:42' }, '777788889999', { 'sts:ExternalId': ['customer:43'] }, 'DENIED'],
    ['a named account, without the external id', { accounts: PARTNERS, externalId: 'customer:42' }, '777788889999', {}, 'DENIED'],
    ['an account of the organization', { organization: 'o-abcdefghij' }, '999999999999', { 'aws:PrincipalOrgID': ['o-abcdefghij'] }, 'ALLOWED'],
    ['an account of another organization', { organization: 'o-abcdefghij' }, '999999999999', { 'aws:PrincipalOrgID': ['o-zzzzzzzzzz'] }, 'DENIED'],
    ['an account of no organization', { organization: 'o-abcdefghij' }, '999999999999', {}, 'DENIED'],
    ['a named account of the organization', { accounts: PARTNERS, organization: 'o-abcdefghij' }, '777788889999', { 'aws:PrincipalOrgID': ['o-abcdefghij'] }, 'ALLOWED'],
    ['a named account that left the organization', { accounts: PARTNERS, organization: 'o-abcdefghij' }, '777788889999', {}, 'DENIED'],
    ['another account of the organization', { accounts: PARTNERS, organization: 'o-abcdefghij' }, '999999999999', { 'aws:PrincipalOrgID': ['o-abcdefghij'] }, 'DENIED'],
    ['an account of the unit', { organization: 'o-abcdefghij/r-ab12/ou-ab12-11111111/' }, '999999999999', { 'aws:PrincipalOrgPaths': ['o-abcdefghij/r-ab12/ou-ab12-11111111/ou-ab12-2/'] }, 'ALLOWED'],
    ['an account of another unit', { organization: 'o-abcdefghij/r-ab12/ou-ab12-11111111/' }, '999999999999', { 'aws:PrincipalOrgPaths': ['o-abcdefghij/r-ab12/ou-ab12-33333333/'] }, 'DENIED'],
    ['the account of the function itself, in the organization', { organization: 'o-abcdefghij' }, '111122223333', { 'aws:PrincipalOrgID': ['o-abcdefghij'] }, 'DENIED'],
    ['the account of the function itself', { accounts: PARTNERS }, '111122223333', {}, 'DENIED'],
  ];
  const app = newApp();
  CALLERS.forEach(([, props], index) => make(new Stack(app, `Stack${`${index}`.padStart(2, '0')}`, { env: HOME }), props));
  const roles = new Synthesized(app).resources('AWS::IAM::Role').filter(({ id }) => id.startsWith('InvokerRole'));
  const stack = newStack();
  const { callerStatements } = make(stack, { accounts: PARTNERS });
  const half = statementsIn(stack.resolve(new iam.PolicyDocument({ statements: callerStatements })), { InvokerRole: ROLE });
  const ask = (account: string, context: { [key: string]: string[] }, role: Resource, identity = half) => evaluate(
    { principal: { kind: 'AWS', id: `arn:aws:iam::${account}:role/caller` }, principalAccount: account, action: 'sts:AssumeRole', resource: ROLE, context: { 'aws:PrincipalAccount': [account], ...context } },
    { identity, resource: statementsIn(role.Properties.AssumeRolePolicyDocument) },
  ).outcome;

  test.each(CALLERS.map(([name, , ...rest], index) => [name, index, ...rest] as const))('%s', (_, index, account, context, expected) => {
    expect(ask(account, context, roles[index], account === '111122223333' ? [] : half)).toBe(expected);
    expect(ask(account, context, roles[index], [])).toBe('DENIED');
  });

  test.each(['lambda:InvokeFunction', 'lambda:InvokeAsync', 'lambda:UpdateFunctionCode'])('the role itself and %s', (action) => {
    const arn = 'arn:aws:lambda:eu-west-1:111122223333:function:Fn';
    const as = (resource: string) => evaluate(
      { principal: { kind: 'AWS', id: ROLE }, principalAccount: '111122223333', action, resource, context: {} },
      { identity: inlineStatements(roles[0], { Fn: arn }), resource: [] },
    ).outcome;

    expect([arn, `${arn}:live`, `${arn}2`].map(as)).toEqual([action === 'lambda:InvokeFunction' ? 'ALLOWED' : 'DENIED', 'DENIED', 'DENIED']);
  });
});

test('name, description, boundary and duration are as asked for, and the caller’s half is an output on request', () => {
  const stack = newStack();
  const permissionsBoundary = iam.ManagedPolicy.fromManagedPolicyName(stack, 'Boundary', 'limit');

  const { Properties } = roleOf({
    accounts: PARTNERS, roleName: 'partners', description: 'for partners', permissionsBoundary, maxSessionDuration: Duration.hours(12), outputCallerPolicy: true,
  }, stack);

  expect(Properties).toMatchObject({ RoleName: 'partners', Description: 'for partners', MaxSessionDuration: 43200, PermissionsBoundary: { 'Fn::Join': expect.anything() } });
  const { Outputs } = new Synthesized(stack.node.root as App).template(stack) as { Outputs: { [id: string]: { Value: { 'Fn::Join': [string, unknown[]] } } } };
  const [output, ...others] = Object.values(Outputs);
  expect(others).toEqual([]);
  expect(JSON.parse(output.Value['Fn::Join'][1].map((part) => typeof part === 'string' ? part : 'ROLE').join(''))).toEqual({
    Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Resource: 'ROLE' }],
  });
});

test('checkov is told why accounts are trusted, of the rule about them alone, and where they are named alone', () => {
  const comment = 'The role is for accounts that are named. Each of them decides which of its roles and users assume it: '
    + 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-accounts';

  expect(roleOf({ accounts: PARTNERS })).toMatchObject({ Metadata: { checkov: { skip: [{ id: 'CKV_AWS_61', comment }] } } });
  expect(roleOf({ organization: 'o-abcdefghij' })).not.toHaveProperty('Metadata');
});

test('an account that is named twice stands in the trust policy once', () => {
  expect(statementsIn(roleOf({ accounts: [...PARTNERS, ...PARTNERS] }).Properties.AssumeRolePolicyDocument)[0].principals).toHaveLength(2);
});

test.each<[string, string | undefined, number | undefined, number]>([
  ['commercial', 'eu-west-1', undefined, 58], ['commercial, with the highest quota', 'eu-west-1', 8192, 245], ['unknown', undefined, undefined, 48],
])('as many accounts as fit into the trust policy are let in, and one more is refused: %s', (_, region, trustPolicyQuota, most) => {
  const env = { ...HOME, region };

  const { Properties } = roleOf({ accounts: THOUSAND.slice(0, most), trustPolicyQuota }, newStack(env));

  // As IAM counts: without white space, in the partition that has the longest name where it is not known.
  const text = JSON.stringify(Properties.AssumeRolePolicyDocument)
    .replaceAll('{"Fn::Join":["",["arn:",{"Ref":"AWS::Partition"},"', `"arn:${region ? 'aws' : 'aws-us-gov'}`)
    .replaceAll('"]]}', '"');
  expect(text.length).toBeLessThanOrEqual(trustPolicyQuota ?? 2048);
  expect(text.length).toBeGreaterThan((trustPolicyQuota ?? 2048) - 50);
  expect(messageOf(() => make(newStack(env), { accounts: THOUSAND.slice(0, most + 1), trustPolicyQuota }))).toMatch(
    new RegExp(`^'accounts' make a trust policy of \\d+ characters, got ${most + 1} accounts, and IAM allows ${trustPolicyQuota ?? 2048}; name their 'organization' instead, .+ \\[Stack/Invoker\\]$`));
});

test('150 accounts fit with a raised quota, and an external id that is known at deployment counts as the longest', () => {
  const { Properties } = roleOf({ accounts: THOUSAND.slice(0, 150), trustPolicyQuota: 8192 });
  expect(statementsIn(Properties.AssumeRolePolicyDocument)[0].principals).toHaveLength(150);

  const stack = newStack();
  const externalId = new CfnParameter(stack, 'Id').valueAsString;
  expect(messageOf(() => make(stack, { accounts: THOUSAND.slice(0, 40), externalId }))).toContain("'accounts' make a trust policy of");
});

test.each<[string, Props, string]>([
  ['nobody', {}, "'accounts' or 'organization' must say who may assume the role, got neither [Stack/Invoker]"],
  ['an empty list', { accounts: [] }, "'accounts' must hold at least one account, got an empty list; leave it out if 'organization' says who [Stack/Invoker]"],
  ['a list of the deployment', { accounts: Fn.split(',', Fn.importValue('accounts')) }, "'accounts' must be a list that is known at synthesis, got one that is known at deployment; write the accounts out [Stack/Invoker]"],
  ['an account id of eleven digits', { accounts: ['44445555666'] }, "'accounts' must be an account id of twelve digits, got '44445555666'"],
  ['everybody', { accounts: ['*'] }, "'accounts' must be an account id of twelve digits, got '*'"],
  ['the account of the role', { accounts: ['111122223333'] }, "'accounts' must be other accounts, got the role's own, '111122223333'; use `target.grantInvoke(role)` for its roles and users [Stack/Invoker]"],
  ['an organizational unit alone', { organization: 'ou-ab12-11111111' }, "'organization' must be the id of an organization, such as o-abcdefghij, got 'ou-ab12-11111111'; an organizational unit is named by its path, such as o-abcdefghij/r-ab12/ou-ab12-11111111/"],
  ['an external id of one letter', { accounts: PARTNERS, externalId: 'x' }, "'externalId' must be 2 to 1224 letters, digits or + = , . @ : / - _, got 'x' [Stack/Invoker]"],
  ['an external id with a wildcard', { accounts: PARTNERS, externalId: 'customer*' }, "'externalId' must be 2 to 1224 letters, digits or + = , . @ : / - _, got 'customer*' [Stack/Invoker]"],
  ['half an hour', { accounts: PARTNERS, maxSessionDuration: Duration.minutes(30) }, "'maxSessionDuration' must be whole seconds from 1 to 12 hours, got 30 minutes [Stack/Invoker]"],
  ['a day', { accounts: PARTNERS, maxSessionDuration: Duration.days(1) }, "'maxSessionDuration' must be whole seconds from 1 to 12 hours, got 1 day [Stack/Invoker]"],
  ['a quota that IAM does not give', { accounts: PARTNERS, trustPolicyQuota: 10000 }, "'trustPolicyQuota' must be what IAM allows the account, from 2048 to 8192 characters, got 10000 [Stack/Invoker]"],
])('fails for %s', (_, props, message) => {
  expect(messageOf(() => make(newStack(), props))).toBe(message);
});

test('fails for a function of another account, which the role alone could not invoke', () => {
  const stack = newStack();
  const target = lambda.Function.fromFunctionArn(stack, 'Theirs', 'arn:aws:lambda:eu-west-1:444455556666:function:theirs');

  expect(messageOf(() => new InvokerRole(stack, 'Invoker', { target, accounts: PARTNERS }))).toBe(
    "'target' must be a function of the role's account, '111122223333', got one of '444455556666'; create the InvokerRole in a stack of that account [Stack/Invoker]");
});
