import { assert, constantFrom, integer, property, record, shuffledSubarray, uniqueArray } from 'fast-check';
import { arnMatches, covers } from '../../src/model/match';
import { SourceStatement } from '../../src/model/merge-node';
import { CollapsedPolicy, collapsed } from '../../src/model/policy-ladder';

const API = 'arn:aws:execute-api:eu-west-1:111122223333:abcdef1234';
const RULE = 'arn:aws:events:eu-west-1:111122223333:rule';
const BESIDE = 300;

/** Statements that are alike in everything but their sources. */
function statements(...arns: string[]): SourceStatement[] {
  return arns.map((sourceArn, index) => statement(`S${String(index).padStart(3, '0')}`, sourceArn));
}

function statement(id: string, sourceArn: string, alike = ''): SourceStatement {
  return { id, alike, sourceArn, size: BESIDE + sourceArn.length, arnSize: sourceArn.length };
}

/** What is allowed when the policy may hold so many statements, as the ends of the ARNs. */
function allowed(count: number, ...sources: SourceStatement[]): string[] {
  const { merged, leftOut } = collapsed(sources, 0, count * 420);
  const gone = new Set([...merged.flatMap(({ of }) => of), ...leftOut.map(({ id }) => id)]);
  return [...sources.filter(({ id }) => !gone.has(id)), ...merged].map(({ sourceArn }) => sourceArn.replace(/^.*?(:rule|abcdef1234)\//, ''));
}

const route = (text: string) => `${API}/${text}`;

test.each<[string, number, string[], string[]]>([
  ['nothing changes while it fits', 4, ['prod/GET/a', 'prod/POST/a', 'test-invoke-stage/GET/a'], ['prod/GET/a', 'prod/POST/a', 'test-invoke-stage/GET/a']],
  ['a statement twice goes first', 2, ['prod/GET/a', 'prod/GET/a', 'test-invoke-stage/GET/a'], ['test-invoke-stage/GET/a', 'prod/GET/a']],
  ['what another statement covers goes first', 2, ['prod/*/a', 'prod/GET/a', 'prod/POST/b', 'prod/POST/b'], ['prod/*/a', 'prod/POST/b']],
  ['then tests of the console', 2, ['prod/GET/a', 'prod/POST/a', 'test-invoke-stage/GET/a'], ['prod/GET/a', 'prod/POST/a']],
  ['then the methods of a path, of the path with the most', 3, ['prod/GET/a', 'prod/POST/a', 'prod/GET/b', 'prod/POST/b', 'prod/PUT/b'], ['prod/GET/a', 'prod/POST/a', 'prod/*/b']],
  ['then paths, the ones with the longest beginning', 2, ['prod/GET/orders/1', 'prod/GET/orders/2', 'prod/GET/items'], ['prod/GET/items', 'prod/GET/orders/*']],
  ['paths of different methods', 1, ['prod/GET/orders', 'prod/POST/items'], ['prod/*/*']],
  ['paths of one method', 1, ['prod/GET/orders', 'prod/GET/items'], ['prod/GET/*']],
  ['a path and what is below', 1, ['prod/GET/orders', 'prod/GET/orders/*'], ['prod/GET/orders*']],
  ['then a stage', 1, ['prod/GET/orders', 'prod/$default'], ['prod/*']],
  ['then the API', 1, ['prod/GET/orders', 'dev/GET/orders', 'authorizers/ab12cd'], ['*']],
  ['tests of the console stay where nothing else calls', 1, ['test-invoke-stage/GET/a', 'test-invoke-stage/POST/a'], ['test-invoke-stage/*/a']],
])('%s', (_, count, given, expected) => {
  expect(allowed(count, ...statements(...given.map(route)))).toEqual(expected);
});

test.each<[string, number, string[], string[]]>([
  ['rules of one bus have the beginning of their names in common', 2, ['/live/orders-1', '/live/orders-2', '/live/sales'], ['live/sales', 'live/orders-*']],
  ['rules of two buses are never merged', 1, ['/live/orders-1', '/test/orders-1', '/orders-1'], ['live/orders-1', 'test/orders-1', 'orders-1']],
  ['rules whose names have too little in common are never merged', 1, ['/live/or-a', '/live/orders'], ['live/or-a', 'live/orders']],
  ['rules of the default bus are never merged: a pattern would hold for buses whose names begin alike', 1, ['/orders-1', '/orders-2'], ['orders-1', 'orders-2']],
])('%s', (_, count, given, expected) => {
  expect(allowed(count, ...statements(...given.map((name) => RULE + name)))).toEqual(expected);
});

test.each<[string, SourceStatement[]]>([
  ['of two APIs', statements(route('prod/GET/a'), 'arn:aws:execute-api:eu-west-1:111122223333:zyxwvu9876/prod/GET/a')],
  ['of two accounts', statements(route('prod/GET/a'), 'arn:aws:execute-api:eu-west-1:444455556666:abcdef1234/prod/GET/a')],
  ['of two regions', statements(route('prod/GET/a'), 'arn:aws:execute-api:us-east-1:111122223333:abcdef1234/prod/GET/a')],
  ['of any API', statements('arn:aws:execute-api:eu-west-1:111122223333:*/prod/GET/a', 'arn:aws:execute-api:eu-west-1:111122223333:*/prod/GET/b')],
  ['of rules without a name', statements(`${RULE}/live/`, `${RULE}/live/orders-1`)],
  ['of topics', statements('arn:aws:sns:eu-west-1:111122223333:orders-1', 'arn:aws:sns:eu-west-1:111122223333:orders-2')],
  ['that differ in something else', [statement('A', route('prod/GET/a'), 'one'), statement('B', route('prod/POST/a'), 'other')]],
])('statements %s are never merged', (_, given) => {
  expect(collapsed(given, 0, 10)).toEqual({ merged: [], leftOut: [], size: given.reduce((sum, { size }) => sum + size, 0) });
});

test('what waited for a test of the console waits for the same method of another stage, or for what stands for it', () => {
  const given = statements(route('test-invoke-stage/POST/a'), route('prod/GET/a'), route('prod/POST/a'), route('test-invoke-stage/GET/zz'));

  expect(collapsed(given, 0, 840).leftOut).toEqual([{ id: 'S000', instead: 'S002' }, { id: 'S003', instead: 'S001' }]);
  expect(collapsed(given, 0, 420).leftOut).toEqual([{ id: 'S000', instead: 'S001' }, { id: 'S003', instead: 'S001' }]);
});

test('a merge that a later one makes needless is taken back', () => {
  const many = Array.from({ length: 9 }, (_, index) => route(`prod/GET/items/${index}`));

  expect(allowed(3, ...statements(route('prod/GET/orders/long/1'), route('prod/GET/orders/long/2'), ...many))).toEqual(
    ['prod/GET/orders/long/1', 'prod/GET/orders/long/2', 'prod/GET/items/*']);
});

test('a value that is known at deployment only is never cut in two', () => {
  const api = 'arn:${AWS::Partition}:execute-api:${AWS::Region}:${AWS::AccountId}:${Stage/Stack.Api}';
  const { merged } = collapsed(statements(`${api}/\${Stage/Stack.Prod}/GET/a`, `${api}/\${Stage/Stack.Prod}/GET/\${Stage/Stack.Path}b`, `${api}/\${Stage/Stack.Prod}/GET/\${Stage/Stack.Path}c`), 0, 1);

  expect(merged.map(({ sourceArn }) => sourceArn)).toEqual([`${api}/\${Stage/Stack.Prod}/GET/*`]);
});

const segment = constantFrom('a', 'ab', 'abc', 'b', '*', '');
const apiSource = record({
  api: constantFrom('aaaaaaaaaa', 'bbbbbbbbbb'), stage: constantFrom('prod', 'dev', '*', 'test-invoke-stage'), method: constantFrom('GET', 'POST', '*', '$default'), one: segment, two: segment,
}).map(({ api, stage, method, one, two }) => `arn:aws:execute-api:eu-west-1:111122223333:${api}/${stage}/${method}${method === '$default' ? '' : `/${one}/${two}`}`);
const ruleSource = record({ bus: constantFrom('', 'live/', 'test/'), name: constantFrom('orders-1', 'orders-2', 'orders-20', 'order', 'sales', 'sales-eu', '*') })
  .map(({ bus, name }) => `${RULE}/${bus}${name}`);
const given = uniqueArray(record({ arn: constantFrom(0, 1).chain((kind) => kind ? apiSource : ruleSource), alike: constantFrom('', 'x'), extra: integer({ min: 0, max: 60 }), id: integer({ min: 0, max: 9999 }) }),
  { selector: ({ id }) => id, maxLength: 24 }).map((all) => all.map(({ arn, alike, extra, id }) => ({ ...statement(`S${id}`, arn, alike), size: BESIDE + extra + arn.length })));

/** What the policy holds after all, with what each statement stands for. */
function after(sources: readonly SourceStatement[], { merged, leftOut }: CollapsedPolicy): { sourceArn: string; of: SourceStatement[] }[] {
  const byId = new Map(sources.map((one) => [one.id, one]));
  const gone = new Set([...merged.flatMap(({ of }) => of), ...leftOut.map(({ id }) => id)]);
  const stay = sources.filter(({ id }) => !gone.has(id)).map((one) => ({ sourceArn: one.sourceArn, of: [one] }));
  return [...stay, ...merged.map(({ sourceArn, of }) => ({ sourceArn, of: of.map((id) => byId.get(id)!) }))];
}

const total = (sources: readonly SourceStatement[]) => sources.reduce((sum, { size }) => sum + size, 0);

test('each statement is covered by what stands for it, but for tests of the console', () => {
  assert(property(given, integer({ min: 0, max: 9000 }), (sources, limit) => {
    const result = collapsed(sources, 0, limit);
    for (const { sourceArn, of } of after(sources, result)) {
      for (const one of of) { expect([sourceArn, one.sourceArn, covers(sourceArn, one.sourceArn, 'ARN')]).toEqual([sourceArn, one.sourceArn, 'YES']); }
    }
    const left = new Set(result.leftOut.map(({ id }) => id));
    for (const one of sources.filter(({ id }) => left.has(id))) { expect(one.sourceArn).toContain('/test-invoke-stage/'); }
  }));
});

const foreign = constantFrom(
  'arn:aws:execute-api:eu-west-1:111122223333:cccccccccc/prod/GET/a/b', 'arn:aws:execute-api:eu-west-1:444455556666:aaaaaaaaaa/prod/GET/a/b',
  'arn:aws:execute-api:us-east-1:111122223333:aaaaaaaaaa/prod/GET/a/b', `${RULE}/other/orders-1`, `${RULE}/live2/orders-1`, `${RULE}/orders-3`, `${RULE}/orders-3/sales`, 'arn:aws:events:eu-west-1:444455556666:rule/orders-1',
);

test('nothing of another API, bus, region or account is allowed that was not before', () => {
  assert(property(given, integer({ min: 0, max: 9000 }), foreign, (all, limit, arn) => {
    const sources = all.filter(({ sourceArn }) => arnMatches(sourceArn, arn) === 'NO');
    for (const { sourceArn } of after(sources, collapsed(sources, 0, limit))) { expect([sourceArn, arnMatches(sourceArn, arn)]).toEqual([sourceArn, 'NO']); }
  }));
});

test('the order of statements changes nothing', () => {
  const shuffled = given.chain((all) => shuffledSubarray(all, { minLength: all.length }).map((other) => [all, other] as const));

  assert(property(shuffled, integer({ min: 0, max: 9000 }), ([one, other], limit) => {
    expect(collapsed(one, 0, limit)).toEqual(collapsed(other, 0, limit));
  }));
});

test('what fits stays as it is, and what does not is merged no more than it takes', () => {
  assert(property(given, integer({ min: 0, max: 9000 }), (sources, limit) => {
    const { merged, leftOut, size } = collapsed(sources, 0, limit);
    const byId = new Map(sources.map((one) => [one.id, one]));
    const gone = new Set([...merged.flatMap(({ of }) => of), ...leftOut.map(({ id }) => id)]);
    const sizes = merged.map(({ id, sourceArn, of }) => {
      const { size: own, arnSize } = byId.get(id)!;
      return { own: own - arnSize + sourceArn.length, apart: total(of.map((one) => byId.get(one)!)) };
    });
    const stay = total(sources.filter(({ id }) => !gone.has(id)));

    expect(size).toBe(stay + sizes.reduce((sum, { own }) => sum + own, 0));
    if (total(sources) <= limit) { expect([merged, leftOut]).toEqual([[], []]); }
    if (size <= limit) { sizes.forEach(({ own, apart }) => expect(size - own + apart).toBeGreaterThan(limit)); }
    if (size > limit) { expect(collapsed(sources, 0, 0).size).toBe(size); }
  }));
});
