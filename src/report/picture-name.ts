// Not exported: what callers and resources are called in a picture.
import { callerWords } from './principal-words';
import { plainSentence } from './sentence';
import { arnParts } from '../model/placeholder';
import { Statement } from '../model/statement';

/** Who comes in by a statement: the resource for which a service acts is the better name; where there is none, the caller itself. */
export function callerName(line: Statement): string {
  return line.conditions.find(({ key }) => key.toLowerCase() === 'aws:sourcearn')?.values.join(' or ') ?? plainSentence(callerWords(line));
}

/**
 * `s3 images`, from an ARN; anything else as it is.
 *
 * @param accounts an ARN of another account than these names it
 */
export function pictureName(name: string, accounts: ReadonlySet<string>): string {
  if (name === '*') { return 'any resource'; }
  const [prefix, , service, , account, resource] = arnParts(name);
  if (prefix !== 'arn' || resource === undefined) { return name; }
  return `${service} ${resource}${account === '' || accounts.has(account) ? '' : ` in account ${account}`}`;
}
