// Not exported: part of the template reader.
import { own } from './read-stack';
import { JsonObject, isObject } from '../model/policy-json';

/** Tasks that invoke a function which their arguments name. */
const INVOKE = /:states:::(aws-sdk:)?lambda:invoke(\.\w+)?$/i;

/**
 * The functions that the tasks of a definition invoke, as an ARN or a name with its qualifier. Undefined for a definition that is
 * no JSON.
 *
 * @param definition in the Amazon States Language
 * @param substitutions what stands in the definition as `${Work}`
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/connect-lambda.html
 */
export function invokedByTasks(definition: string, substitutions: ReadonlyMap<string, string>): string[] | undefined {
  const written = definition.replace(/\$\{([\w.-]+)\}/g, (text, key: string) => {
    const value = substitutions.get(key);
    return value === undefined ? text : JSON.stringify(value).slice(1, -1);
  });
  const found = new Set<string>();
  const whole = parsed(written);
  const open = [whole];
  while (open.length > 0) {
    const value = open.pop();
    if (typeof value !== 'object' || value === null) { continue; }
    const name = isObject(value) ? invokedBy(value) : undefined;
    if (name !== undefined) { found.add(name); }
    for (const inner of Object.values(value)) { open.push(inner); } // there may be more than arguments can be
  }
  return whole === undefined ? undefined : [...found].sort();
}

/** Whether a text is the ARN of a function, whatever stands in it before deployment. */
export function isFunctionArn(text: string): boolean {
  return /^arn:[^ ]+:function:/.test(text);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function invokedBy(state: JsonObject): string | undefined {
  const resource = own(state, 'Resource');
  if (typeof resource !== 'string') { return undefined; }
  if (isFunctionArn(resource)) { return resource; }
  if (!INVOKE.test(resource)) { return undefined; }
  const given = own(state, 'Parameters') ?? own(state, 'Arguments');
  if (!isObject(given)) { return undefined; }
  const [name, qualifier] = [own(given, 'FunctionName'), own(given, 'Qualifier')];
  if (typeof name !== 'string') { return undefined; }
  return typeof qualifier === 'string' ? `${name}:${qualifier}` : name;
}
