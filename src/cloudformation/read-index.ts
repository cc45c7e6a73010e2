// Not exported: part of the template reader.

/** Adds to the list under a key. */
export function append<K, T>(index: Map<K, T[]>, key: K, value: T): void {
  const list = index.get(key);
  if (list) { list.push(value); } else { index.set(key, [value]); }
}

/** The order of two texts, the same on every machine. */
export function order(a: string, b: string): number {
  if (a === b) { return 0; }
  return a < b ? -1 : 1;
}
