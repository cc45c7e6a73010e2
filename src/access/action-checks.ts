// Not exported: what is refused about actions, one check a function, used by every access.
import { IConstruct } from 'constructs';
import { AccessOptions } from './access-options';
import { hasWildcard } from './conditions';
import { isEscalating } from './escalation';
import { isGlobalKey, isSameKey } from '../authorization/condition-key';
import { actionsOfOperation, nearest, nearestAction } from '../authorization/nearest';
import { ActionFacts, actionFacts, authorizationDate } from '../authorization/service-authorization';
import { failure } from '../model/failure';

/** An action that was asked for. */
export interface CheckedAction {
  /** IAM's own spelling where the action is known. */
  readonly name: string;
  /** Nothing for an action that the reference does not list, and that was accepted with a reason. */
  readonly facts?: ActionFacts;
}

/** Where the options were given, for messages. */
export interface CheckContext {
  readonly service: string;
  readonly options: AccessOptions;
  readonly path?: IConstruct;
}

/** The actions of one service, each known by its facts or accepted with a reason; each once. */
export function checkedActions(actions: readonly string[], context: CheckContext): CheckedAction[] {
  if (actions.length === 0) {
    throw failure(`'actions' is empty. Name what the code calls, without the prefix '${context.service}:'`, context.path);
  }
  checkReason('unknownActions', context);
  checkReason('acknowledgeEscalation', context);
  const checked = actions.map((action) => checkedAction(action, context));
  checked.forEach((action) => checkEscalation(action, context));
  return checked.filter((action, index) => checked.findIndex((other) => other.name === action.name) === index);
}

function checkReason(option: 'unknownActions' | 'acknowledgeEscalation', { options, path }: CheckContext): void {
  if (options[option] !== undefined && options[option].trim() === '') {
    throw failure(`'${option}' is empty. Say in a sentence why it is right; the permission report shows it`, path);
  }
}

function checkedAction(action: string, context: CheckContext): CheckedAction {
  const { service, options, path } = context;
  if (hasWildcard(action)) {
    throw failure(`'actions' may not hold a wildcard, got '${action}': it grows with every action AWS adds. ${wildcardHint(action, service)}`, path);
  }
  if (action.includes(':')) {
    throw failure(`'actions' takes names without prefix, got '${action}'. ${prefixHint(action, service)}`, path);
  }
  const facts = actionFacts(service, action);
  if (facts && facts.name === action) {
    return { name: facts.name, facts };
  }
  if (facts) {
    throw failure(`'actions' must be spelled as IAM does, got '${action}'; did you mean '${facts.name}'?`, path);
  }
  if (options.unknownActions && /^[A-Za-z][A-Za-z0-9]*$/.test(action)) {
    return { name: action };
  }
  throw failure(`'actions': ${service} has no action '${action}'${spellingHint(action, service)}`, path);
}

function wildcardHint(action: string, service: string): string {
  const close = nearestAction(service, action.slice(action.indexOf(':') + 1).replace(/[*?]/g, ''));
  return `Name each action${close ? `, for example '${close}'` : ''}`;
}

function prefixHint(action: string, service: string): string {
  const [prefix, name] = [action.slice(0, action.indexOf(':')), action.slice(action.indexOf(':') + 1)];
  return prefix.toLowerCase() === service
    ? `Write '${actionFacts(service, name)?.name ?? nearestAction(service, name) ?? name}'`
    : `This access is for ${service}; for another service use its own class, or ServiceAccess`;
}

function spellingHint(action: string, service: string): string {
  const instead = actionsOfOperation(service, action);
  if (instead.length > 0) {
    return `; it is an operation of the SDK, for which IAM asks ${instead.map((name) => `'${name}'`).join(', ')}`;
  }
  const close = nearestAction(service, action);
  return `${close ? `; did you mean '${close}'?` : '.'} If it is newer than ${authorizationDate}, say so in 'unknownActions'`;
}

function checkEscalation({ name, facts }: CheckedAction, { service, options, path }: CheckContext): void {
  if (facts && isEscalating(service, facts, options.conditions) && !options.acknowledgeEscalation) {
    const pin = `${service}:${name}` === 'iam:PassRole' ? ", pin the service with the condition 'iam:PassedToService'" : '';
    throw failure(
      `'actions' holds ${service}:${name}, with which the code can change who may do what. ` +
      `Leave it out${pin}, or set 'acknowledgeEscalation' to the reason why it is needed`,
      path,
    );
  }
}

/** Refuses a condition key that one of the actions does not know: the statement would never match, or not limit. */
export function checkConditionKeys(keys: readonly string[], option: string, { name, facts }: CheckedAction, context: CheckContext): void {
  for (const key of keys) {
    if (facts && !isGlobalKey(key) && !facts.conditionKeys.some((known) => isSameKey(key, known))) {
      throw failure(`'${option}': ${context.service}:${name} does not know the condition key '${key}'; ${keyHint(key, facts)}`, context.path);
    }
  }
}

function keyHint(key: string, facts: ActionFacts): string {
  const own = facts.conditionKeys.map((known) => known.replace('{', '<').replace('}', '>'));
  const close = nearest(key, own);
  if (close) {
    return `did you mean '${close}'?`;
  }
  const shown = own.slice(0, 6).join(', ') + (own.length > 6 ? ' …' : '');
  return shown ? `it knows ${shown} and the global keys` : 'it knows only the global keys';
}
