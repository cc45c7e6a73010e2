/**
 * A piece of a text that may hold `${…}`:
 *
 * - `TEXT`: characters as they are, among them the escapes `${*}`, `${?}` and `${$}`, which stand for one plain character
 * - `WILDCARD`: `*` or `?`
 * - `VALUE`: a value that exists only after deployment: `${AWS::Region}`, `${Stack.LogicalId}`, `${Stack.LogicalId.Attribute}`,
 *   `${Stack::Parameter}`
 * - `VARIABLE`: an IAM policy variable, `${aws:username}`
 */
export interface Piece {
  readonly kind: 'TEXT' | 'WILDCARD' | 'VALUE' | 'VARIABLE';
  readonly text: string;
  /** As it stands in the whole text, with the braces of an escape. */
  readonly written: string;
}

const SPECIAL = /\$\{([^{}]+)\}|[*?]/g;

/** Cuts a text into its pieces, from left to right. */
export function pieces(text: string): Piece[] {
  const result: Piece[] = [];
  let end = 0;
  for (const found of text.matchAll(SPECIAL)) {
    if (found.index > end) { result.push(plain(text.slice(end, found.index))); }
    result.push(special(found[0], found[1]));
    end = found.index + found[0].length;
  }
  if (end < text.length) { result.push(plain(text.slice(end))); }
  return result;
}

function plain(text: string): Piece {
  return { kind: 'TEXT', text, written: text };
}

function special(written: string, inner: string | undefined): Piece {
  if (inner === undefined) { return { kind: 'WILDCARD', text: written, written }; }
  if (inner === '*' || inner === '?' || inner === '$') { return { kind: 'TEXT', text: inner, written }; }
  return { kind: isVariable(written) ? 'VARIABLE' : 'VALUE', text: written, written };
}

/** Whether the text is one value that exists only after deployment, or one policy variable, and nothing else. */
export function isPlaceholder(text: string): boolean {
  return /^\$\{[^{}]+\}$/.test(text);
}

/** An IAM policy variable has one colon between service and key; a pseudo parameter of CloudFormation has two. */
export function isVariable(placeholder: string): boolean {
  return /^\$\{[^:]+:[^:]/.test(placeholder);
}

/** Twelve digits, whatever they will be. */
export function isAccount(placeholder: string): boolean {
  return placeholder === '${AWS::AccountId}';
}

/** A parameter or an import may be anything, also empty, a wildcard or an ARN; of the pseudo parameters, only the id of the stack holds colons. */
export function isAnything(placeholder: string): boolean {
  return isVariable(placeholder) || placeholder === '${AWS::StackId}' || (placeholder.includes('::') && !placeholder.startsWith('${AWS::'));
}

/** The resource a placeholder belongs to, `Stack.LogicalId`; undefined where it belongs to none. */
export function resourceOf(placeholder: string): string | undefined {
  return placeholder.includes(':') ? undefined : placeholder.slice(2, -1).split('.', 2).join('.');
}

/** A text as a pattern that matches nothing but this text: its wildcards are escaped. */
export function escaped(text: string): string {
  return text.replace(/[*?]/g, '${$&}');
}

/** Cuts an ARN at its first five colons; colons inside a placeholder do not count. */
export function arnParts(arn: string): string[] {
  const parts: string[] = [];
  let start = 0;
  let depth = 0;
  for (let at = 0; at < arn.length && parts.length < 5; at++) {
    const char = arn[at];
    if (char === '$' && arn[at + 1] === '{') { depth++; }
    if (char === '}' && depth > 0) { depth--; }
    if (char === ':' && depth === 0) {
      parts.push(arn.slice(start, at));
      start = at + 1;
    }
  }
  parts.push(arn.slice(start));
  return parts;
}
