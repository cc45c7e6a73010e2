// Not exported: how parameters that have their defaults are said in words; every format is written from it.
import { sortedOnce } from './order';
import { Sentence, sentence } from './sentence';
import { ParameterDefault } from '../model/parameter-default';

/** Defaults in an order that is not the template's. */
export function sortedDefaults(defaults: readonly ParameterDefault[]): ParameterDefault[] {
  return sortedOnce(defaults, ({ stack, parameter }) => JSON.stringify([stack, parameter]));
}

/** One parameter, and the default that it has. */
export function defaultWords({ stack, parameter, value }: ParameterDefault): Sentence {
  const has = value === undefined ? sentence`has its default, which is not shown` : sentence`is ${value}`;
  return sentence`parameter ${parameter} of ${stack} ${has}`;
}

/** What the list of parameters is about. */
export function defaultsCaption({ length }: readonly ParameterDefault[]): string {
  return length === 1
    ? 'This parameter has its default here. A deployment that gives another value may give other access.'
    : 'These parameters have their defaults here. A deployment that gives other values may give other access.';
}
