import * as fc from 'fast-check';
import { ARN, ROLE_ARN, access, condition, source } from './access';
import { evaluate } from '../../src/model/evaluate';
import { FunctionAccess, PolicyAccess } from '../../src/model/function-access';
import { AccessRequest, PolicySet } from '../../src/model/request';
import { LocatedStatement, Principal, Statement } from '../../src/model/statement';
import { diffAccess } from '../../src/report/diff';
import { AccessChange, AccessDiff, allowsMore } from '../../src/report/diff-change';
import { parseSavedReport } from '../../src/report/diff-saved-report';
import { renderJson } from '../../src/report/json';
import { summarize } from '../../src/report/permission-summary';

const RUNS = { seed: 20261122, numRuns: 1500 };
const ACCOUNT = '111122223333';

const PRINCIPALS: readonly Principal[] = [
  { kind: 'AWS', id: ROLE_ARN }, { kind: 'AWS', id: `arn:aws:iam::${ACCOUNT}:root` }, { kind: 'AWS', id: 'arn:aws:iam::444455556666:role/app' },
  { kind: 'AWS', id: 'arn:aws:iam::444455556666:root' }, { kind: 'AWS', id: '*' }, { kind: 'Service', id: 's3.amazonaws.com' },
];
const ACTIONS = ['s3:GetObject', 's3:PutObject', 'lambda:InvokeFunction'];
const ACTION_PATTERNS = [...ACTIONS, 's3:*', 's3:Get*', '*', 'S3:?utObject', 'lambda:*'];
const RESOURCES = ['arn:aws:s3:::b/in/x', 'arn:aws:s3:::b/out/x', ARN];
const RESOURCE_PATTERNS = [...RESOURCES, 'arn:aws:s3:::b/*', 'arn:aws:s3:::*/in/?', '*', 'arn:aws:lambda:*:*:function:*', 'arn:aws:s3:::b/${aws:username}/*'];
const KEYS = { 'aws:SourceAccount': [ACCOUNT, '999999999999'], 'aws:SourceArn': ['arn:aws:s3:::b', 'arn:aws:s3:::c'] };
const CONDITIONS = [
  condition('StringEquals', 'aws:SourceAccount', ACCOUNT), condition('StringEquals', 'aws:SourceAccount', ACCOUNT, '999999999999'),
  condition('StringEqualsIfExists', 'AWS:SourceAccount', ACCOUNT), condition('StringLike', 'aws:SourceAccount', '1111*'),
  condition('StringNotEquals', 'aws:SourceAccount', '999999999999'), condition('StringNotLike', 'aws:SourceAccount', '9*'),
  condition('Null', 'aws:SourceAccount', 'false'), condition('Null', 'aws:SourceAccount', 'true'),
  condition('ArnLike', 'aws:SourceArn', 'arn:aws:s3:::*'), condition('ArnEquals', 'aws:SourceArn', 'arn:aws:s3:::b'),
  condition('ForAnyValue:StringLike', 'aws:SourceArn', 'arn:aws:s3:::?'), condition('ForAllValues:StringEquals', 'aws:SourceArn', 'arn:aws:s3:::b'),
  condition('ForAllValues:StringNotEquals', 'aws:SourceArn', 'arn:aws:s3:::b', 'arn:aws:s3:::c'), condition('StringEquals', 'aws:SourceArn', 'arn:aws:s3:::b'),
];

function listed(name: 'actions' | 'resources', patterns: readonly string[]): fc.Arbitrary<Partial<Statement>> {
  const excluded = name === 'actions' ? 'notActions' : 'notResources';
  const lists = fc.subarray([...patterns], { minLength: 1, maxLength: 2 });
  return fc.tuple(fc.boolean(), lists).map(([isPlain, list]) => ({ [isPlain ? name : excluded]: list }));
}

function statement(withPrincipal: boolean): fc.Arbitrary<LocatedStatement> {
  return fc.record({
    effect: fc.constantFrom('Allow', 'Allow', 'Deny'),
    actions: listed('actions', ACTION_PATTERNS),
    resources: listed('resources', RESOURCE_PATTERNS),
    conditions: fc.subarray(CONDITIONS, { maxLength: 1 }),
    principals: fc.tuple(fc.boolean(), fc.subarray([...PRINCIPALS], { minLength: 1, maxLength: 2 })),
  }).map(({ effect, actions, resources, conditions, principals: [isPlain, principals] }) => ({
    effect: effect as Statement['effect'],
    ...actions,
    ...resources,
    conditions,
    source: source('Somewhere'),
    ...withPrincipal && (isPlain || effect === 'Allow' ? { principals } : { notPrincipals: principals }),
  }));
}

interface Side {
  readonly grants: readonly LocatedStatement[];
  readonly boundary?: readonly LocatedStatement[];
  readonly invokers: readonly LocatedStatement[];
}

