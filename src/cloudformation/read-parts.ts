// Not exported: part of the template reader.
import { opaque, splitAround } from './read-placeholder';

const LABEL = 'Fn--Split';
const SEVERAL = new RegExp(`^\\$\\{[^{}:]*::${LABEL}\\.[^{}]*\\}$`);
const PLACEHOLDER = /(\$\{[^{}]*\})/;
/** Characters of a delimiter; of a longer one nothing is known. */
const LONGEST = 16;

/**
 * What stands between the delimiters of a text. A value that is only known after deployment may bring delimiters of its own:
 * the part that it stands in may be several, and has a stand-in that tells so.
 */
export function partsOf(text: string, delimiter: string, stack: string): string[] {
  const parts = splitAround(text, delimiter);
  return parts.map((part, index) => {
    const end = index === parts.length - 1 ? '' : delimiter;
    return mayBeSeveral(part.split(PLACEHOLDER), end, delimiter) ? opaque(stack, LABEL, [delimiter, part]) : part;
  });
}

/** Whether the part may turn out to be several, so that those behind it may stand further back. */
export function isSeveral(part: unknown): boolean {
  return typeof part === 'string' && SEVERAL.test(part);
}

/** @param pieces known texts, with a placeholder between each two of them */
function mayBeSeveral(pieces: readonly string[], end: string, delimiter: string): boolean {
  const last = pieces.length - 1;
  return pieces.some((piece, at) => {
    if (at % 2 === 0) { return false; }
    const characters = CHARACTERS.find(([kind]) => kind.test(piece))?.[1];
    const before = { text: pieces[at - 1], isOpen: at > 1 };
    const after = { text: at + 1 === last ? pieces[last] + end : pieces[at + 1], isOpen: at + 1 < last };
    return characters === undefined || delimiter.length > LONGEST || splits(delimiter).some(([left, own, right]) => (
      [...own].every((character) => characters.test(character))
      && (before.text.endsWith(left) || before.isOpen && left.endsWith(before.text))
      && (after.text.startsWith(right) || after.isOpen && right.startsWith(after.text))
    ));
  });
}

/** Which part of a delimiter a value may bring, with what must then stand in front of it and behind it. */
function splits(delimiter: string): (readonly [left: string, own: string, right: string])[] {
  const ends = [...delimiter.split('').keys(), delimiter.length];
  return ends.flatMap((from) => ends.slice(from + 1).map((to) => (
    [delimiter.slice(0, from), delimiter.slice(from, to), delimiter.slice(to)] as const
  )));
}

/** The characters that a value may be of, by its stand-in; any where none is known. */
const CHARACTERS: readonly (readonly [kind: RegExp, characters: RegExp | undefined])[] = [
  [/^\$\{AWS::AccountId\}$/, /[0-9]/],
  [/^\$\{AWS::(Region|Partition)\}$/, /[a-z0-9-]/],
  [/^\$\{AWS::URLSuffix\}$/, /[a-z0-9.-]/],
  // A time, and the three parts of a load balancer's name.
  [/\.(StreamLabel|LoadBalancerFullName)\}$/, undefined],
  // The name of a resource, or a part of one, as it stands in an ARN.
  [/^\$\{[^{}:.]+(\.[^{}:.]+){1,2}\}$/, /[^:/]/],
];
