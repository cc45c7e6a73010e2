// Not exported: what an execution role may do, and who may assume it.
import { withOpenDenials } from './open-denial';
import { RequestKeys, keysFor, withContext } from './request-keys';
import { AssumeRoleOptions, RequestOptions } from './request-options';
import { ANYTHING, Verdict, gapsOf, rolePolicies, withNearest } from './verdict';
import { typesTakenBy } from '../authorization/corrections';
import { actionFacts } from '../authorization/service-authorization';
import { evaluate } from '../model/evaluate';
import { FunctionAccess, Gap } from '../model/function-access';
import { arnParts } from '../model/placeholder';
import { AccessRequest, Decision, PolicySet } from '../model/request';
import { LocatedStatement } from '../model/statement';

/** A call of a function's code, in the templates' own spelling. */
export interface RoleCall extends RequestOptions {
  readonly action: string;
  readonly resource: string;
}

/**
 * Whether the policies of the execution role allow a call.
 *
 * The policy of the resource is not in the question: it is taken to agree where AWS asks both sides. So the call is put as
 * one within the account, and the keys tell whose the resource is.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export function roleVerdict(access: FunctionAccess, call: RoleCall): Verdict {
  const { gaps, ...policies } = rolePolicies(access);
  const arn = access.role?.arn ?? access.roleArn;
  const account = arnParts(arn)[4] ?? access.account;
  const statements = [...policies.identity, ...policies.boundary ?? []];
  const request: AccessRequest = {
    principal: { kind: 'AWS', id: arn },
    principalAccount: account,
    action: call.action,
    resource: hasNoResource(call.action) ? '*' : call.resource,
    resourceAccount: account,
    ...keysFor(withContext(roleKeys(access, arn, account, call), call.context ?? {}), statements),
  };
  const ask = (identity: PolicySet['identity'], resource: PolicySet['resource'] = []) =>
    withOpenDenials({ ...policies, identity, resource, gaps }, (known) => evaluate(request, known));
  const decision = deniedByBoundary(request, policies, gaps) ?? ask(policies.identity);
  if (decision.outcome !== 'CANNOT_SAY' || !isAboutTrust(request)) {
    return { ...withNearestOfRole(decision, request, policies), gaps };
  }
  // A role is always asked itself, also within the account; its trust policy is taken to leave the decision to the caller's side.
  const trusted = ask(policies.identity, [trusting(arn, account)]);
  const statement = policies.identity.find((one) => ask([one], [trusting(arn, account)]).outcome === trusted.outcome);
  const verb = trusted.outcome === 'ALLOWED' ? 'allow it' : 'may allow it';
  return { outcome: trusted.outcome, ...statement && { statement }, reason: `its own policies ${verb}, and the other role is taken to trust it`, gaps };
}

/** What a boundary does not allow is denied, whatever the policies say that are in no template: they may allow anything. */
function deniedByBoundary(request: AccessRequest, { incomplete, boundary, openBoundary }: PolicySet, gaps: readonly Gap[]): Decision | undefined {
  if (!incomplete || !boundary || openBoundary || !gaps.every(({ missing }) => missing)) { return undefined; }
  const decision = evaluate(request, { identity: [ANYTHING], resource: [], boundary });
  return decision.outcome === 'DENIED' ? decision : undefined;
}

/** Names the nearest statement of the side that refuses: of the permissions boundary, or of the role's own policies. */
function withNearestOfRole(decision: Decision, request: AccessRequest, policies: PolicySet): Decision {
  const { boundary, ...unbounded } = policies;
  const isBounded = boundary !== undefined && evaluate(request, unbounded).reason !== decision.reason;
  return isBounded
    ? withNearest(decision, boundary, (some) => evaluate(request, { ...policies, boundary: some }))
    : withNearest(decision, policies.identity, (some) => evaluate(request, { ...policies, identity: some }));
}

