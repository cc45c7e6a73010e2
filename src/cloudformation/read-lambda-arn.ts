// Not exported: part of the template reader.
import { Environment } from './read-environment';
import { splitAround } from './read-placeholder';

/** A function as a property names it. */
export interface LambdaName {
  /** The unqualified ARN. */
  readonly arn: string;
  readonly partition: string;
  readonly region: string;
  readonly account: string;
  readonly name: string;
  /** The version or alias; undefined for the function itself. */
  readonly qualifier?: string;
}

/**
 * Reads the name of a function: a name, an ARN or a part of one, with or without a qualifier.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/api/API_AddPermission.html
 */
export function lambdaName(text: string, environment: Environment): LambdaName {
  const parts = splitAround(text, ':');
  // Function, version and alias may be called that too: the first is the word, unless nothing follows it.
  const at = parts.slice(0, -1).indexOf('function');
  const isArn = parts[0] === 'arn' && at === 5;
  const [name, qualifier] = at >= 0 ? parts.slice(at + 1) : parts;
  const partition = isArn ? parts[1] : environment.partition;
  const region = isArn ? parts[3] : environment.region;
  const account = at > 0 ? parts[at - 1] : environment.account;
  return {
    arn: `arn:${partition}:lambda:${region}:${account}:function:${name ?? ''}`,
    partition,
    region,
    account,
    name: name ?? '',
    ...qualifier !== undefined && qualifier !== '$LATEST' && { qualifier },
  };
}
