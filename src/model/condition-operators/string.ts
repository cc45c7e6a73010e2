import { equals, equalsIgnoringCase, matches } from '../match';
import { Operators } from './operator';

/**
 * Operators that compare text.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_String
 */
export const STRING_OPERATORS: Operators = {
  StringEquals: { compare: equals, negated: false, takesVariables: true },
  StringNotEquals: { compare: equals, negated: true, takesVariables: true },
  StringEqualsIgnoreCase: { compare: equalsIgnoringCase, negated: false, takesVariables: true },
  StringNotEqualsIgnoreCase: { compare: equalsIgnoringCase, negated: true, takesVariables: true },
  StringLike: { compare: matches, negated: false, takesVariables: true },
  StringNotLike: { compare: matches, negated: true, takesVariables: true },
};
