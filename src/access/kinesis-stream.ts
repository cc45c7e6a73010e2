import * as kinesis from 'aws-cdk-lib/aws-kinesis';
import * as kms from 'aws-cdk-lib/aws-kms';
import { IConstruct } from 'constructs';
import { AccessConfig, IAccess } from './access';
import { AccessOptions, ActionAccessOptions } from './access-options';
import { KeyUse } from './key-statement';
import { ServiceStatements } from './service-statements';

/**
 * What the code may do with a Kinesis data stream. A customer-managed key brings its statement.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonkinesisdatastreams.html
 *
 * @example
 * declare const clicks: kinesis.IStream;
 * declare const resize: SecureFunction;
 * resize.allow(KinesisStreamAccess.puts(clicks));
 */
export class KinesisStreamAccess implements IAccess {
  /** Records may be written: `PutRecord`, `PutRecords`. */
  public static puts(stream: kinesis.IStream, options: AccessOptions = {}): KinesisStreamAccess {
    return new KinesisStreamAccess(stream, { ...options, actions: ['PutRecord', 'PutRecords'] });
  }

  /** Records may be read by the code itself: `GetRecords`, `GetShardIterator`, `ListShards`. For a trigger use `PullTrigger`. */
  public static reads(stream: kinesis.IStream, options: AccessOptions = {}): KinesisStreamAccess {
    return new KinesisStreamAccess(stream, { ...options, actions: ['GetRecords', 'GetShardIterator', 'ListShards'] });
  }

  private readonly statements: ServiceStatements;

  constructor(stream: kinesis.IStream, options: ActionAccessOptions) {
    this.statements = new ServiceStatements({
      service: 'kinesis',
      actions: options.actions,
      targets: [{ resourceType: 'stream', arns: [stream.streamArn] }],
      options,
      resource: stream,
      keyUse: (actions) => stream.encryptionKey && keyUse(stream.encryptionKey, actions),
    });
  }

  public describe(grantee: IConstruct): AccessConfig {
    return this.statements.describe(grantee);
  }
}

/**
 * Writing makes a data key, reading reads it.
 *
 * @see https://docs.aws.amazon.com/streams/latest/dev/permissions-user-key-KMS.html
 */
function keyUse(key: kms.IKey, actions: readonly string[]): KeyUse {
  const writes = actions.includes('PutRecord') || actions.includes('PutRecords');
  const reads = actions.includes('GetRecords');
  return { key, actions: [...reads ? ['Decrypt'] : [], ...writes ? ['GenerateDataKey'] : []], viaService: 'kinesis' };
}
