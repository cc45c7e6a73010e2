// Not exported: the picture in `permissions.md`.
import { mermaidLabel } from './mermaid-text';
import { sortedOnce } from './order';
import { FunctionSummary } from './permission-summary';
import { callerName, pictureName } from './picture-name';
import { SummaryStatement, digest, statementLines } from './summary-statement';
import { Statement } from '../model/statement';

/** What a person can still follow; code hosts draw ten times as much, but nobody reads it. */
const MOST_NODES = 40;
const MOST_EDGES = 80;
/** More actions than this on one arrow are counted, not named. */
const MOST_LABELS = 3;

/** Callers, functions, and what they use, each with its shape. */
type NodeKind = 'from' | 'fn' | 'to';
const SHAPES: { readonly [kind in NodeKind]: readonly [open: string, close: string] } = {
  from: ['([', '])'],
  fn: ['[', ']'],
  to: ['(', ')'],
};

interface Edge {
  readonly from: string;
  readonly to: string;
  readonly arrow: '-->' | '-.->';
  /** What the arrow says; several edges between two nodes become one. */
  readonly label?: string;
}

/**
 * The lines of a Mermaid flowchart: callers, functions, and what they may use. Node ids come from what a node stands for, so
 * that a new node moves no other line. Undefined when there is too much to see anything.
 */
export function flowchart(functions: readonly FunctionSummary[]): string[] | undefined {
  const graph = new Graph(functions);
  for (const each of functions) { graph.add(each); }
  return graph.lines();
}

class Graph {
  private readonly nodes = new Map<string, string>();
  private readonly edges: Edge[] = [];
  private readonly functionArns: ReadonlySet<string>;
  private readonly accounts: ReadonlySet<string>;

  public constructor(functions: readonly FunctionSummary[]) {
    this.functionArns = new Set(functions.map(({ arn }) => arn));
    this.accounts = new Set(functions.map(({ account }) => account));
  }

  public add(summary: FunctionSummary): void {
    const id = this.node('fn', summary.arn, summary.name);
    for (const target of summary.targets) {
      const label = target.kind === 'FUNCTION' ? undefined : `${target.kind.toLowerCase()} ${target.qualifier ?? ''}`;
      for (const line of linesOf([target])) { this.edges.push({ from: this.caller(line), to: id, arrow: '-->', label }); }
    }
    for (const { eventSourceArn } of summary.eventSources) {
      const from = this.node('from', eventSourceArn ?? 'self-managed Kafka', this.labelOf(eventSourceArn ?? 'self-managed Kafka'));
      this.edges.push({ from, to: id, arrow: '-.->' });
    }
    for (const line of linesOf(summary.role?.policies ?? [])) {
      this.use(line, id);
    }
  }

  public lines(): string[] | undefined {
    const edges = mergedEdges(this.edges);
    if (this.nodes.size > MOST_NODES || edges.length > MOST_EDGES) { return undefined; }
    return ['flowchart LR', ...sortedOnce([...this.nodes.values()], (line) => line), ...edges];
  }

  private caller(line: Statement): string {
    const name = callerName(line);
    return this.node('from', name, this.labelOf(name));
  }

  private use(line: Statement, from: string): void {
    const label = line.actions ? actionLabel(line.actions) : `all but ${line.notActions!.join(', ')}`;
    for (const resource of line.resources ?? [`all but ${line.notResources?.join(', ') ?? 'nothing'}`]) {
      const to = this.functionArns.has(resource) ? nodeId('fn', resource) : this.node('to', resource, this.labelOf(resource));
      this.edges.push({ from, to, arrow: '-->', label });
    }
  }

  private labelOf(name: string): string {
    return pictureName(name, this.accounts);
  }

  private node(kind: NodeKind, key: string, label: string): string {
    const id = nodeId(kind, key);
    const [open, close] = SHAPES[kind];
    this.nodes.set(id, `  ${id}${open}${mermaidLabel(label)}${close}`);
    return id;
  }
}

function nodeId(kind: NodeKind, key: string): string {
  return `${kind}_${digest(key)}`;
}

/** What the statements allow, line by line; denials are not drawn. */
function linesOf(holders: readonly { readonly statements?: readonly SummaryStatement[] }[]): SummaryStatement[] {
  return statementLines(holders.flatMap(({ statements }) => statements ?? [])).filter(({ effect }) => effect === 'Allow');
}

/** A line has one action, or more than anybody reads. */
function actionLabel(actions: readonly string[]): string {
  return actions.length === 1 ? actions[0].split(':').at(-1)! : `${actions.length} actions`;
}

function mergedEdges(edges: readonly Edge[]): string[] {
  const labels = new Map<string, string[]>();
  for (const { from, to, arrow, label } of edges) {
    const ends = `  ${from} ${arrow}\n${to}`;
    if (!labels.has(ends)) { labels.set(ends, []); }
    if (label !== undefined) { labels.get(ends)!.push(label); }
  }
  return sortedOnce([...labels].map(([ends, names]) => ends.replace('\n', edgeLabel(names))), (line) => line);
}

function edgeLabel(labels: readonly string[]): string {
  const names = sortedOnce(labels, (name) => name);
  if (names.length === 0) { return ' '; }
  const shown = names.length > MOST_LABELS ? [...names.slice(0, MOST_LABELS - 1), `${names.length - MOST_LABELS + 1} more`] : names;
  return `|${mermaidLabel(shown.join(', '))}| `;
}
