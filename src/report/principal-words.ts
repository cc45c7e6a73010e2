// Not exported: how a principal is said in words.
import { Sentence, enumerated, sentence, values } from './sentence';
import { isDemanded } from '../model/demanded';
import { arnParts } from '../model/placeholder';
import { Principal, Statement } from '../model/statement';

/** Whom a principal stands for: `account 111122223333`, `s3.amazonaws.com`, anyone. */
export function principalWords(principal: Principal): Sentence {
  if (isAnyone(principal)) { return sentence`anyone`; }
  const [, , service, , account, resource] = arnParts(principal.id);
  if (principal.kind === 'AWS' && service === 'iam' && resource === 'root') { return sentence`account ${account}`; }
  if (principal.kind === 'Federated') { return sentence`whoever signed in through ${principal.id}`; }
  if (principal.kind === 'CanonicalUser') { return sentence`the canonical user ${principal.id}`; }
  return sentence`${principal.id}`;
}

/** Whether a principal is everybody. */
export function isAnyone({ id }: Principal): boolean {
  return id === '*';
}

/** Whom a statement is about. */
export function subjectWords(statement: { readonly principals?: readonly Principal[]; readonly notPrincipals?: readonly Principal[] }): Sentence {
  if (statement.notPrincipals) { return sentence`everyone except ${enumerated(statement.notPrincipals.map(principalWords), ' and ')}`; }
  return enumerated((statement.principals ?? []).map(principalWords), ' and ');
}

const ORGANIZATION = /^aws:principalorg(id|paths)$/i;

/** Who comes in by a statement, where its conditions are not told: anyone, or anyone in an organization. */
export function callerWords(statement: Statement): Sentence {
  const organization = statement.conditions.find((condition) => ORGANIZATION.test(condition.key) && isDemanded(condition));
  return statement.principals?.some(isAnyone) && organization ? sentence`anyone in organization ${values(organization.values, ' or ')}` : subjectWords(statement);
}
