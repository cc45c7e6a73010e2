import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { decideFor, readableStack } from './decide';
import { CODE, idOf, newStack, policyStatements, resourcesOf, templateOf } from './templates';
import { BucketAccess } from '../../src/access/bucket';
import { TableAccess } from '../../src/access/table';
import { ExecutionRole } from '../../src/function/execution-role';
import { SecureFunction } from '../../src/function/secure-function';
import { TrustMode } from '../../src/function/trust-mode';

const REASON = 'both are halves of one import';

test('fails when a second function has the role, and there is no reason', () => {
  const stack = newStack();
  const role = new ExecutionRole(stack, 'Role');
  new SecureFunction(stack, 'A', { ...CODE, role });

  expect(() => new SecureFunction(stack, 'B', { ...CODE, role })).toThrow(
    "'role' is the role of Stack/A already, so that each would have what the other is allowed. "
    + "Leave 'role' out, or set 'shared' with a reason on the role Stack/Role [Stack/B]",
  );
});

test('fails when a function has the role that was made for another', () => {
  const stack = newStack();
  const a = new SecureFunction(stack, 'A', CODE);

  expect(() => new SecureFunction(stack, 'B', { ...CODE, role: a.role })).toThrow("'role' is the role of Stack/A already");
});

test.each([
  ['no reason', { shared: ' ' }, "'shared' must say why several functions have one role, got ' '"],
  ['a role that is pinned to one function', { shared: REASON, trustMode: TrustMode.FUNCTION, functionName: 'resize' },
    "'shared' is for a role that several functions have, and 'trustMode' FUNCTION pins it to one; leave one of them out [Stack/Role]"],
])('fails for %s', (_, props, message) => {
  expect(() => new ExecutionRole(newStack(), 'Role', props)).toThrow(message);
});

test('the reason stands in the template', () => {
  const stack = newStack();
  new ExecutionRole(stack, 'Role', { shared: REASON });
  new ExecutionRole(stack, 'Own');

  const { Resources: resources } = templateOf(stack);

  expect(Object.entries(resources as object).filter(([, { Type }]) => Type === 'AWS::IAM::Role').map(([, { Metadata }]) => Metadata))
    .toEqual([{ 'cdk-secure-lambda:shared': REASON }, undefined]);
});

test('each of two functions is allowed what it was given, and not what the other was', () => {
  const stack = readableStack();
  const role = new ExecutionRole(stack, 'Role', { shared: REASON });
  const [a, b] = ['A', 'B'].map((id) => new SecureFunction(stack, id, { ...CODE, role }));
  a.allow(new BucketAccess(s3.Bucket.fromBucketName(stack, 'Images', 'images'), { actions: ['GetObject'] }));
  b.allow(new TableAccess(dynamodb.Table.fromTableName(stack, 'Table', 'table'), { actions: ['PutItem'] }));

  const [first, second] = [decideFor(stack, 'A'), decideFor(stack, 'B')];
  const asked = [first.arn, second.arn].map((arn) => [
    first.decide('s3:GetObject', 'arn:aws:s3:::images/a', { 'lambda:SourceFunctionArn': arn }),
    first.decide('dynamodb:PutItem', 'arn:aws:dynamodb:eu-west-1:111122223333:table/table', { 'lambda:SourceFunctionArn': arn }),
  ]);

  expect(asked).toEqual([['ALLOWED', 'DENIED'], ['DENIED', 'ALLOWED']]);
});

test('grants to the role itself are for all of them', () => {
  const stack = newStack();
  const role = new ExecutionRole(stack, 'Role', { shared: REASON });
  new SecureFunction(stack, 'A', { ...CODE, role });
  role.allow(new BucketAccess(new s3.Bucket(stack, 'Images'), { actions: ['GetObject'] }));

  const template = templateOf(stack);

  expect(policyStatements(template)).toEqual([]);
  expect(JSON.stringify(resourcesOf(template, 'AWS::IAM::Role').Role)).not.toContain('lambda:SourceFunctionArn');
  expect(idOf(template, 'AWS::Lambda::Function')).toMatch(/^A/);
});
