import { Chars, MergeNode, MergeTree, NamedTree, SourceStatement, groupsOf, mergeByPrefix, mergeNode } from './merge-node';
import { arnParts, pieces } from './placeholder';

/** The stage with which the console's test button calls. */
const TEST_STAGE = 'test-invoke-stage';

/** So many characters must the names of rules have in common: fewer say nothing about what the rules are for. */
const SHORTEST_NAME = 3;

/** A statement whose source is cut at its slashes. */
interface Cut {
  readonly statement: SourceStatement;
  /** What the ARN begins with, up to what can be merged. */
  readonly before: string;
  readonly parts: readonly Chars[];
}

/**
 * What may be merged: routes of one API, and rules of one event bus, of one region and account, in statements that are alike in
 * everything else. Any other statement is in none of the trees.
 */
export function mergeTrees(statements: readonly SourceStatement[]): MergeNode[] {
  const apis = groupsOf(statements.flatMap(cutRoute), ({ statement, before, parts }) => [statement.alike, before, parts[0]]).map(apiTree);
  const buses = groupsOf(statements.flatMap(cutRule), ({ statement, before }) => [statement.alike, before]).flatMap(busTrees);
  return [...apis, ...buses].filter((tree) => 'step' in tree);
}

/** `API/STAGE/METHOD/path`, of one API. */
function cutRoute(statement: SourceStatement): Cut[] {
  const arn = arnParts(statement.sourceArn);
  if (arn[2] !== 'execute-api' || arn.length !== 6) { return []; }
  const parts = cutAtSlashes(arn[5]);
  return parts.length > 1 && isOne(parts[0]) ? [{ statement, before: `${arn.slice(0, 5).join(':')}:`, parts }] : [];
}

/** `rule/BUS/NAME`, of one bus. On the default bus, `rule/NAME`, a pattern for names would also hold for buses whose own names begin so. */
function cutRule(statement: SourceStatement): Cut[] {
  const arn = arnParts(statement.sourceArn);
  if (arn[2] !== 'events' || arn.length !== 6) { return []; }
  const parts = cutAtSlashes(arn[5]);
  const [kind, bus, name] = parts;
  if (textOf(kind) !== 'rule' || parts.length !== 3 || !isOne(bus) || name.length === 0) { return []; }
  return [{ statement, before: `${arn.slice(0, 5).join(':')}:rule/${textOf(bus)}/`, parts: [name] }];
}

function cutAtSlashes(resource: string): Chars[] {
  const parts: string[][] = [[]];
  for (const { kind, text, written } of pieces(resource)) {
    for (const char of kind === 'TEXT' && text === written ? written : [written]) {
      if (char === '/') { parts.push([]); } else { parts[parts.length - 1].push(char); }
    }
  }
  return parts;
}

/** Whether a part is the name of one thing, not a pattern. */
function isOne(part: Chars): boolean {
  return part.length > 0 && !part.some((char) => char === '*' || char === '?');
}

function apiTree(cut: readonly Cut[]): MergeTree {
  const [{ before, parts: [api] }] = cut;
  const isForTests = cut.every(({ parts }) => textOf(parts[1]) === TEST_STAGE);
  const stages = groupsOf(cut, ({ parts }) => [parts[1], parts.length > 2]).map((stage) => {
    const [{ parts }] = stage;
    const name = textOf(parts[1]);
    if (parts.length === 2) { return sameSource(stage); }
    if (name === TEST_STAGE && !isForTests) { return { step: 'TEST_STAGE' as const, narrowness: 0, children: statementsIn(stage) }; }
    return stageTree(`${before}${textOf(api)}/${name}`, stage);
  });
  return mergeNode('API', `${before}${textOf(api)}/*`, 0, stages);
}

interface NamedPath extends NamedTree {
  /** The one method of the path, or `*`. */
  readonly method: string;
}

function stageTree(stage: string, cut: readonly Cut[]): MergeTree {
  const withoutPath = groupsOf(cut.filter(({ parts }) => parts.length === 3), ({ parts }) => [parts[2]]).map(sameSource);
  const paths = groupsOf(cut.filter(({ parts }) => parts.length > 3), ({ parts }) => [pathOf(parts)]).map((path) => namedPath(stage, path));
  const patternOf = (named: readonly NamedPath[], prefix: string) => `${stage}/${theSame(named.map(({ method }) => method))}${prefix}`;
  return mergeNode('STAGE', `${stage}/*`, 0, [...withoutPath, ...mergeByPrefix(paths, 1, patternOf)]);
}

function namedPath(stage: string, cut: readonly Cut[]): NamedPath {
  const name = pathOf(cut[0].parts);
  const methods = groupsOf(cut, ({ parts }) => [parts[2]]);
  const tree = mergeNode('METHODS', `${stage}/*${textOf(name)}`, methods.length, methods.map(sameSource));
  return { name, tree, method: theSame(cut.map(({ parts }) => textOf(parts[2]))) };
}

function theSame(methods: readonly string[]): string {
  return methods.every((method) => method === methods[0]) ? methods[0] : '*';
}

function pathOf(parts: readonly Chars[]): Chars {
  return parts.slice(3).flatMap((part) => ['/', ...part]);
}

function busTrees(cut: readonly Cut[]): MergeTree[] {
  const rules = groupsOf(cut, ({ parts }) => [parts[0]]).map((same) => ({ name: same[0].parts[0], tree: sameSource(same) }));
  return mergeByPrefix(rules, SHORTEST_NAME, (_, prefix) => cut[0].before + prefix);
}

/** Statements of the same source. */
function sameSource(cut: readonly Cut[]): MergeTree {
  return mergeNode('COVERED', cut[0].statement.sourceArn, 0, statementsIn(cut));
}

function statementsIn(cut: readonly Cut[]): SourceStatement[] {
  return cut.map(({ statement }) => statement);
}

function textOf(part: Chars): string {
  return part.join('');
}
