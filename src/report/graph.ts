// Not exported: part of the pictures; what a picture shows, before it has a place on the page.
import { ConnectedFunction, Connection, ConnectionKind } from './graph-connections';
import { BoxName, naming } from './graph-grouping';
import { compareText } from './order';

/** More boxes than this in one column are not seen at a glance: then single things become groups. */
const MOST_FUNCTIONS = 12;
const MOST_BESIDE_ALL = 14;
const MOST_BESIDE_ONE = 12;
/** As many characters fit under a name; the rest is counted. */
const NOTE_ROOM = 38;

/** Three columns of boxes, from top to bottom. */
export interface Graph {
  readonly invokers: readonly Box[];
  readonly functions: readonly Box[];
  readonly resources: readonly Box[];
  readonly edges: readonly Edge[];
  /** Whether some boxes stand for several functions. */
  readonly grouped: boolean;
  /** Whether it is about one function only. */
  readonly single: boolean;
}

/** A caller, a function, a resource, or several of them. */
export interface Box {
  /** What it stands for: equal for the same in every report. */
  readonly key: string;
  readonly label: string;
  readonly note: string;
  /** How many things it stands for. */
  readonly count: number;
  readonly wide: boolean;
  readonly unknown: boolean;
  /** The id of a part of the page. */
  readonly leadsTo?: string;
}

/** A line between two boxes, of which one is a function. */
export interface Edge {
  readonly from: Box;
  readonly to: Box;
  /** The strongest: what a statement allows is more than wiring. */
  readonly kind: ConnectionKind;
  /** What is done, the most important first. */
  readonly notes: readonly string[];
}

/** How many boxes a column may have before some share one. */
export interface Room {
  readonly functions: number;
  readonly beside: number;
}

/** The picture of everything. */
export function wholeGraph(functions: readonly ConnectedFunction[], room: Room = { functions: MOST_FUNCTIONS, beside: MOST_BESIDE_ALL }): Graph {
  return graph(functions, room);
}

/** The picture of one function, which names more of what is done. */
export function functionGraph(one: ConnectedFunction): Graph {
  return graph([one], { functions: 1, beside: MOST_BESIDE_ONE });
}

/** As many notes as there is room for; the rest is counted. */
export function noteOf(notes: readonly string[]): string {
  let shown = Math.min(notes.length, 1);
  for (let length = notes[0]?.length; shown < notes.length; shown++) {
    length += ', '.length + notes[shown].length;
    if (length > NOTE_ROOM) { break; }
  }
  const rest = notes.length - shown;
  return `${notes.slice(0, shown).join(', ')}${rest > 0 ? `, ${rest} more` : ''}`;
}

/** A box while things are put in it. */
interface Draft extends BoxName {
  readonly members: Map<string, string>;
  /** What is done with it and why there is a line, by the function that does it. */
  readonly uses: Map<Draft, Use>;
  wide: boolean;
  unknown: boolean;
  leadsTo?: string;
}

interface Use {
  readonly notes: Set<string>;
  /** Those of the notes that say what is sent. */
  readonly sent: Set<string>;
  readonly kinds: Set<ConnectionKind>;
}

function graph(functions: readonly ConnectedFunction[], room: Room): Graph {
  const middle = new Map<string, Draft>();
  const sides = { invokers: new Map<string, Draft>(), resources: new Map<string, Draft>() };
  const functionName = naming(functions.map(({ id, summary }) => ({ key: id, label: summary.name, path: summary.name })), room.functions);
  const thingName = {
    invokers: naming(functions.flatMap(({ invokers }) => invokers), room.beside),
    resources: naming(functions.flatMap(({ resources }) => resources), room.beside),
  };
  for (const each of functions) {
    const box = draft(middle, functionName({ key: each.id, label: each.summary.name, path: each.summary.name }));
    box.members.set(each.id, each.summary.name);
    box.leadsTo ??= each.id;
    for (const side of ['invokers', 'resources'] as const) {
      for (const connection of each[side]) { connect(draft(sides[side], thingName[side](connection)), connection, box); }
    }
  }
  return finished([...middle.values()], [...sides.invokers.values()], [...sides.resources.values()]);
}

function draft(column: Map<string, Draft>, name: BoxName): Draft {
  if (!column.has(name.key)) { column.set(name.key, { ...name, members: new Map(), uses: new Map(), wide: false, unknown: false }); }
  return column.get(name.key)!;
}

