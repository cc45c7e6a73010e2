import { readdirSync, readFileSync } from 'fs';
import { join } from 'path';
import { App, Stack } from 'aws-cdk-lib';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { callsOf, foreign, otherActions, servicesOf, siblings } from './access-calls';
import { CLASSES, makeAccess, MakeAccess } from './make-access';
import { newStack, RESOURCES } from './resources';
import { statementsOf, withoutEffect } from './statements-of';
import { AccessConfig, IAccess } from '../../src/access/access';
import { BucketAccess } from '../../src/access/bucket';
import { QueueAccess } from '../../src/access/queue';
import { SecretAccess } from '../../src/access/secret';
import { TableAccess } from '../../src/access/table';
import { PermissionAssertions } from '../../src/assertions/permission-assertions';
import { RequestOptions } from '../../src/assertions/request-options';
import { authorizationDate } from '../../src/authorization/service-authorization';
import { ExecutionRole } from '../../src/function/execution-role';
import { SecureFunction } from '../../src/function/secure-function';
import { PullTrigger } from '../../src/pull/pull-trigger';
import { SqsPullSource } from '../../src/pull/sqs';

interface Case extends MakeAccess {
  readonly name: string;
  readonly expected: unknown[];
}

interface Refusal extends MakeAccess {
  readonly name: string;
  readonly message: string;
}

const CASES = join(__dirname, 'cases');

describe.each(readdirSync(CASES))('%s', (file) => {
  const cases = read<Case[]>(join(CASES, file));
  const denials = read<{ [file: string]: { [name: string]: unknown } }>(join(__dirname, 'denials.json'))[file];

  test.each(cases.map((one) => [one.name, one] as const))('%s: what allow and deny write', (name, one) => {
    const stack = newStack();
    const access = makeAccess(one, stack);

    const { denied, undeniable } = access.describe(stack);
    const written = denied?.map((statement) => withoutEffect(stack.resolve(statement.toStatementJson()) as object, 'Deny'));

    expect(statementsOf(access, stack)).toEqual(one.expected);
    expect(undeniable ?? written).toEqual(denials[name]);
  });
});

test('every class and every intent has a case', () => {
  const covered = new Set(readdirSync(CASES).flatMap((file) => read<Case[]>(join(CASES, file)).flatMap(namesOf)));
  const intents = Object.entries(CLASSES).flatMap(([name, made]) => Object.getOwnPropertyNames(made)
    .filter((member) => typeof made[member] === 'function').map((intent) => `${name}.${intent}`));

  expect([...Object.keys(CLASSES), ...intents].filter((name) => !covered.has(name))).toEqual([]);
});

describe('refusals', () => {
  const refusals = read<Refusal[]>(join(__dirname, 'refusals.json'));

  test.each(refusals.map((one) => [one.name, one] as const))('%s', (_, one) => {
    const stack = newStack();

    expect(messageOf(() => makeAccess(one, stack)).replace(authorizationDate, 'DATE')).toBe(one.message);
  });
});

/** The first case of each class; the others are proved without a template. */
const FIRST = readdirSync(CASES).map((file) => read<MakeAccess[]>(join(CASES, file))[0]);

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

describe('a secret of another account', () => {
  const app = new App();
  const stack = new Stack(app, 'Far', { env: { account: '444455556666', region: 'eu-west-1' } });
  const encryptionKey = new kms.Key(stack, 'Key', { alias: 'password' });
  const password = new secretsmanager.Secret(stack, 'Secret', { secretName: 'password', encryptionKey });
  const here = new Stack(app, 'Near', { env: { account: '111122223333', region: 'eu-west-1' } });

  test('is named without the six letters that are not known of it', () => {
    const target = newSecureFunction(here, 'Code');
    target.allow(SecretAccess.reads(password));

    const [statement] = new SecretAccess(password).describe(target).statements.map((one) => here.resolve(one.toStatementJson()));

    expect(here.resolve(statement.Resource)).toEqual({ 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':secretsmanager:eu-west-1:444455556666:secret:password-??????']] });
  });

  test('is named with them in its own account', () => {
    const target = newSecureFunction(stack, 'Code');

    const [statement] = new SecretAccess(password).describe(target).statements.map((one) => stack.resolve(one.toStatementJson()));

    expect(statement.Resource).toEqual({ Ref: expect.stringMatching(/^Secret/) });
  });
});

/** An access that does not say how it is denied. */
class CustomAccess implements IAccess {
  public constructor(private readonly conditions: { readonly [operator: string]: object }) {}

  public describe(): AccessConfig {
    return { statements: [new iam.PolicyStatement({ actions: ['s3:ListBucket'], resources: ['*'], conditions: this.conditions })] };
  }
}

