import { readWithDefaults } from '../../src/cloudformation/read-template';

const ROLE = { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: { Statement: [] } } };
const TYPE = 'My::Lambda::Access::MODULE';
const REASON = `the resources of the module 'Mod' (${TYPE}) are not in the template, so what it grants cannot be said`;

function fn(role: string): object {
  return { Type: 'AWS::Lambda::Function', Properties: { Role: { 'Fn::GetAtt': [role, 'Arn'] } } };
}

/** The functions and roles at which a module is told, beside one function and role that it may name and two that it may not. */
function told(properties: object, more: object = {}): string[] {
  const resources = { Fn: fn('Role'), Role: ROLE, Alias: { Type: 'AWS::Lambda::Alias', Properties: { FunctionName: { Ref: 'Fn' }, Name: 'live' } }, Aside: fn('AsideRole'), AsideRole: ROLE };
  const template = {
    Parameters: { Param: { Type: 'String' }, Named: { Type: 'String', Default: 'x' } },
    Conditions: { Never: { 'Fn::Equals': ['a', 'b'] } },
    Resources: { ...resources, Mod: { Type: TYPE, Properties: properties, ...more } },
  };
  const { functions, roles } = readWithDefaults([{ stack: 'App', template, account: '111122223333', region: 'eu-west-1' }]);
  const all = [...functions, ...roles().map(({ role, gaps }) => ({ logicalId: role.logicalId, gaps }))];
  return all.filter(({ gaps }) => gaps.some(({ reason }) => reason === REASON)).map(({ logicalId }) => logicalId);
}

test.each<[string, object, string[]]>([
  ['a role by its name', { RoleName: { Ref: 'Role' } }, ['Fn', 'Role']],
  ['a role by its ARN, deep inside', { Access: [{ To: { 'Fn::GetAtt': ['Role', 'Arn'] } }] }, ['Fn', 'Role']],
  ['a function by its name', { FunctionName: { Ref: 'Fn' } }, ['Fn']],
  ['a function by its ARN', { Target: { 'Fn::Sub': '${Fn.Arn}' } }, ['Fn']],
  ['an alias', { Target: { Ref: 'Alias' } }, ['Fn']],
  ['a function beside a parameter with a default', { Target: { Ref: 'Fn' }, Stage: { Ref: 'Named' } }, ['Fn']],
])('a module that names %s is told there, and at no other', (_, properties, expected) => {
  expect(told(properties)).toEqual(expected);
});

test.each<[string, object]>([
  ['nothing', {}],
  ['a value that is neither function nor role', { Stage: 'prod' }],
  ['what is only known during deployment', { RoleName: { Ref: 'Param' } }],
  ['a function, and what is only known during deployment', { FunctionName: { Ref: 'Fn' }, RoleName: { Ref: 'Param' } }],
  ['what is nowhere', { FunctionName: { Ref: 'Fn' }, RoleName: { Ref: 'Nowhere' } }],
])('a module that names %s is told at every function and role', (_, properties) => {
  expect(told(properties)).toEqual(['Aside', 'Fn', 'Role', 'AsideRole']);
});

test('a module that does not exist is not told', () => {
  expect(told({ RoleName: { Ref: 'Role' } }, { Condition: 'Never' })).toEqual([]);
});

test('a resource of another type is not told', () => {
  expect(told({ RoleName: { Ref: 'Role' } }, { Type: 'My::Lambda::Access' })).toEqual([]);
});
