import { Answer, all, any } from './answer';
import { equals } from './match';
import { arnParts } from './placeholder';
import { isAbout, matchPrincipal } from './principal-match';
import { nameOf, nearest, undecided } from './reason';
import { PolicySet } from './request';
import { LocatedStatement } from './statement';
import { Question, applies } from './statement-match';

/** Whether something allows a request, and what. */
export interface Allowance {
  readonly answer: Answer;
  readonly statement?: LocatedStatement;
  /** Made only when it is asked for. */
  reason(): string;
}

/** Whether policies allow a request that no `Deny` matches. */
export function allowance(question: Question, policies: PolicySet): Allowance {
  const resource = resourceSide(question, policies);
  if (question.caller.hasNoIdentity) { return resource.anybody(); }
  const partition = arnParts(question.request.resource)[1];
  if (question.caller.isElsewhere(partition)) {
    return { answer: 'NO', reason: () => `the resource is in the partition ${partition}, and the caller is in another one` };
  }
  const identity = identitySide(question, policies);
  const isSameAccount = sameAccount(question);
  const within = isSameAccount === 'NO' ? undefined : withinAccount(question, policies, identity, resource);
  const across = isSameAccount === 'YES' ? undefined : betweenAccounts(question, policies, identity, resource);
  if (!within || !across) { return (within ?? across)!; }
  if (within.answer === across.answer) { return within; }
  return { answer: 'CANNOT_SAY', statement: within.statement, reason: () => 'it is not known whether caller and resource are in one account' };
}

/** A resource whose account nobody tells is taken for the caller's own: ARNs of S3 hold none, and `aws` owns managed policies. */
function sameAccount({ request, caller }: Question): Answer {
  const owner = request.resourceAccount ?? arnParts(request.resource)[4];
  if (!owner || owner === 'aws') { return 'YES'; }
  return caller.account ? equals(owner, caller.account) : 'CANNOT_SAY';
}

function withinAccount(question: Question, policies: PolicySet, identity: Allowance, resource: ResourceSide): Allowance {
  const granted = resource.granted(identity.answer);
  const guard = guardOf(question);
  if (guard === 'ROLE' && policies.resource.length === 0) { return unknownTrust(identity); }
  if (guard === 'ROLE' || (guard === 'KEY' && policies.resource.length > 0)) {
    if (granted.answer === 'NO' && identity.answer !== 'NO') {
      return { answer: 'NO', reason: () => `its own policy must allow: ${resource.nearest()}` };
    }
    // A trust policy that names a user does not lift the boundary of the user, as other policies of resources do.
    return guard === 'ROLE' && question.caller.isUser ? bounded(granted, question, policies) : granted;
  }
  return strongest(identity, granted) ?? { answer: 'NO', reason: () => neither(policies, identity, resource) };
}

/** Why neither side allows; the side without statements is left out. */
function neither(policies: PolicySet, identity: Allowance, resource: ResourceSide): string {
  if (policies.resource.length === 0) { return identity.reason(); }
  return policies.identity.length === 0 ? resource.nearest() : `${identity.reason()}; in the resource's policy ${resource.nearest()}`;
}

function betweenAccounts(question: Question, policies: PolicySet, identity: Allowance, resource: ResourceSide): Allowance {
  if (guardOf(question) === 'ROLE' && policies.resource.length === 0) { return unknownTrust(identity); }
  const theirs = resource.anybody();
  const answer = all([identity.answer, theirs.answer]);
  if (answer === 'YES') { return { ...theirs, reason: () => `${theirs.reason()}, and the caller's own account allows it` }; }
  const side = theirs.answer === answer ? theirs : identity;
  const name = side === theirs ? "the resource's policy" : "the caller's own account";
  const verb = answer === 'NO' ? 'does not allow it' : 'cannot be decided';
  return { answer, statement: side.statement, reason: () => `the accounts differ, and ${name} ${verb}: ${side.reason()}` };
}

/** A trust policy must always allow, and nobody gave it. */
function unknownTrust(identity: Allowance): Allowance {
  if (identity.answer === 'NO') { return identity; }
  return { answer: 'CANNOT_SAY', statement: identity.statement, reason: () => 'the trust policy of the role is not known' };
}

