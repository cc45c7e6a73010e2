// Not exported: the events of S3 as EventBridge names them.
import { Token } from 'aws-cdk-lib';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { NotificationFilter } from './s3-overlap';
import { failure } from '../model/failure';

/** What tells an event from others of its detail type. */
interface EventName {
  readonly detailTypes: readonly string[];
  readonly detail?: { readonly [field: string]: readonly string[] };
}

const named = (...detailTypes: string[]): EventName => ({ detailTypes });
const created = (reason: string): EventName => ({ detailTypes: ['Object Created'], detail: { reason: [reason] } });
const deleted = (reason: string, type?: string): EventName => ({
  detailTypes: ['Object Deleted'],
  detail: { reason: [reason], ...type !== undefined && { 'deletion-type': [type] } },
});

/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/EventBridge.html */
const NAMES: { readonly [type: string]: EventName } = {
  [s3.EventType.OBJECT_CREATED]: named('Object Created'),
  [s3.EventType.OBJECT_CREATED_PUT]: created('PutObject'),
  [s3.EventType.OBJECT_CREATED_POST]: created('POST Object'),
  [s3.EventType.OBJECT_CREATED_COPY]: created('CopyObject'),
  [s3.EventType.OBJECT_CREATED_COMPLETE_MULTIPART_UPLOAD]: created('CompleteMultipartUpload'),
  [s3.EventType.OBJECT_REMOVED]: deleted('DeleteObject'),
  [s3.EventType.OBJECT_REMOVED_DELETE]: deleted('DeleteObject', 'Permanently Deleted'),
  [s3.EventType.OBJECT_REMOVED_DELETE_MARKER_CREATED]: deleted('DeleteObject', 'Delete Marker Created'),
  [s3.EventType.LIFECYCLE_EXPIRATION]: deleted('Lifecycle Expiration'),
  [s3.EventType.LIFECYCLE_EXPIRATION_DELETE]: deleted('Lifecycle Expiration', 'Permanently Deleted'),
  [s3.EventType.LIFECYCLE_EXPIRATION_DELETE_MARKER_CREATED]: deleted('Lifecycle Expiration', 'Delete Marker Created'),
  [s3.EventType.OBJECT_RESTORE_POST]: named('Object Restore Initiated'),
  [s3.EventType.OBJECT_RESTORE_COMPLETED]: named('Object Restore Completed'),
  [s3.EventType.OBJECT_RESTORE_DELETE]: named('Object Restore Expired'),
  [s3.EventType.LIFECYCLE_TRANSITION]: named('Object Storage Class Changed'),
  [s3.EventType.INTELLIGENT_TIERING]: named('Object Access Tier Changed'),
  [s3.EventType.OBJECT_TAGGING]: named('Object Tags Added', 'Object Tags Deleted'),
  [s3.EventType.OBJECT_TAGGING_PUT]: named('Object Tags Added'),
  [s3.EventType.OBJECT_TAGGING_DELETE]: named('Object Tags Deleted'),
  [s3.EventType.OBJECT_ACL_PUT]: named('Object ACL Updated'),
};

/** Refuses an event that S3 does not send to EventBridge. */
export function refuseUnknownToEventBridge(events: readonly s3.EventType[], bucket: s3.IBucket): void {
  const unknown = events.find((event) => !Object.hasOwn(NAMES, event));
  if (unknown !== undefined) {
    throw failure(`'events' must be events that S3 sends to EventBridge, got '${unknown}'; use S3Delivery.NOTIFICATION for it`, bucket);
  }
}

/** The events of one bucket, for keys with the prefix and the suffix. */
export function eventPattern(bucket: s3.IBucket, { events, prefix, suffix }: NotificationFilter): object {
  const key = keyPattern(prefix, suffix);
  const alternatives = events.map((event) => NAMES[event]).map(({ detailTypes, detail }) => ({
    'detail-type': detailTypes,
    'detail': { bucket: { name: [bucket.bucketName] }, ...key && { object: { key: [key] } }, ...detail },
  }));
  return { source: ['aws.s3'], ...alternatives.length === 1 ? alternatives[0] : { $or: alternatives } };
}

/** Several patterns of one field are alternatives, so a prefix and a suffix together are one wildcard. */
function keyPattern(prefix = '', suffix = ''): object | undefined {
  if (prefix && suffix) { return { wildcard: `${literal(prefix)}*${literal(suffix)}` }; }
  if (prefix) { return { prefix }; }
  return suffix ? { suffix } : undefined;
}

/** A prefix is no pattern, so what EventBridge would take for one is escaped. */
function literal(text: string): string {
  return Token.isUnresolved(text) ? text : text.replace(/[\\*]/g, '\\$&');
}
