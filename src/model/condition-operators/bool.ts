import { Answer } from '../answer';
import { Operators, known } from './operator';

/**
 * The operator that compares `true` and `false`.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_Boolean
 */
export const BOOL_OPERATORS: Operators = {
  Bool: { compare: sameBoolean, negated: false, takesVariables: true },
};

function sameBoolean(wanted: string, given: string): Answer {
  const expected = parseBoolean(wanted);
  const actual = parseBoolean(given);
  return expected === undefined || actual === undefined ? 'CANNOT_SAY' : known(expected === actual);
}

/** Undefined for anything that is not a boolean. Case does not count. */
export function parseBoolean(text: string): boolean | undefined {
  const name = text.toLowerCase();
  return name === 'true' || name === 'false' ? name === 'true' : undefined;
}
