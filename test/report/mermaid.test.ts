import { ARN, access, condition, inline, invoke, located, source } from './access';
import { manyFunctions } from './many-functions';
import { FunctionAccess } from '../../src/model/function-access';
import { connectedFunctions } from '../../src/report/graph-connections';
import { flowchart } from '../../src/report/mermaid';
import { mermaidLabel } from '../../src/report/mermaid-text';
import { summarize } from '../../src/report/permission-summary';

test('a picture leads from the source of an invocation over the function to what it may use', () => {
  const lines = picture(access(
    [invoke('s3.amazonaws.com', [condition('ArnLike', 'aws:SourceArn', 'arn:${AWS::Partition}:s3:::${App.Images}')])],
    [inline('P', { actions: ['dynamodb:GetItem', 'dynamodb:PutItem'], resources: ['arn:aws:dynamodb:eu-west-1:111122223333:table/t'] })],
  ));

  expect(lines[0]).toBe('flowchart LR');
  expect(edges(lines)).toEqual(['App/Resize -GetItem, PutItem-> dynamodb table/t', 's3 ${App.Images} --> App/Resize']);
});

test('a caller without a source is itself in the picture', () => {
  expect(edges(picture(access([invoke('apigateway.amazonaws.com')])))).toEqual(['apigateway.amazonaws.com --> App/Resize']);
});

test.each([
  ['ArnLike', ['arn:aws:events:eu-west-1:111122223333:rule/a', 'arn:aws:events:eu-west-1:444455556666:rule/b'], 'events rule/a or events rule/b in account 444455556666'],
  ['ArnNotLike', ['arn:aws:events:eu-west-1:111122223333:rule/a'], 'events.amazonaws.com'],
  ['ArnLikeIfExists', ['arn:aws:events:eu-west-1:111122223333:rule/a'], 'events.amazonaws.com'],
  ['Null', ['false'], 'events.amazonaws.com'],
  ['ArnLike', ['*'], 'events.amazonaws.com'],
])('a caller is called by the sources that it must have: %s %j', (operator, sources, expected) => {
  const lines = picture(access([invoke('events.amazonaws.com', [condition(operator, 'aws:SourceArn', ...sources)])]));

  expect(edges(lines)).toEqual([`${expected} --> App/Resize`]);
});

test('what another account owns says so', () => {
  const resources = ['arn:aws:sqs:eu-west-1:444455556666:q', 'arn:aws:sqs:eu-west-1:111122223333:q'];

  const lines = picture(access([], [inline('P', { actions: ['sqs:SendMessage'], resources })]));

  expect(edges(lines)).toEqual(['App/Resize -SendMessage-> sqs q', 'App/Resize -SendMessage-> sqs q in account 444455556666']);
});

test('a function that may invoke another points at it', () => {
  const other = access([], [], { logicalId: 'Other', constructPath: 'App/Other', arn: `${ARN}-other` });
  const lines = picture(access([], [inline('P', { actions: ['lambda:InvokeFunction'], resources: [other.arn] })]), other);

  expect(edges(lines)).toEqual(['App/Resize -InvokeFunction-> App/Other']);
});

test('every action of one service is not any action', () => {
  const lines = picture(access([], [inline('P', { actions: ['logs:*', 's3:*', 's3:GetObject'], resources: ['*'] })]));

  expect(edges(lines)).toEqual(['App/Resize -GetObject, logs:#42;, s3:#42;-> any resource']);
  expect(edges(picture(access([], [inline('P', { actions: ['*'], resources: ['*'] })])))).toEqual(['App/Resize -#42;-> any resource']);
});

test('many actions on one resource are counted', () => {
  const actions = ['a', 'b', 'c', 'd'].map((name) => `s3:${name}`);

  expect(edges(picture(access([], [inline('P', { actions, resources: ['*'] })])))).toEqual(['App/Resize -a, b, 2 more-> any resource']);
});

