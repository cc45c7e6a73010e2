// Not exported: part of the template reader.
import { holds } from './read-conditions';
import { FunctionCatalog } from './read-functions';
import { Gaps } from './read-gaps';
import { Reading } from './read-reading';
import { undecidedReason } from './read-references';
import { Resource, StackTemplate } from './read-stack';
import { Gap } from '../model/function-access';

const SHOWN = 20;

/** What may concern any function of a stack, because it does not tell which. */
export class Unplaced {
  private readonly byStack = new Map<StackTemplate, Gap[]>();
  private readonly hidden = new Map<StackTemplate, number>();

  /** Gives the gaps of a resource to the functions it names, or to the whole stack where that is not known. */
  public attach(resource: Resource, names: ReadonlySet<string>, catalog: FunctionCatalog, gaps: Gaps): void {
    const found = [...names].map((name) => catalog.find(name, resource.stack));
    if (names.size === 0 || found.some(({ open }) => open)) {
      gaps.add(resource, 'Properties', 'it names a function that is not known before deployment');
      this.add(resource, gaps);
    }
    for (const draft of [...names].flatMap((name) => catalog.given(name, resource).functions)) { draft.gaps.take(gaps); }
  }

  public add(resource: Resource, gaps: Gaps): void {
    const list = this.byStack.get(resource.stack) ?? [];
    const shown = gaps.list.slice(0, Math.max(0, SHOWN - list.length));
    this.byStack.set(resource.stack, [...list, ...shown]);
    this.hidden.set(resource.stack, (this.hidden.get(resource.stack) ?? 0) + gaps.list.length - shown.length);
  }

  public of(stack: StackTemplate): readonly Gap[] {
    const list = this.byStack.get(stack) ?? [];
    const hidden = this.hidden.get(stack) ?? 0;
    if (hidden === 0) { return list; }
    return [...list, { source: list[list.length - 1].source, reason: `${hidden} more of the stack's resources could not be placed` }];
  }
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
