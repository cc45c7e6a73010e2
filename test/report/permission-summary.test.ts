import { ARN, ROLE_ARN, access, condition, inline, invoke, located, source } from './access';
import { FunctionAccess } from '../../src/model/function-access';
import { renderHtml } from '../../src/report/html';
import { renderJson } from '../../src/report/json';
import { renderMarkdown } from '../../src/report/markdown';
import { summarize } from '../../src/report/permission-summary';
import { plainSentence } from '../../src/report/sentence';
import { statementLines } from '../../src/report/summary-statement';
import { renderText } from '../../src/report/text';

test('a function is called by its construct path, or by stack and logical id where there is none', () => {
  const { functions } = summarize([access(), access([], [], { logicalId: 'Other', constructPath: undefined })]);

  expect(functions.map(({ name }) => name)).toEqual(['App/Other', 'App/Resize']);
});

test('functions of one name are all there', () => {
  const { functions } = summarize([access(), access([], [], { stack: 'Second' }), access([], [], { region: 'us-east-1' })]);

  expect(functions).toHaveLength(3);
});

test('policies of one name keep the statements of both', () => {
  const first = inline('P', { actions: ['s3:GetObject'], resources: ['a'] });
  const second = inline('P', { actions: ['s3:PutObject'], resources: ['a'] });

  const [{ role }] = summarize([access([], [first, second])]).functions;

  expect(role?.policies.map(({ statements }) => statements?.[0].actions)).toEqual([['s3:GetObject'], ['s3:PutObject']]);
});

test('a statement that is written twice in one place stands once, in two places twice', () => {
  const twice = [invoke('x'), invoke('x'), invoke('x', [], { source: source('Other') })];

  const [{ targets }] = summarize([access(twice)]).functions;

  expect(targets[0].statements.map(({ place }) => place.logicalId)).toEqual(['Other', 'Permission']);
});

test('a version or alias without a policy is left out: its name would change with every deployment', () => {
  const version = { kind: 'VERSION', stack: 'App', logicalId: 'V', arn: `${ARN}:1`, qualifier: '1' } as const;

  expect(summarize([access([], [], { targets: [{ ...version, statements: [] }] })]).functions[0].targets).toEqual([]);
  expect(summarize([access([], [], { targets: [{ ...version, statements: [invoke('x')] }] })]).functions[0].targets).toHaveLength(1);
});

test('a role that other functions have says which', () => {
  const { functions } = summarize([access(), access([], [], { logicalId: 'Other', constructPath: 'App/Other' })]);

  expect(functions.map(({ role }) => role?.sharedWith)).toEqual([['App/Resize'], ['App/Other']]);
});

test('the reason why functions share a role stands beside them', () => {
  const shared = (constructPath: string) => access([], [], { constructPath, role: { ...access().role!, sharedReason: 'both are halves of one import' } });
  const summary = summarize([shared('App/A'), shared('App/B')]);

  expect(renderMarkdown(summary)).toContain('The role is shared: `App/B` may do the same. Reason given in `shared`: `both are halves of one import`.');
  expect(renderJson(summary)).toContain('"sharedReason": "both are halves of one import"');
});

test('where very many functions share a role, each names eight of the others and counts the rest, so that no format grows with their square', () => {
  const functions = Array.from({ length: 500 }, (_, index) => access([], [], { logicalId: `F${index}`, constructPath: `App/F${100 + index}` }));
  const [first, , , , , , , , ninth, tenth] = summarize(functions).functions.map(({ role }) => role);

  expect(first).toMatchObject({ sharedWith: Array.from({ length: 8 }, (_, index) => `App/F${101 + index}`), sharedWithMore: 491 });
  expect([ninth?.sharedWith.at(-1), tenth?.sharedWith.at(-1)]).toEqual(['App/F107', 'App/F107']);
  expect(tenth?.sharedWithMore).toBe(491);
  for (const render of [renderMarkdown, renderJson, renderHtml, renderText]) {
    const bytes = (count: number) => render(summarize(functions.slice(0, count))).length;
    expect(bytes(500) / bytes(50)).toBeLessThan(10.5);
  }
});

test('two functions of one name are each other\'s other', () => {
  expect(summarize([access(), access([], [], { arn: `${ARN}2` })]).functions.map(({ role }) => role?.sharedWith)).toEqual([['App/Resize'], ['App/Resize']]);
});

test('a role of one function is not shared', () => {
  expect(summarize([access()]).functions[0].role?.sharedWith).toEqual([]);
});

