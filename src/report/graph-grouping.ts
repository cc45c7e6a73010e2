// Not exported: part of the pictures; which things share a box of a picture.
import { compareText } from './order';

/** What a box stands for. */
export interface BoxName {
  readonly key: string;
  readonly label: string;
}

/** A thing that needs a box: its own, or one with the others of its group. */
interface Thing extends BoxName {
  readonly group?: string;
  /** Its groups one in another, divided by `/`. */
  readonly path?: string;
}

/** Says in which box each thing is: its own, that of its group, or, where groups are too many as well, that of all the others. */
export function naming(things: readonly Thing[], most: number): (thing: Thing) => BoxName {
  if (new Set(things.map(({ key }) => key)).size <= most) { return ({ key, label }) => ({ key, label }); }
  const groupOf = grouping(things, most);
  const groups = byWeight(things.map(groupOf));
  const kept = new Set(groups.length > most ? groups.slice(0, most - 1) : groups);
  return (thing) => {
    const group = groupOf(thing);
    return kept.has(group) ? { key: `group ${group}`, label: group } : { key: 'others', label: 'others' };
  };
}

/** Paths are cut where the most groups remain that are not too many. */
function grouping(things: readonly Thing[], most: number): (thing: Thing) => string {
  const cut = ({ path, group }: Thing, depth: number) => path === undefined ? group ?? '' : path.split('/').slice(0, depth).join('/');
  const distinct = [...new Map(things.map((thing) => [thing.path ?? thing.group, thing])).values()];
  const count = (depth: number) => new Set(distinct.map((thing) => cut(thing, depth))).size;
  let depth = 1;
  while (depth < 8 && count(depth + 1) <= most && count(depth + 1) > 0) { depth++; }
  return (thing) => cut(thing, depth);
}

function byWeight(groups: readonly string[]): string[] {
  const weights = new Map<string, number>();
  for (const group of groups) { weights.set(group, (weights.get(group) ?? 0) + 1); }
  return [...weights].sort(([a, heavy], [b, heavier]) => heavier - heavy || compareText(a, b)).map(([group]) => group);
}
