// Not exported: part of the comparison with what is deployed.
import { existsSync } from 'fs';
import { join } from 'path';
import { readJson } from '../cloudformation/read-file';
import { inName } from '../cloudformation/read-placeholder';
import { failure } from '../model/failure';
import { FunctionAccess } from '../model/function-access';
import { isObject } from '../model/policy-json';

const PLACEHOLDER = /\$\{([^{}:.]+)\.([^{}:.]+)(?:\.([^{}:.]+))?\}|\$\{AWS::(\w+)\}/g;

/** What names of the templates turned out to be: physical names by stack and logical id, as both stand in placeholders. */
export type DeployedNames = ReadonlyMap<string, string>;

/**
 * Reads the output of `aws cloudformation list-stack-resources` of each stack that was saved.
 *
 * @param stackNames the name by which CloudFormation knows a stack, by the one that stands in placeholders
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ListStackResources.html
 */
export function readDeployedNames(directory: string, stackNames: ReadonlyMap<string, string>): DeployedNames {
  const names = new Map<string, string>();
  for (const [stack, stackName] of stackNames) {
    const file = [stackName, stack].map((name) => join(directory, `${name}.json`)).find((path) => existsSync(path));
    if (file === undefined) { continue; }
    const output = readJson(file);
    const summaries: unknown = isObject(output) ? output.StackResourceSummaries ?? output.StackResources : undefined;
    if (!Array.isArray(summaries)) { throw failure(`'${file}' must be what 'aws cloudformation list-stack-resources' prints, got something else`); }
    for (const summary of summaries as unknown[]) {
      if (!isObject(summary)) { continue; }
      const { LogicalResourceId: logicalId, PhysicalResourceId: physicalId, ResourceType: type } = summary;
      if (typeof logicalId === 'string' && typeof physicalId === 'string') {
        names.set(`${inName(stack)}.${inName(logicalId)}`, nameIn(physicalId, type));
      }
    }
  }
  return names;
}

/** The function as it is deployed: values that exist only after deployment are filled in, as far as they are known. */
export function deployedAccess(access: FunctionAccess, names: DeployedNames, arn?: string): FunctionAccess {
  const [, partition, , region, account] = arn?.split(':') ?? [];
  const pseudo = new Map([['Partition', partition], ['Region', region], ['AccountId', account]]);
  return filledIn(access, (text) => text.replace(PLACEHOLDER, (
    whole: string, stack: string | undefined, logicalId: string, attribute: string | undefined, pseudoName: string | undefined,
  ) => {
    if (stack === undefined) { return pseudo.get(pseudoName!) ?? whole; }
    return attribute === undefined || attribute === 'Version' ? names.get(`${stack}.${logicalId}`) ?? whole : whole;
  })) as FunctionAccess;
}

/** A physical id is a name, or an ARN or URL that ends with it. */
function nameIn(physicalId: string, type: unknown): string {
  if (/^(arn:|https:)/.test(physicalId)) { return /[^:/]*$/.exec(physicalId)![0]; }
  return type === 'AWS::Events::Rule' ? physicalId.slice(physicalId.indexOf('|') + 1) : physicalId;
}

function filledIn(value: unknown, fill: (text: string) => string): unknown {
  if (typeof value === 'string') { return fill(value); }
  if (Array.isArray(value)) { return value.map((item) => filledIn(item, fill)); }
  if (typeof value !== 'object' || value === null) { return value; }
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, filledIn(member, fill)]));
}
