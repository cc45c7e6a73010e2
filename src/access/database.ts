import { ArnFormat, IResource, Stack } from 'aws-cdk-lib';
import * as rds from 'aws-cdk-lib/aws-rds';
import { IConstruct } from 'constructs';
import { AccessConfig, IAccess } from './access';
import { AccessOptions } from './access-options';
import { checkNames } from './conditions';
import { ServiceStatements } from './service-statements';
import { failure } from '../model/failure';

/** As whom the code connects. */
export interface DatabaseAccessOptions extends AccessOptions {
  /** The user of the database, one, by name. */
  readonly user: string;
}

/**
 * Connecting to a database as one user, with a token of IAM instead of a password.
 *
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.IAMDBAuth.IAMPolicy.html
 *
 * @example
 * declare const proxy: rds.IDatabaseProxy;
 * declare const resize: SecureFunction;
 * resize.allow(new DatabaseAccess(proxy, { user: 'app' }));
 */
export class DatabaseAccess implements IAccess {
  private readonly statements: ServiceStatements;

  /** @param database a `DatabaseCluster`, `DatabaseInstance` or `DatabaseProxy` */
  constructor(database: IResource, options: DatabaseAccessOptions) {
    checkNames('user', [options.user], database);
    const arn = Stack.of(database).formatArn({
      service: 'rds-db', resource: 'dbuser', resourceName: `${resourceId(database)}/${options.user}`, arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
    this.statements = new ServiceStatements({
      service: 'rds-db',
      actions: ['connect'],
      targets: [{ resourceType: 'db-user', arns: [arn] }],
      options,
      resource: database,
    });
  }

  public describe(grantee: IConstruct): AccessConfig {
    return this.statements.describe(grantee);
  }
}

/** What IAM knows a database by; neither its name nor its ARN. */
function resourceId(database: IResource): string {
  const either = database as Partial<rds.IDatabaseCluster & rds.IDatabaseInstance & rds.IDatabaseProxy>;
  const { clusterResourceIdentifier, instanceResourceId, dbProxyArn } = either;
  const id = clusterResourceIdentifier ?? instanceResourceId
    ?? (dbProxyArn && Stack.of(database).splitArn(dbProxyArn, ArnFormat.COLON_RESOURCE_NAME).resourceName);
  if (!id) {
    throw failure('a DatabaseAccess needs a cluster, instance or proxy that knows its resource id. Give it when importing: '
      + "'clusterResourceIdentifier' or 'instanceResourceId'", database);
  }
  return id;
}
