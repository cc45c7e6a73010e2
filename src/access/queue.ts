import * as kms from 'aws-cdk-lib/aws-kms';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { IConstruct } from 'constructs';
import { AccessConfig, IAccess } from './access';
import { AccessOptions, ActionAccessOptions } from './access-options';
import { KeyUse } from './key-statement';
import { ServiceStatements } from './service-statements';

/**
 * What the code may do with an SQS queue. A customer-managed key brings its statement.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsqs.html
 *
 * @example
 * declare const retries: sqs.IQueue;
 * declare const resize: SecureFunction;
 * resize.allow(QueueAccess.sends(retries));
 */
export class QueueAccess implements IAccess {
  /** Messages may be sent, one by one or in batches: `SendMessage`. */
  public static sends(queue: sqs.IQueue, options: AccessOptions = {}): QueueAccess {
    return new QueueAccess(queue, { ...options, actions: ['SendMessage'] });
  }

  /** Messages may be taken from the queue by the code itself: `ReceiveMessage`, `DeleteMessage`. For a trigger use `PullTrigger`. */
  public static receives(queue: sqs.IQueue, options: AccessOptions = {}): QueueAccess {
    return new QueueAccess(queue, { ...options, actions: ['ReceiveMessage', 'DeleteMessage'] });
  }

  private readonly statements: ServiceStatements;

  constructor(queue: sqs.IQueue, options: ActionAccessOptions) {
    this.statements = new ServiceStatements({
      service: 'sqs',
      actions: options.actions,
      targets: [{ resourceType: 'queue', arns: [queue.queueArn] }],
      options,
      resource: queue,
      sameAccountByDefault: true,
      keyUse: (actions) => queue.encryptionMasterKey && keyUse(queue.encryptionMasterKey, actions),
    });
  }

  public describe(grantee: IConstruct): AccessConfig {
    return this.statements.describe(grantee);
  }
}

/**
 * Sending makes a data key and reads it back, receiving reads it.
 *
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html
 */
function keyUse(key: kms.IKey, actions: readonly string[]): KeyUse {
  const sends = actions.includes('SendMessage');
  const decrypts = sends || actions.includes('ReceiveMessage');
  return { key, actions: [...decrypts ? ['Decrypt'] : [], ...sends ? ['GenerateDataKey'] : []], viaService: 'sqs' };
}
