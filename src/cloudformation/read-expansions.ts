// Not exported: part of the template reader.
import { Concerned, Expansion } from './read-concerned';
import { connectorsOf } from './read-connectors';
import { FunctionCatalog } from './read-functions';
import { Gaps } from './read-gaps';
import { append } from './read-index';
import { moduleOf } from './read-modules';
import { RoleCatalog } from './read-roles';
import { Resource, StackTemplate } from './read-stack';
import { Unplaced, isAbsent } from './read-unplaced';
import { Gap } from '../model/function-access';

/**
 * What CloudFormation puts in place of resources, or beside them, before it deploys: it is in no template. The functions and
 * roles that it may give something to are told so, and all of the stack where that is not known.
 */
export class Expansions {
  private readonly told = new Map<Resource, Gap[]>();

  constructor(stacks: readonly StackTemplate[], catalog: FunctionCatalog, roles: RoleCatalog, private readonly unplaced: Unplaced) {
    const concerned = new Concerned(catalog, roles);
    for (const resource of stacks.flatMap((stack) => [...stack.resources.values()])) {
      const expansions = [...connectorsOf(resource, concerned), ...moduleOf(resource, concerned)];
      if (expansions.length > 0 && !isAbsent(resource)) { expansions.forEach((expansion) => this.tell(expansion, resource, concerned)); }
    }
  }

  /** What it may give to a function or a role. */
  public of(resource: Resource): readonly Gap[] {
    return this.told.get(resource) ?? [];
  }

  private tell({ property, reason, concerns }: Expansion, resource: Resource, concerned: Concerned): void {
    const gaps = new Gaps();
    gaps.add(resource, property, reason);
    if (!concerns) { return this.unplaced.add(resource, gaps); }
    const [gap] = gaps.list;
    concerned.withUsers(concerns).forEach((one) => append(this.told, one, gap));
  }
}
