import { readCases } from './case';
import { parseStatements } from '../../src/model/policy-document';
import { statementJson } from '../../src/model/statement-json';

const ALLOW = { Effect: 'Allow', Action: 's3:GetObject', Resource: '*' };

describe('parseStatements', () => {
  test('reads one statement or many, one text or a list', () => {
    const one = parseStatements({ Version: '2012-10-17', Statement: ALLOW });
    const many = parseStatements({ Version: '2012-10-17', Statement: [{ ...ALLOW, Action: ['s3:GetObject'], Resource: ['*'] }] });

    expect(one).toEqual(many);
    expect(one).toEqual({
      statements: [{ effect: 'Allow', actions: ['s3:GetObject'], resources: ['*'], conditions: [] }],
      problems: [],
    });
  });

  test('reads an empty Sid, as AWS prints it in trust policies, as none', () => {
    expect(parseStatements({ Version: '2012-10-17', Statement: { Sid: '', ...ALLOW } })).toEqual(parseStatements({ Version: '2012-10-17', Statement: ALLOW }));
  });

  test('writes an account number out as its root ARN, in the partition it is told', () => {
    const statement = { ...ALLOW, Principal: { AWS: ['111122223333', '*', 'arn:aws:iam::111122223333:role/r'], Service: 's3.amazonaws.com' } };

    expect(parseStatements({ Version: '2012-10-17', Statement: statement }, { partition: 'aws-cn' }).statements[0].principals).toEqual([
      { kind: 'AWS', id: 'arn:aws-cn:iam::111122223333:root' },
      { kind: 'AWS', id: '*', notFederated: true },
      { kind: 'AWS', id: 'arn:aws:iam::111122223333:role/r' },
      { kind: 'Service', id: 's3.amazonaws.com' },
    ]);
  });

  test('writes an account that is known after deployment out as its root ARN, but no other placeholder', () => {
    const statement = { ...ALLOW, Principal: { AWS: ['${AWS::AccountId}', '${App.Partner}'] } };

    expect(parseStatements({ Version: '2012-10-17', Statement: statement }).statements[0].principals).toEqual([
      { kind: 'AWS', id: 'arn:aws:iam::${AWS::AccountId}:root' },
      { kind: 'AWS', id: '${App.Partner}' },
    ]);
  });

  test('sorts conditions by operator and key, and reads numbers and booleans as text', () => {
    const Condition = { StringEquals: { b: 'x', a: ['y', 'y'] }, Bool: { 'aws:SecureTransport': true }, NumericLessThan: { n: 5 } };

    expect(parseStatements({ Version: '2012-10-17', Statement: { ...ALLOW, Condition } }).statements[0].conditions).toEqual([
      { operator: 'Bool', key: 'aws:SecureTransport', values: ['true'] },
      { operator: 'NumericLessThan', key: 'n', values: ['5'] },
      { operator: 'StringEquals', key: 'a', values: ['y'] },
      { operator: 'StringEquals', key: 'b', values: ['x'] },
    ]);
  });

  test('takes a policy variable for plain text before version 2012-10-17, and leaves placeholders alone', () => {
    const statement = { ...ALLOW, Resource: 'arn:aws:s3:::${App.Bucket}/${aws:username}/${AWS::Region}/*' };

    expect(parseStatements({ Statement: statement }).statements[0].resources)
      .toEqual(['arn:aws:s3:::${App.Bucket}/${$}{aws:username}/${AWS::Region}/*']);
    expect(parseStatements({ Version: '2012-10-17', Statement: statement }).statements[0].resources).toEqual([statement.Resource]);
  });

  test('says that a version is unknown', () => {
    expect(parseStatements({ Version: '2012-10-18', Statement: ALLOW }).problems)
      .toEqual(["'Version' must be 2012-10-17 or 2008-10-17, got '2012-10-18'"]);
  });

  test('keeps the good statements beside a bad one', () => {
    const parsed = parseStatements({ Version: '2012-10-17', Statement: [ALLOW, { ...ALLOW, Effect: 'allow' }, ALLOW] });

    expect(parsed.statements).toHaveLength(2);
    expect(parsed.problems).toEqual(["statement 2: 'Effect' must be Allow or Deny, got 'allow'"]);
  });

  test.each<[string, unknown, string]>([
    ['a statement is text', 'Allow', "statement 1: a statement must be an object, got 'Allow'"],
    ['a statement is null', null, 'statement 1: a statement must be an object, got null'],
    ['there is no effect', { Action: 'a:b' }, "statement 1: 'Effect' must be Allow or Deny, got nothing"],
    ['there is no action', { Effect: 'Allow', Resource: '*' }, "statement 1: a statement needs 'Action' or 'NotAction'"],
    ['the action is empty', { Effect: 'Allow', Action: [] }, "statement 1: 'Action' must not be empty"],
    ['an action is an object', { Effect: 'Allow', Action: [{ Ref: 'X' }] }, "statement 1: 'Action' must be text or a list of texts, got an object"],
    ['a resource is null', { ...ALLOW, Resource: [null] }, "statement 1: 'Resource' must be text or a list of texts, got null"],
    ['a resource is empty text', { ...ALLOW, Resource: '' }, "statement 1: 'Resource' must be text or a list of texts, got an empty text"],
    ['there is Action and NotAction', { ...ALLOW, NotAction: 'a:b' }, "statement 1: a statement cannot have both 'Action' and 'NotAction'"],
    ['there is Principal and NotPrincipal', { ...ALLOW, Principal: '*', NotPrincipal: '*' }, "statement 1: a statement cannot have both 'Principal' and 'NotPrincipal'"],
    ['an element is misspelt', { ...ALLOW, Conditions: {} }, "statement 1: a statement has no element 'Conditions'"],
    ['an element is named __proto__', JSON.parse('{"Effect":"Allow","Action":"a:b","__proto__":{"Resource":"*"}}'), "statement 1: a statement has no element '__proto__'"],
    ['a principal is a bare name', { ...ALLOW, Principal: 's3.amazonaws.com' }, "statement 1: 'Principal' must be '*' or name AWS, Service, Federated or CanonicalUser, got 's3.amazonaws.com'"],
    ['a principal is empty', { ...ALLOW, Principal: {} }, "statement 1: 'Principal' must be '*' or name AWS, Service, Federated or CanonicalUser, got an object"],
    ['a principal is of an unknown kind', { ...ALLOW, Principal: { Aws: '*' } }, "statement 1: 'Principal' knows AWS, Service, Federated and CanonicalUser, got 'Aws'"],
    ['the condition is a list', { ...ALLOW, Condition: [] }, "statement 1: 'Condition' must be an object, got a list"],
    ['an operator holds text', { ...ALLOW, Condition: { Bool: 'true' } }, "statement 1: 'Condition.Bool' must be an object, got 'true'"],
    ['a condition value is an object', { ...ALLOW, Condition: { Bool: { k: {} } } }, "statement 1: 'Condition.Bool.k' must be text or a list of texts, got an object"],
  ])('leaves a statement out and says why when %s', (_, statement, problem) => {
    expect(parseStatements({ Version: '2012-10-17', Statement: [statement] })).toEqual({ statements: [], problems: [problem] });
  });

  test.each([undefined, null, 'text', 5, [], {}, Object.create({ Statement: [ALLOW] })])('says that %p is no policy document', (document) => {
    const parsed = parseStatements(document);

    expect(parsed.statements).toEqual([]);
    expect(parsed.problems).toHaveLength(1);
  });

  test('does not let a __proto__ key reach any prototype', () => {
    const document: unknown = JSON.parse(
      '{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"a:b","Resource":"*","Condition":{"__proto__":{"__proto__":"x"}}}}',
    );

    expect(parseStatements(document).statements[0].conditions).toEqual([{ operator: '__proto__', key: '__proto__', values: ['x'] }]);
    expect(({} as { x?: unknown }).x).toBeUndefined();
  });

  test('keeps a problem short and on one line, whatever the document holds', () => {
    const [problem] = parseStatements({ Statement: { ...ALLOW, Effect: `Allow\n${'x'.repeat(100_000)}` } }).problems;

    expect(problem.length).toBeLessThan(200);
    expect(problem).not.toContain('\n');
  });
});

test('statementJson writes every statement of the cases so that it is read as the same', () => {
  const cases = readCases().flatMap(([, inFile]) => inFile);
  const written = cases.flatMap(({ identity = [], resource = [], boundary = [] }) => [...identity, ...resource, ...boundary]);
  const { statements, problems } = parseStatements({ Version: '2012-10-17', Statement: written });

  expect(problems).toEqual([]);
  expect(parseStatements({ Version: '2012-10-17', Statement: statements.map((statement) => statementJson(statement)) })).toEqual({ statements, problems });
  expect(statements.length).toBeGreaterThan(500);
});