test('what cannot be said: gaps, a role that is not there, policies and a boundary without a document', () => {
  const place = source('Role', { resourceType: 'AWS::IAM::Role' });
  const managed = { kind: 'AWS_MANAGED', name: 'arn:managed', source: place } as const;
  const { role } = access();

  const unknown = summarize([
    access([], [], { constructPath: 'A', role: undefined, gaps: [{ source: place, reason: 'the account is not known' }] }),
    access([], [], { constructPath: 'B', role: { ...role!, policies: [managed], boundary: { ...managed, name: 'arn:boundary' } } }),
    access([], [], { constructPath: 'C' }),
  ]).functions.map(({ unknowns }) => unknowns.map(({ reason }) => plainSentence(reason)));

  expect(unknown).toEqual([
    ['the account is not known', expect.stringMatching(/^what it may do, and who may assume its role: the role arn:.* is in none of the templates$/)],
    [expect.stringContaining('AWS managed policy arn:boundary allows'), expect.stringContaining('AWS managed policy arn:managed allows')],
    [],
  ]);
});

test('a mapping names the alias it is for, or leaves a target that is not known as it is', () => {
  const live = { kind: 'ALIAS', stack: 'App', logicalId: 'Live', arn: `${ARN}:live`, qualifier: 'live', statements: [] } as const;
  const mapping = (targetArn: string) => ({ source: source('Mapping'), eventSourceArn: 'arn:queue', targetArn });

  const [{ eventSources }] = summarize([access([], [], { targets: [live], eventSources: [mapping(live.arn), mapping('elsewhere')] })]).functions;

  expect(eventSources.map(({ target }) => target)).toEqual([{ kind: 'ALIAS', qualifier: 'live' }, undefined]);
});

describe('lines of a statement', () => {
  const lines = (more: object) => {
    const [{ role }] = summarize([access([], [inline('P', { conditions: [condition('Bool', 'k', 'true')], ...more })])]).functions;
    return statementLines(role!.policies[0].statements!);
  };

  test('are one for each action and resource, each with the conditions', () => {
    const found = lines({ actions: ['s3:b', 's3:a'], resources: ['y', 'x'] });

    expect(found.map(({ actions, resources }) => [...actions!, ...resources!])).toEqual([['s3:a', 'x'], ['s3:a', 'y'], ['s3:b', 'x'], ['s3:b', 'y']]);
    for (const line of found) { expect(line.conditions).toEqual([condition('Bool', 'k', 'true')]); }
  });

  test('do not take apart what is excluded', () => {
    const excluded = { notActions: ['a', 'b'], notResources: ['x', 'y'] };

    expect(lines({ ...excluded, actions: undefined, resources: undefined })).toMatchObject([excluded]);
  });

  test('stay together when there would be very many', () => {
    const many = Array.from({ length: 30 }, (_, index) => `x${index}`);

    expect(lines({ actions: many, resources: many })).toHaveLength(1);
  });

  test('are each principal of a function policy', () => {
    const statement = located({ principals: [{ kind: 'AWS', id: 'b' }, { kind: 'AWS', id: 'a' }], resources: [ARN] });

    const [{ targets }] = summarize([access([statement])]).functions;

    expect(statementLines(targets[0].statements).map(({ principals }) => principals![0].id)).toEqual(['a', 'b']);
  });
});

test('a document or a role that is missing is told once, and what else is not known about its place beside it', () => {
  const place = source('Role', { resourceType: 'AWS::IAM::Role', property: 'Properties.ManagedPolicyArns[0]' });
  const policy = { kind: 'CUSTOMER_MANAGED' as const, name: 'arn:aws:iam::111122223333:policy/theirs', source: place };
  const reasonsOf = (given: FunctionAccess) => summarize([given]).functions[0].unknowns.map(({ reason }) => plainSentence(reason));

  expect(reasonsOf(access([], [policy], {
    gaps: [
      { source: place, reason: `the document of managed policy ${policy.name} is in none of the templates`, missing: true },
      { source: place, reason: 'condition \'Prod\' cannot be decided' },
    ],
  }))).toEqual(["condition 'Prod' cannot be decided", `what the customer managed policy ${policy.name} allows: its document is in none of the templates`]);
  expect(reasonsOf(access([], [], {
    role: undefined,
    gaps: [{
      source: source('Fn', { property: 'Properties.Role' }), reason: 'the role of the function is in none of the templates, or it is not known which one it is', missing: true,
    }],
  }))).toEqual([`what it may do, and who may assume its role: the role ${ROLE_ARN} is in none of the templates`]);
});
