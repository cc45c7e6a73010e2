import { App, ArnFormat, Duration, Stack } from 'aws-cdk-lib';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { CODE, HOME, Synthesized, messageOf, newApp, newStack } from './app';
import { describePushSource } from './contract';
import { THEIR_ACCOUNT } from './contract-imported';
import { PermissionAssertions } from '../../src/assertions/permission-assertions';
import { SecureFunction } from '../../src/function/secure-function';
import { PushTrigger } from '../../src/push/push-trigger';
import { SecretRotationPushSource, SecretRotationPushSourceOptions } from '../../src/push/secret-rotation';

describePushSource({
  row: 'SecretRotationPushSource',
  make: (scope, name) => new SecretRotationPushSource(name ? importedIn(scope, name) : new secretsmanager.Secret(scope, 'Source')),
  imported: {
    make: (scope) => new SecretRotationPushSource(importedIn(scope, 'known')),
    theirs: (scope) => new SecretRotationPushSource(importedIn(scope, 'known', THEIR_ACCOUNT)),
  },
  servicePrincipal: 'secretsmanager.amazonaws.com',
  sourceArn: ({ partition, region, account, name }) => `arn:${partition}:secretsmanager:${region}:${account}:secret:${name}${name.startsWith('$') ? '' : '-AbCdEf'}`,
  namesAccount: true,
  connectedBy: 'AWS::SecretsManager::RotationSchedule',
  permissionsOfBoth: 0,
  crossAccount: true,
  crossRegion: true,
  staysWithSource: true,
  needsRole: true,
});

function importedIn(scope: Construct, name: string, account?: string): secretsmanager.ISecret {
  return secretsmanager.Secret.fromSecretCompleteArn(scope, 'Source', Stack.of(scope).formatArn({
    service: 'secretsmanager', account, resource: 'secret', resourceName: `${name}-AbCdEf`, arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  }));
}

/** What the role may do besides writing its logs. */
function roleOf(done: Synthesized): unknown[] {
  const statements = done.function('Fn').role!.policies.flatMap((policy) => policy.statements!);
  return statements.filter(({ actions }) => !actions!.includes('logs:PutLogEvents')).map(({ actions, resources, conditions }) => ({ actions, resources, conditions }));
}

test('the function may rotate this one secret and ask for a password, and nothing else', () => {
  const stack = newStack();
  const secret = new secretsmanager.Secret(stack, 'Secret');
  new SecureFunction(stack, 'Fn', CODE).addEventSource(new SecretRotationPushSource(secret));

  const statements = roleOf(new Synthesized(stack.node.root as App));

  expect(statements).toEqual([
    {
      actions: ['secretsmanager:DescribeSecret', 'secretsmanager:GetSecretValue', 'secretsmanager:PutSecretValue', 'secretsmanager:UpdateSecretVersionStage'],
      resources: [expect.stringMatching(/^arn:aws:secretsmanager:eu-west-1:111122223333:secret:\$\{Stack\.Secret\w+\}$/)],
      conditions: [{ operator: 'StringEquals', key: 'aws:ResourceAccount', values: ['111122223333'] }],
    },
    { actions: ['secretsmanager:GetRandomPassword'], resources: ['*'], conditions: [] },
  ]);
});

test('the key of the secret may be used through Secrets Manager, for this secret', () => {
  const stack = newStack();
  const secret = new secretsmanager.Secret(stack, 'Secret', { encryptionKey: new kms.Key(stack, 'Key') });
  new SecureFunction(stack, 'Fn', CODE).addEventSource(new SecretRotationPushSource(secret));

  const statements = roleOf(new Synthesized(stack.node.root as App));

  expect(statements).toContainEqual({
    actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
    resources: [expect.stringMatching(/^arn:aws:kms:eu-west-1:111122223333:key\/\$\{Stack\.Key\w+\}$/)],
    conditions: expect.arrayContaining([
      { operator: 'StringEquals', key: 'kms:ViaService', values: ['secretsmanager.eu-west-1.amazonaws.com'] },
      { operator: 'StringEquals', key: 'kms:EncryptionContext:SecretARN', values: [expect.stringContaining('secret:${Stack.Secret')] },
    ]),
  });
});