/** Two sides that have most statements in common, as two versions of an app do. */
const sides: fc.Arbitrary<readonly [Side, Side]> = fc.record({
  grants: fc.array(statement(false), { maxLength: 4 }),
  boundary: fc.array(statement(false), { maxLength: 3 }),
  invokers: fc.array(statement(true), { maxLength: 4 }),
}).chain(({ grants, boundary, invokers }) => {
  const side = fc.record({
    grants: fc.subarray(grants), boundary: fc.option(fc.subarray(boundary), { nil: undefined }), invokers: fc.subarray(invokers),
  });
  return fc.tuple(side, side);
});

const request: fc.Arbitrary<AccessRequest> = fc.record({
  principal: fc.constantFrom(...PRINCIPALS),
  action: fc.constantFrom(...ACTIONS),
  resource: fc.constantFrom(...RESOURCES),
  resourceAccount: fc.constant(ACCOUNT),
  context: fc.record({
    'aws:SourceAccount': fc.subarray(KEYS['aws:SourceAccount'], { maxLength: 1 }),
    'aws:SourceArn': fc.subarray(KEYS['aws:SourceArn'], { maxLength: 1 }),
    'aws:username': fc.constantFrom(['in'], []),
  }),
});

function functionWith({ grants, boundary, invokers }: Side): FunctionAccess {
  const policy = (statements: readonly LocatedStatement[]): PolicyAccess => ({ kind: 'INLINE', name: 'Data', source: source('Role'), statements });
  const plain = access(invokers, [policy(grants)]);
  return { ...plain, role: { ...plain.role!, ...boundary && { boundary: policy(boundary) } } };
}

function diff(before: Side, after: Side): AccessDiff {
  return diffAccess(summarize([functionWith(before)]), summarize([functionWith(after)]));
}

test('a report and itself have no difference', () => {
  fc.assert(fc.property(sides, ([side]) => {
    expect(diff(side, side)).toEqual({ functions: [], layers: [] });
  }), RUNS);
});

test('what is added in one direction is removed in the other', () => {
  const opposite = { ADDED: 'REMOVED', REMOVED: 'ADDED', WIDENED: 'NARROWED', NARROWED: 'WIDENED', ENABLED: 'DISABLED', DISABLED: 'ENABLED' } as const;
  const turned = ({ kind, side, before, after }: AccessChange): AccessChange => ({ kind: opposite[kind], side, before: after, after: before });
  const sorted = (changes: readonly AccessChange[]) => changes.map((change) => JSON.stringify(change)).sort();

  fc.assert(fc.property(sides, ([before, after]) => {
    const there = diff(before, after).functions.flatMap(({ changes }) => changes);
    const back = diff(after, before).functions.flatMap(({ changes }) => changes);

    expect(sorted(back.map(turned))).toEqual(sorted(there));
  }), RUNS);
});

test('what its role may call after and not before is never missed', () => {
  let gained = 0;
  fc.assert(fc.property(sides, request, ([before, after], asked) => {
    const policies = ({ grants, boundary }: Side): PolicySet => ({ identity: grants, resource: [], boundary });
    const call = { ...asked, principal: PRINCIPALS[0] };
    if (evaluate(call, policies(after)).outcome === 'ALLOWED' && evaluate(call, policies(before)).outcome === 'DENIED') {
      gained++;
      expect(allowsMore(diff({ ...before, invokers: [] }, { ...after, invokers: [] }))).toBe(true);
    }
  }), { ...RUNS, numRuns: 15_000 });

  expect(gained).toBeGreaterThan(100);
});

test('whoever may invoke it after and not before is never missed', () => {
  let gained = 0;
  const anything: LocatedStatement = { effect: 'Allow', actions: ['*'], resources: ['*'], conditions: [], source: source('Theirs') };
  fc.assert(fc.property(sides, request, fc.boolean(), ([before, after], asked, isAllowedByItself) => {
    const policies = ({ invokers }: Side): PolicySet => ({ identity: isAllowedByItself ? [anything] : [], resource: invokers });
    if (evaluate(asked, policies(after)).outcome === 'ALLOWED' && evaluate(asked, policies(before)).outcome === 'DENIED') {
      gained++;
      expect(allowsMore(diff({ ...before, grants: [], boundary: undefined }, { ...after, grants: [], boundary: undefined }))).toBe(true);
    }
  }), { ...RUNS, numRuns: 15_000 });

  expect(gained).toBeGreaterThan(100);
});

test('a report that was saved as JSON says the same as before', () => {
  fc.assert(fc.property(sides, ([side]) => {
    const summary = summarize([functionWith(side)]);
    const saved = parseSavedReport(JSON.parse(renderJson(summary)) as { readonly [key: string]: unknown }, 'permissions.json');

    expect(diffAccess(summary, saved)).toEqual({ functions: [], layers: [] });
    expect(JSON.parse(renderJson(saved))).toEqual(JSON.parse(renderJson(summary)));
  }), { ...RUNS, numRuns: 300 });
});
