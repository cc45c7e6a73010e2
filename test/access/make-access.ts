import { Stack } from 'aws-cdk-lib';
import { RESOURCES } from './resources';
import { IAccess } from '../../src/access/access';
import { BucketAccess } from '../../src/access/bucket';
import { TableAccess } from '../../src/access/table';

/** How a case makes an access: `new BucketAccess(bucket, options)`, or `BucketAccess.reads(bucket, options)` with `intent`. */
export interface MakeAccess {
  readonly access: string;
  readonly intent?: string;
  /** A name of `RESOURCES`. */
  readonly on?: string;
  readonly options?: unknown;
}

type Maker = (...args: unknown[]) => IAccess;
type AccessClass = (new (...args: never[]) => IAccess) & { readonly [intent: string]: unknown };

const CLASSES = { BucketAccess, TableAccess } as unknown as { readonly [name: string]: AccessClass };

export function makeAccess({ access, intent, on, options }: MakeAccess, stack: Stack): IAccess {
  const accessClass = CLASSES[access];
  const args = [...on ? [RESOURCES[on](stack)] : [], ...options ? [options] : []];
  return intent ? (accessClass[intent] as Maker)(...args) : new accessClass(...args as never[]);
}
