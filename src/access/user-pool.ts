import * as cognito from 'aws-cdk-lib/aws-cognito';
import { IConstruct } from 'constructs';
import { AccessConfig, IAccess } from './access';
import { AccessOptions, ActionAccessOptions } from './access-options';
import { ServiceStatements } from './service-statements';

/**
 * What the code may do with a Cognito user pool, beyond what its users do by themselves.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncognitouserpools.html
 *
 * @example
 * declare const users: cognito.IUserPool;
 * declare const resize: SecureFunction;
 * resize.allow(new UserPoolAccess(users, { actions: ['AdminGetUser'] }));
 */
export class UserPoolAccess implements IAccess {
  /** Users may be looked up: `AdminGetUser`, `AdminListGroupsForUser`. */
  public static reads(userPool: cognito.IUserPool, options: AccessOptions = {}): UserPoolAccess {
    return new UserPoolAccess(userPool, { ...options, actions: ['AdminGetUser', 'AdminListGroupsForUser'] });
  }

  private readonly statements: ServiceStatements;

  constructor(userPool: cognito.IUserPool, options: ActionAccessOptions) {
    this.statements = new ServiceStatements({
      service: 'cognito-idp',
      actions: options.actions,
      targets: [{ resourceType: 'userpool', arns: [userPool.userPoolArn] }],
      options,
      resource: userPool,
    });
  }

  public describe(grantee: IConstruct): AccessConfig {
    return this.statements.describe(grantee);
  }
}
