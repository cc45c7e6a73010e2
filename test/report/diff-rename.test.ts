import { readTemplates } from '../../src/cloudformation/read-template';
import { TemplateSource } from '../../src/cloudformation/template-source';
import { diffAccess } from '../../src/report/diff';
import { AccessDiff } from '../../src/report/diff-change';
import { summarize } from '../../src/report/permission-summary';

const SPLIT = { 'Fn::Split': [':', { Ref: 'Arn' }] };

/** A function that may read objects in the bucket of a name. */
function template(bucket: unknown): object {
  const statement = { Effect: 'Allow', Action: 's3:GetObject', Resource: { 'Fn::Join': ['', ['arn:aws:s3:::', bucket, '/*']] } };
  const policy = { PolicyName: 'p', PolicyDocument: { Version: '2012-10-17', Statement: [statement] } };
  return {
    Parameters: { Arn: { Type: 'String' }, Other: { Type: 'String' } },
    Resources: {
      Role: { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: { Statement: [] }, Policies: [policy] } },
      Fn: { Type: 'AWS::Lambda::Function', Properties: { Role: { 'Fn::GetAtt': ['Role', 'Arn'] } } },
      Secret: { Type: 'AWS::SecretsManager::Secret' },
    },
  };
}

function diff(before: TemplateSource[], after: TemplateSource[]): AccessDiff {
  return diffAccess(summarize(readTemplates(before)), summarize(readTemplates(after)));
}

const EXPRESSIONS: [string, unknown][] = [
  ['a part of a parameter', { 'Fn::Select': [5, SPLIT] }],
  ['a part of a part', { 'Fn::Select': [0, { 'Fn::Split': ['/', { 'Fn::Select': [5, SPLIT] }] }] }],
  ['a part of a text with a parameter in it', { 'Fn::Select': [1, { 'Fn::Split': ['/', { 'Fn::Sub': 'x/${Arn}' }] }] }],
  ['an import under a name with a parameter in it', { 'Fn::ImportValue': { 'Fn::Sub': '${Arn}-bucket' } }],
  ['an import under a name with the name of the stack in it', { 'Fn::ImportValue': { 'Fn::Sub': '${AWS::StackName}-bucket' } }],
  ['an import under a name that is chosen by a map', { 'Fn::ImportValue': { 'Fn::FindInMap': ['M', { Ref: 'Arn' }, 'x'] } }],
  ['what a secret holds', { 'Fn::Sub': '{{resolve:secretsmanager:${Secret}:SecretString:bucket}}' }],
  ['an encoded parameter', { 'Fn::Base64': { Ref: 'Arn' } }],
];

test.each(EXPRESSIONS)('%s is no difference where the stack has another name', (_, bucket) => {
  const found = diff([{ stack: 'App', template: template(bucket) }], [{ stack: 'Renamed', template: template(bucket) }]);

  expect(found.functions).toEqual([]);
});

test.each(EXPRESSIONS)('%s is a difference where it is of another value, in a stack of another name', (_, bucket) => {
  const other = JSON.parse(JSON.stringify(bucket).replace(/Arn|AWS::StackName/, 'Other').replace('SecretString:bucket', 'SecretString:other')) as unknown;
  const found = diff([{ stack: 'App', template: template(bucket) }], [{ stack: 'Renamed', template: template(other) }]);

  expect(found.functions.flatMap(({ changes }) => changes.map(({ kind }) => kind))).toEqual(['ADDED', 'REMOVED']);
});

test('a text that looks like a value without the name of its stack is not taken for one', () => {
  const [value, text] = ['${Arn}', '${!::Arn}'].map((written) => template({ 'Fn::Select': [9, { 'Fn::Split': ['/', { 'Fn::Sub': `a/${written}` }] }] }));

  expect(diff([{ stack: 'App', template: value }], [{ stack: 'App', template: text }]).functions).toHaveLength(1);
});
