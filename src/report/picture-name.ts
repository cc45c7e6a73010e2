// Not exported: what callers and resources are called in a picture.
import { callerWords } from './principal-words';
import { plainSentence } from './sentence';
import { isDemanded } from '../model/demanded';
import { arnParts } from '../model/placeholder';
import { Statement } from '../model/statement';

/** Who comes in by a statement: the resource for which a service acts is the better name; where there is none, the caller itself. */
export function callerName(line: Statement): string {
  return callerNames(line).join(' or ');
}

/** The same for a picture. */
export function callerLabel(line: Statement, accounts: ReadonlySet<string>): string {
  return callerNames(line).map((name) => pictureName(name, accounts)).join(' or ');
}

function callerNames(line: Statement): readonly string[] {
  const sources = line.conditions.find((condition) => condition.key.toLowerCase() === 'aws:sourcearn' && isDemanded(condition));
  return sources?.values ?? [plainSentence(callerWords(line))];
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
