// Not exported: who may invoke a function.
import { AssertedTarget } from './asserted-templates';
import { InvokeCaller } from './invoke-caller';
import { withOpenDenials } from './open-denial';
import { RequestKeys, keysFor, withContext } from './request-keys';
import { SERVICE_KEYS } from './role-verdict';
import { ANYTHING, KnownPolicies, Verdict, agreed, gapsOf, rolePolicies, withNearest } from './verdict';
import { Answer } from '../model/answer';
import { Caller } from '../model/caller';
import { FunctionUrlAuthType, evaluate, evaluateFunctionUrl } from '../model/evaluate';
import { FunctionAccess, Gap, KnownRole } from '../model/function-access';
import { equals } from '../model/match';
import { arnParts } from '../model/placeholder';
import { AccessRequest, Decision, PolicySet } from '../model/request';
import { isSameResource } from '../model/source-place';
import { LocatedStatement, Principal } from '../model/statement';

/**
 * Whether the policy of a function, version or alias lets somebody invoke it.
 *
 * @param caller in the templates' own spelling
 * @param roles all roles that are known: one of them may be the caller
 * @see https://docs.aws.amazon.com/lambda/latest/dg/access-control-resource-based.html
 * @see https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html
 */
export function invokeVerdict(asked: AssertedTarget, caller: InvokeCaller, roles: readonly KnownRole[]): Verdict {
  const authType: FunctionUrlAuthType | undefined = caller.functionUrlAuthType;
  if (authType === 'AWS_IAM' && caller.anonymous) { return { outcome: 'DENIED', reason: 'the function URL lets in signed calls only', gaps: [] }; }
  if (authType !== 'NONE' || caller.anonymous) { return callerVerdict(asked, caller, roles); }
  const verdict = callerVerdict(asked, { anonymous: true, functionUrlAuthType: caller.functionUrlAuthType, context: caller.context }, roles);
  return { ...verdict, reason: `the function URL asks nobody to sign in, so that every caller is anybody; ${verdict.reason}` };
}

/** The verdict on a caller as Lambda sees it. */
function callerVerdict(asked: AssertedTarget, caller: InvokeCaller, roles: readonly KnownRole[]): Verdict {
  const { sure, open } = rolesOf(caller.principalArn, roles);
  const verdict = verdictOn(asked, caller, sure);
  if (sure || !open) { return verdict; }
  const asOwn = verdictOn(asked, caller, open);
  return { ...agreed([verdict, asOwn], `whether the caller is the role ${open.role.arn} is not known`), gaps: [...verdict.gaps, ...asOwn.gaps] };
}

/** @param own the role that calls */
function verdictOn(asked: AssertedTarget, caller: InvokeCaller, own: KnownRole | undefined): Verdict {
  const { access, target } = asked;
  const identity = own ? rolePolicies(own) : undefined;
  const ofPolicy = gapsOf(access, 'INVOKE');
  const gaps = [...ofPolicy, ...identity?.gaps ?? []];
  const policies: KnownPolicies = {
    identity: identity?.identity ?? [],
    boundary: identity?.boundary,
    resource: target.statements,
    incomplete: ofPolicy.length > 0 || identity?.incomplete,
    openBoundary: identity?.openBoundary,
    gaps,
  };
  const decideBy = (known: KnownPolicies) => withOpenDenials(known, (set) => {
    const decisions = keysOf(caller, access).map((keys) => decision(asked, caller, keys, set, identity !== undefined));
    return agreed(decisions, `whether ${caller.service} sends aws:SourceAccount decides, and 'sourceAccount' is not given`);
  });
  if (ofPolicy.length > 0 && ofPolicy.every(canOnlyAllow)) {
    const sure = target.statements.filter(({ source }) => !ofPolicy.some((gap) => isSameResource(gap.source, source)));
    const without = decideBy({ ...policies, resource: sure, incomplete: identity?.incomplete });
    if (without.outcome === 'ALLOWED') { return { ...without, gaps }; }
  }
  const decide = (statements: readonly LocatedStatement[]) => decideBy({ ...policies, resource: statements });
  return { ...withAccount(withNearest(decide(target.statements), target.statements, decide), caller, access), gaps };
}

