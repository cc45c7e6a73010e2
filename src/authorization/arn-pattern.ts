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
  const given = places(resource.replace(/\$\{[^}]*\}/g, '*'), true); // a policy variable may be anything
  const known = places(pattern.replace(/\{[^}]*\}/g, '\0'), spans);
  // reachable[n]: the places of `given` up to here and the first n of `known` can be the same text
  let reachable = closure([true], known);
  for (const place of given) {
    reachable = closure(Array.from({ length: known.length + 1 }, (_, index) => step(place, reachable, known, index)), known);
  }
  return reachable[known.length];
}

/** Whether place `index` of `known` can be reached after one more place of the resource. */
function step(place: Place, before: readonly boolean[], known: readonly Place[], index: number): boolean {
  const last = known[index - 1];
  if (place.many) {
    return before.slice(0, index + 1).includes(true); // it can stand for any of the places it passes
  }
  const stays = known[index]?.many === true && before[index] && fits(place, known[index]);
  const moves = last !== undefined && before[index - 1] && fits(place, last);
  return Boolean(stays || moves);
}

function fits(place: Place, other: Place): boolean {
  if (other.many) {
    return other.slashes === true || place.letter !== '/';
  }
  return place.letter === undefined || other.letter === undefined || place.letter === other.letter;
}

/** Adds what can be reached by letting a name be empty. */
function closure(reachable: readonly boolean[], known: readonly Place[]): boolean[] {
  const all: boolean[] = [];
  for (let index = 0; index <= known.length; index++) {
    all[index] = Boolean(reachable[index] || (index > 0 && known[index - 1].many && all[index - 1]));
  }
  return all;
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
