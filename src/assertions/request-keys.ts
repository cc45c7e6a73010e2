// Not exported: which condition keys a request has.
import { isVariable } from '../model/placeholder';
import { AccessRequest } from '../model/request';
import { Statement } from '../model/statement';

/** What is known of the keys of a request. */
export interface RequestKeys {
  readonly present: { readonly [key: string]: string };
  /** Keys that AWS does not send with such a request. */
  readonly absent: readonly string[];
}

/**
 * The keys of a request, for the policies that decide it. A key that a policy asks for and nobody told is unknown: AWS may
 * send it, so that the outcome cannot be said where it depends on it.
 */
export function keysFor({ present, absent }: RequestKeys, statements: readonly Statement[]): Pick<AccessRequest, 'context' | 'unknownKeys'> {
  const known = new Set([...Object.keys(present), ...absent].map((key) => key.toLowerCase()));
  const asked = new Map(statements.flatMap(keysOf).map((key) => [key.toLowerCase(), key]));
  return {
    context: Object.fromEntries(Object.entries(present).map(([key, value]) => [key, [value]])),
    unknownKeys: [...asked].filter(([key]) => !known.has(key)).map(([, key]) => key).sort(),
  };
}

/** Adds what the user says of the request, which counts more than what is usual. */
export function withContext(keys: RequestKeys, context: { readonly [key: string]: string }): RequestKeys {
  const given = new Set(Object.keys(context).map((key) => key.toLowerCase()));
  const others = Object.entries(keys.present).filter(([key]) => !given.has(key.toLowerCase()));
  return { present: { ...Object.fromEntries(others), ...context }, absent: keys.absent.filter((key) => !given.has(key.toLowerCase())) };
}

/** Conditions ask for keys, and policy variables do. */
function keysOf({ conditions, resources, notResources }: Statement): string[] {
  const texts = [...resources ?? [], ...notResources ?? [], ...conditions.flatMap(({ values }) => values)];
  return [...conditions.map(({ key }) => key), ...texts.flatMap(variablesIn)];
}

function variablesIn(text: string): string[] {
  const found = text.match(/\$\{[^{}]+\}/g) ?? [];
  return found.filter(isVariable).map((variable) => variable.slice(2, -1).split(',')[0].trim());
}
