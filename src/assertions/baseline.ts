// Not exported: part of the assertions.
import { AccessLine, NO_BOUNDARY, coversLine, linesOf } from './access-lines';
import { BaselineFunction } from './baseline-file';
import { Unknown, unknownsOf } from './baseline-unknown';
import { Effort } from '../model/effort';
import { failure } from '../model/failure';
import { FunctionAccess } from '../model/function-access';
import { Comparison } from '../model/statement-covers';

/** What a change does to access. */
type ChangeKind = 'widened' | 'added' | 'removed' | 'narrowed' | 'no longer known' | 'no longer unknown';

interface Change {
  readonly kind: ChangeKind;
  readonly text: string;
}

/** In the order in which they matter. */
const KINDS: readonly ChangeKind[] = ['widened', 'added', 'no longer known', 'narrowed', 'removed', 'no longer unknown'];

/** More changes of one kind than these are only counted. */
const SHOWN = 5;

/** A function now and in the baseline. INVARIANT: at least one of the two is there. */
export interface Compared {
  readonly now?: FunctionAccess;
  readonly before?: BaselineFunction;
}

/** Throws unless functions have exactly the access that a baseline says. */
export function expectBaseline(subject: string, functions: readonly Compared[], file: string): void {
  const changes = functions.flatMap((compared) => changesOf(compared).map(({ kind, text }): Change => {
    return { kind, text: functions.length === 1 ? text : `${nameOf((compared.now ?? compared.before)!)}: ${text}` };
  }));
  if (changes.length === 0) { return; }
  throw failure(`${subject} must be that of '${file}', but ${KINDS.flatMap((kind) => summary(kind, changes)).join('; ')}. `
    + 'If this is meant, write the permission report again and commit it');
}

function nameOf({ stack, logicalId }: { readonly stack: string; readonly logicalId: string }): string {
  return `${stack}/${logicalId}`;
}

function summary(kind: ChangeKind, changes: readonly Change[]): string[] {
  const texts = changes.filter((change) => change.kind === kind).map(({ text }) => text);
  if (texts.length === 0) { return []; }
  const more = texts.length > SHOWN ? `, and ${texts.length - SHOWN} more` : '';
  return [`${kind}: ${texts.slice(0, SHOWN).join(', ')}${more}`];
}

function changesOf({ now, before }: Compared): Change[] {
  if (!now) { return [{ kind: 'removed', text: 'the function' }]; }
  if (!before) { return [{ kind: 'added', text: 'the function' }]; }
  const after = linesOf(now, before.told);
  const removed = new Map([...before.lines].filter(([key]) => !after.has(key)));
  const by: Comparison = { owners: [now.account], effort: new Effort() };
  const changes: Change[] = [];
  for (const [key, line] of after) {
    if (before.lines.has(key)) { continue; }
    const [replacedKey, kind] = replaced(line, removed, by);
    const was = replacedKey === undefined ? '' : ` (was ${replacedKey})`;
    if (replacedKey !== undefined) { removed.delete(replacedKey); }
    changes.push({ kind: kind ?? kindOf(line, 'added'), text: `${key}${was}` });
  }
  const unknowns = unknownsOf(now);
  return [
    ...changes,
    ...[...removed].map(([key, line]) => ({ kind: kindOf(line, 'removed'), text: key })),
    ...without(unknowns, before.unknowns).map(({ text }): Change => ({ kind: 'no longer known', text })),
    ...without(before.unknowns, unknowns).map(({ text }): Change => ({ kind: 'no longer unknown', text })),
  ];
}

function without(unknowns: readonly Unknown[], others: readonly Unknown[]): Unknown[] {
  const keys = new Set(others.map(({ key }) => key));
  return unknowns.filter(({ key }) => !keys.has(key));
}

/** A `Deny`, or a boundary, that comes or goes does the opposite. */
function kindOf(line: AccessLine, change: 'added' | 'removed'): ChangeKind {
  if (line === NO_BOUNDARY) { return change === 'added' ? 'widened' : 'narrowed'; }
  if (line.statement?.effect !== 'Deny') { return change; }
  return change === 'added' ? 'narrowed' : 'widened';
}

/** The line that went as this one came, where one of them covers the other. */
function replaced(line: AccessLine, removed: ReadonlyMap<string, AccessLine>, by: Comparison): [key?: string, kind?: ChangeKind] {
  const isDeny = line.statement?.effect === 'Deny';
  for (const [key, old] of removed) {
    if (coversLine(line, old, by)) { return [key, isDeny ? 'narrowed' : 'widened']; }
    if (coversLine(old, line, by)) { return [key, isDeny ? 'widened' : 'narrowed']; }
  }
  return [];
}
