// Not exported: part of the template reader.
import { createHash } from 'crypto';

const PLACEHOLDER = /\$\{[^{}]*\}/g;
const UNSAFE = /[:{}$*?\s]/g;

/** The stand-in of a value that exists only after deployment: `${Stack.LogicalId}` or `${Stack.LogicalId.Attribute}`. */
export function placeholder(stack: string, ...parts: readonly string[]): string {
  return `\${${[stack, ...parts].map((part) => part.replace(UNSAFE, '-')).join('.')}}`;
}

/** The stand-in of an expression that cannot be decided. Equal expressions of a stack have equal stand-ins, others do not. */
export function opaque(stack: string, label: string, expression: unknown): string {
  const digest = createHash('sha256').update(written(expression)).digest('hex').slice(0, 12);
  return placeholder(stack, label, digest);
}

/** JSON text, also of what is nested deeper than can be written. */
function written(expression: unknown): string {
  try {
    return JSON.stringify(expression) ?? '';
  } catch (error) {
    if (error instanceof RangeError) { return 'nested too deep'; }
    throw error;
  }
}

/** Whether the text is known to the last character before deployment. */
export function isKnown(text: string): boolean {
  return !text.includes('${');
}

/** Whether the text is one placeholder and nothing else. */
export function isPlaceholder(text: string): boolean {
  return /^\$\{[^{}]*\}$/.test(text);
}

/** Splits at a delimiter, but not inside a placeholder. */
export function splitAround(text: string, delimiter: string): string[] {
  const parts = [''];
  let end = 0;
  const append = (plain: string) => {
    const [first, ...more] = delimiter === '' ? [plain] : plain.split(delimiter);
    parts[parts.length - 1] += first;
    parts.push(...more);
  };
  for (const match of text.matchAll(PLACEHOLDER)) {
    append(text.slice(end, match.index));
    parts[parts.length - 1] += match[0];
    end = match.index + match[0].length;
  }
  append(text.slice(end));
  return parts;
}

/** Whether two texts can be the same after deployment: equal, or one of them is a placeholder. */
export function mayEqual(a: string, b: string): boolean {
  return a === b || isPlaceholder(a) || isPlaceholder(b);
}
