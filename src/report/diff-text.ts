// Not exported: the difference between two reports for a terminal.
import { AccessDiff, FunctionDiff } from './diff-change';
import { changeWords, totalWords } from './diff-words';
import { placeName } from './place';
import { plainSentence } from './sentence';
import { visibleText } from './visible-text';

/** A few lines for each function that changed, then one that sums up. Nothing that a terminal would obey. */
export function renderDiffText(diff: AccessDiff): string {
  return [...diff.functions.flatMap((each) => [...functionText(each), '']), totalWords(diff), ''].join('\n');
}

function functionText({ name, formerName, status, changes }: FunctionDiff): string[] {
  const note = status === 'CHANGED' ? '' : ` (${status === 'ADDED' ? 'new function' : 'function is gone'})`;
  const former = formerName === undefined ? '' : ` (was ${visibleText(formerName)})`;
  const entries = changes.map(changeWords).flatMap(({ label, main, line, relation, details }) => [
    `  ${label.padEnd(9)} ${plainSentence(main)}${line.statement ? ` [${visibleText(placeName(line.statement.place))}]` : ''}`,
    ...details.map((detail) => `            ${relation}: ${plainSentence(detail)}`),
  ]);
  return [`${visibleText(name)}${former}${note}`, ...entries];
}
