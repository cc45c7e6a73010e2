// Not exported: the read model of the difference between two reports.
import { Mark } from './mark';
import { Sentence } from './sentence';
import { SummaryStatement } from './summary-statement';

/** How much is allowed, compared with before. */
export type ChangeKind =
  | 'ADDED' // access that was not there
  | 'REMOVED'
  | 'WIDENED' // more than before in place of something, or something is no longer denied or limited
  | 'NARROWED'
  | 'ENABLED' // neither more nor less access: what was there is switched on, or off
  | 'DISABLED';

/** What a change is about, in the order in which changes are printed. */
export type ChangeSide =
  | 'INVOKE' // who may invoke the function
  | 'URL' // its function URLs
  | 'TRIGGER' // what names it to invoke it
  | 'POLL' // what Lambda reads for it
  | 'GRANT' // what it may do
  | 'DESTINATION' // where its results and failures go
  | 'BOUNDARY' // what it may do at most
  | 'TRUST' // who may assume its role
  | 'SHARE' // who may use a layer
  | 'UNKNOWN'; // what cannot be said

/** One thing that a report says. */
export interface AccessLine {
  readonly words: Sentence;
  /** Undefined for what is not a statement. */
  readonly statement?: SummaryStatement;
  readonly marks: readonly Mark[];
}

/** One difference. A `Deny` is never added or removed: with it access is narrowed, without it widened. */
export interface AccessChange {
  readonly kind: ChangeKind;
  readonly side: ChangeSide;
  readonly before: readonly AccessLine[];
  readonly after: readonly AccessLine[];
}

/** All that is different about one function, or one layer. */
export interface FunctionDiff {
  readonly name: string;
  /** Its name before, if that was another one. */
  readonly formerName?: string;
  readonly status: 'ADDED' | 'REMOVED' | 'CHANGED';
  readonly changes: readonly AccessChange[];
}

/** All that is different, sorted by name; functions and layers about which nothing changed are left out. */
export interface AccessDiff {
  readonly functions: readonly FunctionDiff[];
  readonly layers: readonly FunctionDiff[];
  /** How many functions there are now of which a part cannot be said, and so is not compared; undefined for none. */
  readonly open?: number;
}

/** Whether something may be possible now that was not before. */
export function isMore({ kind }: AccessChange): boolean {
  return kind === 'ADDED' || kind === 'WIDENED';
}

/** Whether what was there is now enabled or disabled: it lets nobody in, but what is allowed begins to be done, or ends. */
export function isSwitch({ kind }: AccessChange): boolean {
  return kind === 'ENABLED' || kind === 'DISABLED';
}

/** Whether anything may be possible now that was not before. */
export function allowsMore({ functions, layers }: AccessDiff): boolean {
  return [...functions, ...layers].some(({ changes }) => changes.some(isMore));
}
