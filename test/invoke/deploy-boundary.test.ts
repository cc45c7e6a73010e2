import { App, Lazy, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { statementsIn } from './literal';
import { actionFacts } from '../../src/authorization/service-authorization';
import { DeployBoundary, DeployBoundaryProps } from '../../src/invoke/deploy-boundary';
import { evaluate } from '../../src/model/evaluate';
import { LocatedStatement } from '../../src/model/statement';
import { Synthesized, messageOf, newStack } from '../push/app';

const IAM = 'arn:aws:iam::111122223333:';
const LAMBDA = 'arn:aws:lambda:eu-west-1:111122223333:';
const FUNCTION = `${LAMBDA}function:shop-cart`;
const ROLE = `${IAM}role/shop/cart`;
const ROLE_BOUNDARY = `${IAM}policy/shop-functions`;
const WITH = { 'iam:PermissionsBoundary': [ROLE_BOUNDARY] };
const TO_LAMBDA = { 'iam:PassedToService': ['lambda.amazonaws.com'] };

function boundary(stack: Stack, props: Partial<DeployBoundaryProps> = {}): DeployBoundary {
  const roleBoundary = iam.ManagedPolicy.fromManagedPolicyName(stack, 'Functions', 'shop-functions');
  return new DeployBoundary(stack, 'Developers', { managedPolicyName: 'shop-developers', functionNamePrefix: 'shop-', rolePath: '/shop/', roleBoundary, ...props });
}

describe('developers whose policies allow everything', () => {
  const stack = newStack();
  boundary(stack, { statements: [new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: ['arn:aws:s3:::shop-code/*'] })] });
  const [{ Properties }] = new Synthesized(stack.node.root as App).resources('AWS::IAM::ManagedPolicy');
  const limit = statementsIn(Properties.PolicyDocument);
  const everything: LocatedStatement = { effect: 'Allow', actions: ['*'], resources: ['*'], conditions: [], source: limit[0].source };
  const ask = (action: string, resource: string, context: { [key: string]: string[] }, identity = [everything]) => evaluate(
    { principal: { kind: 'AWS', id: `${IAM}role/developers` }, principalAccount: '111122223333', action, resource, context },
    { identity, boundary: limit, resource: [] },
  ).outcome;

  test.each<[string, string, string, { [key: string]: string[] }?]>([
    ['make a function', 'lambda:CreateFunction', FUNCTION],
    ['change its code', 'lambda:UpdateFunctionCode', FUNCTION],
    ['invoke an alias', 'lambda:InvokeFunction', `${FUNCTION}:live`],
    ['publish a layer', 'lambda:PublishLayerVersion', `${LAMBDA}layer:shop-fonts`],
    ['use a layer', 'lambda:GetLayerVersion', `${LAMBDA}layer:shop-fonts:3`],
    ['let a service in', 'lambda:AddPermission', FUNCTION, { 'lambda:Principal': ['s3.amazonaws.com'] }],
    ['make a URL that authenticates', 'lambda:CreateFunctionUrlConfig', FUNCTION, { 'lambda:FunctionUrlAuthType': ['AWS_IAM'] }],
    ['map an event source', 'lambda:CreateEventSourceMapping', '*', { 'lambda:FunctionArn': [FUNCTION] }],
    ['make a role with the boundary', 'iam:CreateRole', ROLE, WITH],
    ['write a policy of such a role', 'iam:PutRolePolicy', ROLE, WITH],
    ['set the boundary again', 'iam:PutRolePermissionsBoundary', ROLE, WITH],
    ['give the role to Lambda', 'iam:PassRole', ROLE, TO_LAMBDA],
    ['do what was added', 's3:GetObject', 'arn:aws:s3:::shop-code/cart.zip'],
  ])('can %s, and not without a policy that allows it', (_, action, resource, context = {}) => {
    expect(ask(action, resource, context)).toBe('ALLOWED');
    expect(ask(action, resource, context, [])).toBe('DENIED');
  });

  test.each<[string, string, string, { [key: string]: string[] }?]>([
    ['make a role without a boundary', 'iam:CreateRole', ROLE],
    ['make a role with another boundary', 'iam:CreateRole', ROLE, { 'iam:PermissionsBoundary': ['arn:aws:iam::aws:policy/AdministratorAccess'] }],
    ['make a role with the boundary of developers', 'iam:CreateRole', ROLE, { 'iam:PermissionsBoundary': [`${IAM}policy/shop-developers`] }],
    ['make a role on another path', 'iam:CreateRole', `${IAM}role/cart`, WITH],
    ['make a role on a path that begins alike', 'iam:CreateRole', `${IAM}role/shop2/cart`, WITH],
    ['attach a policy to a role without the boundary', 'iam:AttachRolePolicy', ROLE],
    ['attach a policy to themselves', 'iam:AttachRolePolicy', `${IAM}role/developers`, { 'iam:PermissionsBoundary': [`${IAM}policy/shop-developers`] }],
    ['trust themselves with a role that has no boundary', 'iam:UpdateAssumeRolePolicy', ROLE],
    ['loosen the boundary of a role', 'iam:PutRolePermissionsBoundary', ROLE, { 'iam:PermissionsBoundary': ['arn:aws:iam::aws:policy/AdministratorAccess'] }],
    ['take the boundary of a role away', 'iam:DeleteRolePermissionsBoundary', ROLE, WITH],
    ['take their own boundary away', 'iam:DeleteRolePermissionsBoundary', `${IAM}role/developers`],
    ['take the boundary of a user away', 'iam:DeleteUserPermissionsBoundary', `${IAM}user/ann`],
    ['edit their own boundary', 'iam:CreatePolicyVersion', `${IAM}policy/shop-developers`],
    ['bring an older version of it back', 'iam:SetDefaultPolicyVersion', `${IAM}policy/shop-developers`],
    ['edit the boundary of roles', 'iam:CreatePolicyVersion', ROLE_BOUNDARY],
    ['delete the boundary of roles', 'iam:DeletePolicy', ROLE_BOUNDARY],
    ['edit a policy of others', 'iam:CreatePolicyVersion', `${IAM}policy/admins`],
    ['make a user', 'iam:CreateUser', `${IAM}user/ann`],
    ['make a key for an administrator', 'iam:CreateAccessKey', `${IAM}user/admin`],
    ['make a group of administrators', 'iam:AddUserToGroup', `${IAM}group/admins`],
    ['assume an administrator’s role', 'sts:AssumeRole', `${IAM}role/admin`],
    ['give a function an administrator’s role', 'iam:PassRole', `${IAM}role/admin`, TO_LAMBDA],
    ['give their role to a machine', 'iam:PassRole', ROLE, { 'iam:PassedToService': ['ec2.amazonaws.com'] }],
    ['change the code of others', 'lambda:UpdateFunctionCode', `${LAMBDA}function:billing`],
    ['invoke a function of others', 'lambda:InvokeFunction', `${LAMBDA}function:billing`],
    ['feed a function of others', 'lambda:CreateEventSourceMapping', '*', { 'lambda:FunctionArn': [`${LAMBDA}function:billing`] }],
    ['let everybody in', 'lambda:AddPermission', FUNCTION, { 'lambda:Principal': ['*'] }],
    ['let another account in', 'lambda:AddPermission', FUNCTION, { 'lambda:Principal': ['444455556666'] }],
    ['write a whole policy', 'lambda:PutResourcePolicy', FUNCTION, { 'lambda:Principal': ['*'] }],
    ['open a URL to everybody', 'lambda:UpdateFunctionUrlConfig', FUNCTION, { 'lambda:FunctionUrlAuthType': ['NONE'] }],
    ['share a layer', 'lambda:AddLayerVersionPermission', `${LAMBDA}layer:shop-fonts:3`],
    ['take the code signing away', 'lambda:DeleteFunctionCodeSigningConfig', FUNCTION],
    ['read what was not added', 's3:GetObject', 'arn:aws:s3:::billing/all.csv'],
  ])('cannot %s', (_, action, resource, context = {}) => {
    expect(ask(action, resource, context)).toBe('DENIED');
  });

  test('AWS knows each of its actions, and the action knows each condition that it stands under', () => {
    for (const { actions, conditions, effect } of limit.filter((one) => one.effect === 'Allow')) {
      for (const action of actions!) {
        const facts = actionFacts(action.split(':')[0], action.split(':')[1]);
        expect([action, facts?.name, effect]).toEqual([action, action.split(':')[1], 'Allow']);
        conditions.forEach(({ key }) => expect(facts!.conditionKeys).toContain(key));
      }
    }
  });

  test('its wildcards are explained to cdk-nag, and those that were added are not', () => {
    const [{ Metadata }] = new Synthesized(stack.node.root as App).resources('AWS::IAM::ManagedPolicy') as unknown as { Metadata: { cdk_nag: { rules_to_suppress: { applies_to?: string[] }[] } } }[];
    const explained = Metadata.cdk_nag.rules_to_suppress.flatMap(({ applies_to: ids }) => ids ?? []);

    expect(explained).toEqual(expect.arrayContaining(['Resource::*', expect.stringMatching(/^Resource::arn:.+:function:shop-\*$/), expect.stringMatching(/^Resource::arn:.+:role\/shop\/\*$/)]));
    expect(explained.join()).not.toContain('shop-code');
  });

  test('it fits into a managed policy, and names every action of IAM and Lambda', () => {
    expect(JSON.stringify(Properties.PolicyDocument).length).toBeLessThan(6144);
    expect(limit.flatMap(({ actions }) => actions ?? []).filter((action) => /[*?]/.test(action))).toEqual([]);
    expect(Properties.ManagedPolicyName).toBe('shop-developers');
  });
});

