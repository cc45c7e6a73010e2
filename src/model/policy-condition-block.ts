import { Problem, isObject, shown } from './policy-json';
import { Condition } from './statement';

/** Reads the `Condition` element: operator, then key, then one value or many. */
export function parseConditions(block: unknown): Condition[] {
  if (!isObject(block)) { throw new Problem(`'Condition' must be an object, got ${shown(block)}`); }
  const conditions: Condition[] = [];
  for (const [operator, keys] of Object.entries(block)) {
    if (!isObject(keys)) { throw new Problem(`'Condition.${clipped(operator)}' must be an object, got ${shown(keys)}`); }
    for (const [key, value] of Object.entries(keys)) {
      conditions.push({ operator, key, values: conditionValues(`Condition.${clipped(operator)}.${clipped(key)}`, value) });
    }
  }
  return conditions.sort((a, b) => order(a.operator, b.operator) || order(a.key, b.key));
}

/** Unlike other elements, a condition may compare with an empty text, or with no value at all: then nothing matches. */
function conditionValues(element: string, value: unknown): string[] {
  const list = Array.isArray(value) ? value as unknown[] : [value];
  return [...new Set(list.map((item) => {
    if (typeof item === 'string') { return item; }
    if (typeof item === 'number' || typeof item === 'boolean') { return String(item); }
    throw new Problem(`'${element}' must be text or a list of texts, got ${shown(item)}`);
  }))];
}

function clipped(name: string): string {
  return shown(name).slice(1, -1);
}

function order(a: string, b: string): number {
  if (a === b) { return 0; }
  return a < b ? -1 : 1;
}
