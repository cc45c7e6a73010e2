import { join } from 'path';
import { directoryWith, run } from './run';

const NARROW = { Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::b/*' };
const PUT = { Effect: 'Allow', Action: 's3:PutObject', Resource: 'arn:aws:s3:::b/*' };
const WIDE = { Effect: 'Allow', Action: '*', Resource: '*' };
const DENY = { Effect: 'Deny', Action: 's3:*', Resource: '*' };

/** What a stage of production has, and what any other one has. */
type Stages = readonly [prod: object, other: object];

function app(role: object, more: object = {}): object {
  return {
    Parameters: { Env: { Type: 'String' } },
    Conditions: { P: { 'Fn::Equals': [{ Ref: 'Env' }, 'prod'] }, N: { 'Fn::Not': [{ Condition: 'P' }] } },
    Resources: {
      Fn: { Type: 'AWS::Lambda::Function', Properties: { Role: { 'Fn::GetAtt': ['Role', 'Arn'] } } },
      Role: { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: [] }, ...role } },
      ...more,
    },
  };
}

function inline(stages: Stages): object {
  const [prod, other] = stages.map((statement) => ({ PolicyName: 'data', PolicyDocument: { Version: '2012-10-17', Statement: [statement] } }));
  return app({ Policies: [{ 'Fn::If': ['P', prod, other] }] });
}

function managed(stages: Stages): object {
  const [prod, other] = stages.map((statement, index) => ({
    Type: 'AWS::IAM::ManagedPolicy',
    Condition: ['P', 'N'][index],
    Properties: { ManagedPolicyName: 'data', PolicyDocument: { Version: '2012-10-17', Statement: [statement] } },
  }));
  return app({ ManagedPolicyArns: [{ 'Fn::If': ['P', { Ref: 'MProd' }, { Ref: 'MDev' }] }] }, { MProd: prod, MDev: other });
}

describe.each([['inline', inline], ['managed', managed]])('two %s policies of one name, of which a condition decides', (_, make) => {
  const directory = directoryWith({ 'a/App.json': make([NARROW, PUT]), 'b/App.json': make([NARROW, WIDE]), 'deny/App.json': make([DENY, WIDE]) });
  const at = (folder: string) => join(directory, folder);
  const ask = (folder: string) => run('can', at(folder), '--action', 's3:GetObject', '--resource', 'arn:aws:s3:::b/x');

  test('are both in the report', () => {
    const { out } = run('report', at('b'));

    expect(out).toContain(' * on *');
    expect(out).toContain('s3:GetObject on arn:aws:s3:::b/*');
  });

  test('are both checked', () => {
    const [before, after] = [run('check', at('a')), run('check', at('b'))];

    expect(after.code).toBe(1);
    expect(after.out).toContain('ActionWildcard[*]');
    expect(before.out).not.toContain('ActionWildcard[*]');
  });

  test('are both compared', () => {
    const { code, out } = run('diff', at('a'), at('b'));

    expect(code).toBe(1);
    expect(out).toContain('wider     it may call * on *');
    expect(run('diff', at('b'), at('b'))).toEqual({ code: 0, out: expect.stringContaining('No change of access') as string, err: '' });
  });

  test.each(['b', 'deny'])('do not decide a question (%s)', (folder) => {
    const { code, out } = ask(folder);

    expect(code).toBe(1);
    expect(out).toMatch(/^cannot say: /);
  });
});

test('a policy for a role by its name leaves open what a role may do that may turn out to have that name', () => {
  const policy = { Type: 'AWS::IAM::Policy', Properties: { PolicyName: 'q', Roles: ['prod-role'], PolicyDocument: { Version: '2012-10-17', Statement: [WIDE] } } };
  const before = app({ RoleName: { 'Fn::Sub': '${Env}-role' } });
  const after = app({ RoleName: { 'Fn::Sub': '${Env}-role' } }, { Policy: policy });
  const directory = directoryWith({ 'a/App.json': before, 'b/App.json': after });

  const { code, out } = run('can', join(directory, 'b'), '--action', 's3:GetObject', '--resource', 'arn:aws:s3:::b/x');

  expect(code).toBe(1);
  expect(out).toMatch(/^cannot say: /);
  expect(out).toContain('the policy is for role prod-role, a name that this role may turn out to have in App Policy Properties.Roles[0]');
  expect(run('can', join(directory, 'a'), '--action', 's3:GetObject', '--resource', 'arn:aws:s3:::b/x').out).toMatch(/^denied: /);
  expect(run('diff', join(directory, 'a'), join(directory, 'b')).code).toBe(1);
});
