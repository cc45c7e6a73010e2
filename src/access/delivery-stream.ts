import * as firehose from 'aws-cdk-lib/aws-kinesisfirehose';
import { IConstruct } from 'constructs';
import { AccessConfig, IAccess } from './access';
import { AccessOptions, ActionAccessOptions } from './access-options';
import { ServiceStatements } from './service-statements';

/**
 * What the code may do with a Firehose delivery stream.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonkinesisfirehose.html
 *
 * @example
 * declare const auditTrail: firehose.IDeliveryStream;
 * declare const resize: SecureFunction;
 * resize.allow(DeliveryStreamAccess.puts(auditTrail));
 */
export class DeliveryStreamAccess implements IAccess {
  /** Records may be written: `PutRecord`, `PutRecordBatch`. */
  public static puts(stream: firehose.IDeliveryStream, options: AccessOptions = {}): DeliveryStreamAccess {
    return new DeliveryStreamAccess(stream, { ...options, actions: ['PutRecord', 'PutRecordBatch'] });
  }

  private readonly statements: ServiceStatements;

  constructor(stream: firehose.IDeliveryStream, options: ActionAccessOptions) {
    this.statements = new ServiceStatements({
      service: 'firehose',
      actions: options.actions,
      targets: [{ resourceType: 'deliverystream', arns: [stream.deliveryStreamArn] }],
      options,
      resource: stream,
    });
  }

  public describe(grantee: IConstruct): AccessConfig {
    return this.statements.describe(grantee);
  }
}
