// Not exported: part of the assertions.

/** As many as help; a template may hold hundreds. */
export const NEAREST_SHOWN = 3;

/** The ids that begin most like the one that was asked for. Logical ids are a name with a hash behind it. */
export function nearestIds(wanted: string, known: readonly string[]): string[] {
  const alike = (id: string) => commonStart(wanted.toLowerCase(), id.toLowerCase());
  return [...new Set(known)].sort((a, b) => alike(b) - alike(a) || (a < b ? -1 : 1)).slice(0, NEAREST_SHOWN);
}

function commonStart(a: string, b: string): number {
  let length = 0;
  while (length < a.length && length < b.length && a[length] === b[length]) { length++; }
  return length;
}
