// Not exported: what S3 refuses when it gets a bucket's notifications.
import { Stack, Token } from 'aws-cdk-lib';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { failure } from '../model/failure';

/** Events and the part of the keys that one notification is about. */
export interface NotificationFilter {
  readonly events: readonly s3.EventType[];
  readonly prefix?: string;
  readonly suffix?: string;
}

/** The notifications of each stack by the ARN of the bucket, which may be imported twice. */
const filters = new WeakMap<Stack, Map<string, NotificationFilter[]>>();

/**
 * Refuses a notification that S3 would refuse at deployment: an object may match only one notification for each event.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-how-to-filtering.html
 */
export function refuseOverlap(bucket: s3.IBucket, filter: NotificationFilter): void {
  const known = filters.get(Stack.of(bucket)) ?? new Map<string, NotificationFilter[]>();
  const others = known.get(bucket.bucketArn) ?? [];
  const clash = others.find((other) => overlap(other, filter));
  if (clash || repeats(filter.events)) {
    throw failure(`'events', 'prefix' and 'suffix' must not overlap with another notification of the bucket, got ${describe(filter)} `
      + `${clash ? `beside ${describe(clash)}` : 'with an event that covers another one'}; `
      + 'S3 delivers an event once, so make the filters disjoint, or fan out through SnsPushSource', bucket);
  }
  filters.set(Stack.of(bucket), known.set(bucket.bucketArn, [...others, filter]));
}

function overlap(one: NotificationFilter, other: NotificationFilter): boolean {
  return one.events.some((event) => other.events.some((second) => sameEvent(event, second)))
    && either(one.prefix, other.prefix, (long, short) => long.startsWith(short))
    && either(one.suffix, other.suffix, (long, short) => long.endsWith(short));
}

function repeats(events: readonly s3.EventType[]): boolean {
  return events.some((event, index) => events.slice(index + 1).some((other) => sameEvent(event, other)));
}

/** `s3:ObjectCreated:*` covers `s3:ObjectCreated:Put`. */
function sameEvent(one: string, other: string): boolean {
  return either(one, other, (long, short) => long === short || (short.endsWith('*') && long.startsWith(short.slice(0, -1))));
}

/** Whether a relation holds one way or the other; it cannot be told for a value that is only known at deployment. */
function either(one = '', other = '', holds: (long: string, short: string) => boolean): boolean {
  if (one === '' || other === '') { return true; }
  if (Token.isUnresolved(one) || Token.isUnresolved(other)) { return one === other; }
  return holds(one, other) || holds(other, one);
}

function describe({ events, prefix, suffix }: NotificationFilter): string {
  return `[${events.join(', ')}] with prefix '${prefix ?? ''}' and suffix '${suffix ?? ''}'`;
}
