// Not exported: what counts as a wildcard is the rules' own question.
import { pieces } from '../model/placeholder';

/** Whether a pattern holds `*` or `?`. What stands in `${…}` is a value or, as `${*}`, the character itself. */
export function hasWildcard(pattern: string): boolean {
  return pieces(pattern).some(({ kind }) => kind === 'WILDCARD');
}

/** Whether a pattern names nothing at all: `*`, or a resource such as `*:*`. */
export function isOnlyWildcards(pattern: string): boolean {
  return hasWildcard(pattern) && /^[*?/:]+$/.test(pattern);
}
