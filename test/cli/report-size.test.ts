import { directoryWith, run } from './run';
import { checkReportSize } from '../../src/cli/report-size';
import { FunctionAccess, Gap, InvokeTarget, PolicyAccess } from '../../src/model/function-access';
import { LocatedStatement } from '../../src/model/statement';

const REFUSED = /^'path' must lead to a report of at most 500000 lines, one for each caller, action and resource of each function, got more: name fewer templates at once$/;
const source = { stack: 'App', logicalId: 'Policy', resourceType: 'AWS::IAM::ManagedPolicy', property: 'Properties.PolicyDocument' };
const texts = (count: number, length = 10) => Array.from({ length: count }, (_, index) => `s3:${index}`.padEnd(length, 'x'));

function statement(more: Partial<LocatedStatement> = {}): LocatedStatement {
  return { effect: 'Allow', actions: ['s3:GetObject'], resources: ['*'], conditions: [], source, ...more };
}

function policy(statements?: readonly LocatedStatement[]): PolicyAccess {
  return { kind: 'CUSTOMER_MANAGED', name: 'p', source, ...statements && { statements } };
}

function fn(more: Partial<FunctionAccess> = {}): FunctionAccess {
  return { stack: 'App', logicalId: 'Fn', arn: '', partition: 'aws', region: '', account: '', targets: [], roleArn: '', eventSources: [], gaps: [], ...more };
}

function roleWith(...policies: readonly PolicyAccess[]): Pick<FunctionAccess, 'role'> {
  return { role: { stack: 'App', logicalId: 'Role', arn: '', trust: [], policies } };
}

function target(statements: readonly LocatedStatement[]): InvokeTarget {
  return { kind: 'FUNCTION', stack: 'App', logicalId: 'Fn', arn: '', statements };
}

const gap: Gap = { source, reason: 'not known' };
const many = Array<LocatedStatement>(499).fill(statement());

/** Each is 500 lines or some more with the function, so that a thousand are too many and 900 are not. */
test.each<[string, Partial<FunctionAccess>]>([
  ['statements of a role', roleWith(policy(many))],
  ['statements of several policies', roleWith(policy(many.slice(0, 250)), policy(many.slice(0, 250)))],
  ['policies without a document', roleWith(...Array<PolicyAccess>(500).fill(policy()))],
  ['statements for a role elsewhere', { attached: [policy(many)] }],
  ['statements of a trust policy', { role: { ...roleWith().role!, trust: [...many, statement()] } }],
  ['statements of a boundary', { role: { ...roleWith().role!, boundary: policy(many) } }],
  ['statements of who may invoke', { targets: [target(many), target([statement()])] }],
  ['what cannot be said', { gaps: Array<Gap>(250).fill(gap) }],
  ['long reasons why something cannot be said', { gaps: Array<Gap>(25).fill({ ...gap, reason: 'x'.repeat(9_500) }) }],
  ['pairs of actions and resources', roleWith(policy([statement({ actions: texts(20), resources: texts(25) })]))],
  ['principals', { targets: [target([statement({ principals: texts(500).map((id) => ({ kind: 'AWS', id })), resources: undefined })])] }],
  ['pairs that are too many to be taken apart', roleWith(policy([statement({ actions: texts(300), resources: texts(300) })]))],
  ['long resources', roleWith(policy(Array<LocatedStatement>(50).fill(statement({ resources: ['x'.repeat(9_500)] }))))],
  ['very long lists', roleWith(policy([statement({ resources: texts(5_000, 100) })]))],
  ['long conditions', roleWith(policy(Array<LocatedStatement>(50).fill(statement({ conditions: [{ operator: 'StringLike', key: 's3:prefix', values: texts(95, 100) }] }))))],
])('%s count once for each function', (_, access) => {
  expect(() => checkReportSize(Array<FunctionAccess>(1_000).fill(fn(access)))).toThrow(REFUSED);
  expect(() => checkReportSize(Array<FunctionAccess>(900).fill(fn(access)))).not.toThrow();
});

test('a thousand functions with a hundred lines each are no matter', () => {
  expect(() => checkReportSize(Array<FunctionAccess>(1_000).fill(fn(roleWith(policy(many.slice(0, 98))))))).not.toThrow();
});

describe('a policy of many statements that many functions have', () => {
  const roles = Object.fromEntries(Array.from({ length: 1_000 }, (_, index) => [
    [`Role${index}`, { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: { Statement: [] }, ManagedPolicyArns: [{ Ref: 'Policy' }] } }],
    [`Fn${index}`, { Type: 'AWS::Lambda::Function', Properties: { Role: { 'Fn::GetAtt': [`Role${index}`, 'Arn'] } } }],
  ]).flat() as [string, unknown][]);
  const statements = Array.from({ length: 1_000 }, (_, index) => ({ Effect: 'Allow', Action: 's3:GetObject', Resource: `arn:aws:s3:::b${index}/*` }));
  const policies = { Policy: { Type: 'AWS::IAM::ManagedPolicy', Properties: { PolicyDocument: { Version: '2012-10-17', Statement: statements } } } };
  const folder = directoryWith({ 'App.json': { Resources: { ...roles, ...policies } } });

  test.each([
    ['report as text', ['report', folder]],
    ['report as JSON', ['report', folder, '--format', 'json']],
    ['report as Markdown', ['report', folder, '--format', 'markdown']],
    ['report as HTML', ['report', folder, '--format', 'html']],
    ['diff', ['diff', folder, folder]],
    ['diff with what is deployed', ['diff', folder, '--deployed', directoryWith({})]],
    ['check', ['check', folder]],
  ])('is refused by %s with one line', (_, args) => {
    const { code, out, err } = run(...args);

    expect([code, out]).toEqual([2, '']);
    expect(err.replace(/^cdk-secure-lambda: /, '').trimEnd()).toMatch(REFUSED);
  });

  test('can still be asked', () => {
    const { code, out } = run('can', folder, '--function', 'App/Fn7', '--action', 's3:GetObject', '--resource', 'arn:aws:s3:::b999/a');

    expect([code, out.split('\n')[0]]).toEqual([0, 'allowed: App/Fn7 calls s3:GetObject on arn:aws:s3:::b999/a']);
  });
});
