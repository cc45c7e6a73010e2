import { readTemplates } from '../../src/cloudformation/read-template';

const ROLE = { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: { Statement: [] } } };
const FUNCTION = { Type: 'AWS::Lambda::Function', Properties: { FunctionName: 'mine', Role: { 'Fn::GetAtt': ['Role', 'Arn'] } } };
const REASON = "the function that rotates a secret for 'Rotation' is made in a nested stack that is not here, so its role, and what its policy says, cannot be said";

/** The name and the reasons of each function, in a template that has one of its own. */
function read(properties: object, more: object = {}): (readonly [name: string, reasons: string[]])[] {
  const template = {
    Transform: 'AWS::SecretsManager-2020-07-23',
    Parameters: { Param: { Type: 'String' } },
    Conditions: { Never: { 'Fn::Equals': ['a', 'b'] } },
    Resources: { Fn: FUNCTION, Role: ROLE, Rotation: { Type: 'AWS::SecretsManager::RotationSchedule', Properties: properties }, ...more },
  };
  return readTemplates([{ stack: 'App', template, account: '111122223333', region: 'eu-west-1' }])
    .map(({ arn, gaps }) => [arn.replace('arn:aws:lambda:eu-west-1:111122223333:function:', ''), gaps.map(({ reason }) => reason)] as const);
}

test.each([
  ['generated', {}, '${App.Rotation.HostedRotationLambda}'],
  ['given', { RotationLambdaName: 'rotate' }, 'rotate'],
  ['only known during deployment', { RotationLambdaName: { Ref: 'Param' } }, '${App::Param}'],
])('a function that AWS makes to rotate a secret is told, and at no other, where its name is %s', (_, named, name) => {
  expect(read({ HostedRotationLambda: { RotationType: 'MySQLSingleUser', ...named } })).toEqual([['mine', []], [name, [REASON]]]);
});

test('a permission for that function stands there', () => {
  const permission = { Type: 'AWS::Lambda::Permission', Properties: { Action: 'lambda:InvokeFunction', FunctionName: 'rotate', Principal: '*' } };

  const elsewhere = 'the function is in none of the templates, so its role, and what else its policy says, cannot be said';

  expect(read({ HostedRotationLambda: { RotationLambdaName: 'rotate' } }, { P: permission })).toEqual([['mine', []], ['rotate', [elsewhere, REASON]]]);
});

test.each([
  ['rotates with a function of the template', { RotationLambdaARN: { 'Fn::GetAtt': ['Fn', 'Arn'] } }, {}],
  ['does not exist', {}, { Rotation: { Type: 'AWS::SecretsManager::RotationSchedule', Condition: 'Never', Properties: { HostedRotationLambda: {} } } }],
])('a schedule that %s makes none', (_, properties, more) => {
  expect(read(properties, more)).toEqual([['mine', []]]);
});