/**
 * The resources whose own policy must allow even within the account. A key whose policy is not given is taken to have the
 * default one, which leaves the decision to identity policies.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_update-role-trust-policy.html
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/key-policies.html
 */
function guardOf({ request }: Question): 'ROLE' | 'KEY' | undefined {
  const action = request.action.toLowerCase();
  const [, , service, , , name = ''] = arnParts(request.resource);
  if (action.startsWith('sts:') && service === 'iam' && name.startsWith('role/')) { return 'ROLE'; }
  return action.startsWith('kms:') && service === 'kms' && name.startsWith('key/') ? 'KEY' : undefined;
}

/** What identity policies allow within the boundary. The root user of an account may do everything. */
function identitySide(question: Question, policies: PolicySet): Allowance {
  if (question.caller.isAccountRoot) { return { answer: 'YES', reason: () => 'the caller is the account itself' }; }
  if (question.caller.isFederatedUser && !policies.boundary && !policies.openBoundary) {
    return { answer: 'NO', reason: () => 'the session of a federated user has what its session policy allows, and it has none' };
  }
  return bounded(oneOf(policies.identity, question, false), question, policies);
}

/** What is allowed, as far as the boundary allows it too. */
function bounded(allowed: Allowance, question: Question, policies: PolicySet): Allowance {
  const boundary = policies.boundary && oneOf(policies.boundary, question, false);
  if (!boundary || boundary.answer === 'YES' || allowed.answer === 'NO') { return allowed; }
  const verb = boundary.answer === 'NO' ? 'does not allow it' : 'cannot be decided';
  return { answer: boundary.answer, statement: boundary.statement, reason: () => `the permissions boundary ${verb}: ${boundary.reason()}` };
}

interface ResourceSide {
  /** What the resource's policy allows, however it names the caller. */
  anybody(): Allowance;
  /** What it allows within the account, where a role is limited by its boundary and an account by its identity policies. */
  granted(identity: Answer): Allowance;
  nearest(): string;
}

function resourceSide(question: Question, policies: PolicySet): ResourceSide {
  const boundary = policies.boundary && !question.caller.isAccountRoot ? oneOf(policies.boundary, question, false).answer : 'YES';
  const granted = (identity: Answer) => oneOf(policies.resource, question, true, (statement) => {
    const match = matchPrincipal(statement, question.caller, question.hasBoundary);
    return any([match.direct, all([match.role, boundary]), all([match.account, identity])]);
  });
  const anybody = () => oneOf(policies.resource, question, true, (statement) =>
    isAbout(matchPrincipal(statement, question.caller, question.hasBoundary)));
  return { anybody, granted, nearest: () => nearest(policies.resource, question, true) };
}

/** Whether one of the `Allow` statements matches. */
function oneOf(
  statements: readonly LocatedStatement[], question: Question, withPrincipal: boolean, principal?: (statement: LocatedStatement) => Answer,
): Allowance {
  let open: LocatedStatement | undefined;
  for (const statement of statements) {
    if (statement.effect !== 'Allow') { continue; }
    const scope = applies(statement, question);
    const answer = scope === 'NO' || !principal ? scope : all([scope, principal(statement)]);
    if (answer === 'YES') { return { answer, statement, reason: () => `the Allow statement ${nameOf(statement)} matches` }; }
    if (answer === 'CANNOT_SAY') { open ??= statement; }
  }
  if (!open) { return { answer: 'NO', reason: () => nearest(statements, question, withPrincipal) }; }
  const statement = open;
  return {
    answer: 'CANNOT_SAY',
    statement,
    reason: () => `the Allow statement ${nameOf(statement)} may match: ${undecided(statement, question, withPrincipal)}`,
  };
}

function strongest(first: Allowance, second: Allowance): Allowance | undefined {
  const both = [first, second];
  return both.find(({ answer }) => answer === 'YES') ?? both.find(({ answer }) => answer === 'CANNOT_SAY');
}
