import * as fc from 'fast-check';
import { conditionHolds } from '../../src/model/condition';
import { implies, isSeparable } from '../../src/model/condition-implies';
import { Effort } from '../../src/model/effort';
import { evaluate } from '../../src/model/evaluate';
import { AccessRequest } from '../../src/model/request';
import { RequestContext } from '../../src/model/request-context';
import { Condition, LocatedStatement, Principal, Statement } from '../../src/model/statement';
import { Comparison, statementCovers } from '../../src/model/statement-covers';
import { ARN, condition, source } from '../report/access';

const KEY = 'aws:SourceArn';
const VALUES = ['arn:aws:s3:::b', 'arn:aws:s3:::c', '5', 'true', '10.0.0.7'];
const OPERATORS = [
  'StringEquals', 'StringNotEquals', 'StringEqualsIgnoreCase', 'StringNotEqualsIgnoreCase', 'StringLike', 'StringNotLike',
  'ArnLike', 'ArnNotEquals', 'NumericLessThan', 'NotIpAddress', 'Made',
];
const WANTED = [['arn:aws:s3:::b'], ['ARN:aws:s3:::B'], ['arn:aws:s3:::*'], ['arn:aws:s3:::b', 'arn:aws:s3:::c'], ['3', '9'], ['10.0.0.0/8'], ['*'], []];
const EVERY_CONDITION: readonly Condition[] = [
  ...OPERATORS.flatMap((name) => ['', 'ForAnyValue:', 'ForAllValues:'].flatMap((set) => ['', 'IfExists'].flatMap((suffix) => (
    WANTED.map((values) => condition(`${set}${name}${suffix}`, KEY, ...values))
  )))),
  condition('Null', KEY, 'true'), condition('Null', KEY, 'false'), condition('Null', KEY, 'true', 'false'),
  condition('StringEquals', 'aws:sourcearn', 'arn:aws:s3:::b'), condition('StringEquals', 'aws:SourceAccount', 'arn:aws:s3:::b'),
  condition('StringEquals', KEY, '${aws:username}'), condition('StringLike', KEY, '${aws:username}'), condition('StringEquals', KEY, '${*}'),
];
const CONTEXTS = [[], ...VALUES.map((value) => [value]), [VALUES[0], VALUES[1]], ['arn:aws:s3:::x'], ['*'], ['${*}']];

function comparison(): Comparison {
  return { owners: [], effort: new Effort() };
}

function contextOf(values: readonly string[]): RequestContext {
  return new RequestContext({ principal: { kind: 'AWS', id: '*' }, action: '', resource: '', context: { [KEY]: values, 'aws:username': ['arn:aws:s3:::b'] } });
}

