// Not exported: part of the assertions; what AWS does not have is denied everything, so that an assertion about it would always hold.
import { typesTakenBy } from '../authorization/corrections';
import { actionsOfOperation, nearest, nearestAction, nearestService } from '../authorization/nearest';
import { formsOf, takesResource } from '../authorization/resource-fit';
import { actionFacts, authorizationDate, authorizationOf, servicePrefixes } from '../authorization/service-authorization';
import { failure } from '../model/failure';
import { pieces, resourceOf } from '../model/placeholder';

/** A name that somebody gives, and how somebody says that it is right although it is not known here. */
export interface Acceptance {
  /** What the user calls the option that holds the name. */
  readonly prop: string;
  /** The option that says that the name is right. */
  readonly option: string;
  /** What it was set to. */
  readonly reason?: string;
}

/** Refuses an action that AWS does not have. Case does not count, as in IAM. */
export function checkAction(action: string, acceptance: Acceptance): void {
  const [prefix, name] = action.split(':');
  if (isAccepted(acceptance) || actionFacts(prefix, name)) { return; }
  if (!servicePrefixes().includes(prefix)) {
    throw failure(`'${acceptance.prop}': AWS has no service '${prefix}', got '${action}'${suggestion(nearestService(prefix))} ${advice(acceptance)}`);
  }
  const instead = actionsOfOperation(prefix, name);
  if (instead.length > 0) {
    const wanted = instead.map((one) => `'${prefix}:${one}'`).join(', ');
    throw failure(`'${acceptance.prop}' must be one of IAM, got '${action}', which is an operation of the SDK; IAM asks ${wanted} for it`);
  }
  const close = nearestAction(prefix, name);
  throw failure(`'${acceptance.prop}': ${prefix} has no action '${name}'${suggestion(close && `${prefix}:${close}`)} ${advice(acceptance)}`);
}

/**
 * Refuses a resource on which the action is never called, such as a bucket for `s3:GetObject`. An action without resources has
 * `*`, whatever somebody has in mind.
 *
 * @param resource in the templates' own spelling; a placeholder alone stands for whatever it becomes
 */
export function checkResource(resource: string, action: string, acceptance: Acceptance): void {
  const [prefix, name] = action.split(':');
  const [service, facts] = [authorizationOf(prefix), actionFacts(prefix, name)];
  if (isAccepted(acceptance) || !service || !facts || resource.startsWith('${')) { return; }
  const types = typesTakenBy(prefix, facts);
  if (types.length === 0 || takesResource(service, facts, pieces(resource).map(({ kind, text }) => kind === 'VALUE' ? standIn(text) : text).join(''))) { return; }
  throw failure(
    `'${acceptance.prop}': ${action} acts on ${formsOf(service, types)}, and '${resource}' is none, so that it would always be denied. ` +
    `Name one that it acts on, or say in '${acceptance.option}' why it acts on this`,
  );
}

/** A name that is generated has no slash; anything else may become anything. */
function standIn(placeholder: string): string {
  return resourceOf(placeholder) === placeholder.slice(2, -1) ? 'name' : '*';
}

/** Principals of services whose name is the prefix of no action. */
const OTHER_SERVICES = ['alexa-appkit', 'alexa-connectedhome', 'delivery.logs', 'ecs-tasks', 'edgelambda', 'lexv2', 'monitoring', 'opsworks', 'vpc-flow-logs'];

const ALEXA = /^alexa-[a-z]+\.amazon\.com$/;
const SUFFIX = /\.(amazonaws\.(com(\.cn)?|eu)|c2s\.ic\.gov|sc2s\.sgov\.gov)$/;
const REGION = /^[a-z]{2}(-[a-z]+)+-\d$/;

/**
 * Refuses a service principal that AWS does not have: one of its names must be that of a service, as in `logs.eu-west-1`,
 * `batchoperations.s3` and `lambda.alarms.cloudwatch`.
 *
 * @param service a placeholder stands for whatever it becomes
 */
export function checkService(service: string, acceptance: Acceptance): void {
  if (isAccepted(acceptance) || service.includes('${')) { return; }
  const names = service.replace(SUFFIX, '').replace(/\.amazon\.com$/, '').split('.').filter((name) => !REGION.test(name));
  const known = [...servicePrefixes(), ...OTHER_SERVICES];
  const isKnown = names.length > 0 && [names[0], names[names.length - 1]].some((name) => known.includes(name));
  if (isKnown && (SUFFIX.test(service) || ALEXA.test(service))) { return; }
  const close = known.includes(names[0]) ? names[0] : nearest(names[0] ?? '', known);
  const whole = close && `${close}.${close.startsWith('alexa-') ? 'amazon.com' : 'amazonaws.com'}`;
  throw failure(`'${acceptance.prop}' must be the principal of an AWS service, such as 's3.amazonaws.com', got '${service}'${suggestion(whole)} ${advice(acceptance)}`);
}

function isAccepted({ option, reason }: Acceptance): boolean {
  if (reason?.trim() === '') { throw failure(`'${option}' is empty. Say in a sentence why the name is right`); }
  return reason !== undefined;
}

function suggestion(close: string | undefined): string {
  return close ? `; did you mean '${close}'?` : '.';
}

function advice({ option }: Acceptance): string {
  return `If it is newer than ${authorizationDate}, say so in '${option}'`;
}
