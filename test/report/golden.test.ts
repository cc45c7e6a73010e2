import { readFileSync } from 'fs';
import { join } from 'path';
import * as fc from 'fast-check';
import { EXAMPLE, EXAMPLE_DEFAULTS, EXAMPLE_LAYERS } from './example';
import { shuffle } from './shuffle';
import { FunctionAccess } from '../../src/model/function-access';
import { ParameterDefault } from '../../src/model/parameter-default';
import { ReadLayers } from '../../src/report/connection-summary';
import { renderHtml } from '../../src/report/html';
import { renderJson } from '../../src/report/json';
import { renderMarkdown } from '../../src/report/markdown';
import { summarize } from '../../src/report/permission-summary';
import { renderText } from '../../src/report/text';

test('the report of the example app reads like example.md', () => {
  const markdown = renderMarkdown(summarize(EXAMPLE, EXAMPLE_LAYERS, EXAMPLE_DEFAULTS));

  expect(markdown).toBe(readFileSync(join(__dirname, 'example.md'), 'utf8'));
});

test('the terminal output of the example app reads like example.txt', () => {
  const text = renderText(summarize(EXAMPLE, EXAMPLE_LAYERS, EXAMPLE_DEFAULTS));

  expect(text).toBe(readFileSync(join(__dirname, 'example.txt'), 'utf8'));
});

test('every format ends with one line break and has no other line ends than LF', () => {
  for (const text of formats({ functions: EXAMPLE, layers: EXAMPLE_LAYERS, defaults: EXAMPLE_DEFAULTS })) {
    expect(text).toMatch(/[^\n]\n$/);
    expect(text).not.toContain('\r');
  }
});

test('whatever the order of functions, statements, lists and policies in the templates, the bytes are the same', () => {
  const example = { functions: EXAMPLE, layers: EXAMPLE_LAYERS, defaults: EXAMPLE_DEFAULTS };
  const expected = formats(example);

  fc.assert(fc.property(fc.infiniteStream(fc.nat()), (numbers) => {
    const shuffled = shuffle(example, () => numbers.next().value) as Example;

    expect(formats(shuffled)).toEqual(expected);
  }), { seed: 1, numRuns: 50 });
});

test('every format tells each parameter whose default was taken, once, and says nothing of parameters where there is none', () => {
  const told = [EXAMPLE, []].flatMap((functions) => formats({ functions, layers: EXAMPLE_LAYERS, defaults: EXAMPLE_DEFAULTS }));
  const untold = formats({ functions: EXAMPLE, layers: EXAMPLE_LAYERS, defaults: [] });

  for (const text of told) { expect(text.match(/Stage/g)).toHaveLength(1); }
  for (const text of told) { expect(text).toContain('Password'); }
  for (const text of untold) { expect(text).not.toMatch(/default(s|"| here)|parameter/i); }
});

test('one parameter is not called several', () => {
  const [markdown, text, , page] = formats({ functions: EXAMPLE, layers: EXAMPLE_LAYERS, defaults: EXAMPLE_DEFAULTS.slice(0, 1) });

  for (const one of [markdown, text, page]) {
    expect(one).toContain('This parameter has its default here.');
    expect(one).not.toMatch(/(These|\d) parameters/);
  }
  expect(page).toContain('<summary>One parameter has its default</summary>');
});

test('the number of a statement in its list is not in the report', () => {
  for (const text of formats({ functions: EXAMPLE, layers: EXAMPLE_LAYERS, defaults: EXAMPLE_DEFAULTS })) { expect(text).not.toMatch(/Statement\[|Policies\[/); }
});

interface Example {
  readonly functions: readonly FunctionAccess[];
  readonly layers: ReadLayers;
  readonly defaults: readonly ParameterDefault[];
}

function formats({ functions, layers, defaults }: Example): string[] {
  const summary = summarize(functions, layers, defaults);
  return [renderMarkdown(summary), renderText(summary), renderJson(summary), renderHtml(summary)];
}
