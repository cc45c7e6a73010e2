/** Every list in another order: none of them has a meaning. */
export function shuffle(value: unknown, next: () => number): unknown {
  if (Array.isArray(value)) {
    const keyed = value.map((item) => ({ key: next(), item: shuffle(item, next) }));
    return keyed.sort((a, b) => a.key - b.key).map(({ item }) => item);
  }
  if (typeof value !== 'object' || value === null) { return value; }
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, shuffle(member, next)]));
}
