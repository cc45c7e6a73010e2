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
  /** Characters of all that the references in one value lead to. */
  characters: 5_000_000,
  /** Items of a list that a reference leads to. */
  list: 10_000,
  /** Functions, or roles, of one name. */
  namesakes: 20,
  /** Stacks in one another. */
  nested: 50,
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
  private characters = 0;
  private depth = 0;

  constructor(public readonly assumed: ReadonlyMap<string, boolean> = new Map()) {}

  public gap(reason: string): void {
    this.reasons.add(reason);
  }

  /** Whether the value of an intrinsic function still has room; a gap where it has not. */
  public hasRoom(value: unknown): boolean {
    const texts = Array.isArray(value) ? value as unknown[] : [value];
    const length = texts.reduce<number>((sum, text) => sum + (typeof text === 'string' ? text.length : 1), 0);
    this.characters += length;
    if (texts.length <= LIMITS.list && this.characters <= LIMITS.characters && (Array.isArray(value) || length <= LIMITS.text)) { return true; }
    this.gap('a text is too long');
    return false;
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