test('an alias of this app stands for its key', () => {
  const stack = newStack();
  const key = new kms.Key(stack, 'Key');
  const secret = new secretsmanager.Secret(stack, 'Secret', { encryptionKey: key.addAlias('passwords') });

  const actions = new SecretRotationPushSource(secret).describe(new lambda.Function(stack, 'Fn', CODE)).roleStatements!;

  expect(stack.resolve(actions.map(({ resources }) => resources))).toContainEqual([stack.resolve(key.keyArn)]);
});

test('fails for a key that is only known by its alias', () => {
  const stack = newStack();
  const encryptionKey = kms.Alias.fromAliasName(stack, 'Key', 'alias/passwords');
  const secret = secretsmanager.Secret.fromSecretAttributes(stack, 'Secret', {
    secretCompleteArn: 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:password-AbCdEf',
    encryptionKey,
  });

  expect(messageOf(() => new SecretRotationPushSource(secret).describe(new lambda.Function(stack, 'Fn', CODE)))).toMatch(
    /^'secret' must know its key, got a key that is imported by its alias, .+; import the key by its ARN \[Stack\/Key\]$/);
});

function scheduleOf(options?: SecretRotationPushSourceOptions): unknown {
  const stack = newStack();
  const target = new lambda.Function(stack, 'Fn', CODE);
  new PushTrigger(stack, 'OnRotation', { target, source: new SecretRotationPushSource(new secretsmanager.Secret(stack, 'Secret'), options) });
  const [{ Properties }, ...others] = new Synthesized(stack.node.root as App).resources('AWS::SecretsManager::RotationSchedule');
  expect(others).toEqual([]);
  return Properties;
}

test.each<[string, SecretRotationPushSourceOptions | undefined, string]>([
  ['30 days when nothing else is asked for', undefined, 'rate(30 days)'],
  ['a day', { automaticallyAfter: Duration.days(1) }, 'rate(1 day)'],
  ['hours', { automaticallyAfter: Duration.hours(36) }, 'rate(36 hours)'],
])('the secret is rotated after %s', (_, options, expected) => {
  expect(scheduleOf(options)).toEqual({
    SecretId: { Ref: expect.stringMatching(/^Secret/) },
    RotationLambdaARN: { 'Fn::GetAtt': [expect.stringMatching(/^Fn/), 'Arn'] },
    RotationRules: { ScheduleExpression: expected },
  });
});

test('a rotation need not begin at once', () => {
  expect(scheduleOf({ rotateImmediatelyOnUpdate: false })).toMatchObject({ RotateImmediatelyOnUpdate: false });
});

test.each([Duration.hours(3), Duration.days(1001), Duration.minutes(270)])('fails for a rotation after %s', (automaticallyAfter) => {
  expect(messageOf(() => scheduleOf({ automaticallyAfter }))).toMatch(/^'automaticallyAfter' must be 4 hours to 1000 days in whole hours, got [\d.]+ hours; .+ \[Stack\/Secret\]$/);
});

test('a secret that is imported by its name has six letters that nobody knows', () => {
  const stack = newStack();
  const target = new lambda.Function(stack, 'Fn', CODE);
  target.addEventSource(new SecretRotationPushSource(secretsmanager.Secret.fromSecretNameV2(stack, 'Secret', 'password')));

  const [{ conditions }] = new Synthesized(stack.node.root as App).function('Fn').targets[0].statements;

  expect(conditions).toEqual([
    { operator: 'ArnLike', key: 'aws:SourceArn', values: ['arn:aws:secretsmanager:eu-west-1:111122223333:secret:password-??????'] },
    { operator: 'StringEquals', key: 'aws:SourceAccount', values: ['111122223333'] },
  ]);
});

