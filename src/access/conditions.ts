// Not exported: how the conditions of a statement are put together.
import { IConstruct } from 'constructs';
import { failure } from '../model/failure';

/** Conditions of a statement: operator, condition key, value. */
export interface Conditions {
  readonly [operator: string]: { readonly [key: string]: unknown };
}

/**
 * All the conditions at once.
 *
 * INVARIANT: an operator and key that two parts set never reaches this place; one of them would be lost.
 */
export function allOf(...parts: (Conditions | undefined)[]): Conditions {
  const all: { [operator: string]: { [key: string]: unknown } } = {};
  for (const part of parts) {
    for (const [operator, keys] of Object.entries(part ?? {})) {
      all[operator] = { ...all[operator], ...keys };
    }
  }
  return all;
}

/** Whether a text holds a character that IAM reads as a wildcard. `${*}` and `${?}` are how a policy writes the character itself. */
export function hasWildcard(text: string): boolean {
  return /[*?]/.test(text.replaceAll('${*}', '').replaceAll('${?}', ''));
}

/** `StringLike` for a value with wildcards, `StringEquals` for the others. */
export function stringOperator(values: readonly string[]): string {
  return values.some(hasWildcard) ? 'StringLike' : 'StringEquals';
}

/** Refuses names that are empty or patterns: a limit that is a pattern would be wider than it looks. */
export function checkNames(option: string, names: readonly string[] | undefined, path?: IConstruct): void {
  if (names?.length === 0 || names?.some((name) => name.trim() === '')) {
    throw failure(`'${option}' is empty, which would allow nothing. Name what the code uses`, path);
  }
  const pattern = names?.find(hasWildcard);
  if (pattern !== undefined) {
    throw failure(`'${option}' takes a name, not a pattern, got '${pattern}'. Write it out`, path);
  }
}
