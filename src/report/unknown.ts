// Not exported: part of the read model of the report.
import { sortedOnce } from './order';
import { Place, placeOf } from './place';
import { policyWords } from './policy-words';
import { Sentence, foreignSentence, plainSentence, sentence } from './sentence';
import { FunctionAccess, Gap, PolicyAccess } from '../model/function-access';
import { knownPolicies } from '../model/known-policies';
import { StatementSource } from '../model/statement';

/** Something that cannot be said from the templates alone. */
export interface Unknown {
  readonly reason: Sentence;
  /** Undefined when it stands nowhere, because it is missing. */
  readonly place?: Place;
  /** Whether it may be about who invokes the function. */
  readonly mayLetIn?: true;
}

/** All that cannot be said about a function. */
export function unknowns(access: FunctionAccess): Unknown[] {
  const { role, roleArn, gaps } = access;
  const missing = [...knownPolicies(access), ...role?.boundary ? [role.boundary] : []].filter((policy) => !policy.statements);
  const told = new Set(missing.map(({ source }) => placeKey(source)));
  // What is missing as a whole is told once, in words that say what it means.
  const isTold = (gap: Gap) => gap.missing && (told.has(placeKey(gap.source)) || (!role && gap.source.property === 'Properties.Role'));
  const found: Unknown[] = [
    ...gaps.filter((gap) => !isTold(gap)).map((gap) => ({
      reason: foreignSentence(gap.reason), place: placeOf(gap.source), ...mayLetIn(gap.source) && { mayLetIn: true },
    })),
    ...role ? [] : [{ reason: sentence`what it may do, and who may assume its role: ${roleWords(roleArn)}` }],
    ...missing.map((policy) => ({
      reason: undocumented(policy),
      place: placeOf(policy.source),
    })),
  ];
  return sortedOnce(found, ({ reason, place }) => JSON.stringify([plainSentence(reason), place ?? '']));
}

function placeKey({ stack, logicalId, property }: StatementSource): string {
  return JSON.stringify([stack, logicalId, property]);
}

/** A template as a whole may hold permissions that are not known; a role, and what Lambda reads and sends, lets nobody in. */
function mayLetIn({ property, resourceType }: StatementSource): boolean {
  return property === 'Type' || !/^AWS::(IAM::|Lambda::(Function|EventSourceMapping|EventInvokeConfig)$)/.test(resourceType);
}

/** What to say where no statement lets anybody invoke the function. */
export function nobodyInvokes(found: readonly Unknown[]): Sentence {
  return found.some((one) => one.mayLetIn)
    ? sentence`nobody is let in by what is known of its own policy`
    : sentence`nobody is let in by its own policy`;
}

/** Why a policy cannot be read. */
export function undocumented(policy: Pick<PolicyAccess, 'kind' | 'name'>): Sentence {
  return sentence`what the ${policyWords(policy)} allows: its document is in none of the templates`;
}

/** Why a role cannot be read. */
export function roleWords(roleArn: string): Sentence {
  return roleArn === '' ? sentence`the templates do not tell which role it has` : sentence`the role ${roleArn} is in none of the templates`;
}
