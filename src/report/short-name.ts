// Not exported: names where there is little room.
import { visibleText } from './visible-text';

/** The beginning and, longer, the end: that is where paths and ARNs differ. Most letters that are not Latin take the room of two. */
export function shortened(text: string, room: number): string {
  const characters = [...visibleText(text)];
  if (length(characters) <= room) { return characters.join(''); }
  const head = taken(characters, Math.floor(room / 3));
  const tail = taken([...characters].reverse(), room - length(head) - 1).reverse();
  return [...head, '…', ...tail].join('');
}

function taken(characters: readonly string[], room: number): string[] {
  let left = room;
  const fitting = characters.findIndex((character) => (left -= length([character])) < 0);
  return characters.slice(0, fitting < 0 ? characters.length : fitting);
}

function length(characters: readonly string[]): number {
  return characters.reduce((sum, character) => sum + (character > '\u024f' ? 2 : 1), 0);
}
