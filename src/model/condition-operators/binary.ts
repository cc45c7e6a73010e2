import { Answer } from '../answer';
import { Operators, known } from './operator';

/**
 * The operator that compares bytes, written in base 64.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_BinaryEquals
 */
export const BINARY_OPERATORS: Operators = {
  BinaryEquals: { compare: sameBytes, negated: false, takesVariables: false },
};

const BASE_64 = /^[A-Za-z0-9+/]*={0,2}$/;

function sameBytes(wanted: string, given: string): Answer {
  if (!isBase64(wanted) || !isBase64(given)) { return 'CANNOT_SAY'; }
  return known(Buffer.from(wanted, 'base64').equals(Buffer.from(given, 'base64')));
}

function isBase64(text: string): boolean {
  return text.length % 4 === 0 && BASE_64.test(text);
}