/** Says which account the function is in, where it may be that of the caller. */
function withAccount(decided: Decision, caller: InvokeCaller, access: FunctionAccess): Decision {
  const isInAccount = caller.account !== undefined || caller.principalArn !== undefined;
  if (decided.outcome !== 'CANNOT_SAY' || !isInAccount) { return decided; }
  const isOpen = sameAccount(new Caller({ principal: principalOf(caller, access) }), access) === 'CANNOT_SAY';
  return isOpen ? { ...decided, reason: `${decided.reason}; the function is in account ${access.account}` } : decided;
}

/** A permission holds no `Deny`: what is not known of it takes nothing away from what others allow. */
function canOnlyAllow({ source }: Gap): boolean {
  return source.resourceType === 'AWS::Lambda::Permission';
}

/** The role that calls, or whose session does; and one that does if the stack is deployed to that account. */
function rolesOf(principalArn: string | undefined, roles: readonly KnownRole[]): { readonly [answer in 'sure' | 'open']?: KnownRole } {
  if (principalArn === undefined) { return {}; }
  const caller = new Caller({ principal: { kind: 'AWS', id: principalArn } });
  const matched = (answer: Answer) => roles.find(({ role: { arn } }) => caller.match({ kind: 'AWS', id: arn }).role === answer
    && (answer === 'YES' || !(arnParts(arn)[5] ?? '${').includes('${'))); // a name that is generated is no name that somebody wrote down
  return { sure: matched('YES'), open: matched('CANNOT_SAY') };
}

function decision({ access, target }: AssertedTarget, caller: InvokeCaller, keys: RequestKeys, policies: KnownPolicies, isKnown: boolean): Decision {
  const principal = principalOf(caller, access);
  const request: AccessRequest = {
    principal,
    action: 'lambda:InvokeFunction',
    resource: target.arn,
    resourceAccount: access.account,
    ...keysFor(withContext(keys, caller.context ?? {}), [...policies.resource, ...policies.identity, ...policies.boundary ?? []]),
  };
  const ask = (of: AccessRequest, set: KnownPolicies) => {
    return caller.functionUrlAuthType === undefined ? evaluate(of, set) : evaluateFunctionUrl(of, caller.functionUrlAuthType, set);
  };
  if (isKnown || caller.service !== undefined || caller.anonymous || caller.account !== undefined) { return ask(request, policies); }
  return withUnknownPolicies(request, policies, ask, caller.principalArn === undefined ? 'NO' : sameAccount(new Caller(request), access));
}

function sameAccount(caller: Caller, { account, partition }: FunctionAccess): Answer {
  return caller.isElsewhere(partition) ? 'NO' : equals(account, caller.account ?? '');
}

/** A caller whose own policies nobody knows. In another account they are taken to allow; within the account they are enough. */
function withUnknownPolicies(
  request: AccessRequest, policies: KnownPolicies, ask: (of: AccessRequest, set: KnownPolicies) => Decision, isSameAccount: Answer,
): Decision {
  const decided = isSameAccount === 'YES'
    ? ask(request, policies)
    : withoutOurs(ask({ ...request, resourceAccount: accountOtherThan(request.principal) }, { ...policies, ...allowing(request) }));
  if (isSameAccount === 'NO' || decided.outcome !== 'DENIED' || decided.statement) { return decided; }
  const account = isSameAccount === 'YES' ? 'the caller is in the account of the function' : 'the caller may be in the account of the function';
  const { isUser, isFederatedUser } = new Caller(request);
  const own = isUser || isFederatedUser ? 'those of users and groups are not read' : 'not all of them are in the templates';
  return { outcome: 'CANNOT_SAY', reason: `${account}, where its own policies are enough, and ${own}; ${decided.reason}` };
}

/** The policies of a caller that allow anything; a federated user needs one of the session too. */
function allowing(request: AccessRequest): Pick<PolicySet, 'identity' | 'boundary'> {
  return { identity: [ANYTHING], ...new Caller(request).isFederatedUser && { boundary: [ANYTHING] } };
}

