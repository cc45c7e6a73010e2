import { Names, Resource, Stack, Token } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct, IDependable } from 'constructs';
import { refuseOtherRegion } from './place';
import { PushSource, PushSourceConfig } from './push-source';
import { S3Delivery } from './s3-delivery';
import { makeRule, ruleArn } from './s3-event-bridge';
import { refuseUnknownToEventBridge } from './s3-event-pattern';
import { enableEventBridge, hasHandler, literalArn, notifyNatively, resourceOf } from './s3-native';
import { secureNotificationsHandler } from './s3-notifications-handler';
import { NotificationFilter, refuseOverlap } from './s3-overlap';
import { failure } from '../model/failure';

/** Which events of a bucket call the function. */
export interface S3PushSourceOptions {
  /**
   * The events that call the function.
   *
   * @default - [EventType.OBJECT_CREATED], every way of creating an object
   */
  readonly events?: s3.EventType[];

  /**
   * What the key of an object must begin with. Not a pattern.
   *
   * @default - any beginning
   */
  readonly prefix?: string;

  /**
   * What the key of an object must end with. Not a pattern.
   *
   * @default - any end
   */
  readonly suffix?: string;

  /**
   * The account that owns the bucket, twelve digits. Required for an imported bucket, which does not know its owner.
   *
   * @default - the account of the stack that creates the bucket
   */
  readonly bucketOwner?: string;

  /**
   * How the events reach the function.
   *
   * @default S3Delivery.NOTIFICATION
   */
  readonly delivery?: S3Delivery;
}

/**
 * A bucket that calls a function when objects are created, removed or changed.
 *
 * `s3.amazonaws.com` may call for this one bucket, and only while the given account owns it: a bucket's ARN holds no
 * account, and the name of a deleted bucket can be taken by anybody. With `S3Delivery.EVENT_BRIDGE` it is
 * `events.amazonaws.com` that may call, for the one rule that is made for the bucket and the function.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/with-s3.html
 * @example
 *
 * declare const resize: SecureFunction;
 * declare const images: s3.Bucket;
 *
 * new PushTrigger(this, 'OnUpload', {
 *   target: resize,
 *   source: new S3PushSource(images, { events: [s3.EventType.OBJECT_CREATED_PUT], prefix: 'in/', suffix: '.jpg' }),
 * });
 */
export class S3PushSource extends PushSource {
  private readonly delivery: S3Delivery;
  private readonly filter: NotificationFilter;

  /**
   * @param bucket the bucket; one that is imported needs `bucketOwner`
   * @param options which events call the function
   */
  constructor(private readonly bucket: s3.IBucket, private readonly options: S3PushSourceOptions = {}) {
    super();
    if (options.events?.length === 0) {
      throw failure("'events' must name at least one event, got an empty list; leave it out for every way of creating an object", bucket);
    }
    refusePattern(bucket);
    refuseKeyPattern(options, bucket);
    this.delivery = options.delivery ?? S3Delivery.NOTIFICATION;
    this.filter = { events: options.events ?? [s3.EventType.OBJECT_CREATED], prefix: options.prefix, suffix: options.suffix };
    if (this.delivery === S3Delivery.NATIVE) { literalArn(bucket); }
    if (this.delivery === S3Delivery.EVENT_BRIDGE) { refuseUnknownToEventBridge(this.filter.events, bucket); }
  }

  public describe(target: lambda.IFunction): PushSourceConfig {
    const id = `${Names.nodeUniqueId(this.bucket.node)}${this.filterId()}`;
    if (this.delivery === S3Delivery.EVENT_BRIDGE) {
      return { id, servicePrincipal: 'events.amazonaws.com', sourceArns: [ruleArn({ bucket: this.bucket, target, ...this.filter })] };
    }
    return {
      id,
      servicePrincipal: 's3.amazonaws.com',
      sourceArns: [this.delivery === S3Delivery.NATIVE ? literalArn(this.bucket) : this.bucket.bucketArn],
      sourceAccount: ownerOf(this.bucket, this.options.bucketOwner),
      connectedIn: this.bucket,
    };
  }