test('the account of a secret that is imported by its ARN is the one in the ARN', () => {
  const stack = newStack({});
  const secret = secretsmanager.Secret.fromSecretCompleteArn(stack, 'Secret', 'arn:aws:secretsmanager:eu-west-1:444455556666:secret:password-AbCdEf');

  expect(new SecretRotationPushSource(secret).describe(new lambda.Function(stack, 'Fn', CODE)).sourceAccount).toBe('444455556666');
});

test('fails for a pattern of secrets', () => {
  const secret = secretsmanager.Secret.fromSecretPartialArn(newStack(), 'Secret', 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:password*');

  expect(messageOf(() => new SecretRotationPushSource(secret))).toMatch(/^'secret' must be one secret, got the pattern '.+'; .+ \[Stack\/Secret\]$/);
});

test('fails for a secret that is rotated already, by us or by CDK', () => {
  const stack = newStack();
  const target = new lambda.Function(stack, 'Fn', CODE);
  const ours = new secretsmanager.Secret(stack, 'Ours');
  const theirs = new secretsmanager.Secret(stack, 'Theirs');
  theirs.addRotationSchedule('RotationSchedule', { rotationLambda: target });
  new PushTrigger(stack, 'OnRotation', { target, source: new SecretRotationPushSource(ours) });

  const again = (id: string, secret: secretsmanager.ISecret) =>
    messageOf(() => new PushTrigger(stack, id, { target, source: new SecretRotationPushSource(secret) }));

  expect(again('Again', ours)).toMatch(/^'source' is the rotation of the secret Stack\/Ours, which has one already; .+ \[Stack\/Again\]$/);
  expect(again('Also', theirs)).toMatch(/^'source' is the rotation of the secret Stack\/Theirs, which has one already; .+ \[Stack\/Also\]$/);
});

test('a secret of another account is named by what is known of it: its name, without the six letters', () => {
  const app = newApp();
  const functions = new Stack(app, 'Functions', { env: HOME });
  const secrets = new Stack(app, 'Secrets', { env: { ...HOME, account: '444455556666' } });
  const secret = new secretsmanager.Secret(secrets, 'Secret', { secretName: 'password' });
  const target = new SecureFunction(functions, 'Fn', { ...CODE, functionName: 'rotate' });
  new PushTrigger(secrets, 'OnRotation', { target, source: new SecretRotationPushSource(secret) });

  const arn = 'arn:aws:secretsmanager:eu-west-1:444455556666:secret:password';
  const access = PermissionAssertions.fromStack(functions).forFunction(target);

  const call = { service: 'secretsmanager.amazonaws.com', sourceAccount: '444455556666' };
  access.allowsInvoke({ ...call, sourceArn: `${arn}-AbCdEf` }).deniesInvoke({ ...call, sourceArn: `${arn}-2-AbCdEf` });
  access.allows('secretsmanager:PutSecretValue', `${arn}-AbCdEf`).denies('secretsmanager:PutSecretValue', `${arn}-2-AbCdEf`);
});

test('fails for a trigger in another account than the secret', () => {
  const app = newApp();
  const functions = new Stack(app, 'Functions', { env: HOME });
  const secrets = new Stack(app, 'Secrets', { env: { ...HOME, account: '444455556666' } });
  const source = new SecretRotationPushSource(new secretsmanager.Secret(secrets, 'Secret', { secretName: 'password' }));
  const target = new lambda.Function(functions, 'Fn', { ...CODE, functionName: 'rotate' });

  expect(messageOf(() => new PushTrigger(functions, 'OnRotation', { target, source }))).toMatch(
    /^'source' is a part of the secret Secrets\/Secret, which is in another account or region .+; create the PushTrigger in the stack Secrets \[Functions\/OnRotation\]$/);
});
