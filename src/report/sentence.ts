// Not exported: how report sentences are built, whatever they are printed as.
import { visibleText } from './visible-text';

/** A piece of a sentence: our own words, or a value that nobody vouches for. */
export interface Span {
  readonly text: string;
  readonly isValue: boolean;
}

/** A sentence that knows which of its words are ours, so that each format can escape the others in its own way. */
export type Sentence = readonly Span[];

/** Our words with values in them: every text that is put in is a value, every sentence stays what it is. */
export function sentence(words: TemplateStringsArray, ...inserts: readonly (string | Sentence)[]): Sentence {
  return words.flatMap((text, index) => {
    const insert = index < inserts.length ? inserts[index] : [];
    return [...ours(text), ...(typeof insert === 'string' ? [{ text: insert, isValue: true }] : insert)];
  });
}

/** Several sentences as one: `a, b or c`. */
export function enumerated(items: readonly Sentence[], last: string, between = ', '): Sentence {
  return items.flatMap((item, index) => {
    if (index === 0) { return item; }
    return [...ours(index === items.length - 1 ? last : between), ...item];
  });
}

/** Values as one sentence: `a, b or c`. */
export function values(texts: readonly string[], last = ', '): Sentence {
  return enumerated(texts.map((text) => [{ text, isValue: true }]), last);
}

/** A sentence that somebody else wrote: plain words stay words, whatever looks like a name becomes a value. */
export function foreignSentence(text: string): Sentence {
  return text.split(/( +)/).filter((part) => part !== '').map((part) => ({ text: part, isValue: !/^( +|[a-zA-Z]+[,;:.]?)$/.test(part) }));
}

/** The sentence with its first word in upper case, unless it begins with a value. */
export function upperFirst(whole: Sentence): Sentence {
  const [first, ...rest] = whole;
  return first && !first.isValue ? [{ ...first, text: first.text.charAt(0).toUpperCase() + first.text.slice(1) }, ...rest] : whole;
}

/** The sentence for a terminal, a log or JSON: nothing in it but visible characters, and no value that reads like our words. */
export function plainSentence(whole: Sentence): string {
  return whole.map(({ text, isValue }) => isValue && /^$|\s/.test(text) ? `"${visibleText(text)}"` : visibleText(text)).join('');
}

function ours(text: string): Sentence {
  return text === '' ? [] : [{ text, isValue: false }];
}
