import { isDemanded } from './demanded';
import { Condition, Statement } from './statement';

/** Keys that say for whom a service acts; one of them closes the door to other accounts. */
const SOURCE_KEYS = new Set(['aws:sourcearn', 'aws:sourceaccount', 'aws:sourceorgid', 'aws:sourceorgpaths', 'lambda:eventsourcetoken']);

/** The conditions of a statement that demand a certain source. */
export function sourceConditions({ conditions }: Statement): Condition[] {
  return conditions.filter((condition) => SOURCE_KEYS.has(condition.key.toLowerCase()) && isDemanded(condition));
}

/**
 * The services that may act by a statement on behalf of everybody who uses them.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html
 */
export function servicesForAnySource(statement: Statement): string[] {
  // A call that a service makes carries no organization of its principal: such a statement is dead, not open.
  const dead = statement.conditions.some((condition) => condition.key.toLowerCase() === 'aws:principalorgid' && isDemanded(condition));
  if (dead || sourceConditions(statement).length > 0) { return []; }
  return (statement.principals ?? []).filter(({ kind }) => kind === 'Service').map(({ id }) => id);
}
