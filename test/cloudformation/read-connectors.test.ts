import { readTemplates, readWithDefaults } from '../../src/cloudformation/read-template';

const SAM = 'AWS::Serverless-2016-10-31';
const ROLE = { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: { Statement: [] } } };

function fn(role = 'Role', more: object = {}): object {
  return { Type: 'AWS::Lambda::Function', Properties: { Role: { 'Fn::GetAtt': [role, 'Arn'] } }, ...more };
}

function connectors(destination: unknown): object {
  return { Connectors: { Link: { Properties: { Destination: destination, Permissions: ['Read', 'Write'] } } } };
}

/** The reasons of each function, and of each role as `role Id`, where there are any. */
function told(resources: object, more: object = {}): { [id: string]: string[] } {
  const { functions, roles } = readWithDefaults([{ stack: 'App', template: { Transform: SAM, Resources: resources, ...more }, account: '111122223333', region: 'eu-west-1' }]);
  const inside = [...functions.map(({ logicalId, gaps }) => [logicalId, gaps] as const), ...roles().map(({ role, gaps }) => [`role ${role.logicalId}`, gaps] as const)];
  return Object.fromEntries(inside.filter(([, gaps]) => gaps.length > 0).map(([id, gaps]) => [id, gaps.map(({ reason }) => reason)]));
}

function untransformed(of: string): string {
  return `the connector 'Link' of ${of} is not yet transformed: what it grants is not in the template`;
}

const TABLE = { Type: 'AWS::DynamoDB::Table' };
const OF_FN = untransformed("'Fn' (AWS::Lambda::Function)");
const OF_TOPIC = untransformed("'Topic' (AWS::SNS::Topic)");
const OTHERS = { Role: ROLE, Aside: fn('AsideRole'), AsideRole: ROLE };

test('a connector of a function is told at the function and its role, and at no other', () => {
  expect(told({ ...OTHERS, Fn: fn('Role', connectors({ Id: 'Table' })), Table: TABLE })).toEqual({ 'Fn': [OF_FN], 'role Role': [OF_FN] });
});

test('a function that has the same role has what the connector gives to it', () => {
  expect(told({ ...OTHERS, Fn: fn('Role', connectors({ Id: 'Table' })), Other: fn(), Table: TABLE })).toEqual({ 'Fn': [OF_FN], 'Other': [OF_FN], 'role Role': [OF_FN] });
});

test.each<[string, object, object]>([
  ['a topic', { Type: 'AWS::SNS::Topic' }, { Id: 'Fn' }],
  ['a topic with several destinations', { Type: 'AWS::SNS::Topic' }, [{ Id: 'Queue' }, { Id: 'Fn' }]],
  ['a topic that names the role', { Type: 'AWS::SNS::Topic' }, { Type: 'AWS::Lambda::Function', Arn: 'x', RoleName: { Ref: 'Role' } }],
  ['a topic with a qualifier', { Type: 'AWS::SNS::Topic' }, { Id: 'Fn', Qualifier: { Ref: 'Param' } }],
])('%s is told at the function that it leads to', (_, topic, destination) => {
  const resources = { ...OTHERS, Fn: fn(), Queue: { Type: 'AWS::SQS::Queue' }, Topic: { ...topic, ...connectors(destination) } };

  expect(told(resources, { Parameters: { Param: { Type: 'String' } } })).toEqual({ 'Fn': [OF_TOPIC], 'role Role': [OF_TOPIC] });
});

test('a connector that names a function in full, without its role, is told at the function', () => {
  const topic = { Type: 'AWS::SNS::Topic', ...connectors({ Type: 'AWS::Lambda::Function', Arn: { 'Fn::GetAtt': ['Fn', 'Arn'] } }) };

  expect(told({ ...OTHERS, Fn: fn(), Topic: topic })).toEqual({ Fn: [OF_TOPIC] });
});

