import * as fc from 'fast-check';
import { manyFunctions } from './many-functions';
import { shuffle } from './shuffle';
import { FunctionAccess } from '../../src/model/function-access';
import { renderHtml } from '../../src/report/html';
import { summarize } from '../../src/report/permission-summary';

test('the bytes of a page whose picture has groups do not depend on the order in the templates', () => {
  const functions = manyFunctions(20);
  const expected = renderHtml(summarize(functions));

  fc.assert(fc.property(fc.infiniteStream(fc.nat()), (numbers) => {
    const shuffled = shuffle(functions, () => numbers.next().value) as readonly FunctionAccess[];

    expect(renderHtml(summarize(shuffled))).toBe(expected);
  }), { seed: 1, numRuns: 10 });
});

test('300 functions with 140 statements make a page of little more than their names', () => {
  const functions = manyFunctions(300, 140);
  const names = functions.flatMap(({ role }) => role!.policies).flatMap(({ statements }) => statements!).flatMap(({ resources }) => resources!);

  const bytes = Buffer.byteLength(renderHtml(summarize(functions)));

  expect(bytes).toBeLessThan(2 * new Set(names).size * names[0].length);
  expect(bytes).toBeLessThan(3_500_000);
});

test('what functions share stands once on a long page', () => {
  const shared = manyFunctions(1, 140)[0].role!;
  const sharing = (count: number) => manyFunctions(count, 1).map((each) => ({ ...each, role: shared }));
  const bytes = (count: number) => Buffer.byteLength(renderHtml(summarize(sharing(count))));

  expect(bytes(160) - bytes(80)).toBeLessThan(80 * 2_500);
});
