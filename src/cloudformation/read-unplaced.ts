// Not exported: part of the template reader.
import { holds } from './read-conditions';
import { FunctionCatalog } from './read-functions';
import { Gaps } from './read-gaps';
import { append, order } from './read-index';
import { Reading } from './read-reading';
import { undecidedReason } from './read-references';
import { Resource, StackTemplate } from './read-stack';
import { Gap } from '../model/function-access';

const SHOWN = 20;

/** What may concern any function of a stack, because it does not tell which. */
export class Unplaced {
  private readonly byStack = new Map<StackTemplate, Gap[]>();
  private readonly shown = new Map<StackTemplate, readonly Gap[]>();

  /** Gives the gaps of a resource to the functions it names, or to the whole stack where that is not known. */
  public attach(resource: Resource, names: ReadonlySet<string>, catalog: FunctionCatalog, gaps: Gaps): void {
    const found = [...names].map((name) => catalog.find(name, resource.stack));
    if (names.size === 0 || found.some(({ open }) => open)) {
      gaps.add(resource, 'Properties', 'it names a function that is not known before deployment');
      this.add(resource, gaps);
    }
    for (const draft of [...names].flatMap((name, index) => found[index].functions.length > 0 ? [] : catalog.possible(name, resource.stack))) {
      draft.gaps.add(resource, 'Properties', 'it names a function that may be this one, whose name is not known before deployment');
    }
    for (const draft of [...names].flatMap((name) => catalog.given(name, resource).functions)) { draft.gaps.take(gaps); }
  }

  public add(resource: Resource, gaps: Gaps): void {
    for (const gap of gaps.list) { append(this.byStack, resource.stack, gap); }
    this.shown.delete(resource.stack);
  }

  /** The first of them in an order that is not the template's, and how many more there are of each type: it tells what they may be about. */
  public of(stack: StackTemplate): readonly Gap[] {
    const known = this.shown.get(stack);
    if (known) { return known; }
    const list = [...this.byStack.get(stack) ?? []].sort((a, b) => order(keyOf(a), keyOf(b)));
    const rest = new Map<string, Gap[]>();
    list.slice(SHOWN).forEach((gap) => append(rest, gap.source.resourceType, gap));
    const more = [...rest].map(([type, [{ source }, ...others]]): Gap => (
      { source, reason: `${others.length + 1} more of the stack's resources of type ${type} could not be placed` }
    ));
    const shown = [...list.slice(0, SHOWN), ...more];
    this.shown.set(stack, shown);
    return shown;
  }
}

function keyOf({ source, reason }: Gap): string {
  return `${source.logicalId} ${source.property} ${reason}`;
}

/** Whether the template makes the resource, as far as is known. */
export function isAbsent(resource: Resource): boolean {
  return resource.condition !== undefined && holds(resource.condition, resource.stack, new Reading()) === 'NO';
}

/** A resource whose condition cannot be decided counts as present, with a gap. */
export function whetherPresent(resource: Resource, gaps: Gaps): void {
  if (resource.condition === undefined || holds(resource.condition, resource.stack, new Reading()) !== 'CANNOT_SAY') { return; }
  gaps.add(resource, 'Condition', undecidedReason(resource.condition));
}