/** Stand-ins of resources: two of them never are the same. */
const SOME_ROLE = '${organization.account}:role/${organization.role}';
const OTHER_ACCOUNT = '${function.account}';

/** An account that surely is not that of the principal. */
function accountOtherThan({ id }: Principal): string {
  return id.endsWith(SOME_ROLE) ? OTHER_ACCOUNT : 'another account';
}

function withoutOurs({ statement, ...decided }: Decision): Decision {
  return statement && statement !== ANYTHING ? { ...decided, statement } : decided;
}

function principalOf({ service, account, principalArn, anonymous }: InvokeCaller, { partition }: FunctionAccess): Principal {
  if (service !== undefined) { return { kind: 'Service', id: service }; }
  if (anonymous) { return { kind: 'AWS', id: '*' }; }
  if (account !== undefined) { return { kind: 'AWS', id: `arn:${partition}:iam::${account}:root` }; }
  return { kind: 'AWS', id: principalArn ?? `arn:${partition}:iam::${SOME_ROLE}` };
}

/** Only calls through a function URL have them, where the evaluation fills them in. */
const URL_KEYS: readonly string[] = ['lambda:FunctionUrlAuthType', 'lambda:InvokedViaFunctionUrl'];

/** The forms that the keys of the call can have. */
function keysOf(caller: InvokeCaller, access: FunctionAccess): RequestKeys[] {
  const usual = { 'aws:SecureTransport': 'true', 'aws:ResourceAccount': access.account, 'aws:RequestedRegion': access.region };
  if (caller.service !== undefined) { return serviceKeys(caller, caller.service, usual); }
  const absent = [...URL_KEYS, ...SERVICE_KEYS, 'lambda:EventSourceToken'];
  if (caller.anonymous) {
    const unsigned = ['aws:PrincipalArn', 'aws:PrincipalOrgID', 'aws:PrincipalOrgPaths', 'aws:PrincipalIsAWSService', 'aws:username'];
    return [{ present: { ...usual, 'aws:PrincipalAccount': 'anonymous', 'aws:PrincipalType': 'Anonymous' }, absent: [...absent, ...unsigned] }];
  }
  return [{ present: { ...usual, ...identityKeys(caller) }, absent }];
}

function identityKeys({ account, principalArn, principalOrgId }: InvokeCaller): { readonly [key: string]: string } {
  const [, , service, , owner] = arnParts(principalArn ?? '');
  return {
    'aws:PrincipalIsAWSService': 'false',
    // The ARN of a session is not what the key holds.
    ...principalArn !== undefined && service === 'iam' && { 'aws:PrincipalArn': principalArn },
    ...(account ?? owner) !== undefined && { 'aws:PrincipalAccount': account ?? owner },
    ...principalOrgId !== undefined && { 'aws:PrincipalOrgID': principalOrgId },
  };
}

/** An ARN may tell the account of the source; that the service sends it as a key of its own is another matter. */
function serviceKeys(caller: InvokeCaller, service: string, usual: RequestKeys['present']): RequestKeys[] {
  const { sourceArn, sourceAccount, sourceOrgId, eventSourceToken } = caller;
  const present = {
    ...usual,
    'aws:PrincipalIsAWSService': 'true',
    'aws:PrincipalServiceName': service,
    ...sourceArn !== undefined && { 'aws:SourceArn': sourceArn },
    ...sourceAccount !== undefined && { 'aws:SourceAccount': sourceAccount },
    ...sourceOrgId !== undefined && { 'aws:SourceOrgID': sourceOrgId },
    ...eventSourceToken !== undefined && { 'lambda:EventSourceToken': eventSourceToken },
  };
  const absent = [...URL_KEYS, 'aws:PrincipalOrgID', 'aws:PrincipalOrgPaths'];
  const owner = sourceAccount === undefined ? arnParts(sourceArn ?? '')[4] : undefined;
  if (!owner) { return [{ present, absent }]; }
  return [{ present: { ...present, 'aws:SourceAccount': owner }, absent }, { present, absent: [...absent, 'aws:SourceAccount'] }];
}
