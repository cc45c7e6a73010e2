/**
 * Whether some ARN fits both a resource as a policy writes it, with `*` and `?`, and the pattern of a resource type, with `{Name}`.
 *
 * @param spans whether a name may hold a slash, as the keys of objects and the names of parameters do
 */
export function intersects(resource: string, pattern: string, spans: boolean): boolean {
  const [given, known] = [arnParts(resource), arnParts(pattern)];
  return given.length === known.length && known.every((part, index) => partsIntersect(given[index], part, spans));
}

/** How deep a resource type lies: `table/{TableName}/index/{IndexName}` is deeper than `table/{TableName}`. */
export function depth(pattern: string): number {
  return pattern.split('/').length;
}

/** The words before the first name: `arn:{Partition}:sqs:{Region}:{Account}:` fits any queue, and only queues. */
export function sharesBeginning(resource: string, pattern: string): boolean {
  const [given, known] = [arnParts(resource), arnParts(pattern)];
  const beginning = (known[5] ?? '').split(/[{*]/)[0];
  return given.length === known.length && partsIntersect(given[2], known[2], false) && partsIntersect(given[5], `${beginning}*`, true);
}

/** Six parts; the last one keeps its colons. */
function arnParts(arn: string): string[] {
  const parts = arn.split(':');
  return parts.length < 6 ? parts : [...parts.slice(0, 5), parts.slice(5).join(':')];
}

/** One place of a pattern: a letter that must stand there, any one letter, or any number of letters. */
interface Place {
  readonly letter?: string;
  readonly many?: boolean;
  readonly slashes?: boolean;
}

function partsIntersect(resource: string, pattern: string, spans: boolean): boolean {
  if (resource === pattern || (/^\{[^}]*\}$/.test(pattern) && (spans || !resource.includes('/')))) {
    return true; // most parts of most ARNs
  }
  const given = places(resource.replace(/\$\{[^}]*\}/g, '*'), true); // a policy variable may be anything
  const known = places(pattern.replace(/\{[^}]*\}/g, '\0'), spans);
  // row[n]: the places of `given` up to here and the first n of `known` can be the same text
  let row = [true];
  known.forEach((place, index) => row.push(row[index] && place.many === true));
  for (const place of given) {
    row = nextRow(place, row, known);
  }
  return row[known.length];
}

function nextRow(place: Place, row: readonly boolean[], known: readonly Place[]): boolean[] {
  const next = [place.many === true && row[0]];
  known.forEach((other, index) => {
    const before = row[index] || (other.many === true && row[index + 1]);
    const passes = place.many === true ? row[index + 1] || next[index] : before && fits(place, other);
    next.push(passes || (other.many === true && next[index]));
  });
  return next;
}

function fits(place: Place, other: Place): boolean {
  if (other.many) {
    return other.slashes === true || place.letter !== '/';
  }
  return place.letter === undefined || other.letter === undefined || place.letter === other.letter;
}

function places(text: string, slashes: boolean): Place[] {
  return [...text].map((letter) => {
    switch (letter) {
      case '*': return { many: true, slashes: true };
      case '\0': return { many: true, slashes };
      case '?': return {};
      default: return { letter };
    }
  });
}
