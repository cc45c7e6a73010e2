import { CfnResource } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { IConstruct } from 'constructs';
import { replaceResources } from './replace-resources';
import { TargetPolicy } from './target-policies';
import { LocatedStatement } from '../model/statement';

/** A permission for an account that a role can take the place of. */
export interface ReplaceablePermission {
  /** Makes the role that these accounts assume. */
  makeRole(accounts: string[]): { readonly role: iam.Role; readonly callerStatements: iam.PolicyStatement[] };
  /** Tells what callers need now. */
  told(callerStatements: iam.PolicyStatement[]): void;
}

const replaceable = new WeakMap<IConstruct, ReplaceablePermission>();

/** Says that a permission may become a role when the policy is too large. */
export function offerRole(permission: IConstruct, offer: ReplaceablePermission): void {
  replaceable.set(permission, offer);
}

/** One role that the accounts of a policy assume, in the place of their permissions. */
export function roleForAccounts({ handler, target: { statements }, resourceOf }: TargetPolicy): void {
  const permissions = new Map<CfnResource, string>();
  for (const statement of statements) {
    const account = accountOf(statement);
    const permission = resourceOf(statement);
    if (account !== undefined && account !== handler.stack.account && replaceable.has(permission)) { permissions.set(permission, account); }
  }
  const offers = [...permissions.keys()].map((permission) => replaceable.get(permission)!);
  if (offers.length === 0) { return; }
  const { role, callerStatements } = offers[0].makeRole([...new Set(permissions.values())].sort());
  offers.forEach((offer) => offer.told(callerStatements));
  replaceResources(new Map([...permissions.keys()].map((permission) => [permission, role.node.defaultChild as CfnResource])));
}

/** The account that a statement lets in as a whole. */
function accountOf({ principals, conditions }: LocatedStatement): string | undefined {
  return conditions.length === 0 && principals?.length === 1 ? /^arn:[^:]+:iam::(\d{12}):root$/.exec(principals[0].id)?.[1] : undefined;
}
