import { Principal, LocatedStatement } from './statement';

/** One call to AWS, as IAM sees it. */
export interface AccessRequest {
  /** Who calls. For an execution role: its role ARN, kind `AWS`. */
  readonly principal: Principal;
  /** The account of the calling principal; undefined for an AWS service. */
  readonly principalAccount?: string;
  /** `service:Action`, without wildcards. */
  readonly action: string;
  /** The ARN of the resource, or `*` for an action that knows no resource. */
  readonly resource: string;
  /** The account that owns the resource. Undefined: taken from the ARN where it holds one, else the caller's own. */
  readonly resourceAccount?: string;
  /** Condition keys of the request, in any case. A key that is not here is absent from the request. */
  readonly context: { readonly [key: string]: readonly string[] };
  /** Keys that the caller does not know to be present or absent: a condition on one of them cannot be decided. */
  readonly unknownKeys?: readonly string[];
}

/** Policies that take part in the decision. */
export interface PolicySet {
  /** Statements of all identity policies of the principal. */
  readonly identity: readonly LocatedStatement[];
  /** Statements of the resource's policy. */
  readonly resource: readonly LocatedStatement[];
  /** Statements of the permissions boundary, or of the policy of a session; undefined: the principal has none. */
  readonly boundary?: readonly LocatedStatement[];
  /** Policies take part whose documents are not known: an `Allow` there cannot be excluded, nor a `Deny`. */
  readonly incomplete?: boolean;
  /** The principal has a boundary that is not known, or may have one: it grants nothing, and may limit what identity policies allow. */
  readonly openBoundary?: boolean;
}

export type Outcome = 'ALLOWED' | 'DENIED' | 'CANNOT_SAY';

/** What IAM would answer, and why. */
export interface Decision {
  readonly outcome: Outcome;
  /** The statement that decided: the `Allow`, the explicit `Deny`, or the one that could not be decided. None: implicit deny. */
  readonly statement?: LocatedStatement;
  /** One sentence: why. Names the part of the nearest statement that did not match when nothing allowed. */
  readonly reason: string;
}
