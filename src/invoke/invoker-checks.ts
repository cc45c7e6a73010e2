// Not exported: what may stand in an invoker.
import { Fn, Token } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { ServiceInvokerOptions } from './service-invoker-options';
import { failure } from '../model/failure';
import { insteadOfPermission } from '../model/role-based-services';

/** Fails for anything but twelve digits, as long as the value is known. */
export function checkAccount(prop: string, accountId: string): void {
  if (!Token.isUnresolved(accountId) && !/^\d{12}$/.test(accountId)) {
    throw failure(`'${prop}' must be an account id of twelve digits, got '${accountId}'`);
  }
}

/** Fails for anything but the ARN of one role or user, as long as the value is known. */
export function checkIdentity(kind: 'role' | 'user', prop: string, arn: unknown): asserts arn is string {
  if (typeof arn !== 'string') { throw failure(`'${prop}' must be a ${kind} or its ARN, got ${arn === null ? 'null' : `a value of type ${typeof arn}`}`); }
  if (Token.isUnresolved(arn) || new RegExp(`^arn:[^:*?]+:iam::\\d{12}:${kind}/[^*?]+$`).test(arn)) { return; }
  const instead = /:assumed-role\//.test(arn) ? '; a session ends, so name the role it is of' : insteadOf(arn, kind);
  throw failure(`'${prop}' must be the ARN of one ${kind}, such as arn:aws:iam::444455556666:${kind}/name, got '${arn}'${instead}`);
}

/** The account of a role or user, by its ARN, also one that is known after deployment only. */
export function accountOfIdentity(arn: string): iam.AccountPrincipal {
  return new iam.AccountPrincipal(Token.isUnresolved(arn) ? Fn.select(4, Fn.split(':', arn)) : arn.split(':')[4]);
}

function insteadOf(arn: string, kind: 'role' | 'user'): string {
  if (/:root$/.test(arn)) { return '; for everybody in an account use Invoker.account(id)'; }
  if (/:group\//.test(arn)) { return '; a group is no principal of a policy, so use `target.grantInvoke(group)`'; }
  const other = kind === 'role' ? 'user' : 'role';
  return new RegExp(`:${other}/`).test(arn) ? `; use Invoker.${other}` : '';
}

/** An organization, or a path from it to a root or organizational unit. */
export function checkOrganization(prop: string, organization: string): void {
  if (Token.isUnresolved(organization) || /^o-[a-z0-9]{10,32}(\/.*)?$/.test(organization)) { return; }
  throw failure(`'${prop}' must be the id of an organization, such as o-abcdefghij, got '${organization}'`
    + `${/^(ou|r)-/.test(organization) ? '; an organizational unit is named by its path, such as o-abcdefghij/r-ab12/ou-ab12-11111111/' : ''}`);
}

/** Whether it is a path inside of an organization. */
export function isOrganizationPath(organization: string): boolean {
  return !Token.isUnresolved(organization) && organization.includes('/');
}

/** Fails for a service whose statement would never match. */
export function checkService(principal: string, options: ServiceInvokerOptions): void {
  if (!/^[a-z0-9.-]+\.amazon(aws\.com(\.cn)?|\.com)$/.test(principal) && !Token.isUnresolved(principal)) {
    throw failure(`'principal' must be the name of one service, such as sns.amazonaws.com, got '${principal}'`);
  }
  const instead = insteadOfPermission(principal);
  if (instead) { throw failure(`'principal' must be a service that the function's policy lets in, got '${principal}': ${instead}`); }
  if (options.sourceAccount !== undefined) { checkAccount('sourceAccount', options.sourceAccount); }
  if (options.organization !== undefined) { checkOrganization('organization', options.organization); }
  if (!namesService(options.sourceArn)) {
    throw failure(`'sourceArn' must be an ARN that names partition and service, got '${options.sourceArn}'`);
  }
}

/** Why a service may not be let in so, for it could call for anybody; undefined for one that may. A denial of the same is welcome. */
export function whyTooOpen(principal: string, options: ServiceInvokerOptions): string | undefined {
  const { sourceArn, sourceAccount, organization, eventSourceToken } = options;
  if (principal.startsWith('alexa-') && !eventSourceToken) {
    return `'eventSourceToken' must be the id of the skill for '${principal}', got none; Alexa sends no source ARN, so without it any skill could invoke the function`;
  }
  if (sourceArn === undefined && sourceAccount === undefined && organization === undefined && !eventSourceToken) {
    return `'sourceArn' or 'sourceAccount' must say for what '${principal}' calls, got neither; without one of them the service could call for any account`;
  }
  if (principal === 's3.amazonaws.com' && (sourceArn === undefined || sourceAccount === undefined)) {
    return "'sourceArn' and 'sourceAccount' are both needed for 's3.amazonaws.com', because the ARN of a bucket holds no account and another account can take "
      + 'the name of a deleted bucket; pass the bucket and the account that owns it';
  }
  if (sourceArn === undefined || Token.isUnresolved(sourceArn) || sourceAccount !== undefined || organization !== undefined) { return undefined; }
  return /^\d{12}$/.test(sourceArn.split(':')[4]) ? undefined
    : `'sourceArn' must hold an account for '${principal}', got '${sourceArn}'; name the account in the ARN, or in 'sourceAccount' if the service sends it`;
}

function namesService(sourceArn: string | undefined): boolean {
  if (sourceArn === undefined || Token.isUnresolved(sourceArn)) { return true; }
  const parts = sourceArn.split(':');
  return parts.length >= 6 && parts[0] === 'arn' && !/[*?]/.test(parts[1] + parts[2]);
}
