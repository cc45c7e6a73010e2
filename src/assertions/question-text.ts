// Not exported: part of the assertions.
import { InvokeCaller } from './invoke-caller';
import { Acceptance, checkAction, checkResource, checkService, checkSource } from './known-names';
import { failure } from '../model/failure';
import { arnParts, pieces } from '../model/placeholder';

/** Reads a text of the user as the templates spell it. */
export type ReadText = (value: string, prop: string) => string;

/** What the user calls an option. */
export type NameOf = (prop: string) => string;

/** The kinds of callers, of which one is given. */
const KINDS = ['service', 'account', 'principalArn', 'anonymous'] as const;

const OF_SERVICE = ['sourceArn', 'sourceAccount', 'sourceOrgId', 'eventSourceToken', 'unknownService'] as const;

/** Texts that name nothing in the templates. */
const AS_GIVEN = new Set(['functionUrlAuthType', 'unknownService']);

/** Stands for every resource: whether all or none are allowed, or it depends on which one. */
const ANY_RESOURCE = '${Any::Resource}';

/** A caller in the templates' own spelling. Refused is what no call can have. */
export function readCaller(caller: InvokeCaller, read: ReadText, nameOf: NameOf = (prop) => prop): InvokeCaller {
  const kinds = KINDS.filter((kind) => caller[kind] !== undefined && caller[kind] !== false);
  if (kinds.length > 1) { throw failure(`a caller is one of ${quoted(KINDS)}, got ${quoted(kinds, ' and ')}`); }
  if (kinds.length === 0 && caller.principalOrgId === undefined) {
    throw failure(`a caller needs one of ${quoted(KINDS)}, or 'principalOrgId' for any account of an organization`);
  }
  const misplaced = OF_SERVICE.find((prop) => caller[prop] !== undefined && kinds[0] !== 'service');
  if (misplaced) { throw failure(`'${misplaced}' belongs to a caller with 'service', got ${quoted(kinds.length > 0 ? kinds : ['principalOrgId'])}`); }
  if (caller.principalOrgId !== undefined && (kinds[0] === 'service' || kinds[0] === 'anonymous')) {
    throw failure(`'principalOrgId' belongs to a caller with an account, got '${kinds[0]}'. The organization of a service's source is 'sourceOrgId'`);
  }
  const texts = Object.entries(caller).filter(([prop, value]) => typeof value === 'string' && !AS_GIVEN.has(prop));
  const spelled = Object.fromEntries(texts.map(([prop, value]) => {
    const text = read(value as string, nameOf(prop));
    return [prop, prop === 'sourceArn' ? source(text, nameOf(prop)) : single(text, nameOf(prop))];
  })) as InvokeCaller;
  if (spelled.service !== undefined) { checkService(spelled.service, { prop: nameOf('service'), option: nameOf('unknownService'), reason: caller.unknownService }); }
  checkAccount(spelled.account, nameOf('account'));
  checkAccount(spelled.sourceAccount, nameOf('sourceAccount'));
  checkPrincipal(spelled.principalArn, nameOf('principalArn'));
  checkOrganization(spelled.principalOrgId, nameOf('principalOrgId'));
  checkOrganization(spelled.sourceOrgId, nameOf('sourceOrgId'));
  checkSentLogGroup(spelled, nameOf('sourceArn'));
  return { ...caller, ...spelled, ...caller.context && { context: readContext(caller.context, read) } };
}

/** Condition keys of a request. One may be empty, such as `s3:prefix` where all of a bucket is listed. */
export function readContext(context: { readonly [key: string]: string }, read: ReadText): { [key: string]: string } {
  return Object.fromEntries(Object.entries(context).map(([key, value]) => [key, value === '' ? value : read(value, `context.${key}`)]));
}

/** The name of an action; no other than AWS has, unless it is accepted. */
export function readAction(action: string, prop: string, acceptance?: Omit<Acceptance, 'prop'>): string {
  if (!/^[a-z0-9-]+:[A-Za-z0-9]+$/.test(action)) {
    throw failure(`'${prop}' must be one action with its service, such as 's3:GetObject', got '${action}'`);
  }
  if (acceptance) { checkAction(action, { ...acceptance, prop }); }
  return action;
}

