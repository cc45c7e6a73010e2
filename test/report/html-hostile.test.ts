import { summaryNamed } from './hostile-access';
import { HOSTILE_NAMES } from './hostile-names';
import { Node, elements, htmlTree, textOf } from './html-tree';
import { renderHtml } from '../../src/report/html';
import { visibleText } from '../../src/report/visible-text';

const HARMLESS = 'harmless';

describe.each(HOSTILE_NAMES.map((name) => [name.slice(0, 60), name]))('a page full of the name %j', (_, name) => {
  const markup = renderHtml(summaryNamed(name));
  const page = htmlTree(markup);

  test('has the elements and attributes of a page with a harmless one', () => {
    expect(skeleton(page)).toEqual(skeleton(htmlTree(renderHtml(summaryNamed(HARMLESS)))));
  });

  test('shows the name as text, and nothing that a reader does not see', () => {
    const shown = visibleText(name) || '(empty)';

    expect(textOf(elements(page, 'h3')[0])).toBe(name === '' ? '/' : shown);
    expect(elements(page, 'li').filter((item) => textOf(item).includes(shown)).length).toBeGreaterThan(5);
    expect(markup).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]|(?! )\p{Zs}/u);
  });

  test('has no name in a script, a style or an attribute', () => {
    const harmless = htmlTree(renderHtml(summaryNamed(HARMLESS)));

    for (const tag of ['script', 'style']) {
      expect(elements(page, tag).map(textOf)).toEqual(elements(harmless, tag).map(textOf));
    }
    expect(attributes(page)).toEqual(attributes(harmless));
  });
});

test('a very long name is cut, and its beginning and end are in the picture', () => {
  const page = renderHtml(summaryNamed(`first${'x'.repeat(100_000)}last`));

  expect(page).not.toContain('x'.repeat(3000));
  expect(textOf(elements(htmlTree(page), 'svg')[0])).toMatch(/firstx+….*more characters\)/);
});

/** The elements of a page with the names of their attributes. What a wildcard in a name changes is a mark, a class and a word. */
function skeleton(page: Node): string[] {
  // There is no command for a name that AWS cannot have.
  const commands = new Set(elements(page, 'details').filter(({ attributes: of }) => of.get('class') === 'commands').flatMap((part) => elements(part)));
  return elements(page).filter((node) => !commands.has(node))
    .filter(({ tag, attributes: of }) => tag !== 'tspan' && !/\b(mark|note)\b/.test(of.get('class') ?? ''))
    // A name is cut in a picture, and then told in full; without a name there is no value to be told apart.
    .filter(({ tag }) => tag !== 'title' && tag !== 'code' && tag !== 'i')
    .map(({ tag, attributes: of }) => [tag, ...of.keys()].join(' '))
    .sort();
}

/** All attributes but those of a picture, which tell where things are, and ids, which are made of nothing but digits of a hash. */
function attributes(page: Node): string[] {
  return elements(page).flatMap(({ attributes: of }) => [...of])
    .filter(([name, value]) => !/^f-[0-9a-f]{16}$/.test(value) && !/^#f-[0-9a-f]{16}$/.test(value) && !/^[MCLH0-9. -]+$/.test(value) && name !== 'class')
    .map(([name, value]) => `${name}=${value}`)
    .sort();
}
