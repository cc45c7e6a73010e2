import * as fc from 'fast-check';
import { EXAMPLE } from './example';
import { accessNamed } from './hostile-access';
import { HOSTILE_NAMES } from './hostile-names';
import { Node, elements, htmlTree, textOf } from './html-tree';
import { manyFunctions } from './many-functions';
import { renderHtml } from '../../src/report/html';
import { packedJson } from '../../src/report/html-data';
import { html, htmlCode } from '../../src/report/html-text';
import { summarize } from '../../src/report/permission-summary';

type Packed = number | string | Packed[];
type Plain = string | { readonly tag: string; readonly attributes: readonly (readonly [string, string])[]; readonly children: Plain[] };
interface Data { readonly shapes: string[][]; readonly shared: Packed[]; readonly parts: Packed[][] }

describe('packed markup', () => {
  test('is the same markup again, whatever texts are in it', () => {
    const markup = fc.array(fc.array(fc.string({ unit: 'binary' }), { maxLength: 4 }), { maxLength: 6 })
      .map((parts) => parts.map((texts) => html`<ul class="a">
${texts.map((text) => html`<li><p>on ${htmlCode(text)}</p></li>
`)}</ul><hr id="b"/>`.markup));

    fc.assert(fc.property(markup, (parts) => {
      expect(unpacked(JSON.parse(packedJson(parts)) as Data)).toEqual(parts.map((part) => plainNodes(elements(htmlTree(`<!DOCTYPE html>\n<html>${part}</html>`), 'html')[0])));
    }), { seed: 1, numRuns: 100 });
  });

  test('holds nothing twice that is long', () => {
    const item = '<li>May <code>s3:GetObject</code> on <code>arn:aws:s3:::images</code></li>';

    const { shared, parts } = JSON.parse(packedJson([`<ul>${item}${item}</ul>`, `<ul>${item}</ul>`, `<ol>${item}</ol>`])) as Data;

    expect(JSON.stringify(shared).match(/arn:aws:s3:::images/g)).toHaveLength(1);
    expect(JSON.stringify(parts)).not.toContain('arn:');
  });

  test('has no character that could end the script element it stands in', () => {
    expect(packedJson([html`<p>${'</script><!--<script>'}</p>`.markup])).not.toContain('<');
  });

  test.each(['<p>', '</p>', '<p></b>', '<p>a < b</p>', '<p class=a></p>', '<!-- c -->', '<p onclick="&quot;"></p>'])('fails for %s, which is not our markup', (markup) => {
    expect(() => packedJson([markup])).toThrow(/^the report must be strict markup, got /);
  });
});

describe('a long page', () => {
  const many = manyFunctions(130, 10);
  const page = htmlTree(renderHtml(summarize([...EXAMPLE, ...many])));

  test('holds the same about each function as a short one, in a block of data', () => {
    const short = htmlTree(renderHtml(summarize(EXAMPLE)));
    const bodies = (tree: ReturnType<typeof htmlTree>) => elements(tree).filter(({ attributes }) => attributes.get('class') === 'body');
    const parts = unpacked(dataOf(page));

    expect(parts).toHaveLength(133);
    expect(bodies(page).map((body) => textOf(body).trim())).toEqual(parts.map(() => ''));
    expect(parts.slice(0, 3).map((nodes) => plain(nodes.map(plainText).join('')))).toEqual(bodies(short).map((body) => plain(textOf(body))));
  });

  test('says to whom no script runs where to read the rest', () => {
    expect(elements(page, 'noscript').map((node) => plain(textOf(node)))).toEqual([expect.stringContaining('permissions.md')]);
    expect(elements(htmlTree(renderHtml(summarize(EXAMPLE))), 'noscript')).toEqual([]);
  });

  test('has one block of data beside its one script, whatever the names', () => {
    const hostile = htmlTree(renderHtml(summarize([...HOSTILE_NAMES.map(accessNamed), ...many])));

    expect(elements(hostile, 'script').map(({ attributes }) => attributes.get('type'))).toEqual(['application/json', undefined]);
    for (const [tag, ...attributes] of dataOf(hostile).shapes) {
      expect(tag).toMatch(/^(a|code|details|div|figure|g|h4|h5|i|li|p|path|pre|rect|span|strong|summary|svg|text|title|tspan|ul)$/);
      for (const name of attributes) { expect(name).toMatch(/^(aria-label|class|d|data-box|data-from|data-to|height|href|role|rx|tabindex|viewBox|width|x|y)$/); }
    }
  });
});

function dataOf(page: ReturnType<typeof htmlTree>): Data {
  return JSON.parse(textOf(elements(page, 'script').find(({ attributes }) => attributes.get('id') === 'bodies')!)) as Data;
}

function unpacked({ shapes, shared, parts }: Data): Plain[][] {
  const node = (packed: Packed): Plain => {
    const whole = typeof packed === 'number' ? shared[packed] : packed;
    if (!Array.isArray(whole)) { return whole as string; }
    const [shape, ...rest] = whole as [number, ...Packed[]];
    const [tag, ...names] = shapes[shape];
    return {
      tag,
      attributes: names.map((name, at): [string, string] => [name, node(rest[at]) as string]),
      children: rest.slice(names.length).map(node),
    };
  };
  return parts.map((part) => part.map(node));
}

/** What another reader of markup finds, without the line ends between elements. */
function plainNodes({ children }: Node): Plain[] {
  return children.filter(({ tag, text }) => tag !== '' || text !== '\n').map((child): Plain => (
    child.tag === '' ? child.text : { tag: child.tag, attributes: [...child.attributes], children: plainNodes(child) }
  ));
}

function plainText(node: Plain): string {
  return typeof node === 'string' ? node : node.children.map(plainText).join('');
}

/** Line ends between elements are left out of the data. */
function plain(text: string): string {
  return text.replace(/\s+/g, '');
}
