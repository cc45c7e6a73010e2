/** Policies of a role, or those that are known of a role that no template makes. */
interface Granted<P> {
  readonly role?: { readonly policies: readonly P[] };
  readonly attached?: readonly P[];
}

/** All policies that are known to grant a function something; of a role that no template makes there may be more. */
export function knownPolicies<P>({ role, attached }: Granted<P>): readonly P[] {
  return role?.policies ?? attached ?? [];
}
