import * as fc from 'fast-check';
import { statementsOf } from './case';
import { evaluate } from '../../src/model/evaluate';
import { arnMatches, covers, matches, resourceMatches } from '../../src/model/match';
import { AccessRequest, Decision, PolicySet } from '../../src/model/request';
import { LocatedStatement, Principal } from '../../src/model/statement';

const SEED = 20261122;
const RUNS = 1250;

/** Eight laws, 10,000 runs in all. */
function check<T>(property: fc.IProperty<T>): void {
  fc.assert(property, { seed: SEED, numRuns: RUNS });
}

const PRINCIPALS: readonly Principal[] = [
  { kind: 'AWS', id: 'arn:aws:iam::111122223333:role/app' },
  { kind: 'AWS', id: 'arn:aws:iam::111122223333:user/ana' },
  { kind: 'AWS', id: 'arn:aws:sts::111122223333:assumed-role/app/s1' },
  { kind: 'AWS', id: 'arn:aws:iam::444455556666:role/app' },
  { kind: 'AWS', id: 'arn:aws:iam::111122223333:root' },
  { kind: 'AWS', id: '*' },
  { kind: 'Service', id: 's3.amazonaws.com' },
  { kind: 'Service', id: 'sns.amazonaws.com' },
];
const ACTIONS = ['s3:GetObject', 's3:PutObject', 'sqs:SendMessage'];
const ACTION_PATTERNS = [...ACTIONS, 's3:*', 's3:Get*', '*', 'S3:?utObject'];
const RESOURCES = ['arn:aws:s3:::b/in/x', 'arn:aws:s3:::b/out/x', 'arn:aws:sqs:eu-west-1:111122223333:q'];
const RESOURCE_PATTERNS = [...RESOURCES, 'arn:aws:s3:::b/*', 'arn:aws:s3:::*/in/?', '*', 'arn:aws:sqs:*:111122223333:*'];
const CONTEXTS = { 'aws:SourceAccount': ['111122223333', '999999999999'], 'aws:SecureTransport': ['true', 'false'], 'aws:TagKeys': ['a', 'b'] };
const CONDITIONS = [
  { StringEquals: { 'aws:SourceAccount': '111122223333' } }, { StringNotEquals: { 'aws:SourceAccount': '111122223333' } },
  { StringEqualsIfExists: { 'aws:SourceAccount': '111122223333' } }, { Null: { 'aws:SourceAccount': 'true' } },
  { Bool: { 'aws:SecureTransport': 'false' } }, { 'ForAnyValue:StringLike': { 'aws:TagKeys': 'a*' } }, { 'ForAllValues:StringLike': { 'aws:TagKeys': 'a*' } },
];

const written = (withPrincipal: boolean, effects = ['Allow', 'Deny']) => fc.record({
  Effect: fc.constantFrom(...effects),
  actions: fc.tuple(fc.boolean(), fc.subarray(ACTION_PATTERNS, { minLength: 1 })),
  resources: fc.tuple(fc.boolean(), fc.subarray(RESOURCE_PATTERNS, { minLength: 1 })),
  principals: fc.subarray([...PRINCIPALS], { minLength: 1 }),
  Condition: fc.option(fc.constantFrom(...CONDITIONS)),
}).map(({ Effect, actions, resources, principals, Condition }) => statementsOf([{
  Effect,
  [actions[0] && actions[1].length < 3 ? 'NotAction' : 'Action']: actions[1],
  [resources[0] && resources[1].length < 3 ? 'NotResource' : 'Resource']: resources[1],
  ...Condition && { Condition },
}], 'any').map((statement): LocatedStatement => withPrincipal ? { ...statement, principals } : statement)[0]);

const identities = fc.array(written(false), { maxLength: 4 });
const policySet: fc.Arbitrary<PolicySet> = fc.record({
  identity: identities,
  resource: fc.array(written(true), { maxLength: 4 }),
  boundary: fc.option(identities, { nil: undefined }),
});
const accessRequest: fc.Arbitrary<AccessRequest> = fc.record({
  principal: fc.constantFrom(...PRINCIPALS),
  action: fc.constantFrom(...ACTIONS),
  resource: fc.constantFrom(...RESOURCES),
  resourceAccount: fc.constantFrom('111122223333', '444455556666'),
  context: fc.record({
    'aws:SourceAccount': fc.subarray(CONTEXTS['aws:SourceAccount'], { maxLength: 1 }),
    'aws:SecureTransport': fc.subarray(CONTEXTS['aws:SecureTransport'], { maxLength: 1 }),
    'aws:TagKeys': fc.subarray(CONTEXTS['aws:TagKeys']),
  }),
});

/** How much a decision allows; a law compares before and after. */
const rank = ({ outcome }: Decision) => ['DENIED', 'CANNOT_SAY', 'ALLOWED'].indexOf(outcome);

function added(policies: PolicySet, statement: LocatedStatement, onResource: boolean): PolicySet {
  if (onResource) { return { ...policies, resource: [...policies.resource, statement] }; }
  return { ...policies, identity: [statement, ...policies.identity] };
}

