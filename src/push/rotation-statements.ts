// Not exported: what a function that rotates a secret must be allowed.
import { Resource, Stack, Token } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { ExplainedStatement } from '../function/explained-statement';
import { failure } from '../model/failure';

/** A secret as a policy names it. */
export interface RotatedSecret {
  readonly arn: string;
  readonly account: string;
}

/** Secrets Manager adds a hyphen and six letters to the name; a secret imported by its name does not know them. */
export function rotatedSecret(secret: secretsmanager.ISecret): RotatedSecret {
  const account = Token.isUnresolved(secret.secretArn) ? undefined : secret.secretArn.split(':')[4];
  return { arn: secret.secretFullArn ?? `${secret.secretArn}-??????`, account: account ?? secret.env.account };
}

/**
 * What a rotation does with the secret and its key, and the making of a password, which knows no resource.
 *
 * @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotating-secrets-required-permissions-function.html
 */
export function rotationStatements(secret: secretsmanager.ISecret): iam.PolicyStatement[] {
  const { arn, account } = rotatedSecret(secret);
  const rotation = new iam.PolicyStatement({
    actions: ['DescribeSecret', 'GetSecretValue', 'PutSecretValue', 'UpdateSecretVersionStage'].map((action) => `secretsmanager:${action}`),
    resources: [arn],
    conditions: { StringEquals: { 'aws:ResourceAccount': account } },
  });
  const password = new ExplainedStatement(
    { actions: ['secretsmanager:GetRandomPassword'], resources: ['*'] },
    'The rotation asks Secrets Manager for a new password by an action that knows no resource: '
      + 'https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssecretsmanager.html',
  );
  return [rotation, ...secret.encryptionKey ? [keyStatement(secret, secret.encryptionKey)] : [], password];
}

/** Reading the old value decrypts; writing the new one makes a data key. Both come through Secrets Manager, for this secret. */
function keyStatement(secret: secretsmanager.ISecret, key: kms.IKey): iam.PolicyStatement {
  const region = Token.isUnresolved(secret.env.region) ? Stack.of(secret).region : secret.env.region;
  const { arn } = rotatedSecret(secret);
  const context = { 'kms:EncryptionContext:SecretARN': arn };
  const viaService = { 'kms:ViaService': `secretsmanager.${region}.amazonaws.com` };
  return new iam.PolicyStatement({
    actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
    resources: [keyArn(key)],
    conditions: secret.secretFullArn ? { StringEquals: { ...viaService, ...context } } : { StringEquals: viaService, StringLike: context },
  });
}

/** KMS checks the key, never its alias. */
function keyArn(key: kms.IKey): string {
  if (!('aliasName' in key)) { return key.keyArn; }
  if (Resource.isOwnedResource(key)) { return (key as kms.IAlias).aliasTargetKey.keyArn; }
  throw failure("'secret' must know its key, got a key that is imported by its alias, which a policy cannot name; import the key by its ARN", key);
}
