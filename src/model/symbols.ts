import { arnParts, isAccount, isAnything, pieces } from './placeholder';

/**
 * One step of a pattern or of a text: a character as its code point, a wildcard as one of the negative numbers below, or
 * a placeholder as its text.
 */
export type PatternSymbol = number | string;

/** `?`: any character. */
export const ONE = -1;
/** `?` in the first five parts of an ARN: any character but the colon. */
export const ONE_IN_PART = -2;
/** `*`: any characters. */
export const MANY = -3;
/** `*` that does not reach over a colon. */
export const MANY_IN_PART = -4;
/** A digit of an account id that is known after deployment. */
export const DIGIT = -5;

/** What separates the parts of an ARN. */
export const COLON = 58;

/**
 * How a text is read:
 *
 * - `PATTERN`: of a policy; `*` and `?` match any characters
 * - `RESOURCE`: a pattern of the `Resource` element: see `resourceMatches`
 * - `ARN`: a pattern of `ArnLike` whose parts cannot be told apart, for a value in it may be several of them
 * - `TEXT`: of a policy; without wildcards
 * - `VALUE`: of a request; all characters but placeholders of values are plain
 */
export type Reading = 'PATTERN' | 'RESOURCE' | 'ARN' | 'TEXT' | 'VALUE' | 'PATTERN_IN_ANY_CASE' | 'TEXT_IN_ANY_CASE' | 'VALUE_IN_ANY_CASE';

/** A text that was read into symbols. */
export interface Read {
  readonly symbols: readonly PatternSymbol[];
  /** The same with the widest wildcards they may be, where a value before them may hold colons. */
  readonly widest: readonly PatternSymbol[];
  readonly hasWildcard: boolean;
  readonly hasPlaceholder: boolean;
}

/** Reads a text into symbols. */
export const read = remembered((text: string, reading: Reading): Read => {
  const symbols: PatternSymbol[] = [];
  const widest: PatternSymbol[] = [];
  if (reading === 'RESOURCE' || reading === 'ARN') { readParts(text, reading === 'ARN', symbols, widest); } else { readPlain(text, reading, symbols); }
  return {
    symbols,
    widest: widest.length > 0 ? widest : symbols,
    hasWildcard: symbols.some((symbol) => typeof symbol === 'number' && symbol < 0),
    hasPlaceholder: symbols.some((symbol) => typeof symbol === 'string'),
  };
});

/**
 * Reads the six parts of an ARN; undefined for anything else. Each part keeps the colon in front of it, so that a
 * placeholder that is a whole part is known to hold none.
 */
export const readArn = remembered((text: string, reading: Reading): readonly Read[] | undefined => {
  const parts = arnParts(text);
  return parts.length === 6 ? parts.map((part) => read(`:${part}`, reading)) : undefined;
});

/** Remembers the last few thousand results: the same patterns are asked again and again. */
function remembered<T>(reader: (text: string, reading: Reading) => T): (text: string, reading: Reading) => T {
  const entries = 2048; // INVARIANT: bounded, whatever is asked, in number and in length.
  const memories: { [reading: string]: Map<string, T> } = {};
  return (text, reading) => {
    const memory = memories[reading] ??= new Map();
    const known = memory.get(text);
    if (known !== undefined) { return known; }
    const result = reader(text, reading);
    if (memory.size >= entries) { memory.clear(); }
    if (text.length < 512) { memory.set(text, result); }
    return result;
  };
}

function readPlain(text: string, reading: Reading, symbols: PatternSymbol[]): void {
  const isValue = reading.startsWith('VALUE');
  const isPattern = reading.startsWith('PATTERN');
  const fold = reading.endsWith('_IN_ANY_CASE');
  for (const piece of pieces(text)) {
    if (piece.kind === 'VALUE' || (piece.kind === 'VARIABLE' && !isValue)) {
      symbols.push(piece.text);
    } else if (piece.kind === 'WILDCARD' && isPattern) {
      pushWildcard(symbols, piece.text === '*' ? MANY : ONE);
    } else {
      const plain = isValue ? piece.written : piece.text;
      pushText(symbols, fold ? plain.toLowerCase() : plain);
    }
  }
}

