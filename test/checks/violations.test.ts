import { functionAccess, sourceAt } from './function-access';
import { violationsOf } from '../../src/checks/violations';

const BROAD = { name: 'broad', role: [{ Action: 's3:GetObject', Resource: '*' }], expected: [] };

test('a role that several functions share is reported once', () => {
  const functions = [functionAccess(BROAD, 'POLICY', 'Resize'), functionAccess(BROAD, 'POLICY', 'Crop')];

  const violations = violationsOf(functions);

  expect(violations).toEqual([expect.objectContaining({
    id: 'LambdaPermissions-ResourceWildcard[s3:GetObject]',
    level: 'ERROR',
    sources: [sourceAt('Policy', 'Properties.Statement[0]')],
  })]);
});

test('two statements with the same defect are one violation in two places', () => {
  const twice = { ...BROAD, role: [...BROAD.role, { Action: 's3:GetObject', Resource: 'arn:aws:s3:::*' }] };

  const [{ sources }, ...others] = violationsOf([functionAccess(twice)]);

  expect(sources.map(({ property }) => property)).toEqual(['Properties.Statement[0]', 'Properties.Statement[1]']);
  expect(others).toEqual([]);
});

test('a public statement that lets nobody invoke says what everybody may do', () => {
  const [{ id, info }] = violationsOf([functionAccess({ name: 'a', invoke: [{ Principal: '*', Action: 'lambda:UpdateAlias' }], expected: [] })]);

  expect([id, info]).toEqual(['LambdaPermissions-PublicPrincipal[lambda:UpdateAlias]',
    'Anybody may call lambda:UpdateAlias on the function: the principal is everybody, and no condition says who is meant.']);
});

test('the order does not depend on the order of the functions', () => {
  const functions = [
    functionAccess({ name: 'a', invoke: [{ Principal: '*' }], role: [{ Action: 'sqs:*', Resource: '*' }], expected: [] }, 'INLINE', 'A'),
    functionAccess({ name: 'b', invoke: [{ Principal: { Service: 's3.amazonaws.com' } }], gaps: ['z', 'y'], expected: [] }, 'INLINE', 'B'),
  ];

  const violations = violationsOf(functions);

  expect(violationsOf([...functions].reverse())).toEqual(violations);
  expect(violations.map(({ id }) => id)).toEqual([
    'LambdaPermissions-ActionWildcard[sqs:*]',
    'LambdaPermissions-CannotSay',
    'LambdaPermissions-CannotSay',
    'LambdaPermissions-PublicPrincipal[*]',
    'LambdaPermissions-ResourceWildcard[sqs:*]',
    'LambdaPermissions-SourceArn[s3.amazonaws.com]',
  ]);
});

test('what could not be read is a warning that gives the reason', () => {
  const violations = violationsOf([functionAccess({ name: 'gap', gaps: ['the policy document is not known'], expected: [] })]);

  expect(violations).toEqual([expect.objectContaining({
    id: 'LambdaPermissions-CannotSay',
    level: 'WARNING',
    info: "Part of the function's permissions was not checked: the policy document is not known.",
    sources: [sourceAt('Role', 'Properties')],
  })]);
});

test('a policy that could not be read is reported once, with the reason of the reader', () => {
  const access = functionAccess({ name: 'unread', form: 'CUSTOMER_MANAGED', unread: true, expected: [] }, 'CUSTOMER_MANAGED');
  const gaps = [{ source: sourceAt('Policy', 'Properties.PolicyDocument.Statement'), reason: 'the statement is not known' }];

  expect(violationsOf([access]).map(({ info }) => info)).toEqual([expect.stringContaining('is in none of the templates')]);
  expect(violationsOf([{ ...access, gaps }]).map(({ info }) => info)).toEqual([expect.stringContaining('the statement is not known')]);
});

test('a function without a role or a policy has no findings beside its gaps', () => {
  const { role: _role, ...access } = functionAccess({ name: 'no role', expected: [] });

  expect(violationsOf([{ ...access, targets: [] }])).toEqual([]);
  expect(violationsOf([])).toEqual([]);
});
