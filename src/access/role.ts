import * as iam from 'aws-cdk-lib/aws-iam';
import { IConstruct } from 'constructs';
import { AccessConfig, IAccess } from './access';
import { AccessOptions } from './access-options';
import { checkNames } from './conditions';
import { ServiceStatements } from './service-statements';

/** How the code takes on a role. */
export interface RoleAccessOptions extends AccessOptions {
  /**
   * The external id that the owner of the role asked for.
   *
   * @default - none
   */
  readonly externalId?: string;
}

/**
 * Taking on one other role. The role must trust the function's role, too.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_permissions-to-switch.html
 *
 * @example
 * declare const partner: iam.IRole;
 * declare const resize: SecureFunction;
 * resize.allow(new RoleAccess(partner, { externalId: '7f3a' }));
 */
export class RoleAccess implements IAccess {
  private readonly statements: ServiceStatements;

  constructor(role: iam.IRole, options: RoleAccessOptions = {}) {
    checkNames('externalId', options.externalId === undefined ? undefined : [options.externalId], role);
    this.statements = new ServiceStatements({
      service: 'sts',
      actions: ['AssumeRole'],
      targets: [{
        resourceType: 'role',
        arns: [role.roleArn],
        conditions: () => options.externalId ? { StringEquals: { 'sts:ExternalId': options.externalId } } : undefined,
      }],
      options,
      resource: role,
      undeniable: options.externalId && "'externalId' would let a request pass that names another or none, so it cannot be denied. Leave it out",
    });
  }

  public describe(grantee: IConstruct): AccessConfig {
    return this.statements.describe(grantee);
  }
}
