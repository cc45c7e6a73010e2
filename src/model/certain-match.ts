import { MANY, MANY_IN_PART, PatternSymbol, isMany, takesMany, takesOne } from './symbols';

/**
 * Whether a pattern matches a text whatever the placeholders turn out to be. The text may be a pattern too: then, whether
 * everything that it matches is matched.
 *
 * The cost is bounded by the product of both lengths.
 */
export function certainlyMatches(pattern: readonly PatternSymbol[], text: readonly PatternSymbol[]): boolean {
  let start = 0;
  while (start < pattern.length && !isWildcard(pattern[start])) {
    if (pattern[start] !== text[start]) { return false; }
    start++;
  }
  if (start === pattern.length) { return start === text.length; }
  return pattern.includes(MANY_IN_PART, start) ? followed(pattern, text, start) : retried(pattern, text, start);
}

/** The fast way, where every `*` matches all characters: only the last `*` that was passed is worth another try. */
function retried(pattern: readonly PatternSymbol[], text: readonly PatternSymbol[], start: number): boolean {
  const end = pattern.length;
  let place = start;
  let retry = -1;
  let resume = 0;
  for (let at = start; at < text.length;) {
    const step = pattern[place];
    if (place < end && step === MANY) {
      retry = ++place;
      resume = at;
      if (place === end) { return true; }
    } else if (place < end && (step === text[at] || takesOne(step, text[at]))) {
      place++;
      at++;
    } else if (retry >= 0) {
      place = retry;
      at = ++resume;
    } else {
      return false;
    }
  }
  return place === end || (place === end - 1 && pattern[place] === MANY);
}

/** Follows all ways through the pattern at once. */

function followed(pattern: readonly PatternSymbol[], text: readonly PatternSymbol[], start: number): boolean {
  const end = pattern.length;
  const seen = new Int32Array(end + 1).fill(-1);
  let places: number[] = [];
  let next: number[] = [];
  const enter = (place: number, round: number) => {
    for (let at = place; seen[at] !== round; at++) {
      seen[at] = round;
      next.push(at);
      if (!isMany(pattern[at])) { return; }
    }
  };
  enter(start, start);
  for (let round = start; round < text.length && next.length > 0; round++) {
    [places, next] = [next, places];
    next.length = 0;
    for (const place of places) {
      const step = pattern[place];
      if (step === MANY && place === end - 1) { return true; }
      if (isMany(step)) {
        if (takesMany(step, text[round])) { enter(place, round + 1); }
      } else if (place < end && (step === text[round] || takesOne(step, text[round]))) {
        enter(place + 1, round + 1);
      }
    }
  }
  return next.includes(end);
}

function isWildcard(symbol: PatternSymbol): boolean {
  return typeof symbol === 'number' && symbol < 0;
}
