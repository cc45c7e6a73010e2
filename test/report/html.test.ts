import { createHash } from 'crypto';
import { ARN, access, condition, inline, invoke, located, source } from './access';
import { EXAMPLE, EXAMPLE_LAYERS } from './example';
import { Node, elements, htmlTree, textOf } from './html-tree';
import { manyFunctions } from './many-functions';
import { FunctionAccess } from '../../src/model/function-access';
import { renderHtml } from '../../src/report/html';
import { summarize } from '../../src/report/permission-summary';

test('each statement of the example app stands in each function that has it, once, and nothing else does', () => {
  const cards = cardsOf(EXAMPLE);

  expect(items(cards.get('App/Resize')!)).toEqual([
    'elasticloadbalancing.amazonaws.com may invoke it. wide: any source: the service may act for every account that uses it'
    + '|Written in App/Balancer, AWS::Lambda::Permission',
    's3.amazonaws.com may invoke it, only for arn:${AWS::Partition}:s3:::${App.Images}, only if that resource belongs to account 111122223333.'
    + '|"ArnLike": { "aws:SourceArn": "arn:${AWS::Partition}:s3:::${App.Images}" }|"StringEquals": { "aws:SourceAccount": "111122223333" }'
    + '|Written in App/OnUpload/Permission, AWS::Lambda::Permission',
    'Account 444455556666 may invoke its alias live.|Note: a caller of another account needs lambda:InvokeFunction on '
    + 'arn:aws:lambda:eu-west-1:111122223333:function:resize:live in a policy of its own too|Written in App/Guard, AWS::Lambda::ResourcePolicy, Sid Partner',
    'Nobody may invoke its alias live when aws:PrincipalIsAWSService is false (or absent) and aws:PrincipalOrgID is not o-abcdefghij (or absent).'
    + '|"BoolIfExists": { "aws:PrincipalIsAWSService": "false" }|"StringNotEqualsIfExists": { "aws:PrincipalOrgID": "o-abcdefghij" }'
    + '|Written in App/Guard, AWS::Lambda::ResourcePolicy, Sid OnlyOurs',
    'Its function URL asks nobody to sign in (NONE). wide: any principal|Written in App/Resize/FunctionUrl, AWS::Lambda::Url',
    'The function URL of its alias live asks its callers to sign in (AWS_IAM).|Written in App/LiveUrl, AWS::Lambda::Url',
    'AWS::Events::Rule App/Nightly invokes its alias live; this is disabled.',
    'Custom::FirstRun App/FirstRun invokes it while it is deployed, as whoever deploys.',
    'Custom::S3BucketNotifications App/Images/Notifications invokes it.',
    "Lambda reads arn:${AWS::Partition}:sqs:eu-west-1:111122223333:${App.Jobs} with the function's role and invokes its alias live with what it finds."
    + '|Written in App/Retry/Mapping, AWS::Lambda::EventSourceMapping',
    "Lambda reads arn:${AWS::Partition}:sqs:eu-west-1:111122223333:${App.Jobs}-old with the function's role and invokes it with what it finds; this is disabled."
    + '|Written in App/Off, AWS::Lambda::EventSourceMapping',
    ...GRANTS,
    'Events at which it fails go to arn:${AWS::Partition}:sqs:eu-west-1:111122223333:${App.Jobs} as dead letters.'
    + '|Written in App/Resize, AWS::Lambda::Function',
    'Events at which its alias live fails go to arn:aws:sns:eu-west-1:111122223333:failures.'
    + '|Written in App/Live/EventInvokeConfig, AWS::Lambda::EventInvokeConfig',
    'What its alias live returns goes to arn:aws:events:eu-west-1:111122223333:event-bus/done.'
    + '|Written in App/Live/EventInvokeConfig, AWS::Lambda::EventInvokeConfig',
    TRUST,
    'cannot say What the AWS managed policy arn:aws:iam::aws:policy/NewPolicy allows: its document is in none of the templates.'
    + '|Written in App/Resize/Role, AWS::IAM::Role',
  ]);
  expect(items(cards.get('App/Report')!).slice(0, GRANTS.length + 1)).toEqual([...GRANTS, TRUST]);
  expect(items(cards.get('App/Legacy')!)).toEqual([
    "cannot say The condition 'Prod' cannot be decided.|Written in App/Legacy, AWS::Lambda::Function",
    'cannot say What it may do, and who may assume its role: the role arn:aws:iam::111122223333:role/from-elsewhere is in none of the templates.',
  ]);
});

test('a function that may do nothing and that nobody may invoke says so', () => {
  const [card] = cardsOf([access()]).values();

  expect(textOf(card)).toMatch(/Invoked by nobody[^]*May use nothing[^]*Nobody is let in by its own policy\.[^]*Nothing that these templates say\.[^]*Nobody\.\n/);
  expect(textOf(card)).not.toMatch(/wide|cannot|polls|commands|never more|shared|URL|triggers|results/i);
  expect(items(card)).toEqual([]);
});

