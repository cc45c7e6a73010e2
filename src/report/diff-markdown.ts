// Not exported: the difference between two reports as a comment on a pull request.
import { AccessChange, AccessDiff, FunctionDiff, isMore, isSwitch } from './diff-change';
import { changeWords, counted, totalWords } from './diff-words';
import { codeSpan, markdownSentence } from './markdown-text';
import { placeName } from './place';
import { upperFirst } from './sentence';

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

function functionBlock([{ name, formerName, status, changes }, noun]: Named, isShown: (change: AccessChange) => boolean): string {
  const note = status === 'CHANGED' ? '' : `, ${status === 'ADDED' ? `a new ${noun}` : 'which is gone'}`;
  const former = formerName === undefined ? '' : `, which was ${codeSpan(formerName)}`;
  const items = changes.filter(isShown).flatMap(changeItem);
  return [`${codeSpan(name)}${former}${note}`, '', ...items.length > 0 ? items : ['- Nothing is allowed.'], ''].join('\n');
}

function changeItem(change: AccessChange): string[] {
  const { label, main, line, relation, details, notes } = changeWords(change);
  const where = line.statement ? ` Written in ${codeSpan(placeName(line.statement.place))}.` : '';
  return [
    `- **${label}**: ${markdownSentence(upperFirst(main))}.${where}`,
    ...details.map((detail) => `  - ${relation}: ${markdownSentence(detail)}`),
    ...notes.map((note) => `  - ${markdownSentence(note)}`),
  ];
}

/** As many blocks as a comment takes; how many were left out stands at the end. */
function fitting(blocks: readonly string[], room: number): string[] {
  const shown: string[] = [];
  let length = 0;
  for (const block of blocks) {
    length += block.length + 1;
    if (length > room) { return [...shown, `…and ${counted(blocks.length - shown.length, 'more function')}, too long for a comment.`, '']; }
    shown.push(block);
  }
  return shown;
}
