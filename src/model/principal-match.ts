import { Answer, all, any, not } from './answer';
import { Caller, PrincipalMatch } from './caller';
import { Principal, Statement } from './statement';

/**
 * How a statement of a resource's policy is about the caller. A statement without principals is about nobody.
 *
 * @param hasBoundary whether the caller has a permissions boundary
 */
export function matchPrincipal(statement: Statement, caller: Caller, hasBoundary: boolean): PrincipalMatch {
  if (statement.notPrincipals) {
    return { direct: notPrincipal(statement.notPrincipals, statement.effect, caller, hasBoundary), role: 'NO', account: 'NO' };
  }
  const found = (statement.principals ?? []).map((named) => caller.match(named));
  return {
    direct: any(found.map((match) => match.direct)),
    role: any(found.map((match) => match.role)),
    account: any(found.map((match) => match.account)),
  };
}

/** Whether a statement is about the caller, in any way. */
export function isAbout(match: PrincipalMatch): Answer {
  return any([match.direct, match.role, match.account]);
}

/**
 * `NotPrincipal` spares a caller only if its account, and for a session its role, is listed too. It never spares one with a
 * permissions boundary, and with `Allow` it is not supported, so that what it allows cannot be said.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html
 */
function notPrincipal(listed: readonly Principal[], effect: Statement['effect'], caller: Caller, hasBoundary: boolean): Answer {
  const found = listed.map((named) => caller.match(named));
  const itself = any(found.flatMap((match) => [match.direct, match.role]));
  const account = any(found.map((match) => match.account));
  if (effect === 'Allow') { return any([itself, account]) === 'YES' ? 'NO' : 'CANNOT_SAY'; }
  if (hasBoundary && !caller.hasNoIdentity) { return 'YES'; }
  const lacksRole = caller.isRoleSession && any(found.map((match) => match.role)) === 'NO';
  if (itself === 'YES' && (account === 'NO' || lacksRole) && !caller.hasNoIdentity) { return 'CANNOT_SAY'; } // AWS: it "might deny".
  return caller.hasNoIdentity ? not(itself) : not(all([itself, account]));
}
