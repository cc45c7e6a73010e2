// Not exported: part of the template reader.
import { opaque, splitAround } from './read-placeholder';

const LABEL = 'Fn--Split';
const SEVERAL = new RegExp(`^\\$\\{[^{}:]*::${LABEL}\\.[^{}]*\\}$`);
const PLACEHOLDER = /\$\{[^{}]*\}/g;

/**
 * What stands between the delimiters of a text. A value that is only known after deployment may bring delimiters of its own:
 * the part that it stands in may be several, and has a stand-in that tells so.
 */
export function partsOf(text: string, delimiter: string, stack: string): string[] {
  return splitAround(text, delimiter).map((part) => mayBeSeveral(part, delimiter) ? opaque(stack, LABEL, [delimiter, part]) : part);
}

/** Whether the part may turn out to be several, so that those behind it may stand further back. */
export function isSeveral(part: unknown): boolean {
  return typeof part === 'string' && SEVERAL.test(part);
}

function mayBeSeveral(part: string, delimiter: string): boolean {
  return (part.match(PLACEHOLDER) ?? []).some((placeholder) => {
    const [, characters] = CHARACTERS.find(([kind]) => kind.test(placeholder)) ?? [];
    return characters === undefined || [...delimiter].some((character) => characters.test(character));
  });
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
