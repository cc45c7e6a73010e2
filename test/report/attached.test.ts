import { elements, htmlTree, textOf } from './html-tree';
import { rolePolicies } from '../../src/assertions/verdict';
import { wildcardsIn } from '../../src/assertions/wildcards';
import { resourceWildcard } from '../../src/checks/rules/resource-wildcard';
import { readTemplates } from '../../src/cloudformation/read-template';
import { FunctionAccess } from '../../src/model/function-access';
import { diffAccess } from '../../src/report/diff';
import { parseSavedReport } from '../../src/report/diff-saved-report';
import { renderHtml } from '../../src/report/html';
import { renderJson } from '../../src/report/json';
import { renderMarkdown } from '../../src/report/markdown';
import { summarize } from '../../src/report/permission-summary';
import { renderText } from '../../src/report/text';

/** A function whose role is imported, which is given a policy by the template, as CDK's grants do. */
function read(resource: string, { role = 'imported', account = '111122223333', more = {} } = {}): FunctionAccess[] {
  const document = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: resource }] };
  const template = {
    Resources: {
      Fn: { Type: 'AWS::Lambda::Function', Properties: { Role: `arn:aws:iam::${account}:role/team/imported` } },
      Policy: { Type: 'AWS::IAM::Policy', Properties: { PolicyName: 'Default', Roles: [role], PolicyDocument: document, ...more } },
    },
  };
  return readTemplates([{ stack: 'App', template, account: '111122223333', region: 'eu-west-1' }]);
}

const functions = read('arn:aws:s3:::images/*');
const summary = summarize(functions);

test('what a template gives to a role that it does not make is read, and that the role may have more', () => {
  const [{ role, attached, gaps }] = functions;

  expect(role).toBeUndefined();
  expect(attached?.map(({ kind, name, statements }) => [kind, name, statements?.map(({ actions }) => actions)])).toEqual([['POLICY', 'Default', [['s3:GetObject']]]]);
  expect(gaps.map(({ reason }) => reason)).toEqual(['the role of the function is in none of the templates, or it is not known which one it is']);
});

test.each<[string, FunctionAccess[]]>([
  ['another role', read('*', { role: 'other' })],
  ['a role of that name in another account', read('*', { account: '444455556666' })],
])('what it gives to %s is not the function\'s', (_, [{ attached }]) => {
  expect(attached).toBeUndefined();
});

test('every format tells it, with the words that the rest cannot be said', () => {
  expect(renderText(summary)).toContain('  do       s3:GetObject on arn:aws:s3:::images/*');
  expect(renderText(summary)).toContain('what it may do, and who may assume its role: the role arn:aws:iam::111122223333:role/team/imported is in none of the templates');
  expect(renderMarkdown(summary)).toContain('| `App/Fn` | nobody | `s3`, **and what cannot be said** | **cannot be said** |');
  expect(renderMarkdown(summary)).toMatch(/What these templates give to that role:\n\n.*\n.*\n\| may \| `s3:GetObject` \| `arn:aws:s3:::images\/\*` \|/);
  const [card] = elements(htmlTree(renderHtml(summary)), 'article').map(textOf);
  expect(card).toContain('May use s3, and what cannot be said');
  expect(card).toContain('What these templates give to that role:');
  expect(JSON.parse(renderJson(summary)).functions[0].attached[0].statements[0].actions).toEqual(['s3:GetObject']);
});

test('a difference of it is a difference of access, also beside a saved report', () => {
  const saved = parseSavedReport(JSON.parse(renderJson(summary)) as { readonly [key: string]: unknown }, 'permissions.json');
  const wider = diffAccess(saved, summarize(read('*')));

  expect(diffAccess(saved, summary).functions).toEqual([]);
  expect(wider.functions.flatMap(({ changes }) => changes.map(({ kind, side }) => [kind, side]))).toEqual([['WIDENED', 'GRANT']]);
});

test('rules and assertions see it, and nothing is allowed for sure by it, for another policy of the role may deny', () => {
  const [wide] = read('*');

  expect(resourceWildcard.check(wide).map(({ source: { logicalId } }) => logicalId)).toEqual(['Policy']);
  expect(wildcardsIn(wide, new Set()).map(({ text }) => text)).toEqual(['the resource *']);
  expect(rolePolicies(wide)).toMatchObject({ incomplete: true, identity: [{ resources: ['*'] }] });
});
