// Not exported: part of the template reader.
import { resolve, textOf } from './read-intrinsics';
import { isKnown } from './read-placeholder';
import { LIMITS, Reading } from './read-reading';
import { StackTemplate } from './read-stack';
import { JsonObject, isObject } from '../model/policy-json';

const LOOP = 'Fn::ForEach::';

/**
 * Replaces each `Fn::ForEach` of an object by what it produces, up to a limit.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-foreach.html
 */
export function expandLoops(object: JsonObject, stack: StackTemplate, reading: Reading): JsonObject {
  if (!Object.keys(object).some((key) => key.startsWith(LOOP))) { return object; }
  const produced: [string, unknown][] = [];
  for (const [key, value] of Object.entries(object)) {
    const entries = key.startsWith(LOOP) ? expand(value, stack, reading) : [[key, value] as [string, unknown]];
    if (produced.length + entries.length > LIMITS.loopItems) {
      reading.gap(`a loop produces more than ${LIMITS.loopItems} items`);
      break;
    }
    produced.push(...entries);
  }
  return Object.fromEntries(produced);
}

function expand(loop: unknown, stack: StackTemplate, reading: Reading): [string, unknown][] {
  const [variable, collection, body] = Array.isArray(loop) ? loop as unknown[] : [];
  const items = resolve(collection, stack, reading);
  if (typeof variable !== 'string' || !isObject(body) || !Array.isArray(items)) {
    reading.gap('the items of a Fn::ForEach are not known');
    return [];
  }
  const entries: [string, unknown][] = [];
  for (const item of items.map(textOf)) {
    if (item === undefined || !isKnown(item)) {
      reading.gap('an item of a Fn::ForEach is not known');
      continue;
    }
    const copy = substituted(body, variable, item, reading);
    if (!isObject(copy)) { return entries; }
    const inner = reading.within(() => expandLoops(copy, stack, reading));
    entries.push(...Object.entries(inner ?? {}));
    if (entries.length > LIMITS.loopItems) { return entries; }
  }
  return entries;
}

/** A copy of the loop's body for one item. */
function substituted(value: unknown, variable: string, item: string, reading: Reading): unknown {
  const text = (written: string) => written
    .replaceAll(`\${${variable}}`, () => item) // as it is: a text may hold what a replacement gives a meaning
    .replaceAll(`&{${variable}}`, () => item.replace(/[^A-Za-z0-9]/g, ''));
  if (typeof value === 'string') { return text(value); }
  if (typeof value !== 'object' || value === null) { return value; }
  return reading.within((): unknown => {
    if (Array.isArray(value)) { return (value as unknown[]).map((part) => substituted(part, variable, item, reading)); }
    const entries = Object.entries(value);
    if (entries.length === 1 && entries[0][0] === 'Ref' && entries[0][1] === variable) { return item; }
    return Object.fromEntries(entries.map(([key, part]) => [text(key), substituted(part, variable, item, reading)]));
  });
}
