// Not exported: where a role keeps which statement, within IAM's limits.
import * as iam from 'aws-cdk-lib/aws-iam';
import { IConstruct } from 'constructs';
import { AttachedPolicies } from './attached-policies';
import { PolicyKind } from './policy-kind';
import { policySize } from './policy-size';

/**
 * What IAM takes, in characters without white space.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html#reference_iam-quotas-entity-length
 */
export const INLINE_LIMIT = 10_240;
export const MANAGED_LIMIT = 6_144;
export const MANAGED_POLICIES = 10;

/** One policy of a role. */
export interface PolicyPlace {
  /** The first one of its series has none: the role itself, or the policy that has always been there. */
  readonly number: number;
  /** Whether the function does not wait for it. */
  readonly dependent: boolean;
  /** A customer-managed policy; otherwise the policy counts as one of the role's inline policies. */
  readonly managed: boolean;
}

interface Filled extends PolicyPlace {
  readonly statements: iam.PolicyStatement[];
  readonly texts: Set<string>;
  /** At most so many characters. */
  size: number;
}

/**
 * The policies of one role.
 *
 * Each statement has its place as soon as it is added, and keeps it whatever is added later: in the first policy of its
 * series while IAM's limit for inline policies allows, then in one customer-managed policy after another. What was in a
 * policy before stands there again.
 */
export class PolicyPlaces {
  private readonly filled: Filled[] = [];
  private full = false;

  /** @param attached what the role has besides */
  public constructor(
    private readonly role: IConstruct, private readonly kind: PolicyKind,
    private readonly attached: AttachedPolicies,
  ) {}

  /** All policies that hold something. */
  public get all(): readonly PolicyPlace[] { return this.filled; }

  /**
   * What IAM would refuse, in words: something had no place, or a policy that was attached has grown.
   *
   * @param final the statements of each policy as they are written, in the order of `all`
   */
  public overflow(final: iam.PolicyStatement[][]): string[] {
    this.filled.forEach((place, index) => { place.size = policySize(final[index], this.role); });
    const own = this.filled.filter((place) => place.managed).length;
    // Ten policies of somebody else's are not ours to refuse, so that most roles need not look for them.
    const attached = own > 1 || this.full ? this.attached.managedCount : 0;
    if (!this.full && own + attached <= MANAGED_POLICIES && this.filled.every((place) => this.room(place) >= 0)) { return []; }
    const inline = this.kind === PolicyKind.INLINE ? `${INLINE_LIMIT} characters of inline policies and ` : '';
    return [`the statements are more than IAM takes for one role: ${inline}${MANAGED_POLICIES} managed policies of ${MANAGED_LIMIT} characters each, `
      + `of which ${attached} are somebody else's; split the function, or let fewer statements name what many resources have in common, such as a prefix`];
  }

  /** The place of one more statement. */
  public add(statement: iam.PolicyStatement, dependent: boolean): PolicyPlace {
    const series = this.filled.filter((place) => place.dependent === dependent);
    const text = JSON.stringify(statement.toStatementJson());
    const again = series.find(({ texts }) => texts.has(text));
    if (again) { return again; }
    const last = series[series.length - 1] ?? this.open(0, dependent);
    const place = this.fits(last, statement) ? last : this.next(last, statement);
    place.statements.push(statement);
    place.texts.add(text);
    return place;
  }

  private next(last: Filled, statement: iam.PolicyStatement): Filled {
    const managed = this.filled.filter((place) => place.managed).length + this.attached.managedCount;
    if (managed >= MANAGED_POLICIES) {
      this.full = true;
      return last;
    }
    const place = this.open(last.number + 1, last.dependent);
    this.full ||= !this.fits(place, statement);
    return place;
  }

  private open(number: number, dependent: boolean): Filled {
    const place = { number, dependent, managed: number > 0 || this.kind === PolicyKind.MANAGED, statements: [], texts: new Set<string>(), size: 0 };
    this.filled.push(place);
    return place;
  }

  /** Whether a statement fits; the sizes are upper bounds, and measured only when these are not good enough. */
  private fits(place: Filled, statement: iam.PolicyStatement): boolean {
    const own = policySize([statement], this.role);
    if (own <= this.room(place)) {
      place.size += own;
      return true;
    }
    const shared = place.managed ? [place] : this.filled.filter((other) => !other.managed);
    shared.forEach((other) => { other.size = policySize(other.statements, this.role); });
    const grown = policySize([...place.statements, statement], this.role) - place.size;
    if (grown > this.room(place)) { return false; }
    place.size += grown;
    return true;
  }

  /** How many characters more a policy can hold. */
  private room(place: Filled): number {
    if (place.managed) { return MANAGED_LIMIT - place.size; }
    const inline = this.filled.filter((other) => !other.managed).reduce((sum, { size }) => sum + size, 0);
    return INLINE_LIMIT - inline - this.attached.inlineSize;
  }
}
