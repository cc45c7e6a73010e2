import { arnMatches } from '../match';
import { Operators } from './operator';

/**
 * Operators that compare ARNs part by part. `ArnEquals` takes wildcards as `ArnLike` does.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_ARN
 */
export const ARN_OPERATORS: Operators = {
  ArnEquals: { compare: arnMatches, negated: false, takesVariables: true },
  ArnLike: { compare: arnMatches, negated: false, takesVariables: true },
  ArnNotEquals: { compare: arnMatches, negated: true, takesVariables: true },
  ArnNotLike: { compare: arnMatches, negated: true, takesVariables: true },
};