describe('deny', () => {
  const stack = newStack();
  const role = new ExecutionRole(stack, 'Role', { shared: 'both are halves of one import' });
  const [first, second] = ['First', 'Second'].map((id) => newSecureFunction(stack, id, role));
  const alone = newSecureFunction(stack, 'Alone');
  const [images, retries] = [RESOURCES.encryptedBucket(stack) as s3.Bucket, new sqs.Queue(stack, 'Retries')];
  images.grantReadWrite(role);
  images.grantReadWrite(alone);
  retries.grantConsumeMessages(alone);
  role.deny(BucketAccess.deletes(images));
  first.deny(BucketAccess.writes(images));
  alone.deny(BucketAccess.reads(images, { prefix: 'in/' }), QueueAccess.receives(retries, { boundToFunction: true }), new CustomAccess({}));
  new PullTrigger(stack, 'Trigger', { target: alone, source: new SqsPullSource(retries) });
  const assertions = PermissionAssertions.fromStack(stack);
  const [object, key] = [images.arnForObjects('in/a'), images.encryptionKey!.keyArn];

  test('of a role holds for all its functions', () => {
    assertions.forFunction(first).denies('s3:DeleteObject', object);
    assertions.forFunction(second).denies('s3:DeleteObject', object);
  });

  test('of one of several functions with a role holds for its code alone', () => {
    assertions.forFunction(first).denies('s3:PutObject', object);
    assertions.forFunction(second).allows('s3:PutObject', object);
  });

  test('of a part leaves the rest, and the key', () => {
    assertions.forFunction(alone).denies('s3:GetObject', object).allows('s3:GetObject', images.arnForObjects('out/a'));
    assertions.forFunction(alone).allows('kms:Decrypt', key).allows('s3:PutObject', object);
  });

  test('that is bound to the code leaves Lambda itself what it polls with', () => {
    assertions.forFunction(alone).denies('sqs:ReceiveMessage', retries.queueArn);
    assertions.forFunction(alone).allows('sqs:ReceiveMessage', retries.queueArn, { calledByLambda: true });
  });

  test('of an access of somebody else writes its statements', () => {
    assertions.forFunction(alone).denies('s3:ListBucket', images.bucketArn);
  });

  test.each<[string, (target: SecureFunction, queue: sqs.Queue) => void]>([
    ['trigger of ours', (target, source) => new PullTrigger(target, 'Trigger', { target, source: new SqsPullSource(source) })],
    ["trigger of CDK's", (target, source) => target.addEventSource(new SqsEventSource(source))],
  ])('fails when it takes from Lambda what a %s needs', (_, trigger) => {
    const failing = newStack();
    const [polled, queue] = [newSecureFunction(failing, 'Polled'), new sqs.Queue(failing, 'Queue')];
    trigger(polled, queue);
    polled.deny(QueueAccess.receives(queue));

    expect(() => (failing.node.root as App).synth()).toThrow(
      'the role denies sqs:DeleteMessage, sqs:ReceiveMessage, which Lambda itself needs for a trigger or a destination of the function; '
      + "set 'boundToFunction' on what is denied, so that it is about the calls of the code alone",
    );
  });

  test('fails for an access of somebody else with conditions', () => {
    expect(() => alone.deny(new CustomAccess({ StringLike: { 's3:prefix': 'in/*' } }))).toThrow(
      'an access with the conditions {"StringLike":{"s3:prefix":"in/*"}} cannot be denied, because calls would pass that do not fulfil them. '
      + "Give its 'denied' statements in what 'describe' returns, or leave the conditions out [Stack/Alone]",
    );
  });

  test('fails for a limit that cannot be denied, and tells where', () => {
    expect(() => alone.deny(BucketAccess.lists(images, { prefix: 'in/' }))).toThrow(
      "'prefix' would let a s3:ListBucket pass that asks for more than the prefix, so it cannot be denied. Deny ListBucket without 'prefix' [Stack/Alone]",
    );
  });
});

function newSecureFunction(stack: Stack, id: string, role?: ExecutionRole): SecureFunction {
  return new SecureFunction(stack, id, { role, runtime: lambda.Runtime.NODEJS_22_X, handler: 'index.handler', code: lambda.Code.fromInline('x') });
}

function prefix(text: string): RequestOptions {
  return { context: { 's3:prefix': text } };
}

function leadingKey(text: string): RequestOptions {
  return { context: { 'dynamodb:LeadingKeys': text } };
}

function namesOf({ access, intent }: MakeAccess): string[] {
  return intent ? [access, `${access}.${intent}`] : [access];
}

function messageOf(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    return (error as Error).message;
  }
  return 'nothing was refused';
}

function read<T>(path: string): T {
  return JSON.parse(readFileSync(path, 'utf8')) as T;
}
