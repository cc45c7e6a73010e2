// Not exported: who may manage a function, or may not.
import { Token } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { IConstruct } from 'constructs';
import { accountOfIdentity } from './invoker-checks';
import { failure } from '../model/failure';

/** The principals of a statement. Fails for anything but accounts, roles and users. */
export function managers(path: IConstruct, target: lambda.IFunction, principals: readonly iam.IGrantable[]): iam.IPrincipal[] {
  if (principals.length === 0) { throw failure("'principals' must hold at least one account, role or user, got an empty list", path); }
  principals.forEach((principal) => refuseItself(path, target, principal));
  return principals.map(({ grantPrincipal }) => named(path, grantPrincipal));
}

/** A principal of a denial, and conditions. */
export interface LastingPrincipal {
  readonly principal: iam.IPrincipal;
  /** The ARN of the one role or user; undefined for a whole account. */
  readonly arn?: string;
}

/** The same by its ARN as text: a role that is made again under its name is still meant. */
export function lasting(principal: iam.IPrincipal): LastingPrincipal {
  const [arn] = Object.values(principal.policyFragment.principalJson).flat();
  const isWhole = Token.isUnresolved(arn) ? 'accountId' in principal : isAccount(arn);
  return isWhole ? { principal } : { principal: accountOfIdentity(arn), arn };
}

/** The accounts of principals, as far as they are known before deployment. */
export function accountsOf(principals: readonly iam.IPrincipal[]): string[] {
  const accounts = principals.map(({ principalAccount, policyFragment }) => (
    principalAccount ?? accountIn(Object.values(policyFragment.principalJson).flat()[0])
  ));
  return [...new Set(accounts.filter((account) => account !== undefined && !Token.isUnresolved(account)) as string[])];
}

function accountIn(arn: string): string | undefined {
  if (Token.isUnresolved(arn)) { return undefined; }
  return arn.includes(':') ? arn.split(':')[4] : arn;
}

function named(path: IConstruct, principal: iam.IPrincipal): iam.IPrincipal {
  const refuse = (got: string, instead: string) => failure(`'principals' must be accounts, roles or users, got ${got}; ${instead}`, path);
  if ('groupArn' in principal) { throw refuse('a group, which no such policy can name', 'name its users, or the account'); }
  const { principalJson, conditions } = principal.policyFragment;
  if (principalJson.Service) { throw refuse('a service', 'a service that deploys does so with a role, so name the role'); }
  if (!principalJson.AWS) { throw refuse('somebody who signed in elsewhere', 'name the role that is assumed'); }
  const [arn, ...others] = Object.values(principalJson).flat();
  if (arn === '*' && Object.keys(conditions).length === 0) { throw refuse('everybody', 'name accounts'); }
  if (Object.keys(conditions).length > 0) { throw refuse(`somebody under the condition ${Object.keys(conditions).join(', ')}`, 'name accounts, roles or users without conditions'); }
  if (others.length > 0) { throw refuse('several in one', 'list them'); }
  if (!Token.isUnresolved(arn) && !isAccount(arn) && !/^arn:[^:*?]+:iam::\d{12}:(role|user)\/[^*?]+$/.test(arn)) {
    throw refuse(`'${arn}'`, /:assumed-role\//.test(arn) ? 'a session ends, so name the role it is of' : 'pass an ARN such as arn:aws:iam::444455556666:role/name');
  }
  return principal;
}

/** `444455556666`, or the ARN of its root, whose partition may be a token. */
function isAccount(arn: string): boolean {
  return /^(\d{12}|arn:[^:*?]+:iam::\d{12}:root)$/.test(arn);
}

function refuseItself(path: IConstruct, target: lambda.IFunction, { grantPrincipal }: iam.IGrantable): void {
  if (grantPrincipal === target.grantPrincipal) {
    throw failure("'principals' must be who manages the function, got the function's own role, whose code could then change itself; pass another role", path);
  }
}
