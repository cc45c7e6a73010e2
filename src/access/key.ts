import * as kms from 'aws-cdk-lib/aws-kms';
import { IConstruct } from 'constructs';
import { AccessConfig, IAccess } from './access';
import { AccessOptions, ActionAccessOptions } from './access-options';
import { allOf } from './conditions';
import { aliasCondition, keyArn } from './key-statement';
import { ServiceStatements } from './service-statements';

/** For which data a key may be used. */
export interface KeyAccessScope extends AccessOptions {
  /**
   * The encryption context that the code must give, by name.
   *
   * @default - any context, or none
   * @see https://docs.aws.amazon.com/kms/latest/developerguide/encrypt_context.html
   */
  readonly encryptionContext?: { [name: string]: string };
}

/** What the code may do with a key. */
export interface KeyAccessOptions extends KeyAccessScope, ActionAccessOptions {
}

/**
 * What the code may do with a KMS key by itself. Keys of buckets, queues, tables … come with the access to these.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_awskeymanagementservice.html
 *
 * @example
 * declare const key: kms.IKey;
 * declare const resize: SecureFunction;
 * resize.allow(new KeyAccess(key, { actions: ['Decrypt'], encryptionContext: { tenant: '7' } }));
 */
export class KeyAccess implements IAccess {
  /** Data may be decrypted: `Decrypt`. */
  public static decrypts(key: kms.IKey, options: KeyAccessScope = {}): KeyAccess {
    return new KeyAccess(key, { ...options, actions: ['Decrypt'] });
  }

  /** Data may be encrypted, also under a data key: `Encrypt`, `GenerateDataKey`. */
  public static encrypts(key: kms.IKey, options: KeyAccessScope = {}): KeyAccess {
    return new KeyAccess(key, { ...options, actions: ['Encrypt', 'GenerateDataKey'] });
  }

  /** Messages may be signed: `Sign`. */
  public static signs(key: kms.IKey, options: AccessOptions = {}): KeyAccess {
    return new KeyAccess(key, { ...options, actions: ['Sign'] });
  }

  private readonly statements: ServiceStatements;

  constructor(key: kms.IKey, options: KeyAccessOptions) {
    const context = Object.entries(options.encryptionContext ?? {}).map(([name, value]) => [`kms:EncryptionContext:${name}`, value] as const);
    const conditions = allOf(aliasCondition(key), context.length > 0 ? { StringEquals: Object.fromEntries(context) } : undefined);
    this.statements = new ServiceStatements({
      service: 'kms',
      actions: options.actions,
      targets: [{
        resourceType: 'key',
        arns: [keyArn(key)],
        limits: { option: 'encryptionContext', keys: context.map(([name]) => name) },
        conditions: () => conditions,
      }],
      options,
      resource: key,
      sameAccountByDefault: true,
    });
  }

  public describe(grantee: IConstruct): AccessConfig {
    return this.statements.describe(grantee);
  }
}
