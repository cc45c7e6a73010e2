// Not exported: part of the template reader.

/** A template is allowed this much of everything; what is larger becomes a gap, never an endless loop. */
export const LIMITS = {
  /** JSON nodes that are visited for one value. */
  nodes: 100_000,
  /** Levels of nesting in one value. */
  depth: 100,
  /** References that lead from one to the next. */
  references: 100,
  /** Characters of one text. */
  text: 65_536,
  /** Resources that loops of a template may add. */
  loopItems: 10_000,
  /** Conditions that are followed both ways for one value. */
  forks: 4,
} as const;

/** One walk through a value: what is assumed, what could not be decided, and how much was visited. */
export class Reading {
  /** Why the value is not known in full. */
  public readonly reasons = new Set<string>();
  /** Conditions that decide the value and are not known. */
  public readonly undecided = new Set<string>();
  private nodes = 0;
  private depth = 0;

  constructor(public readonly assumed: ReadonlyMap<string, boolean> = new Map()) {}

  public gap(reason: string): void {
    this.reasons.add(reason);
  }

  /** Runs a step one level deeper, or gives up with a gap where a limit is reached. */
  public within<T>(step: () => T): T | undefined {
    this.nodes += 1;
    if (this.nodes > LIMITS.nodes || this.depth >= LIMITS.depth) {
      this.gap('a value is too large or nested too deep');
      return undefined;
    }
    this.depth += 1;
    try {
      return step();
    } finally {
      this.depth -= 1;
    }
  }
}
