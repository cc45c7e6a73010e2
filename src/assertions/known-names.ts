// Not exported: part of the assertions; what AWS does not have is denied everything, so that an assertion about it would always hold.
import { REGION, isArn } from '../authorization/arn-pattern';
import { typesTakenBy } from '../authorization/corrections';
import { actionsOfOperation, nearest, nearestAction, nearestService } from '../authorization/nearest';
import { formsOf, hasFields, takesResource, withoutLeadingSlash } from '../authorization/resource-fit';
import { actionFacts, authorizationDate, authorizationOf, servicePrefixes } from '../authorization/service-authorization';
import { failure } from '../model/failure';
import { arnParts, isAccount, isAnything, pieces, resourceOf } from '../model/placeholder';

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
  if (types.length === 0 || isOpen(resource)) { return; }
  const right = withoutLeadingSlash(service, types, resource);
  if (right !== undefined) {
    throw failure(
      `'${acceptance.prop}' must leave out the slash with which the name of a parameter begins, got '${resource}', so that it would always be denied. ` +
      `Write '${right}', or say in '${acceptance.option}' why it acts on this`,
    );
  }
  const text = withStandIns(resource);
  if (takesResource(service, facts, text) && hasFields(service, types, text)) { return; }
  throw failure(
    `'${acceptance.prop}': ${action} acts on ${formsOf(service, types)}, and '${resource}' is none, so that it would always be denied` +
    `${isArn(text) ? '' : `; ${FIELDS}`}. Name one that it acts on, or say in '${acceptance.option}' why it acts on this`,
  );
}

const FIELDS = 'a region is written like eu-west-1, an account with twelve digits, and a partition like aws';

/**
 * Refuses the source of a service that is no ARN. Which resources a service sends is not asked: many send those of another one.
 *
 * @param source in the templates' own spelling; Amplify sends one whose colons are encoded
 */
export function checkSource(source: string, prop: string): void {
  if (source.startsWith('${') || isOpen(source) || isArn(withStandIns(source.replace(/%3A/gi, ':')))) { return; }
  throw failure(
    `'${prop}' must be the ARN of one resource, arn:<Partition>:<Service>:<Region>:<Account>:<Resource>, got '${source}', so that it would always be denied. ` +
    `Pass the ARN of the resource itself; ${FIELDS}`,
  );
}

/** What begins like an ARN, and ends with what may be anything, also the rest of it. */
function isOpen(arn: string): boolean {
  return arnParts(arn).length < 6 && pieces(arn).some(({ kind, written }) => kind === 'VALUE' && isAnything(written));
}

/** The ARN with what its placeholders look like, and `*` for those that may look like anything. */
function withStandIns(arn: string): string {
  return arnParts(arn).map((part, index) => pieces(part).map(({ kind, text }) => kind === 'VALUE' ? standIn(text, index === 5) : text).join('')).join(':');
}

/** A name that is generated has no slash; anything else may become anything. */
function standIn(placeholder: string, isName: boolean): string {
  if (isAccount(placeholder)) { return '111122223333'; }
  return isName && resourceOf(placeholder) === placeholder.slice(2, -1) ? 'name' : '*';
}

/** Principals of services whose name is the prefix of no action. */
const OTHER_SERVICES = ['alexa-appkit', 'alexa-connectedhome', 'delivery.logs', 'ecs-tasks', 'edgelambda', 'lexv2', 'monitoring', 'opsworks', 'vpc-flow-logs'];

const ALEXA = /^alexa-[a-z]+\.amazon\.com$/;
const SUFFIX = /\.(amazonaws\.(com(\.cn)?|eu)|c2s\.ic\.gov|sc2s\.sgov\.gov)$/;

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
