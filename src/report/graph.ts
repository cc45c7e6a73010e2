// Not exported: part of the pictures; what a picture shows, before it has a place on the page.
import { ConnectedFunction, Connection } from './graph-connections';
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
  readonly label: string;
  readonly note: string;
  readonly wide: boolean;
  readonly unknown: boolean;
  /** The id of a part of the page. */
  readonly leadsTo?: string;
}

/** A line between two boxes, of which one is a function. */
export interface Edge {
  readonly from: Box;
  readonly to: Box;
  readonly polled: boolean;
  readonly note: string;
}

/** The picture of everything. */
export function wholeGraph(functions: readonly ConnectedFunction[]): Graph {
  return graph(functions, MOST_FUNCTIONS, MOST_BESIDE_ALL);
}

/** The picture of one function, which names more of what is done. */
export function functionGraph(one: ConnectedFunction): Graph {
  return graph([one], 1, MOST_BESIDE_ONE);
}

/** A box while things are put in it. */
interface Draft extends BoxName {
  readonly members: Map<string, string>;
  /** What is done with it, by the function that does it. */
  readonly notes: Map<Draft, Set<string>>;
  wide: boolean;
  unknown: boolean;
  polled: boolean;
  leadsTo?: string;
}

function graph(functions: readonly ConnectedFunction[], mostFunctions: number, mostBeside: number): Graph {
  const middle = new Map<string, Draft>();
  const sides = { invokers: new Map<string, Draft>(), resources: new Map<string, Draft>() };
  const functionName = naming(functions.map(({ id, summary }) => ({ key: id, label: summary.name, path: summary.name })), mostFunctions);
  const thingName = {
    invokers: naming(functions.flatMap(({ invokers }) => invokers), mostBeside),
    resources: naming(functions.flatMap(({ resources }) => resources), mostBeside),
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
  if (!column.has(name.key)) { column.set(name.key, { ...name, members: new Map(), notes: new Map(), wide: false, unknown: false, polled: false }); }
  return column.get(name.key)!;
}

function connect(box: Draft, { key, label, note, wide, unknown, polled, leadsTo }: Connection, user: Draft): void {
  box.members.set(key, label);
  if (!box.notes.has(user)) { box.notes.set(user, new Set()); }
  if (note !== undefined) { box.notes.get(user)!.add(note); }
  box.wide ||= wide;
  box.unknown ||= unknown;
  box.polled ||= polled;
  box.leadsTo ??= leadsTo;
}

function finished(middle: readonly Draft[], left: readonly Draft[], right: readonly Draft[]): Graph {
  const single = middle.length === 1 && middle[0].members.size === 1;
  const boxes = new Map<Draft, Box>();
  for (const each of middle) { boxes.set(each, functionBox(each, single)); }
  for (const each of [...left, ...right]) { boxes.set(each, thingBox(each)); }
  const ends = (drafts: readonly Draft[]) => drafts.flatMap((each) => [...each.notes].map(([user, notes]) => ({
    thing: boxes.get(each)!,
    user: boxes.get(user)!,
    polled: each.polled,
    // Where there is one function, the box at the other end says it already.
    note: single ? '' : noteOf(notes),
  })));
  return {
    invokers: nearTheirs(left, middle).map((each) => boxes.get(each)!),
    functions: middle.map((each) => boxes.get(each)!),
    resources: nearTheirs(right, middle).map((each) => boxes.get(each)!),
    edges: [
      ...ends(left).map(({ thing, user, polled, note }) => ({ from: thing, to: user, polled, note })),
      ...ends(right).map(({ thing, user, polled, note }) => ({ from: user, to: thing, polled, note })),
    ],
    grouped: middle.some(({ members }) => members.size > 1),
    single,
  };
}

/** The order with the fewest crossings that a simple rule gives: each box at the middle of the functions it belongs to. */
function nearTheirs(drafts: readonly Draft[], middle: readonly Draft[]): Draft[] {
  const rows = new Map(middle.map((each, row) => [each, row]));
  const placed = drafts.map((each) => {
    const users = [...each.notes.keys()].map((user) => rows.get(user)!);
    return { each, mean: users.reduce((sum, row) => sum + row, 0) / users.length };
  });
  const compared = (a: Draft, b: Draft) => compareText(a.label, b.label) || compareText(a.key, b.key);
  return placed.sort((a, b) => a.mean - b.mean || compared(a.each, b.each)).map(({ each }) => each);
}

function functionBox({ label, members, leadsTo }: Draft, single: boolean): Box {
  const [only] = members.values();
  const box = { label: members.size === 1 ? only : label, note: members.size === 1 ? '' : `${members.size} functions`, wide: false, unknown: false };
  return single ? box : { ...box, leadsTo };
}

function thingBox({ label, members, notes, wide, unknown, polled, leadsTo }: Draft): Box {
  const [only] = members.values();
  if (members.size > 1) { return { label, note: polled ? `${members.size}, polled` : `${members.size} in all`, wide, unknown }; }
  const said = new Set([...notes.values()].map(noteOf));
  const [same] = said;
  return { label: only, note: said.size === 1 ? same : 'differs by function', wide, unknown, leadsTo };
}

function noteOf(notes: ReadonlySet<string>): string {
  const all = [...notes].sort(compareText);
  let shown = all.length;
  while (shown > 1 && all.slice(0, shown).join(', ').length > NOTE_ROOM) { shown--; }
  const rest = all.length - shown;
  return `${all.slice(0, shown).join(', ')}${rest > 0 ? `, ${rest} more` : ''}`;
}
