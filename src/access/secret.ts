import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { IConstruct } from 'constructs';
import { AccessConfig, IAccess } from './access';
import { AccessOptions } from './access-options';
import { checkNames } from './conditions';
import { KeyUse } from './key-statement';
import { ServiceStatements } from './service-statements';
import { fullSecretArn, secretArnPattern } from '../cloudformation/secret-arn';

/** Which version of a secret an access reaches. */
export interface SecretAccessScope extends AccessOptions {
  /**
   * The staging label of the version: `AWSCURRENT`. The code must name it in its request.
   *
   * @default - any version
   */
  readonly versionStage?: string;
}

/** What the code may do with a secret. */
export interface SecretAccessOptions extends SecretAccessScope {
  /**
   * IAM's names without prefix.
   *
   * @default ['GetSecretValue']
   */
  readonly actions?: string[];
}

/**
 * What the code may do with a secret: read its value, if nothing else is said. A customer-managed key brings its statement.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssecretsmanager.html
 *
 * @example
 * declare const password: secretsmanager.ISecret;
 * declare const resize: SecureFunction;
 * resize.allow(new SecretAccess(password));
 */
export class SecretAccess implements IAccess {
  /** The value may be read: `GetSecretValue`. */
  public static reads(secret: secretsmanager.ISecret, options: SecretAccessScope = {}): SecretAccess {
    return new SecretAccess(secret, options);
  }

  /** What a rotation does to the secret: `DescribeSecret`, `GetSecretValue`, `PutSecretValue`, `UpdateSecretVersionStage`. */
  public static rotates(secret: secretsmanager.ISecret, options: AccessOptions = {}): SecretAccess {
    return new SecretAccess(secret, { ...options, actions: ['DescribeSecret', 'GetSecretValue', 'PutSecretValue', 'UpdateSecretVersionStage'] });
  }

  private readonly statements: ServiceStatements;

  constructor(private readonly secret: secretsmanager.ISecret, private readonly options: SecretAccessOptions = {}) {
    const { versionStage } = options;
    checkNames('versionStage', versionStage === undefined ? undefined : [versionStage], secret);
    this.statements = statementsOn(secret, options, secret.secretFullArn);
  }

  public describe(grantee: IConstruct): AccessConfig {
    const fullArn = fullSecretArn(this.secret, grantee);
    const statements = fullArn === this.secret.secretFullArn ? this.statements : statementsOn(this.secret, this.options, fullArn);
    return statements.describe(grantee);
  }
}

/** @param fullArn the ARN with the six letters that Secrets Manager adds to the name, if they are known */
function statementsOn(secret: secretsmanager.ISecret, options: SecretAccessOptions, fullArn?: string): ServiceStatements {
  const { versionStage } = options;
  const conditions = versionStage ? { StringEquals: { 'secretsmanager:VersionStage': versionStage } } : undefined;
  return new ServiceStatements({
    service: 'secretsmanager',
    actions: options.actions ?? ['GetSecretValue'],
    targets: [{
      resourceType: 'Secret',
      arns: [fullArn ?? secretArnPattern(secret)],
      limits: versionStage ? { option: 'versionStage', keys: ['secretsmanager:VersionStage'] } : undefined,
      conditions: () => conditions,
    }],
    options,
    resource: secret,
    sameAccountByDefault: true,
    keyUse: (actions) => secret.encryptionKey && keyUse(secret, actions, fullArn),
    undeniable: versionStage && "'versionStage' would let a request pass that names the version by its id, or none, so it cannot be denied. Leave it out",
  });
}

/**
 * Reading decrypts; writing makes a data key and reads it back.
 *
 * @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/security-encryption.html
 */
function keyUse(secret: secretsmanager.ISecret, actions: readonly string[], fullArn?: string): KeyUse {
  const writes = actions.includes('PutSecretValue') || actions.includes('UpdateSecret');
  const reads = writes || actions.includes('GetSecretValue');
  return {
    key: secret.encryptionKey!,
    actions: [...reads ? ['Decrypt'] : [], ...writes ? ['GenerateDataKey'] : []],
    viaService: 'secretsmanager',
    context: { [fullArn ? 'StringEquals' : 'StringLike']: { 'kms:EncryptionContext:SecretARN': fullArn ?? secretArnPattern(secret) } },
  };
}
