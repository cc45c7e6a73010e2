import { orderedOperators } from './ordered';

/**
 * Operators that compare integer and decimal numbers.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_Numeric
 */
export const NUMERIC_OPERATORS = orderedOperators('Numeric', numericOrder);

const INTEGER = /^[+-]?\d{1,100}$/;
const DECIMAL = /^[+-]?\d{1,100}(\.\d{1,100})?([eE][+-]?\d{1,3})?$/;

function numericOrder(a: string, b: string): number | undefined {
  if (!DECIMAL.test(a) || !DECIMAL.test(b)) { return undefined; }
  // Account ids and sizes in bytes may be longer than a double is exact.
  const [first, second] = INTEGER.test(a) && INTEGER.test(b) ? [BigInt(unsigned(a)), BigInt(unsigned(b))] : [Number(a), Number(b)];
  if (first === second) { return 0; }
  return first < second ? -1 : 1;
}

/** `BigInt` does not read a plus sign. */
function unsigned(integer: string): string {
  return integer.startsWith('+') ? integer.slice(1) : integer;
}
