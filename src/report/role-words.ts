// Not exported: how it is said that functions share a role.
import { RoleSummary } from './permission-summary';
import { Sentence, sentence, values } from './sentence';

/** ` The role is shared: App/Report may do the same.`; nothing where the function has it alone. */
export function sharingWords(role: RoleSummary): Sentence {
  const reason = role.sharedReason === undefined ? [] : sentence` Reason given in ${'shared'}: ${role.sharedReason}.`;
  return [...usersWords(role), ...reason];
}

/** `App/Report and App/Resize`, the others that have the role; nothing where the function has it alone. */
export function sharersSentence({ sharedWith, sharedWithMore }: RoleSummary): Sentence {
  return sharedWithMore === undefined ? values(sharedWith, ' and ') : [...values(sharedWith), { text: ` and ${sharedWithMore} more`, isValue: false }];
}

function usersWords(role: RoleSummary): Sentence {
  if (role.sharedWith.length === 0) { return []; }
  const all = role.sharedWithMore === undefined ? [] : sentence`; the role's name finds them all`;
  return sentence` The role is shared: ${sharersSentence(role)} may do the same${all}.`;
}
