import { Answer, all } from './answer';
import { certainlyMatches } from './certain-match';
import { arnParts, isPlaceholder, pieces } from './placeholder';
import { possiblyMatches } from './possible-match';
import { COLON, ONE, ONE_IN_PART, MANY, PatternSymbol, Read, Reading, isMany, mayHoldColons, read, readArn } from './symbols';

/** What a pattern is for; it decides how wildcards are read. */
export type PatternKind = 'TEXT' | 'ACTION' | 'RESOURCE' | 'ARN';

/**
 * Whether a pattern of IAM matches a text: `*` stands for any characters, `?` for one.
 *
 * Both may hold values that exist only after deployment, such as `${AWS::Region}` or `${App.Bucket}`. Such a value equals
 * itself, and differs from the value of another resource. Against anything else it cannot be said, unless the rest of the
 * text decides.
 */
export function matches(pattern: string, value: string): Answer {
  return compare(read(pattern, 'PATTERN'), read(value, 'VALUE'));
}

/** Whether two texts are equal, with the same three answers as `matches`. */
export function equals(expected: string, value: string): Answer {
  return compare(read(expected, 'TEXT'), read(value, 'VALUE'));
}

/** Whether two texts are equal without regard to case, with the same three answers as `matches`. */
export function equalsIgnoringCase(expected: string, value: string): Answer {
  return compare(read(expected, 'TEXT_IN_ANY_CASE'), read(value, 'VALUE_IN_ANY_CASE'));
}

/** Whether an `Action` or `NotAction` pattern names an action. Case does not count. */
export function actionMatches(pattern: string, action: string): Answer {
  return compare(read(pattern, 'PATTERN_IN_ANY_CASE'), read(action, 'VALUE_IN_ANY_CASE'));
}

/**
 * Whether a `Resource` or `NotResource` pattern names a resource. Wildcards stay within a part of the ARN, but `*` as the
 * last character of a part matches over colons, and the last part may hold colons itself.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
 */
export function resourceMatches(pattern: string, resource: string): Answer {
  return compare(read(pattern, 'RESOURCE'), read(resource, 'VALUE'));
}

/**
 * Whether an ARN matches as `ArnLike` and `ArnEquals` compare it: each of the six parts on its own, so that no wildcard
 * reaches over the first five colons.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_ARN
 */
export function arnMatches(pattern: string, value: string): Answer {
  if (isPlaceholder(pattern) || isPlaceholder(value)) { return matches(pattern, value); }
  // AWS documents patterns of six parts only. A lone `*` is accepted, and what it matches is not said.
  if (pattern === '*') { return 'CANNOT_SAY'; }
  const wanted = readArn(pattern, 'PATTERN');
  const given = readArn(value, 'VALUE');
  if (wanted && given) { return all(wanted.map((part, index) => compare(part, given[index]))); }
  return mayHaveAllParts(pattern) && mayHaveAllParts(value) ? compare(read(pattern, 'ARN'), read(value, 'VALUE')) : 'NO';
}

/**
 * Whether the wider pattern matches everything that the narrower one matches. Cannot say where both overlap in a way that
 * no example decides.
 */
export function covers(wider: string, narrower: string, kind: PatternKind = 'TEXT'): Answer {
  if (wider === narrower) { return 'YES'; }
  if (kind === 'ARN' && !isPlaceholder(wider) && !isPlaceholder(narrower)) {
    const wanted = readArn(wider, 'PATTERN');
    const given = readArn(narrower, 'PATTERN');
    return wanted && given ? all(wanted.map((part, index) => coversRead(part, given[index]))) : 'CANNOT_SAY';
  }
  const reading = READINGS[kind];
  return coversRead(read(wider, reading), read(narrower, reading));
}

const READINGS: { readonly [K in PatternKind]: Reading } = {
  TEXT: 'PATTERN', ACTION: 'PATTERN_IN_ANY_CASE', RESOURCE: 'RESOURCE', ARN: 'PATTERN',
};

function compare(pattern: Read, value: Read): Answer {
  if (certainlyMatches(pattern.symbols, value.symbols)) { return 'YES'; }
  if (!pattern.hasPlaceholder && !value.hasPlaceholder) { return 'NO'; }
  return possiblyMatches(pattern.widest, value.symbols) ? 'CANNOT_SAY' : 'NO';
}

function coversRead(wider: Read, narrower: Read): Answer {
  if (certainlyMatches(wider.symbols, narrower.symbols)) { return 'YES'; }
  const refuted = examples(narrower.symbols, wider.symbols.length).some((example) => !possiblyMatches(wider.widest, example));
  return refuted ? 'NO' : 'CANNOT_SAY';
}

/** Texts that a pattern matches: its `*` left out, or filled with characters that stand in no other pattern. */
function examples(symbols: readonly PatternSymbol[], longer: number): PatternSymbol[][] {
  const strange = 0xE000;
  const fillings = [[], [strange], new Array<number>(longer + 1).fill(strange), [strange, COLON, strange]];
  return fillings.map((filling) => symbols.flatMap((symbol) => {
    if (symbol === ONE || symbol === ONE_IN_PART) { return [strange]; }
    if (!isMany(symbol)) { return [symbol]; }
    return symbol === MANY ? filling : filling.filter((char) => char !== COLON);
  }));
}

/** Whether a text is an ARN of six parts, or holds a value that may be those that are missing. */
function mayHaveAllParts(text: string): boolean {
  return arnParts(text).length === 6 || pieces(text).some((piece, index) => (piece.kind === 'VALUE' || piece.kind === 'VARIABLE') && mayHoldColons(piece.text, index === 0));
}