  public connect(scope: Construct, target: lambda.IFunction, permission: IDependable): void {
    // https://docs.aws.amazon.com/AmazonS3/latest/userguide/how-to-enable-disable-notification-intro.html
    refuseOtherRegion({ kind: 'bucket', env: this.bucket.env }, target, scope, "use a function in the bucket's region, or fan out through SnsPushSource");
    if (this.delivery === S3Delivery.EVENT_BRIDGE) {
      makeRule(scope, { bucket: this.bucket, target, ...this.filter }, ownerOf(this.bucket, this.options.bucketOwner), permission);
      this.tellEventBridge(target);
      return;
    }
    refuseOverlap(this.bucket, this.filter);
    if (this.delivery === S3Delivery.NATIVE) {
      notifyNatively(this.bucket, this.filter, target, permission);
    } else {
      this.notify(target, permission);
    }
  }

  /** By the function that CDK makes to set notifications. */
  private notify(target: lambda.IFunction, permission: IDependable): void {
    const { events, prefix, suffix } = this.filter;
    const destination: s3.IBucketNotificationDestination = {
      bind: () => ({ type: s3.BucketNotificationDestinationType.LAMBDA, arn: target.functionArn, dependencies: [permission] }),
    };
    const filters = prefix || suffix ? [{ prefix, suffix }] : [];
    secureNotificationsHandler(this.bucket, ownerOf(this.bucket, this.options.bucketOwner), target, () => {
      events.forEach((event) => this.bucket.addEventNotification(event, destination, ...filters));
    });
  }

  /** On the bucket itself where that is possible; by CDK's handler for a bucket whose notifications it sets, or that is imported. */
  private tellEventBridge(target: lambda.IFunction): void {
    const resource = resourceOf(this.bucket);
    if (resource && !hasHandler(this.bucket)) {
      enableEventBridge(this.bucket, resource);
    } else {
      const owner = ownerOf(this.bucket, this.options.bucketOwner);
      secureNotificationsHandler(this.bucket, owner, target, () => this.bucket.enableEventBridgeNotification());
    }
  }

  /** Nothing for the default, so that most ids stay short. */
  private filterId(): string {
    const { events = [], prefix = '', suffix = '' } = this.options;
    const filter = prefix || suffix ? `${prefix}*${suffix}` : '';
    const rule = this.delivery === S3Delivery.EVENT_BRIDGE ? 'Rule' : '';
    return [rule, ...events, filter].join('');
  }
}

/** Who owns the bucket: what the user says, else the account of the stack that creates it. An import does not tell. */
function ownerOf(bucket: s3.IBucket, given?: string): string {
  if (given !== undefined) {
    if (!Token.isUnresolved(given) && !/^\d{12}$/.test(given)) {
      throw failure(`'bucketOwner' must be an account of twelve digits, got '${given}'; pass the account that owns the bucket`, bucket);
    }
    return given;
  }
  const stackAccount = Stack.of(bucket).account;
  if (!Resource.isOwnedResource(bucket) && bucket.env.account === stackAccount) {
    throw failure("'bucketOwner' is missing: the bucket is imported and does not know who owns it; pass the owner's account, "
      + "twelve digits, or `Stack.of(this).account` if it is the stack's own", bucket);
  }
  return bucket.env.account;
}

function refusePattern(bucket: s3.IBucket): void {
  const arn = bucket.bucketArn;
  if (/[*?]/.test(arn)) {
    throw failure(`'bucket' must be one bucket, got the pattern '${arn}'; import the bucket by its name`, bucket);
  }
}

/**
 * A `*` where a pattern would have it fits only keys that hold one. CDK's own example has `home/myusername/*`.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-how-to-filtering.html
 */
function refuseKeyPattern({ prefix, suffix }: S3PushSourceOptions, bucket: s3.IBucket): void {
  if (prefix?.endsWith('*')) {
    throw failure(`'prefix' is how keys begin, and no pattern, got '${prefix}', with which S3 would call only for keys that hold a '*'; leave the '*' out`, bucket);
  }
  if (suffix?.startsWith('*')) {
    throw failure(`'suffix' is how keys end, and no pattern, got '${suffix}', with which S3 would call only for keys that hold a '*'; leave the '*' out`, bucket);
  }
}
