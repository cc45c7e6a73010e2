/** A JSON object whose values are not trusted. */
export type JsonObject = { readonly [key: string]: unknown };

/** Why a statement cannot be read. */
export class Problem extends Error {}

/** Whether a value is an object with names, no list. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value for an error message: short, on one line. */
export function shown(value: unknown): string {
  if (typeof value === 'string') {
    return `'${(value.length > 60 ? `${value.slice(0, 57)}...` : value).replace(/\s/g, ' ')}'`;
  }
  if (Array.isArray(value)) { return 'a list'; }
  if (value === undefined) { return 'nothing'; }
  return typeof value === 'object' && value !== null ? 'an object' : String(value);
}

/** One text or a list of texts, each once. CloudFormation and IAM read a number or a boolean as text. */
export function texts(element: string, value: unknown): string[] {
  const list = Array.isArray(value) ? value as unknown[] : [value];
  if (list.length === 0) { throw new Problem(`'${element}' must not be empty`); }
  return [...new Set(list.map((item) => text(element, item)))];
}

function text(element: string, value: unknown): string {
  if (typeof value === 'string' && value !== '') { return value; }
  if (typeof value === 'number' || typeof value === 'boolean') { return String(value); }
  throw new Problem(`'${element}' must be text or a list of texts, got ${value === '' ? 'an empty text' : shown(value)}`);
}
