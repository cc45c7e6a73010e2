import { join } from 'path';
import { Node, elements, htmlTree } from './html-tree';
import { Template, differences } from './round-trip';
import { loadPath } from '../../src/cloudformation/read-files';
import { readTemplates } from '../../src/cloudformation/read-template';
import { renderHtml } from '../../src/report/html';
import { renderJson } from '../../src/report/json';
import { summarize } from '../../src/report/permission-summary';

function read(file: string): { readonly template: Template; readonly report: string; readonly page: Node; readonly gaps: string[] } {
  const sources = loadPath(join(__dirname, 'templates', file)).map((source) => ({ ...source, account: '111122223333', region: 'eu-west-1' }));
  const functions = readTemplates(sources);
  return {
    template: sources[0].template as Template,
    report: renderJson(summarize(functions)),
    page: htmlTree(renderHtml(summarize(functions))),
    gaps: functions.flatMap(({ gaps }) => gaps.map(({ reason }) => reason)),
  };
}

test.each(['sam-transformed.json', 'by-hand.yaml'])('the report of %s shows every statement once, and nothing that is not there', (file) => {
  const { template, report, gaps } = read(file);

  expect(differences([template], report)).toEqual({ missing: [], added: [] });
  expect(gaps).toEqual([]);
});

test.each(['sam-transformed.json', 'by-hand.yaml'])('the page about %s has a line for each statement, and no other', (file) => {
  const { report, page } = read(file);
  const functions = (JSON.parse(report) as { functions: { [part: string]: unknown }[] }).functions;
  const commands = new Set(elements(page, 'details').filter(({ attributes }) => attributes.get('class') === 'commands').flatMap((part) => elements(part, 'li')));

  const lines = elements(page, 'article').map((card) => elements(card, 'li').filter((item) => !commands.has(item)).length);

  expect(lines).toEqual(functions.map(({ targets, role, ...connections }) => (
    [targets, role].flatMap(statementsIn).length
      + ['eventSources', 'urls', 'triggers', 'destinations'].flatMap((part) => connections[part] as object[]).length
  )));
});

/** Everything that has an effect. */
function statementsIn(value: unknown): object[] {
  if (typeof value !== 'object' || value === null) { return []; }
  return 'effect' in value ? [value] : Object.values(value).flatMap(statementsIn);
}

describe('a difference is seen', () => {
  const { template, report } = read('by-hand.yaml');
  const changed = (change: (resources: { [id: string]: { Properties: { [name: string]: unknown } } }) => void): Template => {
    const copy = JSON.parse(JSON.stringify(template)) as Template;
    change(copy.Resources as never);
    return copy;
  };

  test.each<[string, Template, number, number]>([
    ['a permission that the report would not have', changed((all) => { all.More = { ...all.Partner }; }), 1, 0],
    ['a permission that only the report has', changed((all) => { delete all.OnUpload; }), 0, 1],
    ['another source', changed((all) => { all.OnMessage.Properties.SourceArn = 'arn:aws:sns:eu-west-1:111122223333:other'; }), 1, 1],
    ['another principal', changed((all) => { all.Partner.Properties.Principal = '555566667777'; }), 1, 1],
    ['another function', changed((all) => { all.Partner.Properties.FunctionName = { Ref: 'Other' }; }), 1, 1],
    ['one action more', changed((all) => { (all.Tables.Properties.PolicyDocument as { Statement: { Action: unknown }[] }).Statement[1].Action = ['dynamodb:Query', 'dynamodb:Scan']; }), 1, 1],
    ['a policy for another role', changed((all) => { all.Keys.Properties.Roles = [{ Ref: 'OtherRole' }]; }), 0, 1],
    ['a managed policy more', changed((all) => { (all.OrdersRole.Properties.ManagedPolicyArns as unknown[]).push('arn:aws:iam::aws:policy/ReadOnlyAccess'); }), 1, 0],
    ['another queue for dead letters', changed((all) => { all.Orders.Properties.DeadLetterConfig = { TargetArn: 'arn:aws:sqs:eu-west-1:111122223333:other' }; }), 1, 1],
    ['a trigger that the report would not have', changed((all) => { all.Rule = { Properties: { Targets: [{ Arn: { Ref: 'Live' } }] } }; }), 1, 0],
    ['a URL that the report would not have', changed((all) => {
      all.Url = { Type: 'AWS::Lambda::Url', Properties: { TargetFunctionArn: { Ref: 'Orders' }, AuthType: 'NONE' } } as never;
    }), 1, 0],
    ['a mapping of another source', changed((all) => { all.Kafka.Properties.EventSourceArn = 'arn:aws:sqs:eu-west-1:111122223333:jobs'; }), 1, 1],
  ])('%s', (_, other, missing, added) => {
    const found = differences([other], report);

    expect([found.missing, found.added].map(({ length }) => length)).toEqual([missing, added]);
  });
});