/** One resource on which the action is called, or `*` for whatever resource. */
export function readResource(resource: string, read: ReadText, action: string, acceptance: Acceptance): string {
  const text = read(resource, acceptance.prop);
  if (text === '*') { return ANY_RESOURCE; }
  // The ARN that CDK and CloudFormation give for a log group is the pattern of its streams.
  const stream = isLogGroup(text) ? `${text.slice(0, -1)}log-stream:\${Any::LogStream}` : text;
  if (!stream.startsWith('arn:') && !stream.startsWith('${')) {
    throw failure(`'${acceptance.prop}' must be an ARN, or '*' for any resource, got '${text}'`);
  }
  checkResource(single(stream, acceptance.prop), action, acceptance);
  return stream;
}

function isLogGroup(text: string): boolean {
  const [scheme, , service, , , rest = ''] = arnParts(text);
  const name = rest.replace(/\$\{[^{}]*\}/g, 'value'); // a value may be written with colons, and has none
  return scheme === 'arn' && service === 'logs' && /^log-group:[^:]+:\*$/.test(name);
}

/** The owner of a resource. */
export function readAccount(account: string, prop: string, read: ReadText): string {
  const text = read(account, prop);
  checkAccount(text, prop);
  return text;
}

/** A service that calls or assumes a role. */
export function readService(service: string, read: ReadText, acceptance: Acceptance): string {
  const text = single(read(service, acceptance.prop), acceptance.prop);
  checkService(text, acceptance);
  return text;
}

/** What a service assumes a role for. */
export function readSource(sourceArn: string, read: ReadText): string {
  return source(read(sourceArn, 'sourceArn'), 'sourceArn');
}

/** One ARN. That of a log group ends with a star, which CloudWatch Logs sends as it is. */
function source(text: string, prop: string): string {
  single(isLogGroup(text) ? text.slice(0, -1) : text, prop);
  checkSource(text, prop);
  return text;
}

/** Refuses the ARN of a log group that leaves out what CloudWatch Logs sends behind the name. */
function checkSentLogGroup({ service, sourceArn = '' }: InvokeCaller, prop: string): void {
  const [, , sender, , , name = ''] = arnParts(sourceArn);
  if (!service?.startsWith('logs.') || sender !== 'logs' || !/^log-group:[^:]+$/.test(name)) { return; }
  throw failure(
    `'${prop}' must end with ':*', as CloudWatch Logs sends the ARN of a log group, got '${sourceArn}', so that it would always be denied. ` +
    "Pass 'logGroup.logGroupArn'",
  );
}

/** A request names one thing; with a pattern, denied for one would read as denied for all. */
function single(text: string, prop: string): string {
  if (!pieces(text).some(({ kind }) => kind === 'WILDCARD')) { return text; }
  const example = prop === 'resource' ? ", for example one object with 'bucket.arnForObjects'" : '';
  throw failure(`'${prop}' must name one, not a pattern, got '${text}'. Ask about one at a time${example}`);
}

function checkAccount(account: string | undefined, prop: string): void {
  if (account === undefined || /^(\d{12}|\$\{.*\})$/.test(account)) { return; }
  throw failure(`'${prop}' must be twelve digits, got '${account}'`);
}

/**
 * Refuses what is the id of no organization, such as that of a root or of a part of one.
 *
 * @see https://docs.aws.amazon.com/organizations/latest/APIReference/API_Organization.html
 */
function checkOrganization(id: string | undefined, prop: string): void {
  if (id === undefined || /^(o-[a-z0-9]{10,32}|\$\{.*\})$/.test(id)) { return; }
  throw failure(
    `'${prop}' must be the id of an organization, o- and 10 to 32 lower-case letters or digits, got '${id}', so that it would always be denied. ` +
    'Pass the id that AWS Organizations shows',
  );
}

/** Nobody but roles, users and their sessions signs calls: whoever else is asked about would always be denied. */
function checkPrincipal(arn: string | undefined, prop: string): void {
  if (arn === undefined || arn.startsWith('${')) { return; }
  if (!arn.startsWith('arn:')) { throw failure(`'${prop}' must be an ARN, got '${arn}'`); }
  const [, , service, region, account = '', name = ''] = arnParts(arn);
  if (!/^(iam|sts|\$\{.*\})$/.test(service) || !/^(\$\{.*\})?$/.test(region) || !/^((role|user|assumed-role|federated-user)\/|root$|\$\{)/.test(name)) {
    throw failure(`'${prop}' must be the ARN of a role or user, got '${arn}'`);
  }
  if (!/^(\d{12}|\$\{.*\})$/.test(account)) { throw failure(`'${prop}' must have an account of twelve digits, got '${arn}'`); }
}

function quoted(names: readonly string[], separator = ', '): string {
  return names.map((name) => `'${name}'`).join(separator);
}
