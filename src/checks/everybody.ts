// Not exported: statements for everybody.
import { holdsAccount, isBoundTo, sourceOf, startsInOrganization } from './conditions';
import { Statement } from '../model/statement';

const EVERYBODY = { kind: 'AWS', id: '*' } as const;

/** Whether a statement is for everybody, and no condition says who is meant. */
export function isPublic(statement: Statement): boolean {
  return isForEverybody(statement) && !saysWho(statement);
}

function isForEverybody(statement: Statement): boolean {
  return statement.notPrincipals !== undefined || (statement.principals ?? []).some(({ kind, id }) => kind === 'AWS' && id === '*');
}

function saysWho(statement: Statement): boolean {
  return sourceOf(statement, EVERYBODY) !== 'ANY'
    || ['aws:PrincipalAccount', 'aws:SourceVpc', 'aws:SourceVpce'].some((key) => isBoundTo(statement, key))
    || isBoundTo(statement, 'aws:PrincipalOrgPaths', startsInOrganization)
    || isBoundTo(statement, 'aws:PrincipalArn', holdsAccount);
}
