// Not exported: who may assume a role that others invoke a function with.
import { Stack, Token, TokenComparison } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { RegionInfo } from 'aws-cdk-lib/region-info';
import { IConstruct } from 'constructs';
import { checkAccount, checkOrganization } from './invoker-checks';
import { isWithin } from './organization-condition';
import { failure } from '../model/failure';

/** What the trust policy is made of. */
interface Assumers {
  readonly accounts?: string[];
  readonly organization?: string;
  readonly externalId?: string;
  readonly trustPolicyQuota?: number;
}

/** What IAM lets the trust policy of a role have, in characters without white space, unless a higher quota is asked for; and the highest quota. */
const DEFAULT_QUOTA = 2048;
const HIGHEST_QUOTA = 8192;

/** The longest partition that an ARN can begin with, and the longest external id. */
const LONGEST_PARTITION = 'aws-us-gov';
const LONGEST_EXTERNAL_ID = 1224;

/** Who may assume the role, as one principal of one statement. Fails for nobody, for the role's own account, and for more than fits. */
export function assumers(path: IConstruct, props: Assumers): iam.IPrincipal {
  const { accounts, organization, externalId } = props;
  refuseBadAccounts(path, accounts, organization);
  if (organization !== undefined) { checkOrganization('organization', organization); }
  if (externalId !== undefined) { checkExternalId(path, externalId); }
  // Statements for everybody need no policy of the caller in the role's own account.
  const others = accounts === undefined ? { StringNotEquals: { 'aws:PrincipalAccount': Stack.of(path).account } } : {};
  const conditions = { ...conditionsFor(organization, externalId), ...others };
  const distinct = accounts && [...new Set(accounts)];
  refuseOverflow(path, props, policySize(Stack.of(path).region, distinct, conditions));
  return new Assuming(distinct?.map((account) => new iam.AccountPrincipal(account).arn) ?? ['*'], conditions);
}

/** All in one statement; CDK's composite principal gives one for each. */
class Assuming extends iam.PrincipalBase {
  public readonly policyFragment: iam.PrincipalPolicyFragment;

  public constructor(principals: string[], conditions: iam.Conditions) {
    super();
    this.policyFragment = new iam.PrincipalPolicyFragment({ AWS: principals }, conditions);
  }

  public dedupeString(): string {
    return `Assuming:${JSON.stringify([this.policyFragment.principalJson, this.policyFragment.conditions])}`;
  }
}

function conditionsFor(organization?: string, externalId?: string): iam.Conditions {
  const { StringEquals, ...path } = organization === undefined ? {} : isWithin('aws:Principal', organization);
  const equal = { ...StringEquals, ...externalId === undefined ? {} : { 'sts:ExternalId': externalId } };
  return { ...path, ...Object.keys(equal).length === 0 ? {} : { StringEquals: equal } };
}

/** The most characters that the trust policy can have: white space does not count. */
function policySize(region: string, accounts: string[] | undefined, conditions: iam.Conditions): number {
  const partition = (Token.isUnresolved(region) ? undefined : RegionInfo.get(region).partition) ?? LONGEST_PARTITION;
  const principals = accounts?.map((account) => `arn:${partition}:iam::${Token.isUnresolved(account) ? '111122223333' : account}:root`) ?? ['*'];
  const Condition = Object.keys(conditions).length === 0 ? undefined : conditions;
  const document = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { AWS: principals }, Action: 'sts:AssumeRole', Condition }] };
  return JSON.stringify(document, (key, value: unknown) => key === 'sts:ExternalId' && Token.isUnresolved(value) ? 'x'.repeat(LONGEST_EXTERNAL_ID) : value).length;
}

function refuseOverflow(path: IConstruct, { accounts, trustPolicyQuota }: Assumers, size: number): void {
  const quota = trustPolicyQuota ?? DEFAULT_QUOTA;
  if (!Token.isUnresolved(quota) && !(Number.isInteger(quota) && quota >= DEFAULT_QUOTA && quota <= HIGHEST_QUOTA)) {
    throw failure(`'trustPolicyQuota' must be what IAM allows the account, from ${DEFAULT_QUOTA} to ${HIGHEST_QUOTA} characters, got ${quota}`, path);
  }
  if (size <= quota) { return; }
  throw failure(`'accounts' make a trust policy of ${size} characters, got ${accounts?.length ?? 0} accounts, and IAM allows ${quota}; `
    + "name their 'organization' instead, or raise the quota 'Role trust policy length' of this account, to 8192 at most, and say so in 'trustPolicyQuota', "
    + 'or make several roles for fewer accounts each', path);
}

function refuseBadAccounts(path: IConstruct, accounts?: string[], organization?: string): void {
  if (accounts === undefined && organization === undefined) {
    throw failure("'accounts' or 'organization' must say who may assume the role, got neither", path);
  }
  if (accounts === undefined) { return; }
  if (Token.isUnresolved(accounts)) {
    throw failure("'accounts' must be a list that is known at synthesis, got one that is known at deployment; write the accounts out", path);
  }
  if (accounts.length === 0) { throw failure("'accounts' must hold at least one account, got an empty list; leave it out if 'organization' says who", path); }
  for (const account of accounts) {
    checkAccount('accounts', account);
    if (Token.compareStrings(account, Stack.of(path).account) === TokenComparison.SAME) {
      throw failure(`'accounts' must be other accounts, got the role's own, '${account}'; use \`target.grantInvoke(role)\` for its roles and users`, path);
    }
  }
}

function checkExternalId(path: IConstruct, externalId: string): void {
  if (Token.isUnresolved(externalId) || /^[\w+=,.@:/-]{2,1224}$/.test(externalId)) { return; }
  throw failure(`'externalId' must be 2 to ${LONGEST_EXTERNAL_ID} letters, digits or + = , . @ : / - _, got '${externalId}'`, path);
}
