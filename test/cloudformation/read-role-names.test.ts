import { readTemplates } from '../../src/cloudformation/read-template';
import { FunctionAccess } from '../../src/model/function-access';

const DOCUMENT = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] };
const MAY_BE = 'the policy is for role prod-role, a name that this role may turn out to have';
const SUB = { 'Fn::Sub': '${P}-role' };

function resourcesWith(roleName: unknown, more: object): object {
  return {
    Fn: { Type: 'AWS::Lambda::Function', Properties: { Role: { 'Fn::GetAtt': ['Role', 'Arn'] } } },
    Role: { Type: 'AWS::IAM::Role', Properties: { RoleName: roleName, AssumeRolePolicyDocument: { Statement: [] } } },
    ...more,
  };
}

function source(stack: string, resources: object, environment: object = {}): { stack: string; template: object } {
  const template = {
    Parameters: { P: { Type: 'String' } },
    Conditions: { Long: { 'Fn::Equals': [{ Ref: 'P' }, 'x'] } },
    Resources: resources,
  };
  return { stack, template, region: 'eu-west-1', ...environment } as { stack: string; template: object };
}

function read(roleName: unknown, more: object): FunctionAccess {
  return readTemplates([source('App', resourcesWith(roleName, more), { account: '111122223333' })])[0];
}

function policyFor(...roles: unknown[]): object {
  return { Type: 'AWS::IAM::Policy', Properties: { PolicyName: 'q', Roles: roles, PolicyDocument: DOCUMENT } };
}

function reasons({ gaps }: FunctionAccess): string[] {
  return gaps.map(({ reason }) => reason);
}

describe('a policy for a role by its name, which no role of the templates has for sure', () => {
  test.each<[string, unknown]>([
    ['ends as it does', SUB],
    ['is a parameter', { Ref: 'P' }],
    ['is one of two', { 'Fn::If': ['Long', 'prod-role', 'dev-role'] }],
    ['may be generated', { 'Fn::If': ['Long', { Ref: 'P' }, { Ref: 'AWS::NoValue' }] }],
    ['is fetched during deployment', '{{resolve:ssm:/role}}'],
  ])('may be for one whose name %s', (_, roleName) => {
    const access = read(roleName, { Policy: policyFor('prod-role') });

    expect(access.gaps.filter(({ reason }) => reason === MAY_BE)).toEqual([{
      source: { stack: 'App', logicalId: 'Policy', resourceType: 'AWS::IAM::Policy', property: 'Properties.Roles[0]' },
      reason: MAY_BE,
    }]);
    expect(access.role?.policies).toEqual([]);
  });

  test.each<[string, unknown]>([
    ['begins in another way', { 'Fn::Sub': 'dev-${P}' }],
    ['ends in another way', { 'Fn::Sub': '${P}-rule' }],
    ['is longer', { 'Fn::Sub': 'prod-r${P}-role' }],
    ['is known, and another', 'dev-role'],
    ['is another one in each case', { 'Fn::If': ['Long', 'a-role', 'b-role'] }],
    ['is generated', undefined],
    ['holds one that is generated', { 'Fn::Sub': '${Fn}-role' }],
  ])('is not for one whose name %s', (_, roleName) => {
    const access = read(roleName, { Policy: policyFor('prod-role') });

    expect(access.role?.policies).toEqual([]);
    expect(reasons(access)).not.toContain(MAY_BE);
  });

  test.each<[string, object, string]>([
    ['AWS::IAM::RolePolicy', { PolicyName: 'q', RoleName: 'prod-role', PolicyDocument: DOCUMENT }, 'Properties.RoleName'],
    ['AWS::IAM::ManagedPolicy', { Roles: ['other', 'prod-role'], PolicyDocument: DOCUMENT }, 'Properties.Roles[1]'],
  ])('is told of %s too', (type, properties, property) => {
    const access = read(SUB, { Policy: { Type: type, Properties: properties } });

    expect(access.gaps).toEqual([{ source: expect.objectContaining({ resourceType: type, property }) as object, reason: MAY_BE }]);
  });

  test('is for the role that is sure to have the name, and for no other one', () => {
    const named = { Type: 'AWS::IAM::Role', Properties: { RoleName: 'prod-role', AssumeRolePolicyDocument: { Statement: [] } } };

    expect(reasons(read(SUB, { Named: named, Policy: policyFor('prod-role') }))).toEqual([]);
  });

  test('is the role\'s where it names it in the same words', () => {
    const access = read(SUB, { Policy: policyFor(SUB) });

    expect(access.role?.policies).toHaveLength(1);
    expect(reasons(access)).toEqual([]);
  });

  test.each<[string, unknown]>([
    ['a user', { Users: ['prod-role'] }],
    ['a group', { Groups: ['prod-role'] }],
  ])('is not concerned where it is for %s', (_, of) => {
    const policy = { Type: 'AWS::IAM::Policy', Properties: { PolicyName: 'q', PolicyDocument: DOCUMENT, ...of as object } };

    expect(reasons(read(SUB, { Policy: policy }))).toEqual([]);
  });

  test.each<[string, string, string[]]>([
    ['may be in another stack of the account', '111122223333', [MAY_BE]],
    ['is not in another account', '444455556666', []],
  ])('%s', (_, account, expected) => {
    const [access] = readTemplates([
      source('App', resourcesWith(SUB, {}), { account: '111122223333' }),
      source('Base', { Policy: policyFor('prod-role') }, { account }),
    ]);

    expect(reasons(access)).toEqual(expected);
  });

  test('is counted where there are many of them, in an order that is not the template\'s', () => {
    const ids = Array.from({ length: 25 }, (_, index) => `Policy${index}`);
    const readIn = (order: string[]) => read(SUB, Object.fromEntries(order.map((id) => [id, policyFor(`${id}-role`)])));

    const access = readIn(ids);

    expect(access.gaps.filter(({ source: { resourceType } }) => resourceType === 'AWS::IAM::Policy')).toHaveLength(20);
    expect(access.gaps).toHaveLength(21);
    expect(access.gaps[20]).toEqual({
      source: expect.objectContaining({ logicalId: 'Role', property: 'Properties.RoleName' }) as object,
      reason: '5 more policies are for a name that this role may turn out to have',
    });
    expect(readIn([...ids].reverse()).gaps).toEqual(access.gaps);
  });
});