/**
 * In the first five parts of an ARN a wildcard stays in its part, unless, in `Resource`, `*` is the last character of the
 * part. After a value that may be several parts it is not known in which part a wildcard stands.
 */
function readParts(text: string, isArn: boolean, symbols: PatternSymbol[], widest: PatternSymbol[]): void {
  const list = pieces(text);
  let colons = 0;
  let isUncertain = isArn;
  list.forEach((piece, index) => {
    if (piece.kind === 'WILDCARD') {
      const free = !isArn && (colons >= 5 || (piece.text === '*' && endsPart(list.slice(index + 1).find((next) => next.text !== '*')?.text)));
      const [wide, narrow] = piece.text === '*' ? [MANY, MANY_IN_PART] : [ONE, ONE_IN_PART];
      pushWildcard(symbols, free ? wide : narrow);
      pushWildcard(widest, free || isUncertain ? wide : narrow);
    } else if (piece.kind === 'TEXT') {
      pushText(symbols, piece.text);
      pushText(widest, piece.text);
      colons += piece.text.split(':').length - 1;
    } else {
      symbols.push(piece.text);
      widest.push(piece.text);
      isUncertain ||= mayHoldColons(piece.text, index === 0);
    }
  });
}

function endsPart(next: string | undefined): boolean {
  return next === undefined || next.startsWith(':');
}

function pushText(symbols: PatternSymbol[], text: string): void {
  for (const char of text) { symbols.push(char.codePointAt(0)!); }
}

/** One form for one meaning: `**` is `*`, and `*?` is `?*`. */
function pushWildcard(symbols: PatternSymbol[], wildcard: number): void {
  const last = symbols.at(-1);
  if (isMany(wildcard) && isMany(last)) {
    symbols[symbols.length - 1] = last === MANY ? MANY : wildcard;
  } else if ((wildcard === ONE && last === MANY) || (wildcard === ONE_IN_PART && last === MANY_IN_PART)) {
    symbols.splice(-1, 1, wildcard, last);
  } else {
    symbols.push(wildcard);
  }
}

/** Whether a symbol is `*`, of either reach. */
export function isMany(symbol: PatternSymbol | undefined): boolean {
  return symbol === MANY || symbol === MANY_IN_PART;
}

/** Whether a wildcard for one character matches whatever the other symbol, not `*`, stands for. */
export function takesOne(one: PatternSymbol, symbol: PatternSymbol): boolean {
  if (typeof symbol === 'string' || isMany(symbol)) { return false; }
  return one === ONE || (one === ONE_IN_PART && symbol !== COLON && symbol !== ONE);
}

/** Whether `*` matches whatever the other symbol stands for. The name of a resource holds no colon. */
export function takesMany(many: PatternSymbol, symbol: PatternSymbol): boolean {
  if (many === MANY) { return true; }
  if (typeof symbol === 'string') { return !isAnything(symbol); }
  return symbol !== COLON && symbol !== ONE && symbol !== MANY;
}

/** The symbols a placeholder may turn out to be. */
export function unfolded(placeholder: string, isFirst: boolean): number[] {
  if (isAccount(placeholder)) { return new Array<number>(12).fill(DIGIT); }
  if (isAnything(placeholder)) { return [MANY]; }
  return mayHoldColons(placeholder, isFirst) ? [ONE, MANY] : [ONE_IN_PART, MANY_IN_PART];
}

/** Whether a value may be several parts of an ARN: one that may be anything, and one that a text begins with, which may be an ARN. */
export function mayHoldColons(placeholder: string, isFirst: boolean): boolean {
  return isAnything(placeholder) || (isFirst && !placeholder.startsWith('${AWS::'));
}
