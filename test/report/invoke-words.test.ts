import { ARN, condition, invoke, located } from './access';
import { Condition, LocatedStatement, Principal, Statement } from '../../src/model/statement';
import { conditionSentence } from '../../src/report/condition-words';
import { invokeSentence, trustSentence } from '../../src/report/invoke-words';
import { principalWords } from '../../src/report/principal-words';
import { plainSentence } from '../../src/report/sentence';

describe('who may invoke a function is said in a sentence', () => {
  test.each<[string, LocatedStatement]>([
    ['s3.amazonaws.com may invoke it', invoke('s3.amazonaws.com')],
    [
      's3.amazonaws.com may invoke it, only for arn:aws:s3:::b, only if that resource belongs to account 111122223333',
      invoke('s3.amazonaws.com', [condition('StringEquals', 'aws:SourceAccount', '111122223333'), condition('ArnLike', 'AWS:SourceArn', 'arn:aws:s3:::b')]),
    ],
    ['ses.amazonaws.com may invoke it, only for resources of account 1', invoke('ses.amazonaws.com', [condition('StringEquals', 'aws:SourceAccount', '1')])],
    ['sns.amazonaws.com may invoke it, only for a or b', invoke('sns.amazonaws.com', [condition('ArnEquals', 'aws:SourceArn', 'a', 'b')])],
    ['anyone may invoke it, only from organization o-1', of('*', [condition('StringEquals', 'aws:PrincipalOrgID', 'o-1')])],
    ['anyone may invoke it, only through its function URL', of('*', [condition('Bool', 'lambda:InvokedViaFunctionUrl', 'true')])],
    ['anyone may invoke it, only if lambda:InvokedViaFunctionUrl is false', of('*', [condition('Bool', 'lambda:InvokedViaFunctionUrl', 'false')])],
    [
      "anyone may call its function URL, only while the URL's authentication is NONE, which asks nobody to sign in",
      of('*', [condition('StringEquals', 'lambda:FunctionUrlAuthType', 'NONE')], { actions: ['lambda:InvokeFunctionUrl'] }),
    ],
    ['alexa may invoke it, only with the event source token t', invoke('alexa', [condition('StringEquals', 'lambda:EventSourceToken', 't')])],
    ['account 444455556666 may call lambda:GetFunction on it', of('arn:aws:iam::444455556666:root', [], { actions: ['lambda:GetFunction'] })],
    ['x may invoke it, where the call names y and z', of('x', [], { resources: ['y', 'z'] })],
    ['x may call everything except lambda:InvokeFunction on it', of('x', [], { actions: undefined, notActions: ['lambda:InvokeFunction'] })],
    ['s3 may invoke it, only if aws:SourceAccount is 1 (or absent)', invoke('s3', [condition('StringEqualsIfExists', 'aws:SourceAccount', '1')])],
    ['s3 may invoke it, only if aws:SourceArn is not a (or absent)', invoke('s3', [condition('StringNotEquals', 'aws:SourceArn', 'a')])],
    ['x must not invoke it', of('x', [], { effect: 'Deny' })],
    [
      'nobody may invoke it when aws:SourceAccount is 1 and aws:PrincipalOrgID is not o-1 (or absent)',
      of('*', [condition('StringEquals', 'aws:SourceAccount', '1'), condition('StringNotEquals', 'aws:PrincipalOrgID', 'o-1')], { effect: 'Deny' }),
    ],
    ['everyone except x and y must not invoke it', of('', [], { effect: 'Deny', principals: undefined, notPrincipals: [aws('x'), aws('y')] })],
  ])('%s', (expected, statement) => {
    expect(plainSentence(invokeSentence(statement, { kind: 'FUNCTION', arn: ARN }))).toBe(expected);
  });

  test('a version or an alias is named', () => {
    const alias = plainSentence(invokeSentence(invoke('x', [], { resources: ['a'] }), { kind: 'ALIAS', qualifier: 'live', arn: 'a' }));
    const version = plainSentence(invokeSentence(invoke('x', [], { resources: ['v'] }), { kind: 'VERSION', arn: 'v' }));

    expect(alias).toBe('x may invoke its alias live');
    expect(version).toBe('x may invoke its version');
  });
});

test.each<[string, Partial<Statement>]>([
  ['lambda.amazonaws.com may assume its role', {}],
  ['lambda.amazonaws.com may call sts:AssumeRole and sts:TagSession on its role', { actions: ['sts:AssumeRole', 'sts:TagSession'] }],
  ['lambda.amazonaws.com must not assume its role', { effect: 'Deny' }],
])('who may assume a role is said in a sentence: %s', (expected, more) => {
  const trust = located({ principals: [{ kind: 'Service', id: 'lambda.amazonaws.com' }], actions: ['sts:AssumeRole'], ...more });

  expect(plainSentence(trustSentence(trust))).toBe(expected);
});

test.each<[string, Principal]>([
  ['anyone', aws('*')],
  ['account 111122223333', aws('arn:aws-cn:iam::111122223333:root')],
  ['arn:aws:iam::111122223333:role/root', aws('arn:aws:iam::111122223333:role/root')],
  ['whoever signed in through accounts.google.com', { kind: 'Federated', id: 'accounts.google.com' }],
  ['the canonical user 79a5', { kind: 'CanonicalUser', id: '79a5' }],
  ['s3.amazonaws.com', { kind: 'Service', id: 's3.amazonaws.com' }],
])('a principal is said in words: %s', (expected, principal) => {
  expect(plainSentence(principalWords(principal))).toBe(expected);
});

test('the account of a principal is named also when it is not known yet', () => {
  expect(plainSentence(principalWords(aws('arn:${AWS::Partition}:iam::${AWS::AccountId}:root')))).toBe('account ${AWS::AccountId}');
});

test.each<[string, Condition]>([
  ['k is a or b', condition('StringEquals', 'k', 'a', 'b')],
  ['k matches a*', condition('StringLike', 'k', 'a*')],
  ['k does not match a nor b (or absent)', condition('ArnNotLike', 'k', 'a', 'b')],
  ['k is at most 5', condition('NumericLessThanEquals', 'k', '5')],
  ['k is in 10.0.0.0/8', condition('IpAddress', 'k', '10.0.0.0/8')],
  ['k is absent', condition('Null', 'k', 'true')],
  ['k is present', condition('Null', 'k', 'false')],
  ['k satisfies Null with false or true', condition('Null', 'k', 'false', 'true')],
  ['every value of k is a (or absent)', condition('ForAllValues:StringEquals', 'k', 'a')],
  ['one value of k is a', condition('ForAnyValue:StringEquals', 'k', 'a')],
  ['k is a (or absent)', condition('StringEqualsIfExists', 'k', 'a')],
  ['k is compared by StringEquals with nothing, which never holds', condition('StringEquals', 'k')],
  ['k satisfies constructor with a', condition('constructor', 'k', 'a')],
  ['k is ""', condition('StringEquals', 'k', '')],
])('a condition is said in words: %s', (expected, given) => {
  expect(plainSentence(conditionSentence(given))).toBe(expected);
});

function aws(id: string): Principal {
  return { kind: 'AWS', id };
}

function of(id: string, conditions: readonly Condition[], more: Partial<Statement> = {}): LocatedStatement {
  return located({ principals: [aws(id)], resources: [ARN], conditions, ...more });
}
