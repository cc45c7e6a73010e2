// Not exported: how a condition is said in words.
import { Sentence, sentence, values } from './sentence';
import { BareOperator, bareOperator } from '../model/bare-operator';
import { Condition } from '../model/statement';

/** What each operator means between a key and its values; those of `NEGATED` also hold when the key is absent. */
const COMPARISONS = new Map([
  ['StringEquals', 'is'], ['StringEqualsIgnoreCase', 'is, in upper or lower case,'], ['StringLike', 'matches'],
  ['ArnEquals', 'matches'], ['ArnLike', 'matches'], ['Bool', 'is'], ['BinaryEquals', 'is'], ['IpAddress', 'is in'],
  ['NumericEquals', 'is'], ['NumericLessThan', 'is less than'], ['NumericLessThanEquals', 'is at most'],
  ['NumericGreaterThan', 'is more than'], ['NumericGreaterThanEquals', 'is at least'],
  ['DateEquals', 'is'], ['DateLessThan', 'is before'], ['DateLessThanEquals', 'is not after'],
  ['DateGreaterThan', 'is after'], ['DateGreaterThanEquals', 'is not before'],
]);
const NEGATED = new Map([
  ['StringNotEquals', 'is not'], ['StringNotEqualsIgnoreCase', 'is not, in upper or lower case,'], ['StringNotLike', 'does not match'],
  ['ArnNotEquals', 'does not match'], ['ArnNotLike', 'does not match'], ['NotIpAddress', 'is not in'],
  ['NumericNotEquals', 'is not'], ['DateNotEquals', 'is not'],
]);

/** The condition as the second half of `only if …`. An operator that IAM does not have is shown as it is written. */
export function conditionSentence(condition: Condition): Sentence {
  const operator = bareOperator(condition.operator);
  const plain = comparison(condition, operator);
  const mayBeAbsent = operator.ifExists || operator.set === 'ForAllValues' || (NEGATED.has(operator.name) && !operator.set);
  return mayBeAbsent && operator.name !== 'Null' ? sentence`${plain} (or absent)` : plain;
}

function comparison({ operator, key, values: wanted }: Condition, { set, name }: BareOperator): Sentence {
  const subject = set === 'ForAllValues' ? sentence`every value of ${key}` : set === 'ForAnyValue' ? sentence`one value of ${key}` : sentence`${key}`;
  if (wanted.length === 0) { return sentence`${subject} is compared by ${operator} with nothing, which never holds`; }
  const positive = COMPARISONS.get(name);
  if (positive) { return [...subject, ...words(positive), ...values(wanted, ' or ')]; }
  const negative = NEGATED.get(name);
  if (negative) { return [...subject, ...words(negative), ...values(wanted, ' nor ')]; }
  if (name === 'Null' && wanted.length === 1 && wanted[0] === 'true') { return sentence`${subject} is absent`; }
  if (name === 'Null' && wanted.length === 1 && wanted[0] === 'false') { return sentence`${subject} is present`; }
  return sentence`${subject} satisfies ${operator} with ${values(wanted, ' or ')}`;
}

function words(text: string): Sentence {
  return [{ text: ` ${text} `, isValue: false }];
}
