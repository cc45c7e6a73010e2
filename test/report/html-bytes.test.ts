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

test('300 functions with 140 statements take less than 50 kB each', () => {
  const bytes = Buffer.byteLength(renderHtml(summarize(manyFunctions(300, 140))));

  expect(bytes).toBeLessThan(300 * 50_000);
});
