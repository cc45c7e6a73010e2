// Not exported: what is refused about the conditions that a user writes.
import { Token } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { Conditions } from './conditions';
import { nearest } from '../authorization/nearest';
import { failure } from '../model/failure';

const OPERATORS = [
  'StringEquals', 'StringNotEquals', 'StringEqualsIgnoreCase', 'StringNotEqualsIgnoreCase', 'StringLike', 'StringNotLike',
  'NumericEquals', 'NumericNotEquals', 'NumericLessThan', 'NumericLessThanEquals', 'NumericGreaterThan', 'NumericGreaterThanEquals',
  'DateEquals', 'DateNotEquals', 'DateLessThan', 'DateLessThanEquals', 'DateGreaterThan', 'DateGreaterThanEquals',
  'Bool', 'BinaryEquals', 'IpAddress', 'NotIpAddress', 'ArnEquals', 'ArnNotEquals', 'ArnLike', 'ArnNotLike', 'Null',
];

/**
 * The conditions, if they have the form of a policy: operators that exist, each with keys and values.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
export function checkedConditions(conditions: { [operator: string]: unknown } | undefined, path?: IConstruct): Conditions {
  const checked: { [operator: string]: { [key: string]: unknown } } = {};
  for (const [operator, keys] of Object.entries(conditions ?? {})) {
    checkOperator(operator, path);
    if (!isKeys(keys)) {
      throw failure(`'conditions' must hold a condition key and its value under '${operator}', got ${JSON.stringify(keys)}`, path);
    }
    checked[operator] = keys;
  }
  return checked;
}

function checkOperator(operator: string, path?: IConstruct): void {
  const word = operator.replace(/^(ForAnyValue|ForAllValues):/, '').replace(/IfExists$/, '');
  if (!OPERATORS.includes(word)) {
    const close = nearest(word, OPERATORS);
    throw failure(`'conditions': there is no operator '${operator}'${close ? `; did you mean '${operator.replace(word, close)}'?` : ''}`, path);
  }
}

function isKeys(keys: unknown): keys is { [key: string]: unknown } {
  return typeof keys === 'object' && keys !== null && !Array.isArray(keys) && !Token.isUnresolved(keys) && Object.keys(keys).length > 0;
}