test('an app without functions says so, without an empty picture or search field', () => {
  const page = renderHtml(summarize([]));

  expect(page).toContain('<p>There is no Lambda function in these templates.</p>');
  expect(page).not.toMatch(/<svg|<input|<dl/);
});

test('a line for each command, and a reason for each statement that is none', () => {
  const [, , card] = cardsOf(EXAMPLE).values();
  const commands = withClass(card, 'commands')[0];

  expect(elements(commands, 'pre').map(textOf)).toEqual([
    expect.stringMatching(/--principal 'elasticloadbalancing\.amazonaws\.com'$/),
    expect.stringMatching(/--principal 's3\.amazonaws\.com' --source-arn 'arn:\$\{AWS::Partition\}:s3:::\$\{App\.Images\}' --source-account '111122223333'$/),
    expect.stringMatching(/--qualifier 'live' .*--principal 'arn:aws:iam::444455556666:root'$/),
  ]);
  expect(textOf(commands)).toContain('(or absent). The command only allows, and this denies.');
});

test('what is wide and what cannot be said is told in words, in the line, in the list and in the picture', () => {
  const cards = cardsOf(EXAMPLE);
  const marks = (name: string) => elements(withClass(cards.get(name)!, 'marks')[0], 'strong').map(textOf);

  expect(marks('App/Resize')).toEqual(['wide', 'cannot say']);
  expect(marks('App/Legacy')).toEqual(['cannot say']);
  expect(elements(cards.get('App/Resize')!, 'tspan').map(textOf)).toEqual(['wide', 'wide', 'cannot say']);
  const [harmless] = cardsOf([access([], [inline('P', { actions: ['s3:GetObject'], resources: ['arn:aws:s3:::b/key'] })])]).values();
  expect(elements(harmless).filter((node) => /mark/.test(node.attributes.get('class') ?? '')).map(textOf)).toEqual(['']);
});

test.each([
  ['AWS::Serverless::Function', 'Invoked by nobody, and what cannot be said'],
  ['AWS::IAM::Policy', 'Invoked by nobody'],
])('the line about a function does not say that nobody invokes it, or that it may use nothing, where that is not known: %s', (resourceType, invoked) => {
  const [card] = cardsOf([access([], [], { gaps: [{ source: source('Thing', { resourceType }), reason: 'something is not known' }] })]).values();

  expect(withClass(card, 'brief').map(textOf)).toEqual([invoked, 'May use nothing, and what cannot be said']);
  expect(withClass(cardsOf(EXAMPLE).get('App/Legacy')!, 'brief').map(textOf)).toEqual(['Invoked by nobody', 'May use what cannot be said']);
});

test('where very many functions share a role, the page does not grow with their square', () => {
  const functions = Array.from({ length: 100 }, (_, index) => access([], [], { logicalId: `F${index}`, constructPath: `App/F${index}`, arn: `${ARN}${index}` }));
  const [role] = functions;

  const cards = cardsOf(functions.map((each) => ({ ...each, role: role.role })));

  expect(textOf(cards.get('App/F0')!)).toContain("App/F16 and 91 more may do the same; the role's name finds them all.");
});

test('a statement that is written elsewhere than its policy says where', () => {
  const place = source('Other', { resourceType: 'AWS::IAM::Policy' });
  const policy = inline('P', { sid: 'Here', actions: ['a:b'], resources: ['arn:here'] });
  const elsewhere = { ...policy, statements: [...policy.statements!, located({ actions: ['a:c'], resources: ['arn:there'] }, place)] };

  const [card] = cardsOf([access([], [elsewhere])]).values();

  expect(items(card)).toEqual(['May a:b|on arn:here|Sid Here', 'May a:c|on arn:there|Written in App/Other, AWS::IAM::Policy']);
});

test('several values of a condition stand as a list', () => {
  const [card] = cardsOf([access([invoke('sns.amazonaws.com', [condition('StringLike', 'aws:SourceArn', 'arn:a', 'arn:b"')])])]).values();

  expect(items(card)[0]).toContain('|"StringLike": { "aws:SourceArn": ["arn:a", "arn:b\\""] }|');
});

test('a function URL that asks nobody to sign in is wide, one that asks is not', () => {
  const url = (authType: string) => access([], [], { urls: [{ source: source('Url', { resourceType: 'AWS::Lambda::Url' }), targetArn: ARN, authType }] });
  const [open] = cardsOf([url('NONE')]).values();
  const [closed] = cardsOf([url('AWS_IAM')]).values();

  expect(elements(open, 'strong').map(textOf)).toEqual(['wide', 'wide: any principal']);
  expect(elements(closed, 'strong')).toEqual([]);
  expect(items(closed)).toEqual(['Its function URL asks its callers to sign in (AWS_IAM).|Written in App/Url, AWS::Lambda::Url']);
});

