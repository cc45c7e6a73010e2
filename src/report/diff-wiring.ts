// Not exported: part of the difference between two reports; what can be enabled and disabled.
import { AccessChange, AccessLine, ChangeSide } from './diff-change';

/** One line of wiring. */
export interface Wire {
  /** Equal for what does the same, also where it is called otherwise. */
  readonly key: string;
  /** What it is, in words, whether it is enabled or not. */
  readonly words: string;
  readonly line: AccessLine;
  readonly disabled: boolean;
}

/** What came, what went, and what is enabled that was disabled, or the other way round; of equal ones, as many as there are more. */
export function wiringChanges(side: ChangeSide, before: readonly Wire[], after: readonly Wire[]): AccessChange[] {
  const matches = new Matches(before, after);
  // Those that stand on the other side in the same words are the ones that stayed.
  matches.match((wire) => JSON.stringify([wire.key, wire.words, wire.disabled]));
  matches.match((wire) => JSON.stringify([wire.key, wire.words]));
  matches.match((wire) => JSON.stringify([wire.key, wire.disabled]));
  matches.match((wire) => wire.key);
  return [
    ...matches.before.map(({ line }): AccessChange => ({ kind: 'REMOVED', side, before: [line], after: [] })),
    ...matches.after.map(({ line }): AccessChange => ({ kind: 'ADDED', side, before: [], after: [line] })),
    ...matches.found.filter(([old, young]) => old.disabled !== young.disabled).map(([old, young]): AccessChange => (
      { kind: young.disabled ? 'DISABLED' : 'ENABLED', side, before: [old.line], after: [young.line] }
    )),
  ];
}

/** Those of each key once: where one of them is enabled, the key is. */
export function onePerKey(wires: readonly Wire[]): Wire[] {
  const found = new Map<string, Wire>();
  for (const wire of wires) {
    if (found.get(wire.key)?.disabled ?? true) { found.set(wire.key, wire); }
  }
  return [...found.values()];
}

/** Who is who on the other side. */
class Matches {
  public before: readonly Wire[];
  public after: readonly Wire[];
  public readonly found: (readonly [old: Wire, young: Wire])[] = [];

  constructor(before: readonly Wire[], after: readonly Wire[]) {
    [this.before, this.after] = [before, after];
  }

  /** Takes out those that are equal in a name: as many as stand on both sides. */
  public match(name: (wire: Wire) => string): void {
    const free = new Map<string, Wire[]>();
    for (const wire of [...this.after].reverse()) {
      const key = name(wire);
      const same = free.get(key);
      if (same) { same.push(wire); } else { free.set(key, [wire]); }
    }
    const taken = new Set<Wire>();
    this.before = this.before.filter((wire) => {
      const other = free.get(name(wire))?.pop();
      if (other === undefined) { return true; }
      taken.add(other);
      this.found.push([wire, other]);
      return false;
    });
    this.after = this.after.filter((wire) => !taken.has(wire));
  }
}
