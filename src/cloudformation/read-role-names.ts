// Not exported: part of the template reader.
import { alternatives } from './read-alternatives';
import { Gaps } from './read-gaps';
import { textOf } from './read-intrinsics';
import { refOf } from './read-references';
import { Resource, own } from './read-stack';

/** The name of a role: a stand-in where it is generated, or not known before deployment. */
export function roleName(role: Resource): string {
  return textOf(refOf(role.logicalId, role.stack).value) ?? '';
}

/**
 * What a role may turn out to be called, one for each outcome of a condition, where that is not known; nothing where it is. A
 * name that is generated is none that somebody can have written down, so it is not among them.
 */
export function openNames(role: Resource): string[] {
  if (!isOpen(roleName(role))) { return []; }
  const place = { value: own(role.properties, 'RoleName'), property: 'Properties.RoleName' };
  // That a condition decides is told where the role is named.
  return alternatives(place, role, new Gaps()).map(textOf).filter((name) => name !== undefined);
}

/** Whether one of these names can turn out to be a name that is known: what begins and ends as it does, with anything between. */
export function mayBeNamed(names: readonly string[], known: string): boolean {
  return names.some((name) => {
    if (!name.includes('${')) { return name === known; }
    const [start, end] = [name.slice(0, name.indexOf('${')), name.slice(name.lastIndexOf('}') + 1)];
    return known.length >= start.length + end.length && known.startsWith(start) && known.endsWith(end);
  });
}

/** A parameter or an expression, which may become any text. */
function isOpen(name: string): boolean {
  return name.includes('::');
}
