// Not exported: the escape for JSON.

/** What JSON allows as it is, but a reader of the file would not see. */
const INVISIBLE = /(?![ \n])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Zs}\p{Default_Ignorable_Code_Point}]/gu;

/** The value as indented JSON that ends with a line break; invisible characters are written as `\u202e`, so the values stay exactly the same. */
export function jsonText(value: object): string {
  return `${JSON.stringify(value, undefined, 2)}\n`.replace(INVISIBLE, escaped);
}

function escaped(character: string): string {
  return character.split('').map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`).join('');
}
