/** A statement that lets a service call for one source. */
export interface SourceStatement {
  readonly id: string;
  /** Whatever it says beside its source: only statements that are alike in it can be merged. */
  readonly alike: string;
  /** The source ARN, or a pattern that holds it where it is known at deployment only. */
  readonly sourceArn: string;
  /** The most bytes that it takes in a policy, and how many of them are the source ARN. */
  readonly size: number;
  readonly arnSize: number;
}

/**
 * What merging does, from the narrowest to the widest:
 *
 * - `COVERED`: nothing, for one of the statements says what the others do
 * - `TEST_STAGE`: the test button of the console does not call any more; the one step that takes something away
 * - `METHODS`: any method of a path
 * - `PREFIX`: any path of a stage, or any rule of a bus, that begins like those that were named
 * - `STAGE`: anything of a stage of an API
 * - `API`: anything of an API
 */
export type Step = 'COVERED' | 'TEST_STAGE' | 'METHODS' | 'PREFIX' | 'STAGE' | 'API';

/** Statements that one can stand for. INVARIANT: of two nodes one holds all statements of the other, or they share none. */
export interface MergeNode {
  readonly step: Step;
  /** The source that stands for all of theirs; undefined where they are left out. */
  readonly pattern?: string;
  /** Among nodes of the same step, the one with more of it widens less. */
  readonly narrowness: number;
  readonly children: readonly MergeTree[];
}

/** A statement, or several that can be merged. */
export type MergeTree = MergeNode | SourceStatement;

/** A part of an ARN in characters, in which a placeholder or an escape is one. */
export type Chars = readonly string[];

/** A node over trees; the tree itself over one alone. It widens nothing where one of the statements says as much as all. */
export function mergeNode(step: Step, pattern: string, narrowness: number, children: readonly MergeTree[]): MergeTree {
  if (children.length === 1) { return children[0]; }
  const isCovered = children.some((child) => statementsOf(child).some(({ sourceArn }) => sourceArn === pattern));
  return { step: isCovered ? 'COVERED' : step, pattern, narrowness, children };
}

/** All statements of a tree, by their ids. The first one is the one whose place a merged statement takes. */
export function statementsOf(tree: MergeTree): SourceStatement[] {
  if (!('step' in tree)) { return [tree]; }
  return tree.children.flatMap(statementsOf).sort((a, b) => a.id < b.id ? -1 : 1);
}

/** A tree with the name or path that it is about. INVARIANT: among the ones that are compared, no two are equal. */
export interface NamedTree {
  readonly name: Chars;
  readonly tree: MergeTree;
}

/**
 * The trees under a node for each beginning that some of their names, and no others, have in common.
 *
 * @param shortest how many characters a beginning has at least
 * @param patternOf the whole pattern of what begins so
 */
export function mergeByPrefix<T extends NamedTree>(
  named: readonly T[], shortest: number, patternOf: (named: readonly T[], prefix: string) => string,
): MergeTree[] {
  if (named.length < 2) { return named.map(({ tree }) => tree); }
  const shared = sharedChars(named.map(({ name }) => name));
  const branches = groupsOf(named, ({ name }) => [name[shared.length] ?? '']);
  const children = branches.flatMap((branch) => mergeByPrefix(branch, shortest, patternOf));
  if (shared.length < shortest) { return children; }
  const prefix = shared.join('').replace(/\*$/, '');
  return [mergeNode('PREFIX', patternOf(named, `${prefix}*`), shared.length, children)];
}

function sharedChars(names: readonly Chars[]): Chars {
  return names.reduce((shared, name) => {
    const end = shared.findIndex((char, index) => char !== name[index]);
    return end < 0 ? shared : shared.slice(0, end);
  });
}

/** Items that are equal in some parts together, in the order in which they come. */
export function groupsOf<T>(items: readonly T[], partsOf: (item: T) => unknown[]): T[][] {
  const found = new Map<string, T[]>();
  for (const item of items) {
    const key = JSON.stringify(partsOf(item));
    const group = found.get(key);
    if (group) { group.push(item); } else { found.set(key, [item]); }
  }
  return [...found.values()];
}
