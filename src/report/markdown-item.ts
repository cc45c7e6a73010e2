// Not exported: part of the Markdown report; one line of a list.
import { MARK_WORDS, Mark, isWide } from './mark';
import { codeSpan, markdownSentence } from './markdown-text';
import { sortedOnce } from './order';
import { Place, placeName } from './place';
import { Sentence, upperFirst } from './sentence';

/** A sentence as an item, with what it covers more than it names, where it is written and what was said about it. */
export function item(what: Sentence, marks: readonly Mark[], place?: Place, notes: readonly Sentence[] = []): string {
  const where = place ? ` Written in ${codeSpan(placeName(place))}.` : '';
  const note = marks.length > 0 ? ` (${markWords(marks)})` : '';
  const said = notes.map((one) => ` ${markdownSentence(upperFirst(one))}.`).join('');
  return `- ${markdownSentence(upperFirst(what))}${note}.${where}${said}`;
}

/** Marks in words, those that are wide in bold. */
export function markWords(marks: readonly Mark[]): string {
  const words = (some: readonly Mark[]) => some.map((mark) => MARK_WORDS.get(mark)!).join(', ');
  const wide = words(marks.filter(isWide));
  const parts = words(marks.filter((mark) => !isWide(mark)));
  return [wide && `**${wide}**`, parts].filter((text) => text !== '').join(', ');
}

/** Items in their order, each once. */
export function sortedItems(items: readonly string[]): string[] {
  return sortedOnce(items, byWords);
}

/** Sorts by what is read, so that a name comes before those that begin with it. */
export function byWords(text: string): string {
  return `${text.replaceAll('`', '')}\n${text}`;
}
