import { ARN, access, condition, inline, invoke, located } from './access';
import { FunctionAccess } from '../../src/model/function-access';
import { flowchart } from '../../src/report/mermaid';
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

test('what another account owns says so', () => {
  const resources = ['arn:aws:sqs:eu-west-1:444455556666:q', 'arn:aws:sqs:eu-west-1:111122223333:q'];

  const lines = picture(access([], [inline('P', { actions: ['sqs:SendMessage'], resources })]));

  expect(edges(lines)).toEqual(['App/Resize -SendMessage-> sqs q', 'App/Resize -SendMessage-> sqs q in account 444455556666']);
});

test('a function that may invoke another points at it', () => {
  const other = access([], [], { logicalId: 'Other', constructPath: 'App/Other', arn: `${ARN}-other`, role: undefined });
  const lines = picture(access([], [inline('P', { actions: ['lambda:InvokeFunction'], resources: [other.arn] })]), other);

  expect(edges(lines)).toEqual(['App/Resize -InvokeFunction-> App/Other']);
});

test('many actions on one resource are counted', () => {
  const actions = ['a', 'b', 'c', 'd'].map((name) => `s3:${name}`);

  expect(edges(picture(access([], [inline('P', { actions, resources: ['*'] })])))).toEqual(['App/Resize -a, b, 2 more-> any resource']);
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

function picture(...functions: FunctionAccess[]): string[] {
  return flowchart(summarize(functions).functions)!;
}

/** The arrows, with the labels of their nodes. */
function edges(lines: readonly string[]): string[] {
  const labels = new Map(lines.flatMap((line) => [...line.matchAll(/^ {2}(\w+)[[(]+"([^"]*)"[\])]+$/g)].map(([, id, label]): [string, string] => [id, label])));
  return lines.flatMap((line) => {
    const edge = /^ {2}(\w+) (-->|-\.->)(?:\|"([^"]*)"\|)? (\w+)$/.exec(line);
    return edge ? `${labels.get(edge[1])} ${edge[3] === undefined ? edge[2] : `-${edge[3]}->`} ${labels.get(edge[4])}` : [];
  }).sort();
}
