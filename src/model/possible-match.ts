import { resourceOf } from './placeholder';
import { COLON, DIGIT, ONE, ONE_IN_PART, PatternSymbol, isMany, takesMany, unfolded } from './symbols';

/** A symbol after placeholders were unfolded into the characters they may turn out to be. */
interface Step {
  readonly symbol: number;
  /** The placeholder that begins here, and the place after it. */
  readonly placeholder?: string;
  readonly after?: number;
}

const LIMIT = 4_000_000; // INVARIANT: bounded; beyond it a match is taken for possible, so nothing wrong is said.

/**
 * Whether a pattern could match a text for some values of the placeholders in both.
 *
 * Two placeholders of different resources are different values. A placeholder is equal to itself.
 */
export function possiblyMatches(pattern: readonly PatternSymbol[], text: readonly PatternSymbol[]): boolean {
  const left = steps(pattern);
  const right = steps(text);
  const width = right.length + 1;
  if ((left.length + 1) * width > LIMIT) { return true; }
  const seen = new Uint8Array((left.length + 1) * width);
  const open: number[] = [];
  const enter = (i: number, j: number) => {
    if (i > left.length || j > right.length || seen[i * width + j]) { return; }
    seen[i * width + j] = 1;
    open.push(i * width + j);
  };
  enter(0, 0);
  for (let state = open.pop(); state !== undefined; state = open.pop()) {
    const i = Math.floor(state / width);
    const j = state % width;
    if (i === left.length && j === right.length) { return true; }
    follow(left, i, right, j, enter);
  }
  return false;
}

function follow(left: readonly Step[], i: number, right: readonly Step[], j: number, enter: (i: number, j: number) => void): void {
  const a = left[i];
  const b = right[j];
  if (a?.placeholder && b?.placeholder) {
    if (a.placeholder === b.placeholder) {
      enter(a.after!, b.after!);
      return;
    }
    if (areDifferent(a.placeholder, b.placeholder) && endAlike(left, a.after!, right, b.after!)) { return; }
  }
  if (a && isMany(a.symbol)) {
    enter(i + 1, j);
    if (b && takesMany(a.symbol, widest(b.symbol))) { enter(i, j + 1); }
  }
  if (b && isMany(b.symbol)) {
    enter(i, j + 1);
    if (a && takesMany(b.symbol, widest(a.symbol))) { enter(i + 1, j); }
  }
  if (a && b && overlap(a.symbol, b.symbol)) { enter(i + 1, j + 1); }
}

/** A wildcard may turn out to be a character that `*` takes, even where it may also be a colon. */
function widest(symbol: number): number {
  return symbol < 0 ? DIGIT : symbol;
}

function overlap(a: number, b: number): boolean {
  if (isMany(a) || isMany(b)) { return false; }
  if (a >= 0 && b >= 0) { return a === b; }
  return (a < 0 || mayBe(b, a)) && (b < 0 || mayBe(a, b));
}

function mayBe(wildcard: number, char: number): boolean {
  if (wildcard === ONE) { return true; }
  return wildcard === ONE_IN_PART ? char !== COLON : char >= 48 && char <= 57;
}

function areDifferent(a: string, b: string): boolean {
  const resource = resourceOf(a);
  return resource !== undefined && resourceOf(b) !== undefined && resource !== resourceOf(b);
}

/**
 * Whether two names that begin at the same place must also end at the same place, so that different names do not match:
 * both are followed by a separator or by the end, or by the same plain text up to the end.
 */
function endAlike(left: readonly Step[], i: number, right: readonly Step[], j: number): boolean {
  if (isSeparator(left[i]) && isSeparator(right[j])) { return true; }
  if (left.length - i !== right.length - j) { return false; }
  return left.slice(i).every((step, at) => step.symbol >= 0 && step.symbol === right[j + at].symbol);
}

function isSeparator(step: Step | undefined): boolean {
  return step === undefined || step.symbol === COLON || step.symbol === 47;
}

function steps(symbols: readonly PatternSymbol[]): Step[] {
  const result: Step[] = [];
  for (const [index, symbol] of symbols.entries()) {
    if (typeof symbol === 'number') {
      result.push({ symbol });
      continue;
    }
    const possible = unfolded(symbol, index === 0);
    result.push({ symbol: possible[0], placeholder: symbol, after: result.length + possible.length });
    for (const further of possible.slice(1)) { result.push({ symbol: further }); }
  }
  return result;
}
