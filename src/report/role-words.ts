// Not exported: how it is said that functions share a role.
import { RoleSummary } from './permission-summary';
import { Sentence, sentence, values } from './sentence';

/** ` The role is shared: App/Report may do the same.`; nothing where the function has it alone. */
export function sharingWords(role: RoleSummary): Sentence {
  const reason = role.sharedReason === undefined ? [] : sentence` Reason given in ${'shared'}: ${role.sharedReason}.`;
  return [...usersWords(role), ...reason];
}

function usersWords({ sharedWith, sharedWithMore }: RoleSummary): Sentence {
  if (sharedWith.length === 0) { return []; }
  if (sharedWithMore === undefined) { return sentence` The role is shared: ${values(sharedWith, ' and ')} may do the same.`; }
  const count = [{ text: ` and ${sharedWithMore} more`, isValue: false }];
  return sentence` The role is shared: ${values(sharedWith)}${count} may do the same; the role's name finds them all.`;
}
