import { Answer } from '../answer';
import { Operators, known } from './operator';

/** Less than, equal to or greater than zero, as the first value is to the second; undefined when one cannot be read. */
export type Order = (a: string, b: string) => number | undefined;

/** The six operators that Numeric and Date have in common. */
export function orderedOperators(family: string, order: Order): Operators {
  const compare = (test: (order: number) => boolean) => (wanted: string, given: string): Answer => {
    const result = order(given, wanted);
    return result === undefined ? 'CANNOT_SAY' : known(test(result));
  };
  const operator = (test: (order: number) => boolean, negated = false) => ({ compare: compare(test), negated, takesVariables: false });
  return {
    [`${family}Equals`]: operator((result) => result === 0),
    [`${family}NotEquals`]: operator((result) => result === 0, true),
    [`${family}LessThan`]: operator((result) => result < 0),
    [`${family}LessThanEquals`]: operator((result) => result <= 0),
    [`${family}GreaterThan`]: operator((result) => result > 0),
    [`${family}GreaterThanEquals`]: operator((result) => result >= 0),
  };
}
