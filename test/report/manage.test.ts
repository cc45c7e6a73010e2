import { ARN, access, condition, inline, invoke, located } from './access';
import { Statement } from '../../src/model/statement';
import { diffAccess } from '../../src/report/diff';
import { allowsMore } from '../../src/report/diff-change';
import { changeWords } from '../../src/report/diff-words';
import { renderHtml } from '../../src/report/html';
import { renderJson } from '../../src/report/json';
import { renderMarkdown } from '../../src/report/markdown';
import { summarize } from '../../src/report/permission-summary';
import { plainSentence } from '../../src/report/sentence';
import { renderText } from '../../src/report/text';

const PARTNER = { kind: 'AWS', id: 'arn:aws:iam::444455556666:root' } as const;
const manage = (actions: string[], more: Partial<Statement> = {}) => located({ principals: [PARTNER], actions, resources: [ARN], ...more });
const OPEN_URL = condition('StringEquals', 'lambda:FunctionUrlAuthType', 'NONE');
const DENIED = manage(['lambda:UpdateFunctionUrlConfig'], { effect: 'Deny', principals: [{ kind: 'AWS', id: '*' }], conditions: [OPEN_URL] });

const managed = summarize([access([invoke('sns.amazonaws.com'), manage(['lambda:CreateAlias', 'lambda:UpdateAlias']), DENIED])]);
const unmanaged = summarize([access([invoke('sns.amazonaws.com')], [inline('P', { actions: ['s3:GetObject'], resources: ['arn:aws:s3:::b/k'] })])]);

test('the text has who manages a function apart from who invokes it', () => {
  expect(renderText(managed)).toMatch(
    /^ {2}invoke {3}sns\.amazonaws\.com may invoke it .*\n( {9,}.*\n)* {2}manage {3}account 444455556666 may call lambda:CreateAlias on it\n( {9,}.*\n)* {11}account 444455556666 may call lambda:UpdateAlias on it\n/m);
  expect(renderText(managed)).toContain('nobody may call lambda:UpdateFunctionUrlConfig on it when lambda:FunctionUrlAuthType is NONE');
});

test('markdown has a section for it, in the summary and in the picture', () => {
  const text = renderMarkdown(managed);

  expect(text).toContain('| `App/Resize` | `sns.amazonaws.com` **(wide)**; managed by account `444455556666` |');
  expect(text).toMatch(/-->\|"manages"\| /);
  expect(text).toContain('With *manages*: who may change or read the function, and not invoke it.');
  const [invokers, managers] = ['invoke', 'manage'].map((verb) => text.split(`### Who may ${verb} it\n\n`)[1].split('\n\n')[0].split('\n'));
  expect(invokers).toHaveLength(1);
  expect(managers.map((line) => line.split('.')[0])).toEqual([
    '- Account `444455556666` may call `lambda:CreateAlias` on it', '- Account `444455556666` may call `lambda:UpdateAlias` on it',
    '- Nobody may call `lambda:UpdateFunctionUrlConfig` on it when `lambda:FunctionUrlAuthType` is `NONE`',
  ]);
  expect(managers[0]).toContain('a caller of another account needs `lambda:CreateAlias` on');
});

test('the page says who manages it, and who invokes it', () => {
  const page = renderHtml(managed);

  // The line has four columns, one of them for both.
  expect(page).toContain('<span class="brief">Invoked by <code>sns.amazonaws.com</code>; managed by <code>account 444455556666</code></span>\n<span class="brief">May use nothing</span>\n<span class="marks">');
  expect(page.split('<h4>Who may invoke it</h4>')[1].split('<h4>')[0]).not.toContain('CreateAlias');
  expect(page.split('<h4>Who may manage it</h4>')[1].split('<h4>')[0].match(/<li/g)).toHaveLength(2);
  expect(page).toContain('or, where it manages, who may change or read it');
});

test('JSON has the statements as they are', () => {
  const { functions } = JSON.parse(renderJson(managed)) as { functions: { targets: { statements: { actions: string[] }[] }[] }[] };
  const { statements } = functions[0].targets[0];

  expect(statements.map(({ actions }) => actions)).toEqual(expect.arrayContaining([['lambda:CreateAlias', 'lambda:UpdateAlias'], ['lambda:UpdateFunctionUrlConfig']]));
});

test('nothing is said of a function that nobody manages', () => {
  for (const text of [renderText, renderMarkdown, renderHtml].map((format) => format(unmanaged))) { expect(text).not.toMatch(/manage[sd]? (it|by|\*)|where it manages/i); }
});

test('whoever may do anything stands in both places, whoever is in one list of actions as well', () => {
  const text = renderMarkdown(summarize([access([manage(['lambda:*']), manage(['lambda:InvokeFunction', 'lambda:GetFunction'])])]));

  const [invokers, managers] = ['invoke', 'manage'].map((verb) => text.split(`### Who may ${verb} it\n\n`)[1].split('\n\n')[0]);
  expect(invokers.match(/may call `lambda:\*`|may invoke it/g)).toHaveLength(2);
  expect(managers.match(/may call `lambda:(\*|GetFunction)`/g)).toHaveLength(2);
});

const changes = (before: Statement[], after: Statement[]) => {
  const [from, to] = [before, after].map((statements) => summarize([access(statements.map((one) => located(one)))]));
  const found = diffAccess(from, to);
  return [allowsMore(found), ...found.functions.flatMap((one) => one.changes.map(changeWords)).map(({ label, main }) => `${label} ${plainSentence(main)}`)];
};

test.each<[string, Statement[], Statement[], [boolean, ...string[]]]>([
  ['a manager that is new', [], [manage(['lambda:UpdateAlias'])], [true, 'new account 444455556666 may call lambda:UpdateAlias on it']],
  ['a manager that is gone', [manage(['lambda:UpdateAlias'])], [], [false, 'gone account 444455556666 may call lambda:UpdateAlias on it']],
  ['a manager from anywhere, no longer from one address', [manage(['lambda:UpdateAlias'], { conditions: [condition('IpAddress', 'aws:SourceIp', '203.0.113.0/24')] })],
    [manage(['lambda:UpdateAlias'])], [true, 'wider account 444455556666 may call lambda:UpdateAlias on it']],
  ['a denial that is gone', [DENIED], [], [true, 'wider no longer: nobody may call lambda:UpdateFunctionUrlConfig on it when lambda:FunctionUrlAuthType is NONE']],
])('a difference: %s', (_, before, after, expected) => {
  expect(changes(before, after)).toEqual(expected);
});
