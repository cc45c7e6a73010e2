// Not exported: what a function that rotates a secret must be allowed.
import { Resource, Stack, Token } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { fullSecretArn, secretArnPattern } from '../cloudformation/secret-arn';
import { viaService } from '../cloudformation/via-service';
import { ExplainedStatement } from '../function/explained-statement';
import { failure } from '../model/failure';

/** A secret as a policy names it. */
export interface RotatedSecret {
  readonly arn: string;
  readonly account: string;
  /** Whether the ARN is no pattern. */
  readonly isExact: boolean;
}

/** How the role of the function names the secret. */
export function rotatedSecret(secret: secretsmanager.ISecret, target: lambda.IFunction): RotatedSecret {
  const account = Token.isUnresolved(secret.secretArn) ? secret.env.account : secret.secretArn.split(':')[4];
  const arn = fullSecretArn(secret, target);
  return { arn: arn ?? secretArnPattern(secret), account, isExact: arn !== undefined };
}

/**
 * What a rotation does with the secret and its key, and the making of a password, which knows no resource.
 *
 * @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotating-secrets-required-permissions-function.html
 */
export function rotationStatements(secret: secretsmanager.ISecret, target: lambda.IFunction): iam.PolicyStatement[] {
  const rotated = rotatedSecret(secret, target);
  const { arn, account } = rotated;
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
  return [rotation, ...secret.encryptionKey ? [keyStatement(secret, secret.encryptionKey, rotated)] : [], password];
}

/** Reading the old value decrypts; writing the new one makes a data key. Both come through Secrets Manager, for this secret. */
function keyStatement(secret: secretsmanager.ISecret, key: kms.IKey, { arn, isExact }: RotatedSecret): iam.PolicyStatement {
  const region = Token.isUnresolved(secret.env.region) ? Stack.of(secret).region : secret.env.region;
  const context = { 'kms:EncryptionContext:SecretARN': arn };
  const via = { 'kms:ViaService': viaService('secretsmanager', region) };
  return new iam.PolicyStatement({
    actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
    resources: [keyArn(key)],
    conditions: isExact ? { StringEquals: { ...via, ...context } } : { StringEquals: via, StringLike: context },
  });
}

/** KMS checks the key, never its alias. */
function keyArn(key: kms.IKey): string {
  if (!('aliasName' in key)) { return key.keyArn; }
  if (Resource.isOwnedResource(key)) { return (key as kms.IAlias).aliasTargetKey.keyArn; }
  throw failure("'secret' must know its key, got a key that is imported by its alias, which a policy cannot name; import the key by its ARN", key);
}
