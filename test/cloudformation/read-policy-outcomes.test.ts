import { readTemplates } from '../../src/cloudformation/read-template';
import { FunctionAccess } from '../../src/model/function-access';

const NARROW = { Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::b/*' };
const WIDE = { Effect: 'Allow', Action: '*', Resource: '*' };
const NO_VALUE = { Ref: 'AWS::NoValue' };
const MANAGED = 'AWS::IAM::ManagedPolicy';
const TEMPLATE = {
  Parameters: { Env: { Type: 'String' } },
  Conditions: { P: { 'Fn::Equals': [{ Ref: 'Env' }, 'prod'] }, N: { 'Fn::Not': [{ Condition: 'P' }] }, D: { 'Fn::Equals': [{ Ref: 'Env' }, 'dev'] } },
};
const UNDECIDED_P = "condition 'P' cannot be decided before deployment";
const UNDECIDED_N = "condition 'N' cannot be decided before deployment";
const DATA = 'arn:aws:iam::111122223333:policy/data';
const SEVERAL = `several managed policies of these templates may be ${DATA}`;

function resourcesWith(role: object, more: object = {}, roleCondition?: string): object {
  return {
    Fn: { Type: 'AWS::Lambda::Function', Properties: { Role: { 'Fn::GetAtt': ['Role', 'Arn'] } } },
    Role: { Type: 'AWS::IAM::Role', ...roleCondition && { Condition: roleCondition }, Properties: { AssumeRolePolicyDocument: { Statement: [] }, ...role } },
    ...more,
  };
}

function read(role: object, more: object = {}, roleCondition?: string): FunctionAccess {
  const template = { ...TEMPLATE, Resources: resourcesWith(role, more, roleCondition) };
  return readTemplates([{ stack: 'App', template, account: '111122223333', region: 'eu-west-1' }])[0];
}

function policy(...statements: unknown[]): object {
  return { PolicyName: 'data', PolicyDocument: { Version: '2012-10-17', Statement: statements } };
}

function managed(statement: object, properties: object = {}, condition?: string): object {
  const document = { Version: '2012-10-17', Statement: [statement] };
  return { Type: MANAGED, ...condition && { Condition: condition }, Properties: { ManagedPolicyName: 'data', PolicyDocument: document, ...properties } };
}

/** Each policy with the resource that holds it, and the first action of each of its statements. */
function shown({ role }: FunctionAccess): string[] {
  return (role?.policies ?? []).map(({ source, statements }) => [source.logicalId, ...statements?.map(({ actions }) => actions?.[0]) ?? ['unknown']].join(' '));
}

function reasons({ gaps }: FunctionAccess): string[] {
  return gaps.map(({ reason }) => reason).sort();
}

describe('policies of one name under a condition', () => {
  test.each<[string, unknown]>([
    ['as an item', [{ 'Fn::If': ['P', policy(NARROW), policy(WIDE)] }]],
    ['as a list', { 'Fn::If': ['P', [policy(NARROW)], [policy(WIDE)]] }],
  ])('are shown both, %s, with a gap', (_, policies) => {
    const access = read({ Policies: policies });

    expect(shown(access)).toEqual(['Role s3:GetObject *']);
    expect(reasons(access)).toEqual([UNDECIDED_P]);
  });

  test.each<[string, unknown[]]>([
    ['first', ['D', WIDE, NO_VALUE]],
    ['last', ['D', NO_VALUE, WIDE]],
  ])('are shown with a statement under a condition of its own, where the branch that has it comes %s', (_, choice) => {
    const access = read({ Policies: [{ 'Fn::If': ['P', policy(NARROW, { 'Fn::If': choice }), NO_VALUE] }] });

    expect(shown(access).flatMap((text) => text.split(' ')).sort()).toEqual(['*', 'Role', 's3:GetObject']);
    expect(reasons(access)).toContain(UNDECIDED_P);
  });

  test('stand once where the documents are the same', () => {
    const access = read({ Policies: [{ 'Fn::If': ['P', { ...policy(NARROW), Note: 1 }, policy(NARROW)] }] });

    expect(shown(access)).toEqual(['Role s3:GetObject']);
  });

  test('keep what is known where the document of one of them is not', () => {
    const access = read({ Policies: [{ 'Fn::If': ['P', { PolicyName: 'data', PolicyDocument: { Ref: 'Env' } }, policy(WIDE)] }] });

    expect(shown(access)).toEqual(['Role unknown', 'Role *']);
    expect(reasons(access)).toEqual([UNDECIDED_P, 'the policy document is not known']);
  });

  test('are two policies where the names differ', () => {
    const access = read({ Policies: [{ 'Fn::If': ['P', policy(NARROW), { ...policy(WIDE), PolicyName: 'other' }] }] });

    expect(shown(access)).toEqual(['Role s3:GetObject', 'Role *']);
  });
});

describe('managed policies of one name', () => {
  const both = (properties: object) => ({ MProd: managed(NARROW, properties, 'P'), MDev: managed(WIDE, properties, 'N') });

  test('that name the role are shown both', () => {
    const access = read({}, both({ Roles: [{ Ref: 'Role' }] }));

    expect(shown(access)).toEqual(['MProd s3:GetObject', 'MDev *']);
    expect(reasons(access)).toEqual([UNDECIDED_N, UNDECIDED_P]);
  });

  test.each<[string, unknown]>([
    ['under a condition', { 'Fn::If': ['P', { Ref: 'MProd' }, { Ref: 'MDev' }] }],
    ['by their ARN', DATA],
  ])('that the role names %s are shown both', (_, arn) => {
    const access = read({ ManagedPolicyArns: [arn] }, both({}));

    expect(shown(access)).toEqual(['MProd s3:GetObject', 'MDev *']);
    expect(reasons(access)).toEqual([UNDECIDED_N, UNDECIDED_P, SEVERAL]);
  });

  test('that are attached from both sides count once each', () => {
    const access = read({ ManagedPolicyArns: [{ Ref: 'MProd' }] }, both({ Roles: [{ Ref: 'Role' }] }));

    expect(shown(access)).toEqual(['MProd s3:GetObject', 'MDev *']);
  });

  test('are only the one that is there whenever the role is', () => {
    const access = read({ ManagedPolicyArns: [{ Ref: 'MProd' }] }, both({}), 'P');

    expect(shown(access)).toEqual(['MProd s3:GetObject']);
    expect(new Set(reasons(access))).toEqual(new Set([UNDECIDED_P]));
  });

  test('cannot be said where they are the boundary', () => {
    const access = read({ PermissionsBoundary: DATA }, both({}));

    expect(access.role?.boundary?.name).toBe(DATA);
    expect(access.role?.boundary).not.toHaveProperty('statements');
    expect(access.gaps).toContainEqual({ source: expect.objectContaining({ property: 'Properties.PermissionsBoundary' }) as object, reason: SEVERAL });
  });

  test('in other stacks are shown all, in the own stack only that', () => {
    const stack = (name: string, resources: object) => ({ stack: name, template: { Resources: resources }, region: 'eu-west-1' });
    const arn = { 'Fn::Sub': 'arn:${AWS::Partition}:iam::${AWS::AccountId}:policy/data' };
    const app = resourcesWith({ ManagedPolicyArns: [arn] });
    const [dev, prod] = [stack('Dev', { M: managed(WIDE) }), stack('Prod', { M: managed(NARROW) })];

    const [outside] = readTemplates([stack('App', app), dev, prod]);
    const [inside] = readTemplates([stack('App', { ...app, M: managed(NARROW) }), dev, prod]);

    expect(shown(outside)).toEqual(['M *', 'M s3:GetObject']);
    expect(reasons(outside)).toEqual(['several managed policies of these templates may be arn:aws:iam::${AWS::AccountId}:policy/data']);
    expect(shown(inside)).toEqual(['M s3:GetObject']);
    expect(reasons(inside)).toEqual([]);
  });
});

describe('a managed policy that is named by its ARN', () => {
  const role = { ManagedPolicyArns: [{ 'Fn::Sub': 'arn:aws:iam::${AWS::AccountId}:policy/data' }] };
  const readIn = (properties: object, more: object, environment: object = {}) =>
    readTemplates([{ stack: 'App', template: { ...TEMPLATE, Resources: resourcesWith(properties, more) }, ...environment }])[0];

  test.each<[string, object, object]>([
    ['nothing is known of where it is deployed', role, {}],
    ['the region is not known', role, { account: '111122223333' }],
    ['the account is not known', { ManagedPolicyArns: [DATA] }, { region: 'eu-west-1' }],
  ])('is found where %s', (_, properties, environment) => {
    const access = readIn(properties, { M: managed(NARROW) }, environment);

    expect(shown(access)).toEqual(['M s3:GetObject']);
    expect(reasons(access)).toEqual([]);
  });

  test('is found as the boundary', () => {
    const access = readIn({ PermissionsBoundary: role.ManagedPolicyArns[0] }, { M: managed(NARROW) });

    expect(access.role?.boundary?.statements).toHaveLength(1);
    expect(reasons(access)).toEqual([]);
  });

  test.each<[string, unknown, object]>([
    ['another name', 'arn:aws:iam::111122223333:policy/date', managed(WIDE)],
    ['another path', DATA, managed(WIDE, { Path: '/team/' })],
    ['another account', 'arn:aws:iam::444455556666:policy/data', managed(WIDE)],
    ['another partition', 'arn:aws-cn:iam::111122223333:policy/data', managed(WIDE)],
    ['a name that AWS generates', DATA, managed(WIDE, { ManagedPolicyName: undefined })],
  ])('is not one of %s', (_, arn, other) => {
    const access = read({ ManagedPolicyArns: [arn] }, { M: other });

    expect(shown(access)).toEqual(['Role unknown']);
    expect(reasons(access)).toEqual([`the document of managed policy ${arn as string} is in none of the templates`]);
  });

  test('is never one of AWS that has the same name', () => {
    const arns = ['AWSLambdaBasicExecutionRole', 'NobodyKnows'].map((name) => `arn:aws:iam::aws:policy/${name}`);
    const access = readIn({ ManagedPolicyArns: arns }, {
      M: managed(WIDE, { ManagedPolicyName: 'AWSLambdaBasicExecutionRole' }), O: managed(WIDE, { ManagedPolicyName: 'NobodyKnows' }),
    });

    expect(access.role?.policies.map(({ kind }) => kind)).toEqual(['AWS_MANAGED', 'AWS_MANAGED']);
    expect(shown(access)).not.toContainEqual(expect.stringContaining('*'));
  });
});
