import { IConstruct } from 'constructs';
import { AccessConfig, IAccess } from './access';
import { AccessOptions } from './access-options';
import { ResourceStatements } from './resource-statements';

/** Actions of any service, and the resources they are for. */
export interface ServiceAccessOptions extends AccessOptions {
  /** With prefix, as in a policy: `cloudwatch:PutMetricData`. */
  readonly actions: string[];
  /** ARNs. Each goes to the actions that take a resource of its kind; `*` only for actions that take none. */
  readonly resources: string[];
  /**
   * Why actions may reach every resource, with `*`, although they could be given the ARN of one.
   *
   * @default - `*` is refused for an action that takes a resource
   */
  readonly anyResource?: string;
}

/**
 * Any action of any AWS service, checked against the service authorization reference like all the others.
 *
 * For services that have a class of their own, such as `TableAccess`, that class says more with less.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 *
 * @example
 * declare const resize: SecureFunction;
 * resize.allow(new ServiceAccess({
 *   actions: ['rekognition:DetectLabels'],
 *   resources: ['*'], // takes no resource
 * }));
 */
export class ServiceAccess implements IAccess {
  private readonly statements: ResourceStatements;

  constructor(options: ServiceAccessOptions) {
    this.statements = new ResourceStatements(options);
  }

  public describe(grantee: IConstruct): AccessConfig {
    return this.statements.describe(grantee);
  }
}
