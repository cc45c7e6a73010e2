import * as kms from 'aws-cdk-lib/aws-kms';
import * as ssm from 'aws-cdk-lib/aws-ssm';
import { IConstruct } from 'constructs';
import { AccessConfig, IAccess } from './access';
import { AccessOptions } from './access-options';
import { KeyUse } from './key-statement';
import { ServiceStatements } from './service-statements';

/** What the code may do with a parameter. */
export interface ParameterAccessOptions extends AccessOptions {
  /**
   * IAM's names without prefix.
   *
   * @default ['GetParameter']
   */
  readonly actions?: string[];

  /**
   * The customer-managed key of a `SecureString`; a parameter does not tell.
   *
   * @default - the parameter is not encrypted, or with the key that AWS manages
   */
  readonly encryptionKey?: kms.IKey;
}

/**
 * What the code may do with a parameter of Systems Manager: read it, if nothing else is said.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssystemsmanager.html
 *
 * @example
 * declare const limit: ssm.IParameter;
 * declare const resize: SecureFunction;
 * resize.allow(new ParameterAccess(limit));
 */
export class ParameterAccess implements IAccess {
  /** The parameter may be read, alone or with others: `GetParameter`, `GetParameters`. */
  public static reads(parameter: ssm.IParameter, options: ParameterAccessOptions = {}): ParameterAccess {
    return new ParameterAccess(parameter, { ...options, actions: ['GetParameter', 'GetParameters'] });
  }

  private readonly statements: ServiceStatements;

  constructor(parameter: ssm.IParameter, options: ParameterAccessOptions = {}) {
    this.statements = new ServiceStatements({
      service: 'ssm',
      actions: options.actions ?? ['GetParameter'],
      targets: [{ resourceType: 'parameter', arns: [parameter.parameterArn] }],
      options,
      resource: parameter,
      keyUse: (actions) => options.encryptionKey && keyUse(parameter, options.encryptionKey, actions),
    });
  }

  public describe(grantee: IConstruct): AccessConfig {
    return this.statements.describe(grantee);
  }
}

/**
 * Reading decrypts, writing encrypts or, for an advanced parameter, makes a data key.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/services-parameter-store.html
 */
function keyUse(parameter: ssm.IParameter, key: kms.IKey, actions: readonly string[]): KeyUse {
  const reads = actions.some((action) => action.startsWith('GetParameter'));
  const writes = actions.includes('PutParameter');
  return {
    key,
    actions: [...reads ? ['Decrypt'] : [], ...writes ? ['Encrypt', 'GenerateDataKey'] : []],
    viaService: 'ssm',
    context: { StringEquals: { 'kms:EncryptionContext:PARAMETER_ARN': parameter.parameterArn } },
  };
}
