// Not exported: what a customer-managed key adds to the access of the resource that it encrypts.
import { Arn, ArnFormat, Resource, Stack, Token } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import { IConstruct } from 'constructs';
import { allOf, Conditions } from './conditions';
import { viaService } from '../cloudformation/via-service';

/** How a service uses a key for its caller. */
export interface KeyUse {
  readonly key: kms.IKey;
  /** Without prefix: `Decrypt`. */
  readonly actions: string[];
  /** The service that calls KMS, as in its endpoint: `s3`. */
  readonly viaService: string;
  /** Conditions on the encryption context, where AWS documents it. */
  readonly context?: Conditions;
}

/**
 * The statement on the key: exact actions, and only for calls that come through the service.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-via-service
 */
export function keyStatement(use: KeyUse, grantee: IConstruct): iam.PolicyStatement {
  // The key is in the region of the resource, which need not be the region of the function.
  const region = Token.isUnresolved(use.key.env.region) ? Stack.of(grantee).region : use.key.env.region;
  return new iam.PolicyStatement({
    actions: use.actions.map((action) => `kms:${action}`),
    resources: [keyArn(use.key)],
    conditions: allOf({ StringEquals: { 'kms:ViaService': viaService(use.viaService, region) } }, aliasCondition(use.key), use.context),
  });
}

/** The ARN of the key. KMS checks the key, never its alias: with the ARN of an alias a statement allows nothing. */
export function keyArn(key: kms.IKey): string {
  if (!isAlias(key)) {
    return key.keyArn;
  }
  if (Resource.isOwnedResource(key)) {
    return key.aliasTargetKey.keyArn;
  }
  return Arn.format({ service: 'kms', resource: 'key', resourceName: '*', arnFormat: ArnFormat.SLASH_RESOURCE_NAME }, Stack.of(key));
}

/** For a key that is only known by its alias: any key, as long as it has the alias. */
export function aliasCondition(key: kms.IKey): Conditions | undefined {
  return isAlias(key) && !Resource.isOwnedResource(key) ? { 'ForAnyValue:StringEquals': { 'kms:ResourceAliases': key.aliasName } } : undefined;
}

function isAlias(key: kms.IKey): key is kms.IAlias {
  return 'aliasName' in key;
}
