// Not exported: part of the assertions.
import { AccessLine, coversLine, linesOf } from './access-lines';
import { BaselineFunction } from './baseline-file';
import { failure } from '../model/failure';
import { FunctionAccess } from '../model/function-access';

/** What a change does to access. */
type ChangeKind = 'widened' | 'added' | 'removed' | 'narrowed' | 'no longer known';

interface Change {
  readonly kind: ChangeKind;
  readonly text: string;
}

/** In the order in which they matter. */
const KINDS: readonly ChangeKind[] = ['widened', 'added', 'no longer known', 'narrowed', 'removed'];

/** More changes of one kind than these are only counted. */
const SHOWN = 5;

/** Throws unless functions have exactly the access that a baseline says. */
export function expectBaseline(pairs: readonly (readonly [FunctionAccess | undefined, BaselineFunction | undefined])[], file: string): void {
  const changes = pairs.flatMap(([now, before]) => changesOf(now, before).map(({ kind, text }) =>
    ({ kind, text: pairs.length === 1 ? text : `${nameOf((now ?? before)!)} ${text}` })));
  if (changes.length === 0) { return; }
  const subject = pairs.length === 1 ? `the access of ${nameOf((pairs[0][0] ?? pairs[0][1])!)}` : 'the access of the functions';
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

/** A side that allows nothing is as good as none. */
const NOTHING: ReadonlyMap<string, AccessLine> = new Map();

function changesOf(now: FunctionAccess | undefined, before: BaselineFunction | undefined): Change[] {
  const after = now ? linesOf(now) : NOTHING;
  const earlier = before?.lines ?? NOTHING;
  const removed = new Map([...earlier].filter(([key]) => !after.has(key)));
  const changes: Change[] = [];
  for (const [key, line] of after) {
    if (earlier.has(key)) { continue; }
    const [replacedKey, kind] = replaced(line, removed);
    const was = replacedKey === undefined ? '' : ` (was ${replacedKey})`;
    if (replacedKey !== undefined) { removed.delete(replacedKey); }
    changes.push({ kind: kind ?? kindOf(line, 'added'), text: `${key}${was}` });
  }
  const unknown = (now?.gaps ?? []).filter(({ source }) => !before?.unknown.has(`${source.stack} ${source.logicalId}`));
  return [
    ...changes,
    ...[...removed].map(([key, line]) => ({ kind: kindOf(line, 'removed'), text: key })),
    ...unknown.map(({ reason, source }): Change => ({ kind: 'no longer known', text: `${reason} (${source.logicalId} ${source.property})` })),
  ];
}

/** A `Deny`, or a boundary, that comes or goes does the opposite. */
function kindOf({ side, statement }: AccessLine, change: 'added' | 'removed'): ChangeKind {
  if (side === 'boundary' && !statement) { return change === 'added' ? 'widened' : 'narrowed'; }
  if (statement?.effect !== 'Deny') { return change; }
  return change === 'added' ? 'narrowed' : 'widened';
}

/** The line that went as this one came, where one of them covers the other. */
function replaced(line: AccessLine, removed: ReadonlyMap<string, AccessLine>): [key?: string, kind?: ChangeKind] {
  const isDeny = line.statement?.effect === 'Deny';
  for (const [key, old] of removed) {
    if (coversLine(line, old)) { return [key, isDeny ? 'narrowed' : 'widened']; }
    if (coversLine(old, line)) { return [key, isDeny ? 'widened' : 'narrowed']; }
  }
  return [];
}