test('how many there are is said also where names are too long for a label', () => {
  const long = 'x'.repeat(80);
  const lines = picture(access([], [inline('P', { actions: ['a', 'b', 'c', 'd'].map((name) => `s3:${name}${long}`), resources: ['*'] })]));
  const many = manyFunctions(60, 1).map((one) => ({ ...one, constructPath: one.constructPath!.replace('Shop', long) }));

  expect(edges(lines)[0]).toMatch(/#8230;x+, 2 more-> any resource$/);
  expect(nodes(picture(...many))).toContainEqual(expect.stringMatching(/^x+#8230;x+\/Billing \(8 functions\)$/));
});

test('long names that begin alike are told apart', () => {
  const path = 'Company/Production/'.padEnd(70, 'x');
  const functions = ['Create', 'Cancel'].map((name) => access([], [], { logicalId: name, arn: `${ARN}${name}`, constructPath: `${path}/${name}` }));

  expect(nodes(picture(...functions)).map((label) => label.slice(-7))).toEqual(expect.arrayContaining(['/Cancel', '/Create']));
});

test('a denial is not drawn', () => {
  const denied = [located({ effect: 'Deny', principals: [{ kind: 'AWS', id: 'x' }], resources: [ARN] })];

  expect(picture(access(denied, [inline('P', { effect: 'Deny', actions: ['s3:a'], resources: ['*'] })]))).toHaveLength(2);
});

test('a new permission moves no other line', () => {
  const before = picture(access([], [inline('P', { actions: ['s3:a'], resources: ['m'] })]));
  const after = picture(access([], [inline('P', { actions: ['s3:a'], resources: ['a', 'm', 'z'] })]));

  expect(after).toEqual(expect.arrayContaining(before));
  expect(after).toHaveLength(before.length + 4);
});

test('what is only wiring is dotted, and says what it is: what Lambda polls, and what names it without being let in', () => {
  const lines = picture(access([invoke('events.amazonaws.com', [condition('ArnLike', 'aws:SourceArn', 'arn:aws:events:eu-west-1:111122223333:rule/${App.Nightly}')])], [], {
    eventSources: [{ source: source('Poll'), eventSourceArn: 'arn:aws:sqs:eu-west-1:111122223333:jobs', targetArn: ARN }],
    triggers: [
      { source: source('Nightly', { resourceType: 'AWS::Events::Rule' }), targetArn: ARN, disabled: true },
      { source: source('Method', { resourceType: 'AWS::ApiGateway::Method' }), targetArn: ARN },
      { source: source('Hourly', { resourceType: 'AWS::Scheduler::Schedule' }), targetArn: ARN, disabled: true },
      { source: source('First', { resourceType: 'Custom::FirstRun' }), targetArn: ARN, deploying: true },
    ],
  }));

  expect(edges(lines)).toEqual([
    'apigateway App/Method .not let in by its own policy.> App/Resize',
    'cloudformation App/First .while it is deployed.> App/Resize',
    'events rule/${App.Nightly} -trigger disabled-> App/Resize',
    'scheduler App/Hourly .not let in by its own policy, disabled.> App/Resize',
    'sqs jobs .polled.> App/Resize',
  ]);
});

test('a trigger of a function that lets anyone in is let in', () => {
  const triggers = [{ source: source('Hourly', { resourceType: 'AWS::Scheduler::Schedule' }), targetArn: ARN }];

  expect(edges(picture(access([located({ principals: [{ kind: 'AWS', id: '*' }] })], [], { triggers })))).toEqual([
    'anyone --> App/Resize', 'scheduler App/Hourly .let in as anyone is.> App/Resize',
  ]);
});

test.each([
  ['StringEquals', 'aws:PrincipalOrgID', 'o-abcdefghij', 'anyone in organization o-abcdefghij'],
  ['ForAnyValue:StringEquals', 'aws:PrincipalOrgPaths', 'o-abcdefghij/r-ab12/', 'anyone in organization o-abcdefghij/r-ab12/'],
  ['StringEqualsIfExists', 'aws:PrincipalOrgID', 'o-abcdefghij', 'anyone'],
  ['StringNotEquals', 'aws:PrincipalOrgID', 'o-abcdefghij', 'anyone'],
])('everybody with %s %s %s is %s', (operator, key, value, expected) => {
  const statement = located({ principals: [{ kind: 'AWS', id: '*' }], conditions: [condition(operator, key, value)] });

  expect(edges(picture(access([statement])))).toEqual([expect.stringContaining(`${expected} `)]);
});

test('a service that is let in stands for its triggers', () => {
  const triggers = ['AWS::ApiGateway::Method', 'AWS::ApiGatewayV2::Integration'].map((resourceType) => ({ source: source('Api', { resourceType }), targetArn: ARN }));

  expect(edges(picture(access([invoke('apigateway.amazonaws.com')], [], { triggers })))).toEqual(['apigateway.amazonaws.com --> App/Resize']);
});

test('where results and failures go comes first on an arrow, which is dotted where no statement allows it', () => {
  const [lost, done] = ['arn:aws:sqs:eu-west-1:111122223333:lost', 'arn:aws:sns:eu-west-1:111122223333:done'];
  const to = (on: 'SUCCESS' | 'FAILURE' | 'DEAD_LETTER' | 'EVENT_SOURCE_FAILURE', destinationArn: string) => ({ source: source('C'), on, targetArn: ARN, destinationArn });
  const lines = picture(access([], [inline('P', { actions: ['sqs:SendMessage'], resources: [lost] })], {
    destinations: [to('SUCCESS', done), to('FAILURE', lost), to('EVENT_SOURCE_FAILURE', lost), to('DEAD_LETTER', lost)],
  }));

  expect(edges(lines)).toEqual(['App/Resize -gets dead letters and failures, SendMessage-> sqs lost', 'App/Resize .gets results.> sns done']);
});

test.each([15, 300])('a picture of %d functions has boxes for what is alike, and no more than a reader can follow', (count) => {
  const connected = connectedFunctions(summarize(manyFunctions(count, 5)).functions);
  const { lines, grouped } = flowchart(connected);

  expect(grouped).toBe(true);
  expect(lines.length).toBeLessThan(121);
  expect(nodes(lines).filter((label) => /functions\)$/.test(label)).length).toBeGreaterThan(1);
  expect(nodes(lines).join()).toMatch(/sqs \(\d+, polled\)/);
  expect(edges(lines).join()).toContain('polled');
});

test.each([
  ['execute-api ${App.Api}/*/*/items', 'execute-api ${App.Api}/#42;/#42;/items'],
  ['all but iam:*, s3:*', 'all but iam:#42;, s3:#42;'],
  ['App/__init__/_private_', 'App/#95;#95;init#95;#95;/#95;private#95;'],
  ['* all', '#42; all'],
  ['- all', '#45; all'],
  ['1. all', '1#46; all'],
  ['fa:fa-car', 'fa#58;fa-car'],
  ['https://example.com', 'https#58;//example.com'],
  ['www.example.com', 'www#46;example.com'],
])('no character of %j is lost where labels are read as Markdown', (text, label) => {
  expect(mermaidLabel(text)).toBe(`"${label}"`);
});

test.each(['s3 ${App.Images}/in/*', 'table/my_table', 'rule/App-10.5', 'log-group:/aws/lambda/x:*', 'anyone in organization o-abcdefghij (+)'])('%j stays readable', (text) => {
  expect(mermaidLabel(text)).toBe(`"${text}"`);
});

function picture(...functions: FunctionAccess[]): readonly string[] {
  return flowchart(connectedFunctions(summarize(functions).functions)).lines;
}

function nodes(lines: readonly string[]): string[] {
  return lines.flatMap((line) => /^ {2}\w+[[(]+"([^"]*)"[\])]+$/.exec(line)?.[1] ?? []);
}

/** The arrows, with the labels of their nodes. */
function edges(lines: readonly string[]): string[] {
  const labels = new Map(lines.flatMap((line) => [...line.matchAll(/^ {2}(\w+)[[(]+"([^"]*)"[\])]+$/g)].map(([, id, label]): [string, string] => [id, label])));
  return lines.flatMap((line) => {
    const edge = /^ {2}(\w+) (-->|-\.->)(?:\|"([^"]*)"\|)? (\w+)$/.exec(line);
    const arrow = edge?.[3] === undefined ? edge?.[2] : edge[2] === '-->' ? `-${edge[3]}->` : `.${edge[3]}.>`;
    return edge ? `${labels.get(edge[1])} ${arrow} ${labels.get(edge[4])}` : [];
  }).sort();
}
