// Not exported: part of the comparison with a baseline; what cannot be said.
import { FunctionAccess } from '../model/function-access';
import { missingOf } from '../model/missing-policies';
import { JsonObject, isObject } from '../model/policy-json';

/** Something that cannot be said, by its reason and the resource that it is about. */
export interface Unknown {
  /** What it says; of equal keys both say the same. The place in the resource takes no part: it changes when a neighbour does. */
  readonly key: string;
  readonly text: string;
}

/** What cannot be said about a function as it is read from templates. Policies without a document are lines of their own. */
export function unknownsOf(access: FunctionAccess): Unknown[] {
  return missingOf(access).otherGaps.map(({ reason, source }) => unknown(reason, source, `${source.logicalId} ${source.property}`));
}

/** The same, as the `cannotSay` of a report tells it: what has no place is a role that is not known, which is a line as well. */
export function writtenUnknowns(cannotSay: readonly JsonObject[]): Unknown[] {
  return cannotSay.flatMap(({ reason, place }) => {
    const isTold = typeof reason !== 'string' || !isObject(place) || NO_DOCUMENT.test(reason);
    return isTold ? [] : [unknown(reason, { stack: String(place.stack), logicalId: String(place.logicalId) }, String(place.logicalId))];
  });
}

/** How a report says that a policy has no document; policies are compared by their names. */
const NO_DOCUMENT = /^what the .* allows: its document is in none of the templates$/s;

function unknown(reason: string, { stack, logicalId }: { readonly stack: string; readonly logicalId: string }, place: string): Unknown {
  return { key: JSON.stringify([stack, logicalId, unescaped(reason)]), text: `${reason} (${place})` };
}

/** A report escapes what a reader would not see, and quotes a word that holds such a character. */
function unescaped(reason: string): string {
  const seen = reason.replace(/\\u\{([0-9a-f]{1,6})\}/g, (written, code: string) => {
    const point = parseInt(code, 16);
    return point <= 0x10ffff ? String.fromCodePoint(point) : written;
  });
  return seen.replaceAll('"', '').replace(/\s+/g, ' ').trim();
}
