// Not exported: part of the HTML report; where the boxes and lines of a picture stand.
import { Box, Edge, Graph, noteOf } from './graph';
import { Html, NOTHING, html, htmlLines } from './html-text';
import { shortened } from './short-name';
import { visibleText } from './visible-text';

/** Left edge, width and title of each column, and the title for one function. */
const COLUMNS = {
  invokers: { x: 1, width: 318, title: 'Who may invoke', one: 'Who may invoke it' },
  functions: { x: 411, width: 298, title: 'Functions', one: 'Function' },
  resources: { x: 801, width: 318, title: 'What they may use', one: 'What it may use' },
} as const;
const WIDTH = 1120;
const TOP = 34;
const BOX_HEIGHT = 44;
const ROW = 56;
/** Between two lines that end at the same box. */
const MOST_STEP = 9;
/** Widths of a character that no font of its kind passes by much. */
const LABEL_CHARACTER = 7.4;
const NOTE_CHARACTER = 6.4;

/** Solid: a statement allows it. */
const KINDS = { ALLOWED: NOTHING, MANAGES: NOTHING, POLLED: html` polled`, TRIGGER: html` wired`, SENT: html` wired` } as const;

type Column = keyof typeof COLUMNS;

interface Placed {
  readonly box: Box;
  readonly column: Column;
  readonly number: number;
  readonly y: number;
}

/** A picture that needs nothing but a browser: the words in it are text, no name is in an attribute. */
export function picture(graph: Graph): Html {
  const rows = Math.max(1, graph.invokers.length, graph.functions.length, graph.resources.length);
  const placed = new Map<Box, Placed>();
  for (const column of Object.keys(COLUMNS) as Column[]) {
    const top = TOP + (rows - graph[column].length) * ROW / 2;
    graph[column].forEach((box, row) => placed.set(box, { box, column, number: placed.size, y: top + row * ROW }));
  }
  const height = TOP + rows * ROW;
  const port = ports(graph.edges, placed);
  const titles = Object.values(COLUMNS).map(({ x, title, one }) => html`<text class="column" x="${x + 2}" y="16">${graph.single ? one : title}</text>`);
  const lines = graph.edges.map((edge) => drawnEdge(edge, placed.get(edge.from)!, placed.get(edge.to)!, port, graph.single));
  const boxes = [...placed.values()].map(drawnBox);
  return html`<svg viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="group" aria-label="Picture of what the words below say">
${htmlLines([...titles, ...lines, ...boxes])}</svg>`;
}

/** The height at which an edge leaves and meets its boxes: side by side in the order of what is at the other end. */
function ports(edges: readonly Edge[], placed: ReadonlyMap<Box, Placed>): (edge: Edge, end: 'from' | 'to') => number {
  const offsets = { from: new Map<Edge, number>(), to: new Map<Edge, number>() };
  for (const [end, other] of [['from', 'to'], ['to', 'from']] as const) {
    const byBox = new Map<Box, Edge[]>();
    for (const edge of edges) { byBox.set(edge[end], [...byBox.get(edge[end]) ?? [], edge]); }
    for (const [, side] of byBox) {
      const step = Math.min(MOST_STEP, (BOX_HEIGHT - 14) / side.length);
      side.sort((a, b) => placed.get(a[other])!.y - placed.get(b[other])!.y);
      side.forEach((edge, index) => offsets[end].set(edge, (index - (side.length - 1) / 2) * step));
    }
  }
  return (edge, end) => Math.round((placed.get(edge[end])!.y + BOX_HEIGHT / 2 + offsets[end].get(edge)!) * 10) / 10;
}

function drawnEdge(edge: Edge, from: Placed, to: Placed, port: (edge: Edge, end: 'from' | 'to') => number, single: boolean): Html {
  const start = COLUMNS[from.column].x + COLUMNS[from.column].width;
  const end = COLUMNS[to.column].x - 2;
  const [y, toY] = [port(edge, 'from'), port(edge, 'to')];
  const line = html`M${start} ${y}C${start + 45} ${y} ${end - 45} ${toY} ${end - 4} ${toY}H${end}`;
  const head = html`M${end - 5} ${toY - 3}L${end} ${toY}L${end - 5} ${toY + 3}`;
  // Where there is one function, the box at the other end says it already.
  const title = single || edge.notes.length === 0 ? NOTHING : html`<title>${noteOf(edge.notes)}</title>`;
  const ends = html`data-from="${from.number}" data-to="${to.number}"`;
  return html`<g class="edge${KINDS[edge.kind]}" ${ends}>${title}<path class="line" d="${line}"/><path d="${head}"/></g>`;
}

function drawnBox({ box, column, number, y }: Placed): Html {
  const { x, width } = COLUMNS[column];
  const { note, wide, unknown, leadsTo } = box;
  const whole = visibleText(box.label) || '(empty)';
  const label = shortened(whole, Math.floor((width - 24) / LABEL_CHARACTER));
  const hasNote = note !== '' || wide || unknown;
  const shape = html`<rect x="${x}" y="${y}" width="${width}" height="${BOX_HEIGHT}" rx="${column === 'functions' ? 4 : BOX_HEIGHT / 2}"/>`;
  const text = html`<text x="${x + 14}" y="${y + (hasNote ? 19 : 27)}">${label}</text>${hasNote ? drawnNote(box, x + 14, y + 34, width) : NOTHING}`;
  const kind = html`${column === 'functions' ? html`box function` : html`box`}${wide ? html` wide` : NOTHING}${unknown ? html` unknown` : NOTHING}`;
  const title = label === whole ? NOTHING : html`<title>${whole}</title>`;
  const drawn = html`<g class="${kind}" data-box="${number}">${title}${shape}${text}</g>`;
  // A link has a name made of our own characters only.
  return leadsTo === undefined ? drawn : html`<a href="#${leadsTo}">${drawn}</a>`;
}

function drawnNote({ note, wide, unknown }: Box, x: number, y: number, width: number): Html {
  const mark = [...wide ? ['wide'] : [], ...unknown ? ['cannot say'] : []].join(', ');
  const room = Math.floor((width - 28) / NOTE_CHARACTER) - mark.length - 2;
  const marked = mark === '' ? NOTHING : html`<tspan class="mark">${mark}</tspan>${note === '' ? '' : ': '}`;
  return html`<text class="note" x="${x}" y="${y}">${marked}${shortened(note, room)}</text>`;
}
