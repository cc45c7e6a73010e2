import { BareOperator, bareOperator } from './bare-operator';
import { conditionHolds } from './condition';
import { covers } from './match';
import { AccessRequest } from './request';
import { RequestContext } from './request-context';
import { Condition } from './statement';

/** Operators that hold as soon as one value fits; the others of IAM hold when none does. */
const POSITIVE = new Set([
  'StringEquals', 'StringEqualsIgnoreCase', 'StringLike', 'ArnEquals', 'ArnLike', 'Bool', 'BinaryEquals', 'IpAddress', 'Null',
  'NumericEquals', 'NumericLessThan', 'NumericLessThanEquals', 'NumericGreaterThan', 'NumericGreaterThanEquals',
  'DateEquals', 'DateLessThan', 'DateLessThanEquals', 'DateGreaterThan', 'DateGreaterThanEquals',
]);
const NEGATED = new Set([
  'StringNotEquals', 'StringNotEqualsIgnoreCase', 'StringNotLike', 'ArnNotEquals', 'ArnNotLike', 'NotIpAddress', 'NumericNotEquals', 'DateNotEquals',
]);

/** Whether the statement with this condition says the same as several statements with one of its values each. */
export function isSeparable({ operator }: Condition): boolean {
  const { set, name } = bareOperator(operator);
  return POSITIVE.has(name) && set !== 'ForAllValues';
}

/** Whether the weaker condition is sure to hold in every request in which the stronger one holds. */
export function implies(stronger: Condition, weaker: Condition): boolean {
  return isSameKey(stronger, weaker) && (impliesAsWritten(stronger, weaker) || impliesAsWritten(asText(stronger), asText(weaker)));
}

function impliesAsWritten(stronger: Condition, weaker: Condition): boolean {
  const strong = bareOperator(stronger.operator);
  const weak = bareOperator(weaker.operator);
  return byValues(stronger, strong, weaker, weak) || byTrial(stronger, strong, weaker) || demandsPresence(stronger, strong, weaker);
}

/** Patterns without a wildcard, an escape or a variable are texts. */
function asText(condition: Condition): Condition {
  const { operator, values } = condition;
  return values.some((value) => /[*?$]/.test(value)) ? condition : { ...condition, operator: operator.replace(/^((?:\w+:)?String(?:Not)?)Like(?=$|IfExists$)/, '$1Equals') };
}

/** Whether two conditions are about the same key. */
export function isSameKey(one: Condition, other: Condition): boolean {
  return one.key.toLowerCase() === other.key.toLowerCase();
}

/** The same comparison, with fewer values that fit. */
function byValues(stronger: Condition, strong: BareOperator, weaker: Condition, weak: BareOperator): boolean {
  if (strong.set !== weak.set || alike(strong.name) !== alike(weak.name)) { return false; }
  const heldWhenAbsent = weak.ifExists || weak.set === 'ForAllValues' || (NEGATED.has(weak.name) && !weak.set);
  if (strong.ifExists && !heldWhenAbsent) { return false; }
  const among = (values: readonly string[], others: readonly string[]) => (
    values.every((value) => others.some((other) => valueCovers(weak.name, other, value)))
  );
  if (POSITIVE.has(weak.name)) { return among(stronger.values, weaker.values); }
  if (NEGATED.has(weak.name)) { return among(weaker.values, stronger.values); }
  return among(stronger.values, weaker.values) && among(weaker.values, stronger.values);
}

/** Both names of these operators mean the same. */
function alike(name: string): string {
  return name.replace(/^Arn(Not)?Equals$/, 'Arn$1Like');
}

function valueCovers(name: string, wider: string, narrower: string): boolean {
  switch (name) {
    case 'StringLike': case 'StringNotLike': return covers(wider, narrower) === 'YES';
    case 'ArnLike': case 'ArnEquals': case 'ArnNotLike': case 'ArnNotEquals': return covers(wider, narrower, 'ARN') === 'YES';
    case 'StringEqualsIgnoreCase': case 'StringNotEqualsIgnoreCase': return wider.toLowerCase() === narrower.toLowerCase();
    default: return wider === narrower;
  }
}

/** Where the stronger one leaves only certain texts, the weaker one is asked with each of them. */
function byTrial(stronger: Condition, { set, name, ifExists }: BareOperator, weaker: Condition): boolean {
  if (set || name !== 'StringEquals' || stronger.values.some(isSpecial)) { return false; }
  const possible = [...stronger.values.map((value) => [value]), ...ifExists ? [[]] : []];
  return possible.every((given) => conditionHolds(weaker, contextWith(weaker.key, given)) === 'YES');
}

/** A policy variable, or a character that is escaped in a policy: the request holds another text. */
function isSpecial(value: string): boolean {
  return /\$\{([*?$]\}|[^:{}]+:[^:{}])/.test(value);
}

/** A comparison that does not hold without the key. */
function demandsPresence(stronger: Condition, { set, name, ifExists }: BareOperator, weaker: Condition): boolean {
  const isDemanded = POSITIVE.has(name) && name !== 'Null' && !ifExists && set !== 'ForAllValues' && stronger.values.length > 0;
  return isDemanded && weaker.operator === 'Null' && weaker.values.some((value) => value.toLowerCase() === 'false');
}

function contextWith(key: string, values: readonly string[]): RequestContext {
  const request: AccessRequest = { principal: { kind: 'AWS', id: '*' }, action: '', resource: '', context: { [key]: values } };
  return new RequestContext(request);
}
