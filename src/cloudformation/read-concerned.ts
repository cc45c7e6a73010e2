// Not exported: part of the template reader.
import { FunctionCatalog } from './read-functions';
import { Gaps } from './read-gaps';
import { append } from './read-index';
import { resolve, textOf } from './read-intrinsics';
import { Reading } from './read-reading';
import { RoleCatalog, roleArnOf } from './read-roles';
import { Resource, StackTemplate } from './read-stack';
import { isObject } from '../model/policy-json';

/** Something that CloudFormation makes of a part of a template before it deploys. */
export interface Expansion {
  /** Where that part stands in its resource. */
  readonly property: string;
  readonly reason: string;
  /** The functions and roles that it may give something to; undefined where that is not known. */
  readonly concerns?: readonly Resource[];
}

/** Finds the functions and roles that something concerns. */
export class Concerned {
  private readonly ends = new Map<Resource, readonly Resource[]>();
  private users?: ReadonlyMap<Resource, Resource[]>;

  constructor(private readonly catalog: FunctionCatalog, private readonly roles: RoleCatalog) {}

  /** Those that a text names, by name or ARN. */
  public namedBy(text: string, stack: StackTemplate): Resource[] {
    return [...this.catalog.find(text, stack).functions.map(({ resource }) => resource), ...this.roles.find(text, stack)];
  }

  /** The resource, and the roles that it acts with. */
  public actingAs(resource: Resource): readonly Resource[] {
    const known = this.ends.get(resource);
    if (known) { return known; }
    const { properties, stack } = resource;
    const texts = textsIn(resolve(properties, stack, new Reading())).filter(({ path }) => path.some((key) => /Role/.test(key)));
    const found = [resource, ...texts.flatMap(({ text }) => this.namedBy(text, stack))];
    this.ends.set(resource, found);
    return found;
  }

  /** What something concerns, with the functions that have one of the roles. */
  public withUsers(concerned: readonly Resource[]): ReadonlySet<Resource> {
    this.users ??= this.usersByRole();
    return new Set(concerned.flatMap((resource) => [resource, ...this.users?.get(resource) ?? []]));
  }

  private usersByRole(): ReadonlyMap<Resource, Resource[]> {
    const users = new Map<Resource, Resource[]>();
    for (const { resource } of this.catalog.functions) {
      const arn = roleArnOf(resource, new Gaps());
      const [role] = arn === undefined ? [] : this.roles.find(arn, resource.stack);
      if (role) { append(users, role, resource); }
    }
    return users;
  }
}

/** All texts in a value, with the names of the members that they stand in. */
export function textsIn(value: unknown, path: readonly string[] = []): { readonly text: string; readonly path: readonly string[] }[] {
  if (Array.isArray(value)) { return (value as unknown[]).flatMap((item) => textsIn(item, path)); }
  if (isObject(value)) { return Object.entries(value).flatMap(([key, item]) => textsIn(item, [...path, key])); }
  const text = textOf(value);
  return text === undefined ? [] : [{ text, path }];
}
