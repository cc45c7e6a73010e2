import { MergeNode, MergeTree, SourceStatement, Step, statementsOf } from './merge-node';
import { mergeTrees } from './merge-trees';
import { textSize } from './policy-size';

/** A statement that stands for several, in the place of one of them. */
export interface MergedStatement {
  readonly id: string;
  readonly step: Step;
  readonly sourceArn: string;
  /** The statements that it stands for, itself among them. */
  readonly of: readonly string[];
}

/** A statement that is left out, and the one that whoever waited for it waits for. */
export interface LeftOutStatement {
  readonly id: string;
  readonly instead: string;
}

/** What becomes of a policy; statements that are not named stay as they are. */
export interface CollapsedPolicy {
  readonly merged: readonly MergedStatement[];
  readonly leftOut: readonly LeftOutStatement[];
  /** The most bytes of the policy; more than the limit where there is nothing left to merge. */
  readonly size: number;
}

/** The steps, the ones that change least first. */
const LADDER: readonly Step[] = ['COVERED', 'TEST_STAGE', 'METHODS', 'PREFIX', 'STAGE', 'API'];

/**
 * Merges statements until the policy fits, each time those that widen it least, and takes back what turns out not to be needed.
 *
 * The same statements give the same policy in whatever order they come. INVARIANT: whatever a statement allows, what stands for it
 * allows too, but for tests of the console; nothing outside of the API, or of the event bus, of merged statements is allowed.
 *
 * @param statements what may be merged
 * @param rest the most bytes of what may not
 * @param limit the bytes that the policy may have
 */
export function collapsed(statements: readonly SourceStatement[], rest: number, limit: number): CollapsedPolicy {
  const sorted = [...statements].sort((a, b) => order(a.id, b.id));
  const trees = mergeTrees(sorted);
  const ladder = new Ladder(trees, sorted.reduce((sum, { size }) => sum + size, rest));
  ladder.climb(limit);
  ladder.descend(limit);
  return { ...statementsAfter(trees, ladder), size: ladder.size };
}

/** Which nodes are merged, and how large that makes the policy. */
class Ladder {
  private readonly parents = new Map<MergeNode, MergeNode>();
  private readonly sizes = new Map<MergeNode, number>();
  private readonly taken = new Set<MergeNode>();
  private readonly rungs: Rung[];

  constructor(trees: readonly MergeNode[], public size: number) {
    this.rungs = trees.flatMap((tree) => this.enter(tree)).map(rungOf).sort(fromNarrowToWide);
  }

  public isMerged(node: MergeNode): boolean {
    return this.taken.has(node);
  }

  /** Merges from the narrowest step on, until the policy fits. */
  public climb(limit: number): void {
    for (const { node, size } of this.rungs) {
      if (this.size <= limit) { return; }
      if (this.isUnderMerged(node) || size >= this.sizeOf(node)) { continue; }
      this.taken.add(node);
      this.resize(node, size);
    }
  }

  /** Takes back merges from the widest on, as long as the policy fits: a late one can save so much that earlier ones are not needed. */
  public descend(limit: number): void {
    if (this.size > limit) { return; }
    for (const { node } of this.rungs.filter((rung) => this.isMerged(rung.node)).reverse()) {
      const apart = node.children.reduce((sum, child) => sum + this.sizeOf(child), 0);
      if (this.isUnderMerged(node) || this.size - this.sizeOf(node) + apart > limit) { continue; }
      this.taken.delete(node);
      this.resize(node, apart);
    }
  }

  private enter(node: MergeNode): MergeNode[] {
    const below = node.children.filter((child) => 'step' in child);
    below.forEach((child) => this.parents.set(child, node));
    const nodes = below.flatMap((child) => this.enter(child));
    this.sizes.set(node, node.children.reduce((sum, child) => sum + this.sizeOf(child), 0));
    return [...nodes, node];
  }

  private sizeOf(tree: MergeTree): number {
    return 'step' in tree ? this.sizes.get(tree)! : tree.size;
  }

  private resize(node: MergeNode, size: number): void {
    const grown = size - this.sizeOf(node);
    this.size += grown;
    for (let next: MergeNode | undefined = node; next; next = this.parents.get(next)) { this.sizes.set(next, this.sizeOf(next) + grown); }
  }

  private isUnderMerged(node: MergeNode): boolean {
    for (let next = this.parents.get(node); next; next = this.parents.get(next)) {
      if (this.isMerged(next)) { return true; }
    }
    return false;
  }
}

/** A node as a step that can be taken. */
interface Rung {
  readonly node: MergeNode;
  readonly statements: readonly SourceStatement[];
  /** The bytes of what stands for all of them. */
  readonly size: number;
}

function rungOf(node: MergeNode): Rung {
  const statements = statementsOf(node);
  const [{ size, arnSize }] = statements;
  return { node, statements, size: node.pattern === undefined ? 0 : size - arnSize + textSize(node.pattern) };
}

function fromNarrowToWide(a: Rung, b: Rung): number {
  return LADDER.indexOf(a.node.step) - LADDER.indexOf(b.node.step) || b.node.narrowness - a.node.narrowness
    || b.statements.length - a.statements.length || order(a.statements[0].id, b.statements[0].id);
}

function statementsAfter(trees: readonly MergeNode[], ladder: Ladder): Omit<CollapsedPolicy, 'size'> {
  const merged: MergedStatement[] = [];
  const leftOut: LeftOutStatement[] = [];
  const visit = (tree: MergeTree, root: MergeNode): void => {
    if (!('step' in tree)) { return; }
    const statements = statementsOf(tree);
    if (!ladder.isMerged(tree)) {
      tree.children.forEach((child) => visit(child, root));
    } else if (tree.pattern === undefined) {
      const others = statementsOf(root).filter((one) => !statements.includes(one));
      leftOut.push(...statements.map((one) => ({ id: one.id, instead: likest(one, others).id })));
    } else {
      merged.push({ id: statements[0].id, step: tree.step, sourceArn: tree.pattern, of: statements.map(({ id }) => id) });
    }
  };
  trees.forEach((tree) => visit(tree, tree));
  const places = new Map(merged.flatMap(({ id, of }) => of.map((one) => [one, id])));
  return {
    merged: merged.sort((a, b) => order(a.id, b.id)),
    leftOut: leftOut.map(({ id, instead }) => ({ id, instead: places.get(instead) ?? instead })),
  };
}

/** The statement of another stage that is for the same method and path, or else any one of the API. */
function likest({ sourceArn }: SourceStatement, others: readonly SourceStatement[]): SourceStatement {
  return others.find((one) => callOf(one.sourceArn) === callOf(sourceArn)) ?? others[0];
}

/** What follows the stage. */
function callOf(sourceArn: string): string {
  return sourceArn.split('/').slice(2).join('/');
}

/** By code units, which is the same on every machine. */
function order(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
