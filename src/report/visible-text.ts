// Not exported: the escape of what a reader cannot see.

/** IAM ends an ARN at 2,048 characters; what is longer is no name, and would only drown the report. */
export const LONGEST_NAME = 2048;

/**
 * Line breaks, terminal commands, characters that turn the direction of text or take no room, blanks that are no spaces,
 * and halves of characters.
 */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]|(?! )\p{Zs}/gu;

/** What almost every name is made of; this is fast to see. */
const PLAIN = /^[ -~]*$/;

/** Whether a reader sees all of it. */
export function isVisible(text: string): boolean {
  return text.search(INVISIBLE) < 0;
}

/** The text on one line, with `\u{202e}` for what a reader would not see, and cut where it is too long to be a name. */
export function visibleText(text: string): string {
  if (text.length <= LONGEST_NAME && PLAIN.test(text)) { return text; }
  const cut = text.length > LONGEST_NAME ? `${text.slice(0, LONGEST_NAME)}… (${text.length - LONGEST_NAME} more characters)` : text;
  return cut.replace(INVISIBLE, (character) => `\\u{${character.codePointAt(0)!.toString(16)}}`);
}
