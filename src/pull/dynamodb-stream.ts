import { Names } from 'aws-cdk-lib';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { withoutTopic } from './kafka-destination';
import { checkStream } from './limits';
import { PullSource, PullSourceConfig } from './pull-source';
import { StreamPullSourceOptions } from './pull-source-options';
import { ExplainedStatement } from '../function/explained-statement';
import { TABLE_STREAM_ACTIONS } from '../function/poller-actions';
import { decryptStatements, pollerStatement } from '../function/poller-statements';
import { failure } from '../model/failure';

/** How Lambda polls the stream of a table. */
export interface DynamoDbStreamPullSourceOptions extends StreamPullSourceOptions {
  /**
   * Where Lambda begins to read: `TRIM_HORIZON` or `LATEST`, which may miss what is written while the mapping comes to life.
   *
   * @default StartingPosition.TRIM_HORIZON
   */
  readonly startingPosition?: lambda.StartingPosition;

  /**
   * Why the role should also be allowed `dynamodb:ListStreams`, for all tables: the action knows no resource. AWS's managed policy
   * has it; Lambda works without.
   *
   * @default - the role is not allowed it
   */
  readonly allowListStreams?: string;
}

/**
 * The stream of a table that Lambda polls for a function.
 *
 * The role may read this one stream, and decrypt with the table's key through DynamoDB. It may not read the table.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html
 * @example
 *
 * declare const resize: SecureFunction;
 * declare const metadata: dynamodb.Table;
 *
 * new PullTrigger(this, 'OnChange', { target: resize, source: new DynamoDbStreamPullSource(metadata, { retryAttempts: 3 }) });
 */
export class DynamoDbStreamPullSource extends PullSource {
  /**
   * @param table a table with a stream; one that is imported needs its `tableStreamArn`
   * @param options how Lambda polls the stream
   */
  constructor(private readonly table: dynamodb.ITable, private readonly options: DynamoDbStreamPullSourceOptions = {}) {
    super();
    checkStream(options, table);
    if (options.startingPosition === lambda.StartingPosition.AT_TIMESTAMP) {
      throw failure("'startingPosition' of a table's stream must be TRIM_HORIZON or LATEST, got AT_TIMESTAMP", table);
    }
    streamOf(table);
  }

  public describe(target: lambda.IFunction): PullSourceConfig {
    const { allowListStreams, startingPosition = lambda.StartingPosition.TRIM_HORIZON, ...options } = this.options;
    const stream = streamOf(this.table);
    return {
      id: Names.nodeUniqueId(this.table.node),
      statements: [
        pollerStatement(TABLE_STREAM_ACTIONS, stream),
        ...allowListStreams ? [new ExplainedStatement({ actions: ['dynamodb:ListStreams'], resources: ['*'] }, allowListStreams)] : [],
        ...decryptStatements(this.table.encryptionKey, 'dynamodb', target),
      ],
      readActions: ['dynamodb:GetRecords', 'dynamodb:GetShardIterator'],
      mapping: { eventSourceArn: stream, ...options, onFailure: withoutTopic(options.onFailure, this.table), startingPosition },
    };
  }
}

function streamOf(table: dynamodb.ITable): string {
  if (!table.tableStreamArn) {
    throw failure("'table' must have a stream, got one without; set 'stream' (in TableV2 'dynamoStream') on the table, or import it with 'tableStreamArn'", table);
  }
  return table.tableStreamArn;
}