const glob = fc.array(fc.constantFrom('a', 'b', ':', '*', '?'), { maxLength: 9 }).map((parts) => parts.join(''));
const plain = fc.array(fc.constantFrom('a', 'b', ':'), { maxLength: 9 }).map((parts) => parts.join(''));

/** Another answer to the same question: all ways through the pattern, one character at a time. */
function simpleMatch(pattern: string, value: string): boolean {
  if (pattern === '') { return value === ''; }
  if (pattern[0] === '*') { return simpleMatch(pattern.slice(1), value) || (value !== '' && simpleMatch(pattern, value.slice(1))); }
  return value !== '' && (pattern[0] === '?' || pattern[0] === value[0]) && simpleMatch(pattern.slice(1), value.slice(1));
}

describe('laws of evaluation', () => {
  test('a further Deny never allows more', () => {
    check(fc.property(accessRequest, policySet, written(true, ['Deny']), fc.boolean(), (request, policies, deny, onResource) => {
      const further = added(policies, deny, onResource);

      expect(rank(evaluate(request, further))).toBeLessThanOrEqual(rank(evaluate(request, policies)));
    }));
  });

  test('a further Allow never allows less', () => {
    check(fc.property(accessRequest, policySet, written(true, ['Allow']), fc.boolean(), (request, policies, allow, onResource) => {
      const further = added(policies, allow, onResource);

      expect(rank(evaluate(request, further))).toBeGreaterThanOrEqual(rank(evaluate(request, policies)));
    }));
  });

  test('the order of statements does not count', () => {
    check(fc.property(accessRequest, policySet, (request, policies) => {
      const turned = { ...policies, identity: [...policies.identity].reverse(), resource: [...policies.resource].reverse() };

      expect(evaluate(request, turned).outcome).toBe(evaluate(request, policies).outcome);
    }));
  });

  test('a boundary never allows more, and unknown policies are never counted as an answer', () => {
    check(fc.property(accessRequest, policySet, (request, policies) => {
      const decision = evaluate(request, policies);

      expect(rank(decision)).toBeLessThanOrEqual(rank(evaluate(request, { ...policies, boundary: undefined })));
      expect(evaluate(request, { ...policies, incomplete: true }).outcome).not.toBe('ALLOWED');
    }));
  });

  test('at most one decision in a hundred cannot be said when all values are known', () => {
    const asked = fc.sample(fc.tuple(accessRequest, policySet), { seed: SEED, numRuns: 10_000 });
    const outcomes = asked.map(([request, policies]) => evaluate(request, policies).outcome);
    const count = (wanted: string) => outcomes.filter((outcome) => outcome === wanted).length;

    expect(count('CANNOT_SAY')).toBeLessThanOrEqual(outcomes.length / 100);
    expect(count('ALLOWED')).toBeGreaterThan(1000);
  });
});

describe('laws of matching', () => {
  test('a pattern matches as the definition of its wildcards says', () => {
    check(fc.property(glob, plain, (pattern, value) => {
      expect(matches(pattern, value)).toBe(simpleMatch(pattern, value) ? 'YES' : 'NO');
    }));
  });

  test('what a narrower pattern matches, a pattern that covers it matches', () => {
    check(fc.property(glob, glob, plain, (wider, narrower, value) => {
      const answer = covers(wider, narrower);

      if (answer === 'YES' && matches(narrower, value) === 'YES') { expect(matches(wider, value)).toBe('YES'); }
      if (matches(narrower, value) === 'YES' && matches(wider, value) === 'NO') { expect(answer).not.toBe('YES'); }
      expect(covers(wider.replaceAll('b', '*'), wider)).not.toBe('NO');
      expect(covers(wider.replaceAll(/[b?]/g, '*'), wider.replaceAll('?', 'a'))).toBe('YES');
    }));
  });

  test('a star in place of a character never matches less, and a value filled in never contradicts', () => {
    check(fc.property(glob, plain, fc.nat({ max: 8 }), fc.constantFrom('a', 'ab', 'b'), (pattern, value, at, filling) => {
      const wider = `${pattern.slice(0, at)}*${pattern.slice(at + 1)}`;
      const withPlaceholder = `x${pattern.slice(0, at)}\${App.Name}${pattern.slice(at + 1)}`;
      const filled = withPlaceholder.replace('${App.Name}', filling);

      if (matches(pattern, value) === 'YES') { expect(matches(wider, value)).toBe('YES'); }
      const certain = matches(withPlaceholder, `x${value}`);
      if (certain !== 'CANNOT_SAY') { expect(matches(filled, `x${value}`)).toBe(certain); }
      if (arnMatches(`arn:aws:s3:::${pattern}`, `arn:aws:s3:::${value}`) === 'YES') {
        expect(resourceMatches(`arn:aws:s3:::${pattern}`, `arn:aws:s3:::${value}`)).toBe('YES');
      }
    }));
  });
});
