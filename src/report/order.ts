// Not exported: how a report is sorted is not a promise, that it is sorted is.

/** Compares two texts by code unit: the same on every machine, whatever its language. */
export function compareText(a: string, b: string): number {
  if (a === b) { return 0; }
  return a < b ? -1 : 1;
}

/** A sorted copy in which each key stands once. */
export function sortedOnce<T>(items: readonly T[], key: (item: T) => string): T[] {
  const byKey = new Map(items.map((item) => [key(item), item]));
  return [...byKey].sort(([a], [b]) => compareText(a, b)).map(([, item]) => item);
}
