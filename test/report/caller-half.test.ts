import { invoke } from './access';
import { Condition, Principal } from '../../src/model/statement';
import { callerHalf } from '../../src/report/caller-half';
import { plainSentence } from '../../src/report/sentence';
import { summaryStatements } from '../../src/report/summary-statement';

const TARGET = { arn: 'arn:aws:lambda:eu-west-1:111122223333:function:resize' };
const ORGANIZATION: Condition = { operator: 'StringEquals', key: 'aws:PrincipalOrgID', values: ['o-abcdefghij'] };

function notesOf(principal: Principal, conditions: Condition[] = [], target = TARGET, effect: 'Allow' | 'Deny' = 'Allow'): string[] {
  const [statement] = summaryStatements([{ ...invoke('x'), effect, principals: [principal], actions: ['lambda:InvokeFunction'], conditions }]);
  return callerHalf(statement, target).map(plainSentence);
}

test.each<[string, Principal, Condition[]]>([
  ['an account', { kind: 'AWS', id: '444455556666' }, []],
  ['the root of an account', { kind: 'AWS', id: 'arn:aws:iam::444455556666:root' }, []],
  ['a role', { kind: 'AWS', id: 'arn:aws:iam::444455556666:role/app' }, []],
  ['an organization', { kind: 'AWS', id: '*' }, [ORGANIZATION]],
])('%s elsewhere needs the other half, which is told', (_, principal, conditions) => {
  expect(notesOf(principal, conditions)).toEqual([`note: a caller of another account needs lambda:InvokeFunction on ${TARGET.arn} in a policy of its own too`]);
});

test('a literal account may be another one than that of a stack that can stand anywhere', () => {
  expect(notesOf({ kind: 'AWS', id: '444455556666' }, [], { arn: 'arn:${AWS::Partition}:lambda:${AWS::Region}:${AWS::AccountId}:function:resize' })).toHaveLength(1);
});

test.each<[string, Principal]>([
  ['a service', { kind: 'Service', id: 's3.amazonaws.com' }],
  ['a role of the account', { kind: 'AWS', id: 'arn:aws:iam::111122223333:role/app' }],
  ['the account itself', { kind: 'AWS', id: '111122223333' }],
  ['everybody', { kind: 'AWS', id: '*' }],
])('nothing is told of %s', (_, principal) => {
  expect(notesOf(principal)).toEqual([]);
});

test('nothing is told of who is denied', () => {
  expect(notesOf({ kind: 'AWS', id: '444455556666' }, [], TARGET, 'Deny')).toEqual([]);
});