test('shares of layers stand once, below the functions or without any; a layer that nobody shares does not', () => {
  const shares = (functions: readonly FunctionAccess[], layers = EXAMPLE_LAYERS) => (
    withClass(htmlTree(renderHtml(summarize(functions, layers))), 'layers').map(items)
  );
  const expected = [
    'Layer App/Tools, ${App.Tools}: anyone may use it, only from organization o-abcdefghij. wide: any principal'
    + '|"StringEquals": { "aws:PrincipalOrgID": "o-abcdefghij" }|Written in App/ToOrganization, AWS::Lambda::LayerVersionPermission',
    'Layer App/Tools, ${App.Tools}: account 444455556666 may use it.|Written in App/ToPartner, AWS::Lambda::LayerVersionPermission',
    'cannot say The layer that the permission is for is not known.|Written in App/ToSomeone, AWS::Lambda::LayerVersionPermission',
  ];

  expect(shares(EXAMPLE)).toEqual([expected]);
  expect(shares([])).toEqual([expected]);
  expect(shares(EXAMPLE, { layers: EXAMPLE_LAYERS.layers.slice(1), gaps: [] })).toEqual([]);
});

describe('the page', () => {
  const page = htmlTree(renderHtml(summarize(EXAMPLE, EXAMPLE_LAYERS)));

  test('lets in exactly its own style and script, and asks for nothing', () => {
    const [policy] = elements(page, 'meta').filter((node) => node.attributes.has('http-equiv'));
    const hash = (tag: string) => createHash('sha256').update(textOf(elements(page, tag)[0])).digest('base64');

    expect(policy.attributes.get('content')).toBe(
      `default-src 'none'; style-src 'sha256-${hash('style')}'; script-src 'sha256-${hash('script')}'; base-uri 'none'; form-action 'none'`,
    );
    expect([elements(page, 'script'), elements(page, 'style')].map((found) => found.length)).toEqual([1, 1]);
    expect(textOf(elements(page, 'style')[0])).not.toMatch(/url\(|@import|<\//);
    expect(textOf(elements(page, 'script')[0])).not.toMatch(/<\/|innerHTML|insertAdjacentHTML|eval|Function\(|fetch|XMLHttp|import/);
    for (const { attributes } of elements(page)) {
      expect([...attributes.keys()].filter((name) => /^(on|src|style|action|srcdoc)/.test(name))).toEqual([]);
      expect(attributes.get('href') ?? '#').toMatch(/^#/);
    }
  });

  test('has landmarks, a language, one main heading, and headings that skip no level', () => {
    const tags = elements(page).map(({ tag }) => tag);
    const levels = tags.filter((tag) => /^h[1-6]$/.test(tag)).map((tag) => Number(tag[1]));

    expect(elements(page, 'html')[0].attributes.get('lang')).toBe('en');
    expect(elements(elements(page, 'head')[0], 'title').map(textOf)).toEqual(['Lambda permissions']);
    expect(['header', 'main', 'h1'].map((tag) => tags.filter((each) => each === tag).length)).toEqual([1, 1, 1]);
    levels.slice(1).forEach((level, index) => { expect(level).toBeLessThanOrEqual(levels[index] + 1); });
  });

  test('has an id for whatever is linked, labelled or described, once', () => {
    const ids = elements(page).flatMap(({ attributes }) => attributes.get('id') ?? []);
    const named = elements(page).flatMap(({ attributes }) => [
      attributes.get('href')?.slice(1), attributes.get('for'), attributes.get('aria-labelledby'), attributes.get('aria-describedby'),
    ].filter((id) => id !== undefined));

    expect(new Set(ids).size).toBe(ids.length);
    expect(named.filter((id) => !ids.includes(id))).toEqual([]);
    expect(named).toContain(ids.find((id) => id.startsWith('f-')));
  });
});

describe('the picture', () => {
  test('shows each caller, function and resource of a small app, and each function leads to its part of the page', () => {
    const [overview] = elements(htmlTree(renderHtml(summarize(EXAMPLE))), 'svg');

    expect(boxes(overview)).toEqual([
      'account 444455556666|alias live', 'cloudformation App/FirstRun|while it is deployed', 'elasticloadbalancing.amazonaws.com|wide', 'events App/Nightly|not let in by its own policy, disabled',
      's3 ${App.Images}', 'sqs ${App.Jobs}|polled', 'sqs ${App.Jobs}-old|polled, disabled',
      'App/Legacy', 'App/Report', 'App/Resize',
      'what the templates do not tell|cannot say: differs by function', 'any resource|wide: PutTraceSegments',
      'dynamodb table/${App.Metadata}|GetItem, PutItem', 's3 ${App.Images}/in/*|GetObject', 'sqs ${App.Jobs}|gets dead letters; else differs',
      'events event-bus/done|gets results', 'sns failures|gets failures',
    ]);
    expect(elements(overview, 'a').map((link) => boxes(link)).flat()).toEqual(['App/Legacy', 'App/Report', 'App/Resize']);
    expect(withClass(overview, 'edge')).toHaveLength(20);
    expect(withClass(overview, 'polled')).toHaveLength(2);
    expect(withClass(overview, 'wired')).toHaveLength(4);
  });

  test('does not draw a denial', () => {
    const denial = { effect: 'Deny' as const, actions: ['s3:GetObject'], resources: ['arn:aws:s3:::secret'] };

    expect(elements(htmlTree(renderHtml(summarize([access([], [inline('P', denial)])]))), 'svg').flatMap(boxes)).toEqual(['App/Resize']);
  });

  test('a function that invokes another leads to it', () => {
    const other = `${ARN}-other`;
    const functions = [
      access([], [inline('P', { actions: ['lambda:InvokeFunction'], resources: [other] })]),
      access([], [], { logicalId: 'Other', constructPath: 'App/Other', arn: other }),
    ];

    const links = elements(cardsOf(functions).get('App/Resize')!, 'a');

    expect(links.map(boxes)).toEqual([['App/Other|InvokeFunction']]);
  });

  test.each([50, 300, 2000])('of %d functions has groups that a reader can still tell apart, and loses none', (count) => {
    const page = htmlTree(renderHtml(summarize(manyFunctions(count, 3))));
    const shown = boxes(elements(page, 'svg')[0]);

    expect(shown.length).toBeLessThan(40);
    expect(shown.filter((box) => box.startsWith('Shop/')).map((box) => Number(/(\d+) functions$/.exec(box)![1])).reduce((a, b) => a + b)).toBe(count);
    expect(elements(page, 'article')).toHaveLength(count);
  });

  test('of a function with very many resources counts what it does not show', () => {
    const resources = Array.from({ length: 60 }, (_, index) => `arn:aws:service${index}:eu-west-1:1:x`);
    const [, own] = elements(htmlTree(renderHtml(summarize([access([], [inline('P', { actions: ['s3:GetObject'], resources })])]))), 'svg');

    expect(boxes(own)).toHaveLength(13);
    expect(boxes(own)).toContain('others|49 in all');
  });
});

const GRANTS = [
  'May dynamodb:GetItem and dynamodb:PutItem|on arn:${AWS::Partition}:dynamodb:eu-west-1:111122223333:table/${App.Metadata}',
  'May s3:GetObject|on arn:${AWS::Partition}:s3:::${App.Images}/in/*, only if aws:ResourceAccount is 111122223333 parts of one resource'
  + '|"StringEquals": { "aws:ResourceAccount": "111122223333" }',
  'May sqs:DeleteMessage, sqs:GetQueueAttributes and sqs:ReceiveMessage|on arn:${AWS::Partition}:sqs:eu-west-1:111122223333:${App.Jobs}',
  'Must not s3:GetObject|on arn:${AWS::Partition}:s3:::${App.Images}/in/secret/*',
  'May xray:PutTraceSegments|on * wide: any resource',
  'May everything except iam:* and organizations:*|on * wide: every action but those named wide: any resource|Written in App/Boundary, AWS::Lambda::Permission',
];

/** Who may assume the role. */
const TRUST = 'lambda.amazonaws.com may assume its role, only if aws:SourceAccount is 111122223333 (or absent).'
  + '|"StringEqualsIfExists": { "aws:SourceAccount": "111122223333" }|Written in App/Resize/Role, AWS::IAM::Role';

/** The parts of the page about a function, by its name. */
function cardsOf(functions: readonly FunctionAccess[]): Map<string, Node> {
  return new Map(elements(htmlTree(renderHtml(summarize(functions))), 'article').map((card) => [textOf(elements(card, 'h3')[0]), card]));
}

/** What stands in the lists of a card but for the commands, each block of an item after a `|`. */
function items(card: Node): string[] {
  const commands = new Set(withClass(card, 'commands').flatMap((node) => elements(node, 'li')));
  return elements(card, 'li').filter((item) => !commands.has(item)).map((item) => (
    item.children.flatMap((block) => block.attributes.get('class') === 'exact' ? block.children : [block]).map(textOf).join('|')
  ));
}

function withClass(node: Node, name: string): Node[] {
  return elements(node).filter(({ attributes }) => (attributes.get('class') ?? '').split(' ').includes(name));
}

function boxes(svg: Node): string[] {
  return withClass(svg, 'box').map((box) => elements(box, 'text').map(textOf).join('|'));
}
