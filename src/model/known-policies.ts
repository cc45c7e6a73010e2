/** Policies of a role, or those that are known of a role that no template makes. */
interface Granted<P> {
  readonly role?: { readonly policies: readonly P[] };
  readonly attached?: readonly P[];
}

/** All policies that are known to grant a function something; of a role that no template makes there may be more. */
export function knownPolicies<P>({ role, attached }: Granted<P>): readonly P[] {
  return role?.policies ?? attached ?? [];
}

/** What these policies say, as far as their documents are known. */
export function knownStatements<S>(granted: Granted<{ readonly statements?: readonly S[] }>): S[] {
  return knownPolicies(granted).flatMap(({ statements }) => statements ?? []);
}