test.each<[string, () => Partial<DeployBoundaryProps>, string]>([
  ['a name of the deployment', () => ({ managedPolicyName: Lazy.string({ produce: () => 'x' }) }), "'managedPolicyName' must be a name that is known at synthesis, got a value that is known at deployment [Stack/Developers]"],
  ['every function', () => ({ functionNamePrefix: '*' }), "'functionNamePrefix' must be at least two letters, digits, - or _, such as shop-, got '*' [Stack/Developers]"],
  ['no prefix', () => ({ functionNamePrefix: '' }), "'functionNamePrefix' must be at least two letters, digits, - or _, such as shop-, got '' [Stack/Developers]"],
  ['the path of all roles', () => ({ rolePath: '/' }), "'rolePath' must be a path of their own that begins and ends with /, such as /shop/, got '/' [Stack/Developers]"],
  ['a path with a wildcard', () => ({ rolePath: '/*/' }), "'rolePath' must be a path of their own that begins and ends with /, such as /shop/, got '/*/' [Stack/Developers]"],
  ['statements of everything but', () => ({ statements: [new iam.PolicyStatement({ notActions: ['iam:CreateUser'], resources: ['*'] })] }),
    "'statements' must name what they allow, got a statement with NotAction, which allows everything else; list the actions [Stack/Developers]"],
  ...['iam:CreateRole', 'IAM:*', '*', 'sts:AssumeRole', 'lambda:UpdateFunctionCode'].map((action): [string, () => Partial<DeployBoundaryProps>, string] => [
    action, () => ({ statements: [new iam.PolicyStatement({ actions: [action], resources: ['*'] })] }),
    `'statements' must not allow what gets developers out of the boundary, got '${action}'; it holds what they need of IAM and Lambda already [Stack/Developers]`,
  ]),
])('fails for %s', (_, props, message) => {
  expect(messageOf(() => boundary(newStack(), props()))).toBe(message);
});

test('takes denials of anything, and fails for more statements than fit', () => {
  const deny = (count: number) => Array.from({ length: count }, (_, index) => new iam.PolicyStatement({
    effect: iam.Effect.DENY, actions: ['iam:*'], resources: [`${IAM}role/shop/${'x'.repeat(40)}${index}`], conditions: { Bool: { [`aws:RequestTag/${index}`]: 'true' } },
  }));

  expect(() => boundary(newStack(), { statements: deny(1) })).not.toThrow();
  expect(messageOf(() => boundary(newStack(), { statements: deny(50) }))).toMatch(/^'statements' make a policy of \d+ characters, and a managed policy may have 6144; /);
});
