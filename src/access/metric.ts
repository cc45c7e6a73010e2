import { IConstruct } from 'constructs';
import { AccessConfig, IAccess } from './access';
import { AccessOptions } from './access-options';
import { checkNames } from './conditions';
import { ResourceStatements } from './resource-statements';
import { failure } from '../model/failure';

/**
 * Writing metrics into one namespace of CloudWatch. AWS knows no resource for it, so the namespace is what limits it.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/iam-cw-condition-keys-namespace.html
 *
 * @example
 * declare const resize: SecureFunction;
 * resize.allow(new MetricAccess('Shop/Images'));
 */
export class MetricAccess implements IAccess {
  private readonly statements: ResourceStatements;

  constructor(namespace: string, options: AccessOptions = {}) {
    checkNames('namespace', [namespace]);
    if (Object.values(options.conditions ?? {}).some((keys) => 'cloudwatch:namespace' in keys)) {
      throw failure("'conditions' sets 'cloudwatch:namespace', which the namespace of this access sets too. Leave it out");
    }
    this.statements = new ResourceStatements({
      ...options,
      actions: ['cloudwatch:PutMetricData'],
      resources: ['*'],
      conditions: {
        ...options.conditions,
        StringEquals: { ...options.conditions?.StringEquals, 'cloudwatch:namespace': namespace },
      },
    });
  }

  public describe(grantee: IConstruct): AccessConfig {
    return this.statements.describe(grantee);
  }
}
