// Not exported: part of the template reader.
import { createHash } from 'crypto';

const PLACEHOLDER = /\$\{[^{}]*\}/g;

/**
 * The stand-in of what belongs to a resource and exists only after deployment: `${Stack.LogicalId}` for its name or id,
 * `${Stack.LogicalId.Attribute}` for a part of its own. Two resources never share one.
 */
export function placeholder(stack: string, logicalId: string, attribute?: string): string {
  return `\${${[stack, logicalId].map(inName).join('.')}${attribute === undefined ? '' : `.${inAttribute(attribute)}`}}`;
}

/**
 * The stand-in of what may turn out to be anything, also the name of a resource: a parameter, an import, the attribute of
 * a custom resource. The two colons tell it from a resource's: `${Stack::Parameter}`.
 */
export function unknown(stack: string, ...parts: readonly string[]): string {
  return `\${${inName(stack)}::${parts.map(inAttribute).join('.')}}`;
}

/**
 * The stand-in of an expression that cannot be carried out. Equal expressions of a stack have equal stand-ins, others do not;
 * one of a stack that has another name differs in that name alone.
 */
export function opaque(stack: string, label: string, expression: unknown): string {
  const own = withoutOwnName(written(expression), stack, '\0'); // JSON holds no such character
  return unknown(stack, label, createHash('sha256').update(own).digest('hex').slice(0, 12));
}

/** The text with the name of a stack left out of its placeholders, so that it stays the same when the stack is renamed. */
export function withoutOwnName(text: string, stack: string, instead = ''): string {
  const name = `\${${inName(stack)}`;
  return ['.', '::'].reduce((left, dots) => left.replaceAll(`${name}${dots}`, () => `\${${instead}${dots}`), text);
}

/** The name of a stack or a resource as it stands in a placeholder. */
export function inName(name: string): string {
  return name.replace(/[.:{}$*?\s]/g, '-');
}

function inAttribute(name: string): string {
  return name.replace(/[:{}$*?\s]/g, '-');
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

/** Whether a part of the text may turn out to be anything, also the name of a resource. */
export function holdsAnything(text: string): boolean {
  return /\$\{(?!AWS::)[^{}:]*::/.test(text);
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
