// Not exported: part of the read model of the report.
import { sortedOnce } from './order';
import { Place, placeOf } from './place';
import { policyWords } from './policy-words';
import { Sentence, foreignSentence, plainSentence, sentence } from './sentence';
import { FunctionAccess, PolicyAccess } from '../model/function-access';
import { missingOf } from '../model/missing-policies';
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
  const { role, roleArn } = access;
  const { policies, otherGaps } = missingOf(access); // What is missing as a whole is told once, in words that say what it means.
  const found: Unknown[] = [
    ...otherGaps.map((gap) => ({
      reason: foreignSentence(gap.reason), place: placeOf(gap.source), ...mayLetIn(gap.source) && { mayLetIn: true },
    })),
    ...role ? [] : [{ reason: sentence`what it may do, and who may assume its role: ${roleWords(roleArn)}` }],
    ...policies.map((policy) => ({
      reason: undocumented(policy),
      place: placeOf(policy.source),
    })),
  ];
  return sortedOnce(found, ({ reason, place }) => JSON.stringify([plainSentence(reason), place ?? '']));
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
