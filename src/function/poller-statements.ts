// Not exported: statements that several pull sources need.
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { IConstruct } from 'constructs';
import { BROKER_LIST_ACTIONS, CLUSTER_ACTIONS, POLLER_NETWORK_ACTIONS, SECRET_ACTIONS } from './poller-actions';
import { keyStatement } from '../access/key-statement';
import { fullSecretArn, secretArnPattern } from '../cloudformation/secret-arn';

/** What the poller may do with one resource, without a condition: Lambda checks it before it polls, and what it sends then is not documented. */
export function pollerStatement(actions: string[], ...resources: string[]): iam.PolicyStatement {
  return new iam.PolicyStatement({ actions, resources });
}

/** The network interfaces of a poller in a VPC; there is nothing to name before they exist, and nothing at all for the Describe actions. */
export function pollerNetworkStatement(): iam.PolicyStatement {
  return pollerStatement(POLLER_NETWORK_ACTIONS, '*');
}

/** What every mapping of an MSK cluster needs, whatever the way to authenticate. */
export function clusterStatements(clusterArn: string): iam.PolicyStatement[] {
  return [pollerStatement(CLUSTER_ACTIONS, clusterArn), pollerStatement(BROKER_LIST_ACTIONS, '*'), pollerNetworkStatement()];
}

/** Reading through a service what a customer-managed key encrypts; nothing for a key of AWS's. */
export function decryptStatements(key: kms.IKey | undefined, viaService: string, grantee: IConstruct): iam.PolicyStatement[] {
  return key ? [keyStatement({ key, actions: ['Decrypt'], viaService }, grantee)] : [];
}

/**
 * Reading one secret, and using its key for this secret alone.
 *
 * @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/security-encryption.html
 */
export function secretStatements(secret: secretsmanager.ISecret, grantee: IConstruct): iam.PolicyStatement[] {
  const fullArn = fullSecretArn(secret, grantee);
  const arn = fullArn ?? secretArnPattern(secret);
  const key = secret.encryptionKey && keyStatement({
    key: secret.encryptionKey,
    actions: ['Decrypt'],
    viaService: 'secretsmanager',
    context: { [fullArn ? 'StringEquals' : 'StringLike']: { 'kms:EncryptionContext:SecretARN': arn } },
  }, grantee);
  return [pollerStatement(SECRET_ACTIONS, arn), ...key ? [key] : []];
}
