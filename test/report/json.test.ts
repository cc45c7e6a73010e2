import { ARN, access, condition, inline, invoke, source } from './access';
import { renderJson } from '../../src/report/json';
import { summarize } from '../../src/report/permission-summary';

test('the document names its format, and holds each statement with its marks, place and command', () => {
  const document = JSON.parse(renderJson(summarize([access(
    [invoke('s3.amazonaws.com', [condition('ArnLike', 'aws:SourceArn', 'arn:aws:s3:::images*')], { source: source('OnUpload') })],
    [inline('Data', { actions: ['s3:PutObject', 's3:GetObject'], resources: ['*'] })],
  )])));

  expect(document.format).toBe(1);
  expect(document.functions).toHaveLength(1);
  expect(document.functions[0].targets).toEqual([{
    kind: 'FUNCTION',
    arn: ARN,
    statements: [{
      effect: 'Allow',
      principals: [{ kind: 'Service', id: 's3.amazonaws.com' }],
      actions: ['lambda:InvokeFunction'],
      resources: [ARN],
      conditions: [{ operator: 'ArnLike', key: 'aws:SourceArn', values: ['arn:aws:s3:::images*'] }],
      marks: ['SOURCE_PATTERN'],
      place: { stack: 'App', logicalId: 'OnUpload', resourceType: 'AWS::Lambda::Permission' },
      addPermission: expect.stringMatching(/^aws lambda add-permission /),
    }],
  }]);
  expect(document.functions[0].role.policies).toMatchObject([{
    kind: 'INLINE',
    name: 'Data',
    statements: [{ effect: 'Allow', actions: ['s3:GetObject', 's3:PutObject'], resources: ['*'], conditions: [], marks: ['ANY_RESOURCE'] }],
  }]);
});

test('a policy without a document has no statements, rather than none', () => {
  const managed = { kind: 'AWS_MANAGED', name: 'arn:p', source: source('Role') } as const;

  const [{ role, cannotSay }] = JSON.parse(renderJson(summarize([access([], [managed])]))).functions;

  expect(role.policies[0]).not.toHaveProperty('statements');
  expect(cannotSay).toEqual([expect.objectContaining({ reason: 'what the AWS managed policy arn:p allows: its document is in none of the templates' })]);
});

test('a statement that is no command says why', () => {
  const [{ targets }] = JSON.parse(renderJson(summarize([access([invoke('x', [], { effect: 'Deny' })])]))).functions;

  expect(targets[0].statements[0]).toMatchObject({ noAddPermission: 'the command only allows, and this denies' });
  expect(targets[0].statements[0]).not.toHaveProperty('addPermission');
});

test('an app without functions is a document too', () => {
  expect(renderJson(summarize([]))).toBe('{\n  "format": 1,\n  "functions": []\n}\n');
});
