// Not exported: part of the template reader.
import { Gaps } from './read-gaps';
import { intrinsicOf, resolve } from './read-intrinsics';
import { LIMITS, Reading } from './read-reading';
import { undecidedReason } from './read-references';
import { Resource } from './read-stack';

/** A value, and the property it stands in. */
export interface Place {
  readonly value: unknown;
  readonly property: string;
}

/**
 * What a property of a resource can be after deployment: one value, or one for each outcome of the conditions that
 * cannot be decided. These, and all else that is not known, are gaps.
 */
export function alternatives(place: Place, resource: Resource, gaps: Gaps): unknown[] {
  const outcomes = new Map<string, unknown>();
  const follow = (assumed: ReadonlyMap<string, boolean>, forks: number) => {
    const reading = new Reading(assumed);
    const value = resolve(place.value, resource.stack, reading);
    const [condition] = [...reading.undecided].sort();
    if (condition !== undefined && forks < LIMITS.forks) {
      gaps.add(resource, place.property, undecidedReason(condition));
      follow(new Map([...assumed, [condition, true]]), forks + 1);
      follow(new Map([...assumed, [condition, false]]), forks + 1);
      return;
    }
    reading.reasons.forEach((reason) => gaps.add(resource, place.property, reason));
    reading.undecided.forEach((name) => gaps.add(resource, place.property, undecidedReason(name)));
    outcomes.set(JSON.stringify(value) ?? '', value);
  };
  follow(new Map(resource.condition === undefined ? [] : [[resource.condition, true]]), 0);
  return [...outcomes.values()];
}

/** The items of a list property, or the one value that stands in its place. Items are not resolved, unless they are intrinsic. */
export function itemsOf({ value, property }: Place, resource: Resource, gaps: Gaps): Place[] {
  if (value === undefined) { return []; }
  if (Array.isArray(value)) {
    return (value as unknown[]).flatMap((item, index) => itemOf({ value: item, property: `${property}[${index}]` }, resource, gaps));
  }
  if (intrinsicOf(value) === undefined) { return [{ value, property }]; }
  return alternatives({ value, property }, resource, gaps).flatMap((outcome) => {
    if (!Array.isArray(outcome)) { return outcome === undefined ? [] : [{ value: outcome, property }]; }
    return (outcome as unknown[]).map((item, index) => ({ value: item, property: `${property}[${index}]` }));
  });
}

function itemOf(place: Place, resource: Resource, gaps: Gaps): Place[] {
  if (intrinsicOf(place.value) === undefined) { return [place]; }
  return alternatives(place, resource, gaps)
    .filter((outcome) => outcome !== undefined)
    .map((outcome) => ({ value: outcome, property: place.property }));
}
