import { ARN, access, condition, inline, invoke, located, source } from './access';
import { EXAMPLE_LAYERS } from './example';
import { FunctionAccess } from '../../src/model/function-access';
import { renderHtml } from '../../src/report/html';
import { renderMarkdown } from '../../src/report/markdown';
import { summarize } from '../../src/report/permission-summary';
import { renderText } from '../../src/report/text';

test('a function that may do nothing and that nobody may invoke says so', () => {
  const text = render(access());

  expect(text).toContain('| `App/Resize` | nobody | nothing | nobody |');
  expect(text).toContain('### Who may invoke it\n\nNobody is let in by its own policy.\n');
  expect(text).toContain('Nothing that these templates say.\n');
  expect(text).toContain('### Who may assume its role\n\nNobody.\n');
  expect(text).not.toMatch(/### What cannot be said|### What Lambda polls|### The same as commands|### Its function URLs|### What triggers it|### Where its results|## Layers|#### But never more than|shared|\*\*\(wide\)/);
});

test.each<[string, string, string, string?]>([
  ['a function that is not yet transformed', 'AWS::Serverless::Function', 'nobody, **and what cannot be said**'],
  ['a permission that is for nobody knows which function', 'AWS::Lambda::Permission', 'nobody, **and what cannot be said**'],
  ['a nested stack that is not here, a macro', 'AWS::Lambda::Function', 'nobody, **and what cannot be said**', 'Type'],
  ['a policy of the role', 'AWS::IAM::Policy', 'nobody'],
  ['whether the function is made', 'AWS::Lambda::Function', 'nobody'],
])('the summary says who invokes a function as far as it is known: %s', (_, resourceType, expected, property = 'Properties') => {
  const summary = summarize([access([], [], { gaps: [{ source: source('Thing', { resourceType, property }), reason: 'something is not known' }] })]);
  const nobody = expected === 'nobody' ? 'nobody is let in by its own policy' : 'nobody is let in by what is known of its own policy';

  expect(renderMarkdown(summary)).toContain(`| \`App/Resize\` | ${expected} | nothing, **and what cannot be said** |`);
  expect(renderMarkdown(summary).toLowerCase()).toContain(`\n${nobody}.\n`);
  expect(renderText(summary)).toContain(`  invoke   ${nobody}\n`);
  expect(renderHtml(summary).toLowerCase()).toContain(`${nobody}.`);
});

test('the summary says of which organization anyone may be who invokes a function', () => {
  const statement = located({ principals: [{ kind: 'AWS', id: '*' }], conditions: [condition('StringEquals', 'aws:PrincipalOrgID', 'o-abcdefghij')] });

  expect(render(access([statement]))).toContain('| `App/Resize` | anyone in organization `o-abcdefghij` **(wide)** |');
});

test('a function that none of the templates makes has no logical id', () => {
  expect(render(access())).toContain(`Stack \`App\`, logical id \`Resize\`, ARN \`${ARN}\`.`);
  expect(render(access([], [], { logicalId: ARN, constructPath: undefined }))).toContain(`Named in stack \`App\`, made in none of the templates, ARN \`${ARN}\`.`);
});

test('a resource comes before those whose names begin with its name', () => {
  const text = render(access([], [inline('P', { actions: ['s3:GetObject'], resources: ['arn:aws:s3:::b/*', 'arn:aws:s3:::b', 'arn:aws:s3:::b-old'] })]));

  expect(text.match(/^\| may .*$/gm)!.map((row) => row.split('`')[3])).toEqual(['arn:aws:s3:::b', 'arn:aws:s3:::b-old', 'arn:aws:s3:::b/*']);
});

test('an app without functions says so', () => {
  expect(renderMarkdown(summarize([]))).toMatch(/There is no Lambda function in these templates\.\n$/);
});

test('shares of layers are told without a function, too, and a layer that nobody shares is not', () => {
  const unshared = { layers: EXAMPLE_LAYERS.layers.slice(1), gaps: [] };

  expect(renderMarkdown(summarize([], EXAMPLE_LAYERS))).toMatch(
    /There is no Lambda function in these templates\.\n\n## Layers\n\n.*\n\n- Layer .*\n- Layer .*\n- \*\*Cannot be said\*\*: .*\n$/,
  );
  expect(renderText(summarize([], EXAMPLE_LAYERS))).toMatch(
    /^There is no Lambda function in these templates\.\n\nLayers\n  share    layer .*\n.*\n  unknown  .*\n$/,
  );
  for (const format of [renderMarkdown, renderText]) { expect(format(summarize([], unshared))).toBe(format(summarize([]))); }
});

test('each statement is on exactly one line, and its command on one more', () => {
  const text = render(access([
    invoke('s3.amazonaws.com', [condition('ArnLike', 'aws:SourceArn', 'arn:aws:s3:::only-here')]),
    invoke('sns.amazonaws.com', [condition('ArnLike', 'aws:SourceArn', 'arn:aws:sns:eu-west-1:1:topic')]),
  ], [
    inline('P', { actions: ['dynamodb:GetItem', 'dynamodb:PutItem'], resources: ['arn:table-one', 'arn:table-two'] }),
  ]));

  expect(linesWith(text, 'only for `arn:aws:s3:::only-here`')).toHaveLength(1);
  expect(linesWith(text, "--source-arn 'arn:aws:s3:::only-here'")).toHaveLength(1);
  expect(linesWith(text, '| may | `dynamodb:')).toEqual([
    '| may | `dynamodb:GetItem` | `arn:table-one` |  | inline policy `P` of `App/Resize/Role` |  |',
    '| may | `dynamodb:GetItem` | `arn:table-two` |  | inline policy `P` of `App/Resize/Role` |  |',
    '| may | `dynamodb:PutItem` | `arn:table-one` |  | inline policy `P` of `App/Resize/Role` |  |',
    '| may | `dynamodb:PutItem` | `arn:table-two` |  | inline policy `P` of `App/Resize/Role` |  |',
  ]);
});

test('one more permission is one more line, and no other line in the section changes', () => {
  const before = sections(render(access([], [inline('P', { actions: ['s3:GetObject'], resources: ['a', 'b'] })])));
  const after = sections(render(access([], [inline('P', { actions: ['s3:GetObject', 's3:PutObject'], resources: ['a', 'b'] })])));

  const added = after.filter((line) => !before.includes(line));

  expect(added).toHaveLength(2);
  expect(before.filter((line) => !after.includes(line))).toEqual([]);
});

test('where a policy is written depends on its form', () => {
  const place = source('Policy', { resourceType: 'AWS::IAM::ManagedPolicy', constructPath: 'App/Shared/Resource' });
  const { statements } = inline('x', { actions: ['s3:GetObject'], resources: ['a'] });

  const text = render(access([], [
    { kind: 'CUSTOMER_MANAGED', name: 'arn:policy', source: place, statements },
    { kind: 'ROLE_POLICY', name: 'n', source: { ...place, constructPath: undefined }, statements },
    { kind: 'AWS_MANAGED', name: 'arn:aws:iam::aws:policy/P', source: place, statements },
  ]));

  expect(text).toContain('| customer managed policy `App/Shared` |');
  expect(text).toContain('| role policy `App/Policy` |');
  expect(text).toContain('| AWS managed policy `arn:aws:iam::aws:policy/P` |');
});

test('a boundary whose document is not known is no empty boundary', () => {
  const { role } = access();
  const text = render(access([], [], { role: { ...role!, boundary: { kind: 'CUSTOMER_MANAGED', name: 'arn:b', source: source('Role') } } }));

  expect(text).toContain('**What it allows cannot be said.**');
  expect(text).not.toContain('It allows nothing.');
});

test('self-managed Kafka has no ARN', () => {
  const text = render(access([], [], { eventSources: [{ source: source('Mapping'), targetArn: ARN }] }));

  expect(text).toContain("- Lambda reads a self-managed Kafka cluster with the function's role and invokes it with what it finds. Written in `App/Mapping`.");
  expect(text).toContain('| `kafka` (polled) |');
});

describe('pictures', () => {
  test('one for all functions while it can be read', () => {
    expect(renderMarkdown(summarize(many(10))).match(/```mermaid/g)).toHaveLength(1);
  });

  test('one for each function of an app of some size', () => {
    const text = renderMarkdown(summarize(many(15)));

    expect(text.match(/```mermaid/g)).toHaveLength(16);
    expect(text).toContain('what is alike shares a box: functions whose paths begin alike, callers and resources of one service. Each function has a picture of its own below.');
  });

  test('one, in which what is alike shares a box, of a large app', () => {
    const text = renderMarkdown(summarize(many(300)));

    expect(text.match(/```mermaid/g)).toHaveLength(1);
    expect(text).not.toContain('a picture of its own');
  });

  test('one for a function that is connected to much', () => {
    const text = render(access([], [inline('P', { actions: ['s3:GetObject'], resources: Array.from({ length: 60 }, (_, index) => `arn:${index}`) })]));

    expect(text.match(/```mermaid/g)).toHaveLength(1);
    expect(text).toContain('others (47 in all)');
  });
});

/** Functions with two callers and one table each. */
function many(count: number): FunctionAccess[] {
  return Array.from({ length: count }, (_, index) => access(
    [invoke('s3.amazonaws.com', [condition('ArnLike', 'aws:SourceArn', `arn:aws:s3:::b${index}`)]), invoke('sns.amazonaws.com')],
    [inline('P', { actions: ['dynamodb:GetItem'], resources: [`arn:aws:dynamodb:eu-west-1:1:table/t${index}`] })],
    { logicalId: `F${index}`, constructPath: `App/F${index}`, arn: `${ARN}${index}` },
  ));
}

function render(given: FunctionAccess): string {
  return renderMarkdown(summarize([given]));
}

function sections(text: string): string[] {
  return text.slice(text.indexOf('\n## `')).split('\n');
}

function linesWith(text: string, part: string): string[] {
  return text.split('\n').filter((line) => line.includes(part));
}
