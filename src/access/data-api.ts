import * as rds from 'aws-cdk-lib/aws-rds';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { IConstruct } from 'constructs';
import { AccessConfig, IAccess } from './access';
import { AccessOptions } from './access-options';
import { SecretAccess } from './secret';
import { ServiceStatements } from './service-statements';

/** What the code may do through the Data API. */
export interface DataApiAccessOptions extends AccessOptions {
  /** The secret with the database user: the Data API reads it for the code. */
  readonly secret: secretsmanager.ISecret;
  /**
   * IAM's names without prefix.
   *
   * @default ['ExecuteStatement']
   */
  readonly actions?: string[];
}

/**
 * Running SQL on an Aurora cluster through the Data API.
 *
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/data-api.access.html
 *
 * @example
 * declare const cluster: rds.IDatabaseCluster;
 * declare const user: secretsmanager.ISecret;
 * declare const resize: SecureFunction;
 * resize.allow(new DataApiAccess(cluster, { secret: user }));
 */
export class DataApiAccess implements IAccess {
  /** Transactions too: `BeginTransaction`, `ExecuteStatement`, `BatchExecuteStatement`, `CommitTransaction`, `RollbackTransaction`. */
  public static transacts(cluster: rds.IDatabaseCluster, options: DataApiAccessOptions): DataApiAccess {
    const actions = ['BeginTransaction', 'ExecuteStatement', 'BatchExecuteStatement', 'CommitTransaction', 'RollbackTransaction'];
    return new DataApiAccess(cluster, { ...options, actions });
  }

  private readonly statements: ServiceStatements;
  private readonly secret: SecretAccess;

  constructor(cluster: rds.IDatabaseCluster, options: DataApiAccessOptions) {
    this.statements = new ServiceStatements({
      service: 'rds-data',
      actions: options.actions ?? ['ExecuteStatement'],
      targets: [{ resourceType: 'cluster', arns: [cluster.clusterArn] }],
      options,
      resource: cluster,
    });
    this.secret = new SecretAccess(options.secret);
  }

  public describe(grantee: IConstruct): AccessConfig {
    const own = this.statements.describe(grantee);
    return { ...own, statements: [...own.statements, ...this.secret.describe(grantee).statements] };
  }
}
