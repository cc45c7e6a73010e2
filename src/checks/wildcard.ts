// Not exported: what counts as a wildcard is the rules' own question.

const PLACEHOLDER = /\$\{[^{}]*\}/g;

/** Whether a pattern holds `*` or `?`. What stands in `${…}` is a value or, as `${*}`, the character itself. */
export function hasWildcard(pattern: string): boolean {
  return /[*?]/.test(pattern.replace(PLACEHOLDER, 'x'));
}

/** Whether a pattern names nothing at all: `*`, or a resource such as `*:*`. */
export function isOnlyWildcards(pattern: string): boolean {
  return hasWildcard(pattern) && /^[*?/:]+$/.test(pattern);
}
