import { Stack } from 'aws-cdk-lib';
import { RESOURCES } from './resources';
import { IAccess } from '../../src/access/access';
import { ApiAccess } from '../../src/access/api';
import { BucketAccess } from '../../src/access/bucket';
import { ConnectionAccess } from '../../src/access/connection';
import { DataApiAccess } from '../../src/access/data-api';
import { DatabaseAccess } from '../../src/access/database';
import { DeliveryStreamAccess } from '../../src/access/delivery-stream';
import { EmailAccess } from '../../src/access/email';
import { EventBusAccess } from '../../src/access/event-bus';
import { FileSystemAccess } from '../../src/access/file-system';
import { GraphqlAccess } from '../../src/access/graphql';
import { InvokeAccess } from '../../src/access/invoke';
import { KeyAccess } from '../../src/access/key';
import { KinesisStreamAccess } from '../../src/access/kinesis-stream';
import { MetricAccess } from '../../src/access/metric';
import { ModelAccess } from '../../src/access/model';
import { ParameterAccess } from '../../src/access/parameter';
import { QueueAccess } from '../../src/access/queue';
import { RoleAccess } from '../../src/access/role';
import { ScheduleAccess } from '../../src/access/schedule';
import { SearchAccess } from '../../src/access/search';
import { SecretAccess } from '../../src/access/secret';
import { ServiceAccess } from '../../src/access/service';
import { StateMachineAccess } from '../../src/access/state-machine';
import { TableAccess } from '../../src/access/table';
import { TopicAccess } from '../../src/access/topic';
import { UserPoolAccess } from '../../src/access/user-pool';

/** How a case makes an access: `new BucketAccess(bucket, options)`, or `BucketAccess.reads(bucket, options)` with `intent`. */
export interface MakeAccess {
  readonly access: string;
  readonly intent?: string;
  /** A name of `RESOURCES`, or the text itself. */
  readonly on?: string;
  /** Where a text is `@name` it stands for that resource, or for what is at the end of a path: `@table.tableArn`. */
  readonly options?: unknown;
}

type Maker = (...args: unknown[]) => IAccess;
type AccessClass = (new (...args: never[]) => IAccess) & { readonly [intent: string]: unknown };

/** Every access class. */
export const CLASSES = {
  ApiAccess,
  BucketAccess,
  ConnectionAccess,
  DataApiAccess,
  DatabaseAccess,
  DeliveryStreamAccess,
  EmailAccess,
  EventBusAccess,
  FileSystemAccess,
  GraphqlAccess,
  InvokeAccess,
  KeyAccess,
  KinesisStreamAccess,
  MetricAccess,
  ModelAccess,
  ParameterAccess,
  QueueAccess,
  RoleAccess,
  ScheduleAccess,
  SearchAccess,
  SecretAccess,
  ServiceAccess,
  StateMachineAccess,
  TableAccess,
  TopicAccess,
  UserPoolAccess,
} as unknown as { readonly [name: string]: AccessClass };

export function makeAccess({ access, intent, on, options }: MakeAccess, stack: Stack): IAccess {
  const accessClass = CLASSES[access];
  const args = [...on !== undefined ? [RESOURCES[on]?.(stack) ?? on] : [], ...options ? [withResources(options, stack)] : []];
  return intent ? (accessClass[intent] as Maker)(...args) : new accessClass(...args as never[]);
}

function withResources(value: unknown, stack: Stack): unknown {
  if (typeof value === 'string' && value.startsWith('@')) {
    const [name, attribute] = value.slice(1).split('.');
    const resource = RESOURCES[name](stack);
    return attribute ? (resource as { [attribute: string]: unknown })[attribute] : resource;
  }
  if (Array.isArray(value)) {
    return value.map((inner) => withResources(inner, stack));
  }
  return typeof value === 'object' && value !== null
    ? Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withResources(inner, stack)])) : value;
}
