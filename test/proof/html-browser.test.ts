import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { pathToFileURL } from 'url';
import { Browser, BrowserContextOptions, Page, chromium } from 'playwright-core';
import { renderHtml } from '../../src/report/html';
import { summarize } from '../../src/report/permission-summary';
import { visibleText } from '../../src/report/visible-text';
import { EXAMPLE, EXAMPLE_LAYERS } from '../report/example';
import { summaryOfAll } from '../report/hostile-access';
import { HOSTILE_NAMES } from '../report/hostile-names';
import { manyFunctions } from '../report/many-functions';

const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) => existsSync(path));
const FLAGS = [
  '--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
  '--disable-background-networking', '--disable-component-update', '--disable-sync',
];

if (!CHROMIUM) { console.warn('permissions.html was not looked at in a browser: there is no Chromium. `apt-get install chromium` installs one.'); }

(CHROMIUM ? describe : describe.skip)('in a browser', () => {
  jest.setTimeout(60_000);

  let browser: Browser;
  let directory: string;
  /** What a calm page never does: console messages, errors, dialogs, and requests beyond its own file. */
  let noise: string[];

  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), 'permissions-html-'));
    browser = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
  });

  beforeEach(() => { noise = []; });

  afterEach(async () => {
    for (const context of browser.contexts()) { await context.close(); }
  });

  afterAll(async () => {
    await browser.close();
    rmSync(directory, { recursive: true });
  });

  test.each(['light', 'dark'] as const)('opens from disk without a message or a request, in %s colours', async (colorScheme) => {
    const page = await opened(renderHtml(summarize(EXAMPLE)), { colorScheme });

    const [red] = /\d+/.exec(await page.evaluate<string>('getComputedStyle(document.body).backgroundColor'))!;
    expect(Number(red) > 128).toBe(colorScheme === 'light');
    expect(await page.locator('article').count()).toBe(3);
    expect(noise).toEqual([]);
  });

  test.each(['short', 'long'] as const)('the search of a %s page finds functions, callers, actions and resources', async (length) => {
    const page = await opened(renderHtml(summarize(length === 'short' ? manyFunctions(60) : LONG)));

    expect(await page.locator('#bodies').count()).toBe(length === 'short' ? 0 : 1);

    for (const [words, count] of [
      ['worker42', 1], ['elasticloadbalancing', 9], ['GetSecretValue', 60], ['BILLING.SNSTHING', 8], ['publish shop/billing', 8], ['no such thing', 0],
    ] as const) {
      await search(page, words, count, 60);

      if (length === 'long') { await page.click('#open'); }
      const found = await page.locator('article:visible').allTextContents();
      expect(found).toHaveLength(count);
      for (const text of found) { expect(text.toLowerCase()).toContain(words.toLowerCase().split(' ').at(-1)); }
    }
    await search(page, '', 60, 60);
    expect(await page.locator('article:visible').count()).toBe(60);
    expect(noise).toEqual([]);
  });

  test('a long page holds, function by function, what a short one holds', async () => {
    const inner = "Array.from(document.querySelectorAll('.body'), (body) => body.innerHTML.replace(/>\\s+</g, '><').trim())";
    const short = await (await opened(renderHtml(summarize(LONG.slice(0, 5))))).evaluate<string[]>(inner);
    const page = await opened(renderHtml(summarize(LONG)));

    expect(await page.locator('.body > *').count()).toBe(0);
    for (const { constructPath } of LONG.slice(0, 5)) { await page.locator('h3').getByText(constructPath!.replace('/Resource', ''), { exact: true }).click(); }
    const long = (await page.evaluate<string[]>(inner)).filter((body) => body !== '');

    expect(long.sort()).toEqual(short.sort());
    expect(await page.evaluate<number>("document.querySelectorAll('svg, svg *').length - Array.from(document.querySelectorAll('svg, svg *')).filter((one) => one instanceof SVGElement).length")).toBe(0);
    expect(noise).toEqual([]);
  });

  test('a long page opens what its address names, by a search or for the printer', async () => {
    const page = await opened(renderHtml(summarize(LONG)));
    const id = await page.locator('.body').nth(7).getAttribute('id');

    await page.evaluate(`location.hash = '${id}'`);
    await page.locator(`#${id} > h4`).first().waitFor();
    expect(await page.locator('article > details[open]').count()).toBe(1);
    await search(page, 'worker42', 1, 60);
    await page.keyboard.press('Enter');
    await page.keyboard.press('ArrowRight');
    const hits = await page.locator('article:visible .hit').count();
    expect(await page.locator('article:visible .matches').textContent()).toBe(`${hits} lines`);
    expect(hits).toBeGreaterThan(1);
    await search(page, '', 60, 60);
    expect(await page.locator('.hit').count()).toBe(0);
    await page.evaluate("window.dispatchEvent(new Event('beforeprint'))");
    expect(await page.locator('article > details[open] .body > ul').count()).toBeGreaterThanOrEqual(4 * 60);
    expect(noise).toEqual([]);
  });

  test('a long page says where to read on when no script runs', async () => {
    const page = await opened(renderHtml(summarize(LONG)), { javaScriptEnabled: false });

    expect(await page.locator('noscript p').isVisible()).toBe(true);
    expect(await page.locator('noscript').textContent()).toContain('permissions.md');
    expect(await page.locator('article:visible').count()).toBe(60);
  });

  test('the search marks the lines it found and counts them', async () => {
    const page = await opened(renderHtml(summarize(EXAMPLE)));

    await search(page, 'dynamodb:putitem', 2, 3);

    expect(await page.locator('article:visible .matches').allTextContents()).toEqual(['1 line', '1 line']);
    expect(await page.locator('.hit').allTextContents()).toEqual([
      expect.stringMatching(/^May dynamodb:GetItem and dynamodb:PutItemon arn:/), expect.stringMatching(/^May dynamodb:GetItem/),
    ]);
  });

  test('the search leaves the shares of layers that it finds', async () => {
    const page = await opened(renderHtml(summarize(EXAMPLE, EXAMPLE_LAYERS)));
    const shares = () => page.locator('.layers li:visible').count();

    expect(await shares()).toBe(3);
    await search(page, 'o-abcdefghij tools', 0, 3);
    expect(await shares()).toBe(1);
    await search(page, '', 3, 3);
    await search(page, 'no such thing', 0, 3);
    expect(await page.locator('#layers').isVisible()).toBe(false);
    await search(page, '', 3, 3);
    await page.check('#only-wide');
    expect(await shares()).toBe(1);
    expect(noise).toEqual([]);
  });

  test('only what is wide, or what cannot be said, on request', async () => {
    const page = await opened(renderHtml(summarize(manyFunctions(60))));

    await page.check('#only-wide');
    expect(await page.textContent('#found')).toBe('14 of 60 functions');
    await page.check('#only-unknown');
    expect(await page.textContent('#found')).toBe('0 of 60 functions');
    await page.uncheck('#only-wide');
    expect(await page.textContent('#found')).toBe('2 of 60 functions');
  });

  test.each([1280, 400])('in a window of %i pixels the keyboard alone reaches everything, and shows where it is', async (width) => {
    const page = await opened(renderHtml(summarize(EXAMPLE)), { viewport: { width, height: 700 } });
    const seen: string[] = [];

    for (let at = 0; at < 14; at++) {
      await page.keyboard.press('Tab');
      const { what, visible } = await focused(page);
      expect([what, visible]).toEqual([what, true]);
      seen.push(what);
    }

    expect(seen).toEqual([
      'a Skip to the functions', 'summary How to read this page', 'input search', 'input only-wide', 'input only-unknown', 'button Open all found',
      'button Close all', 'figure', 'a App/Legacy', 'a App/Report', 'a App/Resize', 'summary App/Legacy', 'summary App/Report', 'summary App/Resize',
    ]);
  });

  test('arrows and Enter lead from the search to the details and back', async () => {
    const page = await opened(renderHtml(summarize(EXAMPLE)));
    const open = () => page.locator('article > details[open] h3').allTextContents();

    await page.focus('#search');
    await page.keyboard.press('Enter');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    expect(await open()).toEqual(['App/Resize']);
    await page.keyboard.press('Tab');
    expect((await focused(page)).what).toBe('figure');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    expect(await page.locator('pre:visible').count()).toBe(3);

    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('ArrowLeft');
    expect(await open()).toEqual([]);
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowRight');
    expect(await open()).toEqual(['App/Legacy']);
    await page.keyboard.press('ArrowUp');
    expect((await focused(page)).what).toBe('input search');
    expect(noise).toEqual([]);
  });

  test('a box of the picture opens its function, which then has the focus', async () => {
    const page = await opened(renderHtml(summarize(EXAMPLE)));

    await page.locator('svg a').nth(1).focus();
    await page.keyboard.press('Enter');

    await page.waitForSelector('article > details[open]');
    await page.waitForSelector('summary:focus');
    expect((await focused(page)).what).toBe('summary App/Report');
  });

  test('everything is readable without JavaScript, and all of it on paper', async () => {
    const page = await opened(renderHtml(summarize(EXAMPLE)), { javaScriptEnabled: false });

    await page.locator('article > details > summary').last().click();

    expect(await page.locator('[role=search]:visible').count()).toBe(0);
    expect(await page.locator('article:last-of-type li:visible').count()).toBeGreaterThan(10);
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('article:first-of-type li:visible').count()).toBe(2);
  });

  test('nothing is wider than a narrow window but the pictures, which scroll', async () => {
    const page = await opened(renderHtml(summaryOfAll(HOSTILE_NAMES, EXAMPLE)), { viewport: { width: 360, height: 700 } });

    await page.click('#open');

    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(360);
  });

  test.each(['short', 'long'] as const)('a %s page full of hostile names is text: no dialog, no message, no request, no element that is not ours', async (length) => {
    const page = await opened(renderHtml(summaryOfAll(HOSTILE_NAMES, length === 'long' ? LONG : [])));

    await page.click('#open');
    const tags = await page.evaluate("[...new Set(Array.from(document.querySelectorAll('*'), (element) => element.localName))].sort()");
    const attributes = await page.evaluate<[string, string][]>(
      "Array.from(document.querySelectorAll('*')).flatMap((element) => Array.from(element.attributes, ({ name, value }) => [name, value]))",
    );
    const names = (await page.locator('h3').allTextContents()).filter((name) => !name.startsWith('Shop/'));

    expect(tags).toEqual([
      'a', 'article', 'body', 'button', 'code', 'dd', 'details', 'div', 'dl', 'dt', 'em', 'figure', 'g', 'h1', 'h2', 'h3', 'h4', 'h5', 'head', 'header',
      'html', 'i', 'input', 'label', 'li', 'main', 'meta', ...length === 'long' ? ['noscript'] : [], 'output', 'p', 'path', 'pre', 'rect', 'script', 'section', 'span', 'strong', 'style', 'summary',
      'svg', 'text', 'title', 'tspan', 'ul',
    ]);
    expect(attributes.filter(([name, value]) => /^(on|src|style)/.test(name) || (name === 'href' && !value.startsWith('#')))).toEqual([]);
    expect(attributes.filter(([name]) => name === 'href').length).toBeGreaterThan(1);
    expect(await page.locator('script:not([type]), style').count()).toBe(2);
    expect([...names].sort()).toEqual(HOSTILE_NAMES.map((name) => name === '' ? '/' : visibleText(name)).sort());
    expect(noise).toEqual([]);
  });

  test('even markup that got into the page could do nothing', async () => {
    const attack = '<script>document.title = "hacked"</script><img src="x.png" onerror="document.title = \'hacked\'"><p id="p" style="color: red">'
      + '<iframe src="https://evil.example"></iframe><base href="https://evil.example">';
    const page = await opened(renderHtml(summarize(EXAMPLE)).replace('<main>', `<main>${attack}`));

    expect(await page.title()).toBe('Lambda permissions');
    expect(await page.evaluate("getComputedStyle(document.getElementById('p')).color")).not.toBe('rgb(255, 0, 0)');
    expect(noise.filter((each) => /Content Security Policy/.test(each)).length).toBeGreaterThanOrEqual(4);
    expect(noise.filter((each) => each.startsWith('loaded'))).toEqual([]);
  });

  async function opened(content: string, options: BrowserContextOptions = {}): Promise<Page> {
    const path = join(directory, 'permissions.html');
    writeFileSync(path, content);
    const page = await (await browser.newContext(options)).newPage();
    const { href } = pathToFileURL(path);
    page.on('console', (message) => noise.push(`${message.type()}: ${message.text()}`));
    page.on('pageerror', (error) => noise.push(`error: ${error.message}`));
    page.on('dialog', (dialog) => { noise.push(`dialog: ${dialog.message()}`); void dialog.dismiss(); });
    page.on('requestfinished', (request) => { if (request.url() !== href) { noise.push(`loaded: ${request.url()}`); } });
    page.on('requestfailed', (request) => noise.push(`refused: ${request.url()}`));
    await page.goto(href);
    return page;
  }

  async function search(page: Page, words: string, count: number, all: number): Promise<void> {
    await page.fill('#search', words);
    await page.locator('#overview').waitFor({ state: words === '' ? 'visible' : 'hidden' });
    await page.locator('#found').getByText(`${count} of ${all} functions`, { exact: true }).waitFor();
  }

  /** The focused element, and whether it can be seen that it is. */
  async function focused(page: Page): Promise<{ what: string; visible: boolean }> {
    return page.evaluate(FOCUSED);
  }
});

/** Functions of which a page does not hold everything at once. */
const LONG = manyFunctions(60, 50);

/** A box of a picture has a thick line when it has the focus, and is scrolled into view; everything else has an outline. */
const FOCUSED = `(() => {
  const element = document.activeElement;
  const [inner, outer] = [element, element.closest('figure') ?? element].map((each) => each.getBoundingClientRect());
  const isInView = Math.min(inner.right, outer.right) - Math.max(inner.left, outer.left) > 0.9 * inner.width;
  const text = element.querySelector('h3')?.textContent ?? (/^(a|button|summary)$/.test(element.localName) ? element.textContent.trim() : element.id);
  const isMarked = element.closest('svg') ? getComputedStyle(element.querySelector('rect')).strokeWidth === '3px' : getComputedStyle(element).outlineStyle !== 'none';
  return { what: (element.localName + ' ' + text).trim(), visible: element === document.body || (isMarked && isInView) };
})()`;
