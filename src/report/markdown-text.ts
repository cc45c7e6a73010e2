// Not exported: the escape for Markdown.
import { Sentence } from './sentence';
import { visibleText } from './visible-text';

/** What means nothing inside a code span, a table or HTML. */
const HARMLESS = /^[^`|\\<>&]+$/;

/** A value that nobody vouches for, as code: no link, mention, picture, HTML or table border can come of it. */
export function codeSpan(value: string): string {
  const text = visibleText(value);
  if (text === '') { return '(empty)'; }
  if (HARMLESS.test(text) && text.trim() === text) { return `\`${text}\``; }
  // A code span cannot hold a table border in every dialect, nor backticks in a readable way; entities hold anything.
  return `<code>${text.replace(/[^\p{L}\p{N} /-]/gu, (character) => `&#${character.codePointAt(0)};`)}</code>`;
}

/** A sentence, or a part of one, in one line of Markdown. */
export function markdownSentence(sentence: Sentence): string {
  return sentence.map((span) => span.isValue ? codeSpan(span.text) : span.text).join('');
}

/** A table, row by row, whose cells are finished Markdown without a `|`. */
export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)];
}

/** A fenced block, whose fence is longer than any row of backticks in it. */
export function fencedBlock(language: string, lines: readonly string[]): string[] {
  const longest = Math.max(2, ...lines.join('\n').match(/`+/g)?.map((ticks) => ticks.length) ?? []);
  const fence = '`'.repeat(longest + 1);
  return [`${fence}${language}`, ...lines, fence];
}
