// Not exported: part of the read model of the report.
import { compareText } from './order';
import { placeName } from './place';
import { FunctionAccess } from '../model/function-access';

/** Where many functions share a role, not each of them names all the others: the report would grow with their square. */
const MOST_NAMED = 8;

/** The functions that have a role beside one of them. */
export interface OtherUsers {
  /** The first of their names. */
  readonly sharedWith: readonly string[];
  /** How many there are beside those that are named; undefined when all are. */
  readonly sharedWithMore?: number;
}

/** Which functions have which role: what one of them may do, all may do. */
export class RoleUsers {
  private readonly byRole = new Map<string, Map<string, number>>();
  private readonly sorted = new Map<string, readonly string[]>();

  constructor(functions: readonly FunctionAccess[]) {
    for (const access of functions) {
      if (!access.role) { continue; }
      const users = this.byRole.get(access.role.arn) ?? new Map<string, number>();
      this.byRole.set(access.role.arn, users.set(placeName(access), (users.get(placeName(access)) ?? 0) + 1));
    }
  }

  /** The others that have the role, seen from a function that has it. */
  public besides(access: FunctionAccess, roleArn: string): OtherUsers {
    const users = this.byRole.get(roleArn) ?? new Map<string, number>();
    const own = placeName(access);
    const isAlone = users.get(own) === 1; // Two functions of one name are each other's other.
    const sharedWith = this.namesOf(roleArn, users).slice(0, MOST_NAMED + 1).filter((name) => !(isAlone && name === own)).slice(0, MOST_NAMED);
    const more = users.size - (isAlone ? 1 : 0) - sharedWith.length;
    return { sharedWith, ...more > 0 && { sharedWithMore: more } };
  }

  private namesOf(roleArn: string, users: ReadonlyMap<string, number>): readonly string[] {
    const names = this.sorted.get(roleArn) ?? [...users.keys()].sort(compareText);
    this.sorted.set(roleArn, names);
    return names;
  }
}