test('a connector between functions is told at both', () => {
  expect(told({ ...OTHERS, Fn: fn('Role', connectors({ Id: 'Aside' })) })).toEqual({ 'Aside': [OF_FN], 'Fn': [OF_FN], 'role AsideRole': [OF_FN], 'role Role': [OF_FN] });
});

test('a connector of what has a role of its own is told at that role', () => {
  const machine = { Type: 'AWS::StepFunctions::StateMachine', Properties: { RoleArn: { 'Fn::GetAtt': ['Role', 'Arn'] } }, ...connectors({ Id: 'Queue' }) };
  const rule = { Type: 'AWS::Events::Rule', Properties: { Targets: [{ Id: 'x', RoleArn: { 'Fn::GetAtt': ['RuleRole', 'Arn'] } }] }, ...connectors({ Id: 'Machine' }) };

  expect(told({ ...OTHERS, Machine: machine, Queue: { Type: 'AWS::SQS::Queue' }, RuleRole: ROLE, Rule: rule })).toEqual({
    'role Role': [untransformed("'Machine' (AWS::StepFunctions::StateMachine)"), untransformed("'Rule' (AWS::Events::Rule)")],
    'role RuleRole': [untransformed("'Rule' (AWS::Events::Rule)")],
  });
});

test('a function whose role is in no template is told itself', () => {
  const resources = { ...OTHERS, Fn: { Type: 'AWS::Serverless::Function' }, Topic: { Type: 'AWS::SNS::Topic', ...connectors({ Id: 'Fn' }) } };

  expect(told(resources)).toEqual({ Fn: [expect.stringContaining('the function is not yet transformed'), OF_TOPIC] });
});

test.each<[string, unknown]>([
  ['by an id that is nowhere', { Id: 'Nowhere' }],
  ['by an id that is no text', { Id: { Ref: 'Param' } }],
  ['by a value that is not known', { Type: 'AWS::Lambda::Function', Arn: { Ref: 'Param' } }],
  ['not at all', undefined],
  ['in no object', 'Fn'],
])('a connector that names its destination %s is told at every function and role', (_, destination) => {
  const resources = { ...OTHERS, Fn: fn(), Topic: { Type: 'AWS::SNS::Topic', ...connectors(destination) } };

  expect(told(resources, { Parameters: { Param: { Type: 'String' } } })).toEqual({
    'Aside': [OF_TOPIC], 'Fn': [OF_TOPIC], 'role AsideRole': [OF_TOPIC], 'role Role': [OF_TOPIC],
  });
});

test('connectors that are no object are told at every function and role', () => {
  const reason = "the connectors of 'Topic' (AWS::SNS::Topic) are not yet transformed: what they grant is not in the template";

  expect(told({ ...OTHERS, Topic: { Type: 'AWS::SNS::Topic', Connectors: ['x'] } })).toEqual({ 'Aside': [reason], 'role AsideRole': [reason], 'role Role': [reason] });
});

test.each([
  ['between what is no function and has no role', { Topic: { Type: 'AWS::SNS::Topic', ...connectors({ Id: 'Queue' }) }, Queue: { Type: 'AWS::SQS::Queue' } }],
  ['of what does not exist', { Topic: { Type: 'AWS::SNS::Topic', Condition: 'Never', ...connectors({ Id: 'Aside' }) } }],
  ['that are none', { Topic: { Type: 'AWS::SNS::Topic', Connectors: {} } }],
])('connectors %s are told nowhere', (_, resources) => {
  expect(told({ ...OTHERS, ...resources }, { Conditions: { Never: { 'Fn::Equals': ['a', 'b'] } } })).toEqual({});
});

test('a connector stands where it is written', () => {
  const [access] = readTemplates([{ stack: 'App', template: { Resources: { Fn: fn('Role', connectors({ Id: 'Fn' })), Role: ROLE } } }]);

  expect(access.gaps.map(({ source }) => source)).toEqual([{ stack: 'App', logicalId: 'Fn', resourceType: 'AWS::Lambda::Function', property: 'Connectors.Link' }]);
});
