// Not exported: the difference between two reports for a terminal.
import { AccessDiff, FunctionDiff } from './diff-change';
import { changeWords, totalWords } from './diff-words';
import { placeName } from './place';
import { plainSentence } from './sentence';
import { SummaryStatement } from './summary-statement';
import { visibleText } from './visible-text';

/** A few lines for each function and layer that changed, then one that sums up. Nothing that a terminal would obey. */
export function renderDiffText(diff: AccessDiff): string {
  const blocks = [...diff.functions.map((each) => functionText(each, 'function')), ...diff.layers.map((each) => functionText(each, 'layer'))];
  return [...blocks.flatMap((lines) => [...lines, '']), totalWords(diff), ''].join('\n');
}

function functionText({ name, formerName, status, changes }: FunctionDiff, noun: 'function' | 'layer'): string[] {
  const note = status === 'CHANGED' ? '' : ` (${status === 'ADDED' ? `new ${noun}` : `${noun} is gone`})`;
  const former = formerName === undefined ? '' : ` (was ${visibleText(formerName)})`;
  const entries = changes.map(changeWords).flatMap(({ label, main, line, relation, details, notes }) => [
    `  ${label.padEnd(9)} ${plainSentence(main)}${line.statement ? ` [${whereOf(line.statement)}]` : ''}`,
    ...details.map((detail) => `            ${relation}: ${plainSentence(detail)}`),
    ...notes.map((said) => `            ${plainSentence(said)}`),
  ]);
  return [`${visibleText(name)}${former}${note}`, ...entries];
}

function whereOf({ place, policy }: SummaryStatement): string {
  return [...policy === undefined ? [] : [policy], placeName(place)].map(visibleText).join(' of ');
}