/**
 * Whether AWS asks about `*` whatever resource somebody has in mind: an ARN in a policy is never about such an action.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
function hasNoResource(action: string): boolean {
  const [prefix, name] = action.split(':');
  const facts = actionFacts(prefix, name);
  return facts !== undefined && typesTakenBy(prefix, facts).length === 0;
}

/**
 * The keys that a call with the credentials of a function has.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 * @see https://docs.aws.amazon.com/lambda/latest/dg/permissions-source-function-arn.html
 */
function roleKeys(access: FunctionAccess, roleArn: string, account: string, call: RoleCall): RequestKeys {
  const [, , , region] = arnParts(call.resource);
  return {
    present: {
      'aws:PrincipalArn': roleArn,
      'aws:PrincipalAccount': account,
      'aws:PrincipalIsAWSService': 'false',
      'aws:PrincipalType': 'AssumedRole',
      'aws:SecureTransport': 'true',
      ...call.resourceAccount !== undefined && { 'aws:ResourceAccount': call.resourceAccount },
      ...region && { 'aws:RequestedRegion': region },
      // Lambda's own calls, such as those of its pollers, do not have it.
      ...!call.calledByLambda && { 'lambda:SourceFunctionArn': access.arn, 'aws:ViaAWSService': 'false' },
    },
    // A role has no user name, and a call that code itself makes goes through no other service.
    absent: [...SERVICE_KEYS, 'aws:username', ...call.calledByLambda ? ['lambda:SourceFunctionArn'] : CALLED_VIA],
  };
}

const CALLED_VIA: readonly string[] = ['aws:CalledVia', 'aws:CalledViaFirst', 'aws:CalledViaLast'];

/** Keys of calls that a service makes as itself, not with a role. */
export const SERVICE_KEYS: readonly string[] = [
  'aws:SourceArn', 'aws:SourceAccount', 'aws:SourceOrgID', 'aws:SourceOrgPaths', 'aws:PrincipalServiceName', 'aws:PrincipalServiceNamesList',
];

function isAboutTrust({ action, resource }: AccessRequest): boolean {
  return action.toLowerCase().startsWith('sts:') && arnParts(resource)[2] === 'iam';
}

/** A trust policy that leaves the decision to the policies of the caller. */
function trusting(roleArn: string, account: string): LocatedStatement {
  const root = `arn:${arnParts(roleArn)[1] ?? 'aws'}:iam::${account}:root`;
  return {
    effect: 'Allow',
    principals: [{ kind: 'AWS', id: root }],
    actions: ['sts:*'],
    conditions: [],
    source: { stack: '', logicalId: '', resourceType: 'AWS::IAM::Role', property: 'AssumeRolePolicyDocument' },
  };
}

/** Whether a service may assume the execution role, on behalf of the function unless the options say otherwise. */
export function trustVerdict(access: FunctionAccess, service: string, options: AssumeRoleOptions): Verdict {
  const gaps = gapsOf(access, 'ROLE').filter(({ source }) => !access.role || source.property.startsWith(TRUST));
  const trust = access.role?.trust ?? [];
  const keys: RequestKeys = {
    present: {
      'aws:SourceArn': options.sourceArn ?? access.arn,
      'aws:SourceAccount': options.sourceAccount ?? (arnParts(options.sourceArn ?? '')[4] || access.account),
      'aws:PrincipalIsAWSService': 'true',
      'aws:PrincipalServiceName': service,
      'aws:SecureTransport': 'true',
    },
    absent: ['aws:PrincipalOrgID', 'aws:PrincipalOrgPaths'],
  };
  const request: AccessRequest = {
    principal: { kind: 'Service', id: service },
    action: 'sts:AssumeRole',
    resource: access.role?.arn ?? access.roleArn,
    ...keysFor(withContext(keys, options.context ?? {}), trust),
  };
  const incomplete = access.role === undefined || gaps.length > 0;
  const ask = (resource: PolicySet['resource']) =>
    withOpenDenials({ identity: [], resource, incomplete, gaps }, (known) => evaluate(request, known));
  return { ...withNearest(ask(trust), trust, ask), gaps };
}

const TRUST = 'Properties.AssumeRolePolicyDocument';
