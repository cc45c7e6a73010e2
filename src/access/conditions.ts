// Not exported: how the conditions of a statement are put together.

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
