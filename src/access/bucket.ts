import * as s3 from 'aws-cdk-lib/aws-s3';
import { IConstruct } from 'constructs';
import { AccessConfig, IAccess } from './access';
import { AccessOptions } from './access-options';
import { Conditions, hasWildcard } from './conditions';
import { KeyUse } from './key-statement';
import { ServiceStatements } from './service-statements';
import { actionFacts, ActionFacts } from '../authorization/service-authorization';
import { failure } from '../model/failure';

/** Which part of a bucket an access reaches. */
export interface BucketAccessScope extends AccessOptions {
  /**
   * What the keys of the objects begin with: `in/`. A listing is limited to it too: the code must ask for it with `Prefix`.
   *
   * @default - all objects of the bucket
   */
  readonly prefix?: string;
}

/** What the code may do with a bucket. */
export interface BucketAccessOptions extends BucketAccessScope {
  /** IAM's names without prefix: `GetObject`. What acts on objects goes to the objects, what acts on the bucket to the bucket. */
  readonly actions: string[];
}

/**
 * What the code may do with an S3 bucket and its objects.
 *
 * A bucket with a customer-managed key brings the statement on the key.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html
 *
 * @example
 * declare const images: s3.IBucket;
 * declare const resize: SecureFunction;
 * resize.allow(new BucketAccess(images, { actions: ['GetObject'], prefix: 'in/' }));
 */
export class BucketAccess implements IAccess {
  /** Objects may be read: `GetObject`. A key that does not exist is answered with 403 unless `lists` is allowed too. */
  public static reads(bucket: s3.IBucket, options: BucketAccessScope = {}): BucketAccess {
    return new BucketAccess(bucket, { ...options, actions: ['GetObject'] });
  }

  /** Objects may be written, large ones in parts: `PutObject`, `AbortMultipartUpload`. */
  public static writes(bucket: s3.IBucket, options: BucketAccessScope = {}): BucketAccess {
    return new BucketAccess(bucket, { ...options, actions: ['PutObject', 'AbortMultipartUpload'] });
  }

  /** Objects may be deleted: `DeleteObject`. */
  public static deletes(bucket: s3.IBucket, options: BucketAccessScope = {}): BucketAccess {
    return new BucketAccess(bucket, { ...options, actions: ['DeleteObject'] });
  }

  /** Keys may be listed: `ListBucket`. */
  public static lists(bucket: s3.IBucket, options: BucketAccessScope = {}): BucketAccess {
    return new BucketAccess(bucket, { ...options, actions: ['ListBucket'] });
  }

  private readonly statements: ServiceStatements;

  constructor(bucket: s3.IBucket, options: BucketAccessOptions) {
    const prefix = options.prefix ?? '';
    if (hasWildcard(prefix)) {
      throw failure(`'prefix' may not hold a wildcard, got '${prefix}'. Give the beginning of the keys, as in 'in/'; what follows is free`, bucket);
    }
    this.statements = new ServiceStatements({
      service: 's3',
      actions: options.actions,
      targets: [
        { resourceType: 'object', arns: [bucket.arnForObjects(`${prefix}*`)] },
        { resourceType: 'bucket', arns: [bucket.bucketArn], conditions: (action) => prefix ? prefixCondition(prefix, action) : undefined },
      ],
      options,
      resource: bucket,
      sameAccountByDefault: true,
      keyUse: (actions) => bucket.encryptionKey && keyUse(bucket, prefix, actions),
      undeniable: prefix ? undeniableListing(options.actions) : undefined,
    });
  }

  public describe(grantee: IConstruct): AccessConfig {
    return this.statements.describe(grantee);
  }
}

/** Who lists more than the prefix sees its keys too. */
function undeniableListing(actions: readonly string[]): string | undefined {
  const listing = actions.find((action) => actionFacts('s3', action)?.conditionKeys.includes('s3:prefix'));
  return listing && `'prefix' would let a s3:${listing} pass that asks for more than the prefix, so it cannot be denied. Deny ${listing} without 'prefix'`;
}

function prefixCondition(prefix: string, action: ActionFacts): Conditions | undefined {
  return action.conditionKeys.includes('s3:prefix') ? { StringLike: { 's3:prefix': `${prefix}*` } } : undefined;
}

/**
 * Reading decrypts, writing makes a data key, and writing in parts reads the parts' key again.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html
 */
function keyUse(bucket: s3.IBucket, prefix: string, actions: readonly string[]): KeyUse {
  const has = (...names: string[]) => names.some((name) => actions.includes(name));
  const decrypts = has('GetObject', 'GetObjectVersion', 'GetObjectAttributes', 'GetObjectVersionAttributes', 'AbortMultipartUpload', 'ListMultipartUploadParts');
  return {
    key: bucket.encryptionKey!,
    actions: [...decrypts ? ['Decrypt'] : [], ...has('PutObject') ? ['GenerateDataKey'] : []],
    viaService: 's3',
    // The context is the object's ARN, or the bucket's where bucket keys are on; objects keep the form they were written with.
    context: { StringLike: { 'kms:EncryptionContext:aws:s3:arn': [bucket.bucketArn, bucket.arnForObjects(`${prefix}*`)] } },
  };
}
