// Not exported: part of the template reader.
import { resolve, textOf } from './read-intrinsics';
import { isKnown } from './read-placeholder';
import { Reading } from './read-reading';
import { StackTemplate, own } from './read-stack';
import { Answer, all, any, not } from '../model/answer';
import { isObject } from '../model/policy-json';

/** Whether a condition of the template holds, as far as its parameters' values are known. */
export function holds(name: string, stack: StackTemplate, reading: Reading): Answer {
  const assumed = reading.assumed.get(name);
  if (assumed !== undefined) { return assumed ? 'YES' : 'NO'; }
  const key = `Condition ${name}`;
  if (stack.memory.has(key)) { return (stack.memory.get(key)?.value ?? 'CANNOT_SAY') as Answer; }
  stack.memory.set(key, undefined);
  const value = evaluate(own(stack.conditions, name), stack, new Reading());
  stack.memory.set(key, { value, reasons: [] });
  return value;
}

function evaluate(expression: unknown, stack: StackTemplate, reading: Reading): Answer {
  if (!isObject(expression) || Object.keys(expression).length !== 1) { return 'CANNOT_SAY'; }
  const [[name, argument]] = Object.entries(expression);
  const parts = () => (Array.isArray(argument) ? argument as unknown[] : []).map((part) => evaluate(part, stack, reading));
  return reading.within((): Answer => {
    switch (name) {
      case 'Condition': return typeof argument === 'string' ? holds(argument, stack, reading) : 'CANNOT_SAY';
      case 'Fn::And': return all(parts());
      case 'Fn::Or': return any(parts());
      case 'Fn::Not': return not(parts()[0] ?? 'CANNOT_SAY');
      case 'Fn::Equals': return equal(argument, stack, reading);
      default: return 'CANNOT_SAY';
    }
  }) ?? 'CANNOT_SAY';
}

function equal(argument: unknown, stack: StackTemplate, reading: Reading): Answer {
  if (!Array.isArray(argument) || argument.length !== 2) { return 'CANNOT_SAY'; }
  const [a, b] = (argument as unknown[]).map((side) => {
    const value = resolve(side, stack, reading);
    return textOf(value) ?? JSON.stringify(value);
  });
  if (reading.undecided.size > 0 || a === undefined || b === undefined) { return 'CANNOT_SAY'; }
  if (a === b) { return 'YES'; }
  return isKnown(a) && isKnown(b) ? 'NO' : 'CANNOT_SAY';
}