describe('a condition that implies another', () => {
  const contexts = CONTEXTS.map(contextOf);
  const holds = new Map(EVERY_CONDITION.map((one) => [one, contexts.map((context) => conditionHolds(one, context))]));

  test('holds in no request in which the other does not', () => {
    let implied = 0;
    for (const stronger of EVERY_CONDITION) {
      for (const weaker of EVERY_CONDITION) {
        if (!implies(stronger, weaker)) { continue; }
        implied++;
        const broken = contexts.findIndex((_, index) => holds.get(stronger)![index] === 'YES' && holds.get(weaker)![index] === 'NO');
        if (broken >= 0) { throw new Error(`${JSON.stringify(stronger)} does not imply ${JSON.stringify(weaker)} for ${JSON.stringify(CONTEXTS[broken])}`); }
      }
    }

    expect(implied).toBeGreaterThan(EVERY_CONDITION.length);
  });

  test.each<[string, Condition, Condition]>([
    ['itself', condition('Made', KEY, 'x'), condition('Made', KEY, 'x')],
    ['more values', condition('StringEquals', KEY, 'a'), condition('StringEquals', KEY, 'a', 'b')],
    ['fewer values that must not be', condition('StringNotEquals', KEY, 'a', 'b'), condition('StringNotEquals', KEY, 'a')],
    ['the key in other letters', condition('StringEquals', 'AWS:SourceArn', 'a'), condition('StringEquals', 'aws:sourcearn', 'a')],
    ['a pattern without a wildcard is a text', condition('StringEquals', KEY, 'a'), condition('StringLike', KEY, 'a')],
    ['a text is a pattern without a wildcard', condition('ForAnyValue:StringLike', KEY, 'a'), condition('ForAnyValue:StringEquals', KEY, 'a')],
    ['the same pattern that must not be', condition('StringNotLikeIfExists', KEY, 'a'), condition('StringNotEquals', KEY, 'a')],
    ['the same text that must not be', condition('StringNotEquals', KEY, 'a', 'b'), condition('StringNotLike', KEY, 'a')],
    ['the same or absent', condition('StringEquals', KEY, 'a'), condition('StringEqualsIfExists', KEY, 'a')],
    ['a pattern that it fits', condition('StringEquals', KEY, 'arn:aws:s3:::b'), condition('ArnLike', KEY, 'arn:aws:s3:::*')],
    ['a wider pattern', condition('ArnLike', KEY, 'arn:aws:s3:::b*'), condition('ArnLike', KEY, 'arn:aws:s3:::*')],
    ['the other name of an operator', condition('ArnEquals', KEY, 'arn:aws:s3:::b'), condition('ArnLike', KEY, 'arn:aws:s3:::b')],
    ['that it is not another value', condition('StringEquals', KEY, 'a'), condition('StringNotEquals', KEY, 'b')],
    ['that the key is there', condition('StringLike', KEY, 'a*'), condition('Null', KEY, 'false')],
  ])('implies %s', (_, stronger, weaker) => {
    expect(implies(stronger, weaker)).toBe(true);
  });

  test.each<[string, Condition, Condition]>([
    ['fewer values', condition('StringEquals', KEY, 'a', 'b'), condition('StringEquals', KEY, 'a')],
    ['the presence of the key', condition('StringEqualsIfExists', KEY, 'a'), condition('StringEquals', KEY, 'a')],
    ['another key', condition('StringEquals', KEY, 'a'), condition('StringEquals', 'aws:SourceAccount', 'a')],
    ['a value that a variable has', condition('StringEquals', KEY, '${aws:username}'), condition('StringNotEquals', KEY, 'ana')],
    ['a value of another resource', condition('StringEquals', KEY, '${App.A}'), condition('StringEquals', KEY, '${App.B}')],
  ])('does not imply %s', (_, stronger, weaker) => {
    expect(implies(stronger, weaker)).toBe(false);
  });

  test('is taken apart only where each value alone would do', () => {
    for (const one of EVERY_CONDITION.filter((candidate) => candidate.values.length > 1 && isSeparable(candidate))) {
      const apart = one.values.map((value) => ({ ...one, values: [value] }));
      contexts.forEach((context, index) => {
        if (CONTEXTS[index].length > 1 && !one.operator.includes(':')) { return; } // AWS does not say what happens then
        expect(apart.some((single) => conditionHolds(single, context) === 'YES')).toBe(conditionHolds(one, context) === 'YES');
      });
    }
    expect(isSeparable(condition('ForAllValues:StringEquals', KEY, 'a', 'b'))).toBe(false);
    expect(isSeparable(condition('StringNotEquals', KEY, 'a', 'b'))).toBe(false);
  });
});