function connect(box: Draft, { key, label, note, wide, unknown, kind, leadsTo }: Connection, user: Draft): void {
  box.members.set(key, label);
  if (!box.uses.has(user)) { box.uses.set(user, { notes: new Set(), sent: new Set(), kinds: new Set() }); }
  const use = box.uses.get(user)!;
  if (note !== undefined) { use[kind === 'SENT' ? 'sent' : 'notes'].add(note); }
  use.kinds.add(kind);
  box.wide ||= wide;
  box.unknown ||= unknown;
  box.leadsTo ??= leadsTo;
}

function finished(middle: readonly Draft[], left: readonly Draft[], right: readonly Draft[]): Graph {
  const single = middle.length === 1 && middle[0].members.size === 1;
  const boxes = new Map<Draft, Box>();
  for (const each of middle) { boxes.set(each, functionBox(each, single)); }
  for (const each of [...left, ...right]) { boxes.set(each, thingBox(each)); }
  const ends = (drafts: readonly Draft[]) => drafts.flatMap((each) => [...each.uses].map(([user, use]) => ({
    thing: boxes.get(each)!, user: boxes.get(user)!, kind: STRENGTHS.find((kind) => use.kinds.has(kind))!, notes: notesOf(use),
  })));
  return {
    invokers: nearTheirs(left, middle).map((each) => boxes.get(each)!),
    functions: middle.map((each) => boxes.get(each)!),
    resources: nearTheirs(right, middle).map((each) => boxes.get(each)!),
    edges: [
      ...ends(left).map(({ thing, user, kind, notes }) => ({ from: thing, to: user, kind, notes })),
      ...ends(right).map(({ thing, user, kind, notes }) => ({ from: user, to: thing, kind, notes })),
    ],
    grouped: middle.some(({ members }) => members.size > 1),
    single,
  };
}

const STRENGTHS: readonly ConnectionKind[] = ['ALLOWED', 'MANAGES', 'POLLED', 'TRIGGER', 'SENT'];

/** The order with the fewest crossings that a simple rule gives: each box at the middle of the functions it belongs to. */
function nearTheirs(drafts: readonly Draft[], middle: readonly Draft[]): Draft[] {
  const rows = new Map(middle.map((each, row) => [each, row]));
  const placed = drafts.map((each) => {
    const users = [...each.uses.keys()].map((user) => rows.get(user)!);
    return { each, mean: users.reduce((sum, row) => sum + row, 0) / users.length };
  });
  const compared = (a: Draft, b: Draft) => compareText(a.label, b.label) || compareText(a.key, b.key);
  return placed.sort((a, b) => a.mean - b.mean || compared(a.each, b.each)).map(({ each }) => each);
}

function functionBox({ key, label, members, leadsTo }: Draft, single: boolean): Box {
  const [only] = members.values();
  const count = members.size;
  const box = { key, label: count === 1 ? only : label, note: count === 1 ? '' : `${count} functions`, count, wide: false, unknown: false };
  return single ? box : { ...box, leadsTo };
}

function thingBox({ key, label, members, uses, wide, unknown, leadsTo }: Draft): Box {
  const [only] = members.values();
  const all = [...uses.values()];
  const count = members.size;
  if (count > 1) { return { key, label, note: groupNote(count, all), count, wide, unknown }; }
  const said = new Set(all.map((use) => noteOf(notesOf(use))));
  const [same] = said;
  const sent = sentWords(all);
  const note = said.size === 1 ? same : sent === '' ? 'differs by function' : `gets ${sent}; else differs`;
  return { key, label: only, note, count, wide, unknown, leadsTo };
}

/** How many there are, and what is to be known about some of them. */
function groupNote(count: number, uses: readonly Use[]): string {
  const has = (kind: ConnectionKind) => uses.some(({ kinds }) => kinds.has(kind));
  if (has('SENT')) { return `${count} in all, some get ${sentWords(uses)}`; }
  if (!has('POLLED')) { return `${count} in all`; }
  return has('ALLOWED') || has('MANAGES') || has('TRIGGER') ? `${count} in all, some polled` : `${count}, polled`;
}

function notesOf(use: Use): string[] {
  return [...use.sent.size > 0 ? [`gets ${sentWords([use])}`] : [], ...sortedTexts([...use.notes])];
}

/** `dead letters and failures`. */
function sentWords(uses: readonly Use[]): string {
  return sortedTexts(uses.flatMap(({ sent }) => [...sent])).join(' and ');
}

function sortedTexts(texts: readonly string[]): string[] {
  return [...new Set(texts)].sort(compareText);
}
