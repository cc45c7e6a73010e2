// Not exported: part of the template reader.
import * as data from './aws-managed-policies.json';
import { splitAround } from './read-placeholder';
import { JsonObject } from '../model/policy-json';

/** The document of an AWS managed policy. */
export interface AwsManagedPolicy {
  readonly Version: string;
  readonly Statement: readonly JsonObject[];
}

const DOCUMENTS = new Map<string, AwsManagedPolicy>(Object.entries(data.policies));

/** The document of an AWS managed policy that functions commonly carry; undefined for others. */
export function awsManagedPolicy(arn: string, partition: string): AwsManagedPolicy | undefined {
  const path = splitAround(arn, ':')[5];
  const document = path === undefined ? undefined : DOCUMENTS.get(path.slice('policy/'.length));
  if (!document) { return undefined; }
  const inPartition = JSON.stringify(document).replaceAll('"arn:aws:', `"arn:${partition}:`);
  return JSON.parse(inPartition) as AwsManagedPolicy;
}