describe('a statement that covers another', () => {
  const ACTIONS = ['s3:GetObject', 's3:PutObject', 'sqs:SendMessage'];
  const actionLists = [...ACTIONS, 's3:*', 's3:Get*', '*', 'S3:?utObject'];
  const RESOURCES = ['arn:aws:s3:::b/in/x', 'arn:aws:s3:::c/in/x', ARN];
  const resourceLists = [...RESOURCES, 'arn:aws:s3:::b/*', 'arn:aws:s3:::?/in/*', 'arn:aws:s3:::b/${aws:username}/*', '*'];
  const part = (names: readonly [string, string], patterns: readonly string[]) => {
    const lists = fc.subarray([...patterns], { minLength: 1, maxLength: 2 });
    return fc.tuple(fc.boolean(), lists).map(([isPlain, list]) => ({ [isPlain ? names[0] : names[1]]: list }));
  };
  const statement: fc.Arbitrary<LocatedStatement> = fc.record({
    actions: part(['actions', 'notActions'], actionLists),
    resources: part(['resources', 'notResources'], resourceLists),
    conditions: fc.subarray([condition('StringLike', KEY, 'arn:*'), condition('StringEquals', KEY, 'arn:aws:s3:::b')], { maxLength: 1 }),
  }).map(({ actions, resources, conditions }) => ({ effect: 'Allow', ...actions, ...resources, conditions, source: source('X') }));

  test('applies to every request to which the other applies', () => {
    const requests = ACTIONS.flatMap((action) => RESOURCES.flatMap((resource) => [[], ['arn:aws:s3:::b']].map((values): AccessRequest => ({
      principal: { kind: 'AWS', id: 'arn:aws:iam::111122223333:role/app' }, action, resource, context: { [KEY]: values, 'aws:username': ['in'] },
    }))));
    let covered = 0;
    fc.assert(fc.property(statement, statement, (wider, narrower) => {
      if (!statementCovers(wider, narrower, comparison())) { return; }
      covered++;
      for (const request of requests) {
        const [more, less] = [wider, narrower].map((one) => evaluate(request, { identity: [one], resource: [] }).outcome);
        if (less === 'ALLOWED') { expect(more).not.toBe('DENIED'); }
      }
    }), { seed: 1, numRuns: 8000 });

    expect(covered).toBeGreaterThan(300);
  });

  test('in the policy of a resource lets in everybody whom the other lets in', () => {
    const OWNER = '111122223333';
    const identities = [`arn:aws:iam::${OWNER}:role/app`, `arn:aws:iam::${OWNER}:root`, 'arn:aws:iam::444455556666:role/app', 'arn:aws:iam::444455556666:root', '*'];
    const principals: readonly Principal[] = [...identities.map((id): Principal => ({ kind: 'AWS', id })), { kind: 'Service', id: 's3.amazonaws.com' }];
    const some = fc.subarray([...principals], { minLength: 1, maxLength: 2 });
    const withPrincipals = fc.tuple(statement, some).map(([one, named]) => ({ ...one, principals: named }));
    const anything: LocatedStatement = { effect: 'Allow', actions: ['*'], resources: ['*'], conditions: [], source: source('Theirs') };
    const requests = principals.flatMap((principal) => RESOURCES.map((resource): AccessRequest => (
      { principal, action: 's3:GetObject', resource, resourceAccount: OWNER, context: { [KEY]: ['arn:aws:s3:::b'], 'aws:username': ['in'] } }
    )));
    let covered = 0;
    fc.assert(fc.property(withPrincipals, withPrincipals, fc.boolean(), (wider, narrower, isAllowedByItself) => {
      if (!statementCovers(wider, narrower, { owners: [OWNER], effort: new Effort() })) { return; }
      covered++;
      const identity = isAllowedByItself ? [anything] : [];
      for (const request of requests) {
        const [more, less] = [wider, narrower].map((one) => evaluate(request, { identity, resource: [one] }).outcome);
        if (less === 'ALLOWED') { expect(more).not.toBe('DENIED'); }
      }
    }), { seed: 1, numRuns: 4000 });

    expect(covered).toBeGreaterThan(50);
  });

  test.each<[string, Partial<Statement>, Partial<Statement>]>([
    ['everything but one service, an action of another', { notActions: ['iam:*'] }, { actions: ['s3:Get*'] }],
    ['every action, everything but some', { actions: ['*'] }, { notActions: ['iam:*'] }],
    ['fewer exceptions, more of them', { notActions: ['iam:*'] }, { notActions: ['iam:*', 'sts:*'] }],
  ])('%s', (_, wider, narrower) => {
    const full = (more: Partial<Statement>): Statement => ({ effect: 'Allow', resources: ['*'], conditions: [], ...more });

    expect(statementCovers(full(wider), full(narrower), comparison())).toBe(true);
    expect(statementCovers(full(narrower), full(wider), comparison())).toBe(false);
  });
});

test('patterns that are made to be slow are not compared for ever: then nothing is said to be covered', () => {
  const effort = new Effort(1000);
  const statement = (resource: string): Statement => ({ effect: 'Allow', actions: ['s3:GetObject'], resources: [resource], conditions: [] });
  const covers = (wider: string, narrower: string) => statementCovers(statement(wider), statement(narrower), { owners: [], effort });

  expect(covers('a*', 'ab')).toBe(true);
  expect(covers('*a'.repeat(100), 'a'.repeat(100))).toBe(false);
  expect(covers('a*', 'ab')).toBe(false);
  expect(covers('ab', 'ab')).toBe(true);
});
