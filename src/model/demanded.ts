import { bareOperator } from './bare-operator';
import { Condition } from './statement';

/** Whether a condition holds only for requests that have the key, with a value that it names. One for all but some values does not. */
export function isDemanded({ operator, values }: Condition): boolean {
  const { set, name, ifExists } = bareOperator(operator);
  return !ifExists && set !== 'ForAllValues' && !/Not|Null/.test(name) && !values.includes('*');
}
