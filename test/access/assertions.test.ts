import { readdirSync, readFileSync } from 'fs';
import { join } from 'path';
import { Stack } from 'aws-cdk-lib';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { makeAccess, MakeAccess } from './make-access';
import { fill } from './policy-case';
import { newStack, RESOURCES } from './resources';
import { BucketAccess } from '../../src/access/bucket';
import { TableAccess } from '../../src/access/table';
import { PermissionAssertions } from '../../src/assertions/permission-assertions';
import { RequestOptions } from '../../src/assertions/request-options';
import { authorizationOf } from '../../src/authorization/service-authorization';
import { SecureFunction } from '../../src/function/secure-function';

type Call = readonly [action: string, resource: string, options: RequestOptions];

const CASES = join(__dirname, 'cases');

/** The first case of each class; the others are proved without a template. */
const FIRST = readdirSync(CASES).map((file) => (JSON.parse(readFileSync(join(CASES, file), 'utf8')) as MakeAccess[])[0]);

describe.each(FIRST.map((one) => [one.access, one] as const))('%s', (_, one) => {
  const stack = newStack();
  const access = makeAccess(one, stack);
  const [code, barred] = [newSecureFunction(stack, 'Code'), newSecureFunction(stack, 'Barred')];
  const { statements, denied, undeniable } = access.describe(code);
  code.allow(access);
  barred.addToRolePolicy(new iam.PolicyStatement({ actions: servicesOf(statements).map((service) => `${service}:*`), resources: ['*'] }));
  if (undeniable === undefined) { barred.deny(access); }
  const assertions = PermissionAssertions.fromStack(stack);

  test('is allowed, on nothing but its resources, and no other action of the service', () => {
    const can = assertions.forFunction(code);

    callsOf(statements).forEach((call) => can.allows(...call));
    [...otherActions(statements), ...siblings(statements), ...foreign(statements)].forEach((call) => can.denies(...call));
  });

  test('is denied although everything is allowed, and no sibling is', () => {
    const can = assertions.forFunction(barred);
    const kept = undeniable === undefined ? denied!.filter(({ conditions }) => !('Null' in conditions)) : [];

    callsOf(kept).forEach((call) => can.denies(...call));
    siblings(kept.length > 0 ? kept : statements).forEach((call) => can.allows(...call));
  });
});

describe('limits', () => {
  const stack = newStack();
  const target = newSecureFunction(stack, 'Code');
  const [images, metadata] = [RESOURCES.bucket(stack) as s3.Bucket, RESOURCES.table(stack) as dynamodb.Table];
  target.allow(
    new BucketAccess(images, { actions: ['GetObject', 'ListBucket'], prefix: 'in/' }),
    new TableAccess(metadata, { actions: ['Query'], indexes: ['byDate'] }),
    TableAccess.writes(metadata, { leadingKeys: ['TENANT#7'] }),
  );
  const can = PermissionAssertions.fromStack(stack).forFunction(target);

  test('a prefix keeps out objects and listings that do not begin with it', () => {
    can.allows('s3:GetObject', images.arnForObjects('in/a')).denies('s3:GetObject', images.arnForObjects('out/a'));
    can.allows('s3:ListBucket', images.bucketArn, prefix('in/2026')).denies('s3:ListBucket', images.bucketArn, prefix('i'));
  });

  test('an index keeps out other indexes and the table', () => {
    can.allows('dynamodb:Query', `${metadata.tableArn}/index/byDate`);
    can.denies('dynamodb:Query', `${metadata.tableArn}/index/byOwner`).denies('dynamodb:Query', metadata.tableArn);
  });

  test('leading keys keep out other keys', () => {
    can.allows('dynamodb:PutItem', metadata.tableArn, leadingKey('TENANT#7'));
    can.denies('dynamodb:PutItem', metadata.tableArn, leadingKey('TENANT#8'));
  });
});

function newSecureFunction(stack: Stack, id: string): SecureFunction {
  return new SecureFunction(stack, id, { runtime: lambda.Runtime.NODEJS_22_X, handler: 'index.handler', code: lambda.Code.fromInline('x') });
}

function prefix(text: string): RequestOptions {
  return { context: { 's3:prefix': text } };
}

function leadingKey(text: string): RequestOptions {
  return { context: { 'dynamodb:LeadingKeys': text } };
}

function servicesOf(statements: readonly iam.PolicyStatement[]): string[] {
  return [...new Set(statements.flatMap(({ actions }) => actions).map((action) => action.split(':')[0]))];
}

function callsOf(statements: readonly iam.PolicyStatement[], resourceOf = fill): Call[] {
  return statements.flatMap((statement) => statement.resources.flatMap((resource) => statement.actions
    .map((action): Call => [action, resource === '*' ? '*' : resourceOf(resource), optionsFor(statement)])));
}

function otherActions(statements: readonly iam.PolicyStatement[]): Call[] {
  const granted = new Set(statements.flatMap(({ actions }) => actions));
  const others = servicesOf(statements).flatMap((service) => [...authorizationOf(service)!.actions.values()].map(({ name }) => `${service}:${name}`))
    .filter((action) => !granted.has(action));
  return statements.flatMap((statement) => others.map((action): Call => [action, callsOf([statement])[0][1], optionsFor(statement)]));
}

/** The same calls on a resource whose name is longer. */
function siblings(statements: readonly iam.PolicyStatement[]): Call[] {
  const longer = (resource: string) => fill(resource.replace(/(?=\/|:\*|$)/, '-other'));
  return callsOf(statements, longer).filter(([, resource]) => resource !== '*');
}

/** The same calls on the namesake in another account. */
function foreign(statements: readonly iam.PolicyStatement[]): Call[] {
  const theirs = (resource: string) => fill(resource.replace(/:\d{12}:/, ':999999999999:'));
  return callsOf(statements, theirs).filter(([, resource]) => resource.includes(':999999999999:'));
}

/** What a request must be like to fulfil the conditions. */
function optionsFor(statement: iam.PolicyStatement): RequestOptions {
  const conditions = statement.conditions as { readonly [operator: string]: { readonly [key: string]: string | string[] } };
  const { 'aws:ResourceAccount': resourceAccount, ...context } = Object.fromEntries(Object.entries(conditions)
    .filter(([operator]) => operator !== 'Null').flatMap(([, keys]) => Object.entries(keys)).map(([key, values]) => [key, fill([values].flat()[0])]));
  return { context, resourceAccount };
}
