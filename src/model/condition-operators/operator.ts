import { Answer } from '../answer';

/** Compares one value of a policy with one value of a request. */
export type Comparison = (wanted: string, given: string) => Answer;

/** An operator of the `Condition` element, without set operator and `IfExists`. */
export interface Operator {
  readonly compare: Comparison;
  /** `StringNotEquals` and its kin: true when no value matches, and when the key is absent. */
  readonly negated: boolean;
  /** Whether policy variables are replaced in the policy's value. */
  readonly takesVariables: boolean;
}

/** Operators by their name in a policy. */
export type Operators = { readonly [name: string]: Operator };

/** An answer that is known. */
export function known(result: boolean): Answer {
  return result ? 'YES' : 'NO';
}
