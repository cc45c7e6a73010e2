// Not exported: how a policy names a secret.
import { Resource, Stack } from 'aws-cdk-lib';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { IConstruct } from 'constructs';
import { inEnvironmentOf } from './permission-home';

/**
 * The whole ARN of a secret, if a policy of the grantee can know it. Secrets Manager adds a hyphen and six letters to the name: they are
 * not known of a secret that is imported by its name, and of one in another account or region, which CDK names there by its name.
 */
export function fullSecretArn(secret: secretsmanager.ISecret, grantee: IConstruct): string | undefined {
  const isFar = Resource.isOwnedResource(secret) && !inEnvironmentOf(secret, Stack.of(grantee));
  return isFar ? undefined : secret.secretFullArn;
}

/** What the ARN of a secret is like whose last letters are not known. */
export function secretArnPattern(secret: secretsmanager.ISecret): string {
  return `${secret.secretArn}-??????`;
}
