import { readFileSync } from 'fs';
import { join } from 'path';
import * as fc from 'fast-check';
import { EXAMPLE } from './example';
import { shuffle } from './shuffle';
import { FunctionAccess } from '../../src/model/function-access';
import { renderHtml } from '../../src/report/html';
import { renderJson } from '../../src/report/json';
import { renderMarkdown } from '../../src/report/markdown';
import { summarize } from '../../src/report/permission-summary';
import { renderText } from '../../src/report/text';

test('the report of the example app reads like example.md', () => {
  const markdown = renderMarkdown(summarize(EXAMPLE));

  expect(markdown).toBe(readFileSync(join(__dirname, 'example.md'), 'utf8'));
});

test('the terminal output of the example app reads like example.txt', () => {
  const text = renderText(summarize(EXAMPLE));

  expect(text).toBe(readFileSync(join(__dirname, 'example.txt'), 'utf8'));
});

test('every format ends with one line break and has no other line ends than LF', () => {
  for (const text of formats(EXAMPLE)) {
    expect(text).toMatch(/[^\n]\n$/);
    expect(text).not.toContain('\r');
  }
});

test('whatever the order of functions, statements, lists and policies in the templates, the bytes are the same', () => {
  const expected = formats(EXAMPLE);

  fc.assert(fc.property(fc.infiniteStream(fc.nat()), (numbers) => {
    const shuffled = shuffle(EXAMPLE, () => numbers.next().value) as readonly FunctionAccess[];

    expect(formats(shuffled)).toEqual(expected);
  }), { seed: 1, numRuns: 50 });
});

test('the number of a statement in its list is not in the report', () => {
  for (const text of formats(EXAMPLE)) { expect(text).not.toMatch(/Statement\[|Policies\[/); }
});

function formats(functions: readonly FunctionAccess[]): string[] {
  const summary = summarize(functions);
  return [renderMarkdown(summary), renderText(summary), renderJson(summary), renderHtml(summary)];
}
