import { cycleIn, waitsFor } from './template-graph';

const template = (references: { [id: string]: object }) => ({
  Parameters: { Name: { Type: 'String' } },
  Resources: Object.fromEntries(Object.entries(references).map(([id, body]) => [id, { Type: 'Test::A::B', ...body }])),
});

test.each([
  ['Ref', { Properties: { Name: { Ref: 'B' } } }],
  ['Fn::GetAtt as a list', { Properties: { List: [{ 'Fn::GetAtt': ['B', 'Arn'] }] } }],
  ['Fn::GetAtt as a text', { Properties: { Name: { 'Fn::GetAtt': 'B.Arn' } } }],
  ['Fn::Sub', { Properties: { Name: { 'Fn::Sub': '${AWS::Region}/${B.Arn}' } } }],
  ['Fn::Sub with variables', { Properties: { Name: { 'Fn::Sub': ['${X}', { X: { Ref: 'B' } }] } } }],
  ['DependsOn as a text', { DependsOn: 'B' }],
  ['DependsOn as a list', { DependsOn: ['B'] }],
])('finds a cycle through %s', (_, body) => {
  expect(cycleIn(template({ A: body, B: { DependsOn: 'C' }, C: { DependsOn: 'A' } }))).toEqual(['A', 'B', 'C', 'A']);
});

test('finds a resource that needs itself', () => {
  expect(cycleIn(template({ A: { Properties: { Arn: { 'Fn::GetAtt': ['A', 'Arn'] } } } }))).toEqual(['A', 'A']);
});

test.each([
  ['two ways to one resource', { A: { DependsOn: ['B', 'C'] }, B: { DependsOn: 'C' }, C: {} }],
  ['a parameter', { A: { Properties: { Name: { Ref: 'Name' } } } }],
  ['a variable of Fn::Sub with the name of a resource', { A: { Properties: { Name: { 'Fn::Sub': ['${A}', { A: 'text' }] } } } }],
  ['a literal in Fn::Sub', { A: { Properties: { Name: { 'Fn::Sub': '${!A}' } } } }],
])('finds no cycle in %s', (_, references) => {
  expect(cycleIn(template(references))).toBeUndefined();
});

test('follows what a resource waits for, in one direction', () => {
  const chain = template({ A: { DependsOn: 'B' }, B: { DependsOn: 'C' }, C: {} });

  expect(waitsFor(chain, 'A', 'C')).toBe(true);
  expect(waitsFor(chain, 'C', 'A')).toBe(false);
});
