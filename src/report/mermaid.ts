// Not exported: the picture in `permissions.md`.
import { Box, Edge, Graph, Room, wholeGraph } from './graph';
import { ConnectedFunction, ConnectionKind } from './graph-connections';
import { mermaidLabel } from './mermaid-text';
import { sortedOnce } from './order';
import { digest } from './summary-statement';

/** What a person can still follow; code hosts draw ten times as much, but nobody reads it. */
const MOST_NODES = 40;
const MOST_EDGES = 80;
/** More notes than this on one arrow are counted, not named. */
const MOST_NOTES = 3;

/** Everything by itself; then with fewer and fewer boxes that share what is alike, the last of which always has room. */
const ROOMS: readonly Room[] = [
  { functions: Infinity, beside: Infinity }, { functions: 12, beside: 14 }, { functions: 8, beside: 9 }, { functions: 5, beside: 7 },
];

/** Callers, functions, and what they use, each with its shape. */
type NodeKind = 'from' | 'fn' | 'to';
const SHAPES: { readonly [kind in NodeKind]: readonly [open: string, close: string] } = {
  from: ['([', '])'],
  fn: ['[', ']'],
  to: ['(', ')'],
};

const ARROWS: { readonly [kind in ConnectionKind]: string } = { ALLOWED: '-->', MANAGES: '-->', POLLED: '-.->', TRIGGER: '-.->', SENT: '-.->' };

/** A flowchart, and whether boxes in it share what is alike. */
export interface Flowchart {
  readonly lines: readonly string[];
  readonly grouped: boolean;
}

/**
 * The lines of a Mermaid flowchart: callers, functions, and what they may use. Node ids come from what a node stands for, so
 * that a new node moves no other line.
 */
export function flowchart(functions: readonly ConnectedFunction[]): Flowchart {
  for (const room of functions.length > MOST_NODES ? ROOMS.slice(1) : ROOMS) {
    const graph = wholeGraph(functions, room);
    const { invokers, resources, edges } = graph;
    if ((invokers.length + graph.functions.length + resources.length <= MOST_NODES && edges.length <= MOST_EDGES) || room === ROOMS.at(-1)) {
      return { lines: linesOf(graph), grouped: [...invokers, ...graph.functions, ...resources].some(({ count }) => count > 1) };
    }
  }
  return { lines: [], grouped: false };
}

function linesOf({ invokers, functions, resources, edges }: Graph): string[] {
  const ids = new Map<Box, string>();
  const nodes = ([['fn', functions], ['from', invokers], ['to', resources]] as const).flatMap(([kind, boxes]) => boxes.flatMap((box) => {
    // A function that another one uses has its place already.
    const known = kind === 'to' ? functions.find(({ key }) => key === box.leadsTo) : undefined;
    const id = known ? ids.get(known)! : nodeId(kind, box.key);
    ids.set(box, id);
    return known ? [] : [`  ${id}${SHAPES[kind][0]}${nodeLabel(box)}${SHAPES[kind][1]}`];
  }));
  const arrows = edges.map((edge) => `  ${ids.get(edge.from)!} ${ARROWS[edge.kind]}${edgeLabel(edge)} ${ids.get(edge.to)!}`);
  return ['flowchart LR', ...sortedOnce(nodes, (line) => line), ...sortedOnce(arrows, (line) => line)];
}

function nodeLabel({ label, note, count }: Box): string {
  return mermaidLabel(label, count > 1 ? ` (${note})` : '');
}

function nodeId(kind: NodeKind, key: string): string {
  return `${kind}_${digest(key)}`;
}

function edgeLabel({ notes }: Edge): string {
  if (notes.length === 0) { return ''; }
  const shown = notes.length > MOST_NOTES ? MOST_NOTES - 1 : notes.length;
  const rest = notes.length - shown;
  return `|${mermaidLabel(notes.slice(0, shown).join(', '), rest > 0 ? `, ${rest} more` : '')}|`;
}
