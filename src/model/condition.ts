import { Answer, all, any, not } from './answer';
import { bareOperator } from './bare-operator';
import { ARN_OPERATORS } from './condition-operators/arn';
import { BINARY_OPERATORS } from './condition-operators/binary';
import { BOOL_OPERATORS, parseBoolean } from './condition-operators/bool';
import { DATE_OPERATORS } from './condition-operators/date';
import { IP_ADDRESS_OPERATORS } from './condition-operators/ip-address';
import { NUMERIC_OPERATORS } from './condition-operators/numeric';
import { Operator } from './condition-operators/operator';
import { STRING_OPERATORS } from './condition-operators/string';
import { KeyValues, RequestContext } from './request-context';
import { Condition } from './statement';

const OPERATORS: ReadonlyMap<string, Operator> = new Map(Object.entries({
  ...STRING_OPERATORS,
  ...ARN_OPERATORS,
  ...NUMERIC_OPERATORS,
  ...DATE_OPERATORS,
  ...BOOL_OPERATORS,
  ...BINARY_OPERATORS,
  ...IP_ADDRESS_OPERATORS,
}));

/**
 * Whether a condition holds. An operator that IAM does not document, and a key the caller does not know, cannot be said.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
 */
export function conditionHolds(condition: Condition, context: RequestContext): Answer {
  const values = context.valuesOf(condition.key);
  if (values === 'UNKNOWN') { return 'CANNOT_SAY'; }
  if (condition.operator === 'Null') { return isNull(condition, values); }
  const { set, name, ifExists } = bareOperator(condition.operator);
  const operator = OPERATORS.get(name);
  if (!operator) { return 'CANNOT_SAY'; }

  if (values === undefined && ifExists) { return 'YES'; }
  if (set === 'ForAllValues') {
    // An empty text is no value for `ForAllValues`, and without values it is true, negated or not.
    return all((values ?? []).filter((value) => value !== '').map((value) => holdsFor(value, condition, operator, context)));
  }
  if (set === 'ForAnyValue') {
    return any((values ?? []).map((value) => holdsFor(value, condition, operator, context)));
  }
  if (values === undefined) { return operator.negated ? 'YES' : 'NO'; }
  return single(values.map((value) => holdsFor(value, condition, operator, context)));
}

/** Whether IAM documents an operator, which is written with its set operator and `IfExists`. */
export function isDocumented(operator: string): boolean {
  return operator === 'Null' || OPERATORS.has(bareOperator(operator).name);
}

function isNull(condition: Condition, values: Exclude<KeyValues, 'UNKNOWN'>): Answer {
  return any(condition.values.map((value) => {
    const expected = parseBoolean(value);
    if (expected === undefined) { return 'CANNOT_SAY'; }
    return expected === (values === undefined) ? 'YES' : 'NO';
  }));
}

/** AWS asks for a set operator where a key has several values, and does not say what happens without: all must agree. */
function single(answers: readonly Answer[]): Answer {
  return answers.every((answer) => answer === answers[0]) ? answers[0] : 'CANNOT_SAY';
}

function holdsFor(given: string, condition: Condition, operator: Operator, context: RequestContext): Answer {
  const matched = any(condition.values.map((value): Answer => {
    const wanted = operator.takesVariables ? context.resolve(value) : value;
    if (wanted === 'UNKNOWN') { return 'CANNOT_SAY'; }
    return wanted === undefined ? 'NO' : operator.compare(wanted, given);
  }));
  return operator.negated ? not(matched) : matched;
}
