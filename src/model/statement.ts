/** One policy statement after its intrinsic functions were resolved, as IAM would store it, in one normal form. */
export interface Statement {
  readonly sid?: string;
  readonly effect: Effect;
  /** Who the statement is about; present in resource-based and trust policies only. */
  readonly principals?: readonly Principal[];
  readonly notPrincipals?: readonly Principal[];
  /** `service:Action` patterns. INVARIANT: exactly one of `actions` and `notActions` is present and not empty. */
  readonly actions?: readonly string[];
  readonly notActions?: readonly string[];
  /** ARN patterns; absent in a trust policy, whose resource is the role itself. */
  readonly resources?: readonly string[];
  readonly notResources?: readonly string[];
  /** All of them must hold. Sorted by operator and key. */
  readonly conditions: readonly Condition[];
}

export type Effect = 'Allow' | 'Deny';

/** Who may act. A plain `*` is `{ kind: 'AWS', id: '*' }`. */
export interface Principal {
  readonly kind: 'AWS' | 'Service' | 'Federated' | 'CanonicalUser';
  /** An ARN, an account's root ARN (twelve digits are written out as one), a service name, or `*`. */
  readonly id: string;
  /** Of `{ "AWS": "*" }`: who signs in with SAML or OpenID Connect is nobody of AWS, and only a plain `*` means them too. */
  readonly notFederated?: true;
}

/** One line of a `Condition` block: the key's value in the request, compared with any of the values. */
export interface Condition {
  /** As AWS spells it, set operator and `IfExists` included: `ForAllValues:StringEqualsIfExists`. */
  readonly operator: string;
  /** As written; keys are compared without regard to case. */
  readonly key: string;
  readonly values: readonly string[];
}

/** Where a statement stands in a finished template. */
export interface StatementSource {
  readonly stack: string;
  /** The name by which CloudFormation knows the stack, as far as that is known before deployment. */
  readonly stackName?: string;
  readonly logicalId: string;
  readonly resourceType: string;
  /** The construct path, where the template holds it (`aws:cdk:path`). */
  readonly constructPath?: string;
  /** The property the statement was read from, for example `Properties.Policies[0].PolicyDocument.Statement[1]`. */
  readonly property: string;
}

/** What whoever wrote a statement said about it. It stands in the template beside the policy, and decides nothing. */
export interface StatementNote {
  readonly text: string;
  /** The option that the text was given for, such as `acknowledgeEscalation`; undefined for a remark. */
  readonly option?: string;
  /** The path of the construct that asked for it. */
  readonly constructPath?: string;
  /** Those of the statement's actions that it is about; undefined: all. */
  readonly actions?: readonly string[];
  /** Those of the statement's resources that it is about; undefined: all. */
  readonly resources?: readonly string[];
}

/** A statement, and where it was read. */
export interface LocatedStatement extends Statement {
  readonly source: StatementSource;
  /** Undefined where nothing is said about it. */
  readonly notes?: readonly StatementNote[];
}
