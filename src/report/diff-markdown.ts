// Not exported: the difference between two reports as a comment on a pull request.
import { AccessChange, AccessDiff, FunctionDiff, isMore, isSwitch } from './diff-change';
import { changeWords, counted, totalWords } from './diff-words';
import { codeSpan, markdownSentence } from './markdown-text';
import { placeName } from './place';
import { upperFirst } from './sentence';
import { SummaryStatement } from './summary-statement';

/** A comment on GitHub takes 65,536 characters. */
const LONGEST_COMMENT = 60_000;

/**
 * A comment that is one sentence when nothing changed. What allows more is open, and what is enabled or disabled; what allows
 * less is folded away.
 */
export function renderDiffMarkdown(diff: AccessDiff): string {
  const all: Named[] = [...diff.functions.map((each): Named => [each, 'function']), ...diff.layers.map((each): Named => [each, 'layer'])];
  if (all.length === 0) { return `Lambda permissions: ${totalWords(diff)}\n`; }
  const more = all.filter(([{ status, changes }]) => status === 'ADDED' || changes.some(isOpen));
  const less = all.filter(([{ status, changes }]) => status === 'REMOVED' || changes.some(isLess));
  const open = fitting(more.map((each) => functionBlock(each, isOpen)), LONGEST_COMMENT);
  const left = LONGEST_COMMENT - open.join('\n').length;
  return [
    '### Lambda permissions', '',
    `**${totalWords(diff)}**`, '',
    ...open,
    ...less.length === 0 ? [] : folded(less, fitting(less.map((each) => functionBlock(each, isLess)), left)),
  ].join('\n');
}

type Named = readonly [diff: FunctionDiff, noun: 'function' | 'layer'];

function isOpen(change: AccessChange): boolean {
  return isMore(change) || isSwitch(change);
}

function isLess(change: AccessChange): boolean {
  return !isOpen(change);
}

function folded(diffs: readonly Named[], lines: readonly string[]): string[] {
  const count = diffs.flatMap(([{ changes }]) => changes).filter(isLess).length;
  return ['<details>', `<summary>What allows less: ${counted(count, 'change')}</summary>`, '', ...lines, '</details>', ''];
}

/** What is said about one function or layer: a line with its name, and an item for each change. */
interface Block {
  readonly head: string;
  readonly items: readonly string[];
}

function functionBlock([{ name, formerName, status, changes }, noun]: Named, isShown: (change: AccessChange) => boolean): Block {
  const note = status === 'CHANGED' ? '' : `, ${status === 'ADDED' ? `a new ${noun}` : 'which is gone'}`;
  const former = formerName === undefined ? '' : `, which was ${codeSpan(formerName)}`;
  const items = changes.filter(isShown).map(changeItem);
  return { head: `${codeSpan(name)}${former}${note}`, items: items.length > 0 ? items : ['- Nothing is allowed.'] };
}

function changeItem(change: AccessChange): string {
  const { label, main, line, relation, details, notes } = changeWords(change);
  return [
    `- **${label}**: ${markdownSentence(upperFirst(main))}.${line.statement ? ` Written in ${whereOf(line.statement)}.` : ''}`,
    ...details.map((detail) => `  - ${relation}: ${markdownSentence(detail)}`),
    ...notes.map((note) => `  - ${markdownSentence(note)}`),
  ].join('\n');
}

function whereOf({ place, policy }: SummaryStatement): string {
  const name = codeSpan(placeName(place));
  return policy === undefined ? name : `${codeSpan(policy)}, attached to ${name}`;
}

/** As many blocks as a comment takes, cut where they are too long; how many were left out stands at the end. */
function fitting(blocks: readonly Block[], room: number): string[] {
  const shown: string[] = [];
  let left = room;
  for (const block of blocks) {
    // What is too long leaves room for those behind it.
    const text = fittingBlock(block, left, shown.length === blocks.length - 1 ? left : left / 2);
    if (text === undefined) { break; }
    shown.push(text);
    left -= text.length + 1;
  }
  return shown.length === blocks.length ? shown : [...shown, tooLong(blocks.length, shown.length, 'function'), ''];
}

/** The whole block where there is room; else as many of its changes as fit in less room. */
function fittingBlock({ head, items }: Block, room: number, lessRoom: number): string | undefined {
  const text = (some: readonly string[]) => [head, '', ...some, ''].join('\n');
  if (text(items).length < room) { return text(items); }
  const left = (count: number) => `- ${tooLong(items.length, count, 'change')}`;
  let length = text([left(1)]).length;
  if (length >= lessRoom) { return undefined; }
  const count = items.findIndex((item) => (length += item.length + 1) >= lessRoom);
  return text([...items.slice(0, count), left(count)]);
}

/** `…and 3 more functions, too long for a comment.` */
function tooLong(all: number, shown: number, noun: string): string {
  const count = all - shown;
  return shown > 0 ? `…and ${counted(count, `more ${noun}`)}, too long for a comment.` : `${counted(count, noun)}, too long for a comment.`;
}
