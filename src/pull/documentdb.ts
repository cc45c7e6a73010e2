import { ArnFormat, Names, Stack } from 'aws-cdk-lib';
import * as docdb from 'aws-cdk-lib/aws-docdb';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { checkBatch, checkPosition } from './limits';
import { PullSource, PullSourceConfig } from './pull-source';
import { PullBatchOptions, PullPositionOptions } from './pull-source-options';
import { refuseLongTimeout } from './refused-targets';
import { ExplainedStatement } from '../function/explained-statement';
import { SECRET_ACTIONS } from '../function/poller-actions';
import { pollerNetworkStatement, pollerStatement, secretStatements } from '../function/poller-statements';
import { failure } from '../model/failure';

/** Properties of the change stream of a DocumentDB cluster. */
export interface DocumentDbPullSourceProps extends PullBatchOptions, PullPositionOptions {
  /** The cluster, in the account and region of the function, with change streams on and TLS not switched off. */
  readonly cluster: docdb.IDatabaseCluster;

  /** The database. */
  readonly databaseName: string;

  /** The user name and password of a user of the cluster. */
  readonly secret: secretsmanager.ISecret;

  /**
   * The collection.
   *
   * @default - all collections of the database
   */
  readonly collectionName?: string;

  /**
   * Whether an update brings the whole document along, and not only the change.
   *
   * @default false
   */
  readonly fullDocument?: boolean;

  /**
   * The cluster's parameter group.
   *
   * @default - that of the cluster, if it is made in this app with one; else any parameter group of the account and region
   */
  readonly parameterGroupName?: string;

  /**
   * The cluster's subnet group.
   *
   * @default - that of the cluster, if it is made in this app; else any subnet group of the account and region
   */
  readonly subnetGroupName?: string;
}

/**
 * The change stream of a DocumentDB cluster that Lambda polls for a function.
 *
 * The role may describe the cluster with its parameter group and subnet group, read its secret, and make the network
 * interfaces of the pollers. What the poller may read is up to the cluster.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/with-documentdb.html
 * @example
 *
 * declare const resize: SecureFunction;
 * declare const cluster: docdb.DatabaseCluster;
 *
 * new PullTrigger(this, 'OnChange', {
 *   target: resize,
 *   source: new DocumentDbPullSource({ cluster, databaseName: 'shop', collectionName: 'orders', secret: cluster.secret! }),
 * });
 */
export class DocumentDbPullSource extends PullSource {
  constructor(private readonly props: DocumentDbPullSourceProps) {
    super();
  }

  public describe(target: lambda.IFunction): PullSourceConfig {
    const { cluster, databaseName, collectionName, secret, fullDocument } = this.props;
    const { batchSize, maxBatchingWindow, enabled, startingPositionTimestamp } = this.props;
    checkCluster(this.props, target);
    refuseLongTimeout(target, 'Amazon DocumentDB');
    return {
      id: `${Names.nodeUniqueId(cluster.node)}${databaseName}${collectionName ?? ''}`,
      statements: [...describeStatements(this.props), pollerNetworkStatement(), ...secretStatements(secret, target)],
      readActions: SECRET_ACTIONS,
      documentDb: { databaseName, collectionName, fullDocument: fullDocument ? 'UpdateLookup' : undefined },
      // Lambda connects at once: the instances must be there, and the secret must know where the cluster is.
      waitFor: [cluster],
      mapping: {
        batchSize,
        maxBatchingWindow,
        enabled,
        startingPositionTimestamp,
        eventSourceArn: arnOf(cluster, 'cluster', cluster.clusterIdentifier),
        startingPosition: this.props.startingPosition ?? lambda.StartingPosition.TRIM_HORIZON,
        sourceAccessConfigurations: [{ type: lambda.SourceAccessConfigurationType.BASIC_AUTH, uri: secret.secretArn }],
      },
    };
  }
}

/** DocumentDB is managed through the API of RDS. */
function describeStatements(props: DocumentDbPullSourceProps): iam.PolicyStatement[] {
  const { cluster } = props;
  const resource = cluster.node.defaultChild;
  const made = resource && docdb.CfnDBCluster.isCfnDBCluster(resource) ? resource : undefined;
  return [
    pollerStatement(['rds:DescribeDBClusters'], arnOf(cluster, 'cluster', cluster.clusterIdentifier)),
    groupStatement('rds:DescribeDBClusterParameters', cluster, 'cluster-pg', props.parameterGroupName ?? made?.dbClusterParameterGroupName),
    groupStatement('rds:DescribeDBSubnetGroups', cluster, 'subgrp', props.subnetGroupName ?? made?.dbSubnetGroupName),
  ];
}

function groupStatement(action: string, cluster: docdb.IDatabaseCluster, kind: string, name: string | undefined): iam.PolicyStatement {
  if (name !== undefined) { return pollerStatement([action], arnOf(cluster, kind, name)); }
  return new ExplainedStatement({ actions: [action], resources: [arnOf(cluster, kind, '*')] }, 'The cluster does not tell the names of its groups: '
    + 'https://docs.aws.amazon.com/lambda/latest/dg/with-documentdb.html');
}

function arnOf(cluster: docdb.IDatabaseCluster, resource: string, resourceName: string): string {
  return Stack.of(cluster).formatArn({ service: 'rds', resource, resourceName, arnFormat: ArnFormat.COLON_RESOURCE_NAME });
}

function checkCluster(props: DocumentDbPullSourceProps, target: lambda.IFunction): void {
  const { databaseName, collectionName, parameterGroupName, subnetGroupName } = props;
  checkBatch(props, target);
  checkPosition(props, target);
  for (const [option, value] of Object.entries({ databaseName, collectionName, parameterGroupName, subnetGroupName })) {
    if (value === '' || value?.includes('*') || value?.includes('?')) {
      throw failure(`'${option}' must be one name, got '${value}'; write it out, or leave it out where it is optional`, target);
    }
  }
}
