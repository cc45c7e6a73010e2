import { lambdaName } from '../../src/cloudformation/read-lambda-arn';
import { readTemplates } from '../../src/cloudformation/read-template';

const HERE = { partition: 'aws', region: 'eu-west-1', account: '111122223333', urlSuffix: 'amazonaws.com' };
const THERE = 'arn:aws-cn:lambda:cn-north-1:444455556666:function';

test.each([
  ['f', '111122223333 f'],
  ['f:live', '111122223333 f live'],
  ['f:$LATEST', '111122223333 f'],
  ['function', '111122223333 function'],
  ['f:function', '111122223333 f function'],
  ['function:f', '111122223333 f'],
  ['function:f:function', '111122223333 f function'],
  ['function:function', '111122223333 function'],
  ['444455556666:function:f', '444455556666 f'],
  ['444455556666:function:f:function', '444455556666 f function'],
  ['444455556666:function:function', '444455556666 function'],
  ['444455556666:function:function:live', '444455556666 function live'],
  [`${THERE}:f`, '444455556666 f'],
  [`${THERE}:f:function`, '444455556666 f function'],
  [`${THERE}:function`, '444455556666 function'],
  [`${THERE}:function:function`, '444455556666 function function'],
  ['${App.Fn}:function', '111122223333 ${App.Fn} function'],
  ['${App::Prefix}:function:f', '${App::Prefix} f'],
])('%s names the function %s', (text, expected) => {
  const { arn, account, name, qualifier } = lambdaName(text, HERE);

  expect([account, name, ...qualifier === undefined ? [] : [qualifier]].join(' ')).toBe(expected);
  expect(arn).toBe(text.startsWith(THERE) ? `${THERE}:${name}` : `arn:aws:lambda:eu-west-1:${account}:function:${name}`);
});

test('a permission for an alias that is called function is not given to a function of that name', () => {
  const named = (name: string) => ({ Type: 'AWS::Lambda::Function', Properties: { FunctionName: name } });
  const permission = (of: string) => {
    const properties = { FunctionName: { Ref: of }, Principal: `${of}.amazonaws.com`, Action: 'lambda:InvokeFunction' };
    return { Type: 'AWS::Lambda::Permission', Properties: properties };
  };
  const alias = { Type: 'AWS::Lambda::Alias', Properties: { FunctionName: { Ref: 'Other' }, Name: 'function' } };
  const resources = { Fn: named('function'), Other: named('other'), V: alias, P1: permission('V'), P2: permission('Fn') };

  const targets = readTemplates([{ stack: 'App', template: { Resources: resources } }]).flatMap((access) => access.targets);

  const callers = targets.map(({ logicalId, statements }) => [logicalId, ...statements.flatMap((one) => one.principals?.map(({ id }) => id) ?? [])]);

  expect(callers).toEqual([
    ['Fn', 'Fn.amazonaws.com'], ['Other'], ['V', 'V.amazonaws.com'],
  ]);
});
