// Not exported: how parameters that have their defaults are said in words; every format is written from it.
import { sortedOnce } from './order';
import { Sentence, sentence } from './sentence';
import { FunctionAccess, ParameterDefault } from '../model/function-access';

/** The defaults with which functions were read, each once: all functions of a set of templates share one list. */
export function parameterDefaults(functions: readonly FunctionAccess[]): ParameterDefault[] {
  const lists = new Set(functions.map(({ defaults = [] }) => defaults));
  return sortedOnce([...lists].flat(), ({ stack, parameter, value }) => JSON.stringify([stack, parameter, value ?? 0]));
}

/** One parameter, and the default that it has. */
export function defaultWords({ stack, parameter, value }: ParameterDefault): Sentence {
  const has = value === undefined ? sentence`has its default, which is not shown` : sentence`is ${value}`;
  return sentence`parameter ${parameter} of ${stack} ${has}`;
}

/** What the list of parameters is about. */
export const DEFAULTS_CAPTION = 'These parameters have their defaults here. A deployment that gives other values may give other access.';
