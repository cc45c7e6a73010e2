/** Steps that take a few seconds; what real policies need is far below. */
const MOST_STEPS = 20_000_000;

/**
 * Bounds what all comparisons of patterns cost together, whatever somebody writes into a template. When it is used up,
 * nothing more is said to be covered: then a difference is shown that may be none, and none is missed.
 */
export class Effort {
  constructor(private left = MOST_STEPS) {}

  /** Whether two patterns of these lengths may still be compared. */
  public allows(length: number, otherLength: number): boolean {
    this.left -= length * otherLength;
    return this.left > 0;
  }
}
