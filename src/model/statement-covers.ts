import { implies, isSameKey } from './condition-implies';
import { Effort } from './effort';
import { PatternKind, covers } from './match';
import { arnParts } from './placeholder';
import { Condition, Principal, Statement } from './statement';

/** What statements are compared with. */
export interface Comparison {
  /** Accounts that the resource may belong to. */
  readonly owners: readonly string[];
  readonly effort: Effort;
}

/**
 * Whether the wider statement is sure to apply to every request to which the narrower one applies. The effect does not
 * count, and what cannot be said is no.
 */
export function statementCovers(wider: Statement, narrower: Statement, { owners, effort }: Comparison): boolean {
  const lists = new Lists(effort);
  return coversPrincipals(wider, narrower, owners)
    && lists.covers('ACTION', [wider.actions, wider.notActions], [narrower.actions, narrower.notActions])
    && lists.covers('RESOURCE', [wider.resources, wider.notResources], [narrower.resources, narrower.notResources])
    && wider.conditions.every((weaker) => narrower.conditions.some((stronger) => (
      isSameKey(stronger, weaker) && effort.allows(lengthOf(weaker), lengthOf(stronger)) && implies(stronger, weaker)
    )));
}

function lengthOf({ values }: Condition): number {
  return values.reduce((length, value) => length + value.length, 1);
}

function coversPrincipals(wider: Statement, narrower: Statement, owners: readonly string[]): boolean {
  if (wider.principals?.some(isAnyone)) { return Boolean(narrower.principals ?? narrower.notPrincipals); }
  if (wider.notPrincipals ?? narrower.notPrincipals) { return sameSet(wider.notPrincipals?.map(named), narrower.notPrincipals?.map(named)); }
  if (!wider.principals || !narrower.principals) { return wider.principals === narrower.principals; }
  return narrower.principals.every((one) => wider.principals!.some((other) => coversPrincipal(other, one, owners)));
}

/** Within its own account, a role that is named needs no policy of its own, unlike one whose account is named. */
function coversPrincipal(wider: Principal, narrower: Principal, owners: readonly string[]): boolean {
  if (wider.kind !== narrower.kind) { return false; }
  if (wider.id === narrower.id) { return true; }
  const [, , service, , account, resource] = arnParts(wider.id);
  const isAccount = wider.kind === 'AWS' && service === 'iam' && resource === 'root' && /^\d{12}$/.test(account);
  return isAccount && arnParts(narrower.id)[4] === account && owners.every((owner) => /^\d{12}$/.test(owner) && owner !== account);
}

type Listed = readonly [plain: readonly string[] | undefined, excluded: readonly string[] | undefined];

/** Compares lists of patterns. */
class Lists {
  constructor(private readonly effort: Effort) {}

  public covers(kind: PatternKind, [plain, excluded]: Listed, [otherPlain, otherExcluded]: Listed): boolean {
    if (!plain && !excluded) { return !otherPlain && !otherExcluded; }
    if (otherPlain) {
      return otherPlain.every((one) => plain
        ? plain.some((pattern) => this.coversText(pattern, one, kind))
        : excluded!.every((pattern) => this.areApart(pattern, one, kind)));
    }
    if (!otherExcluded) { return false; }
    if (plain) { return plain.includes('*'); }
    return excluded!.every((one) => otherExcluded.some((pattern) => this.coversText(pattern, one, kind)));
  }

  private coversText(wider: string, narrower: string, kind: PatternKind): boolean {
    if (wider === narrower || wider === '*') { return true; }
    return folded(narrower, kind).startsWith(beginning(folded(wider, kind)))
      && this.effort.allows(wider.length, narrower.length) && covers(wider, narrower, kind) === 'YES';
  }

  /** Whether no text matches both patterns. */
  private areApart(first: string, second: string, kind: PatternKind): boolean {
    const [a, b] = [beginning(folded(first, kind)), beginning(folded(second, kind))];
    if (!a.startsWith(b) && !b.startsWith(a)) { return true; }
    return !/[*?]|\$\{/.test(second) && this.effort.allows(first.length, second.length) && covers(first, second, kind) === 'NO';
  }
}

/** What every text that the pattern matches begins with. */
function beginning(pattern: string): string {
  return pattern.slice(0, pattern.search(/[*?]|\$\{|$/));
}

function folded(text: string, kind: PatternKind): string {
  return kind === 'ACTION' ? text.toLowerCase() : text;
}

function isAnyone({ kind, id }: Principal): boolean {
  return kind === 'AWS' && id === '*';
}

function named({ kind, id }: Principal): string {
  return `${kind} ${id}`;
}

function sameSet(first: readonly string[] | undefined, second: readonly string[] | undefined): boolean {
  return first !== undefined && second !== undefined && first.length === second.length && first.every((text) => second.includes(text));
}
