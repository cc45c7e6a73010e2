interface Json { readonly [key: string]: unknown }

/**
 * The logical ids of a cycle among the resources of a template, the first one again at the end; undefined if there is none.
 *
 * CloudFormation refuses a template with a cycle. An edge is whatever makes CloudFormation create one resource after
 * another: `Ref`, `Fn::GetAtt`, `Fn::Sub` and `DependsOn`.
 */
export function cycleIn(template: unknown): string[] | undefined {
  const graph = referencesOf(template);
  const done = new Set<string>();
  const visit = (id: string, path: readonly string[]): string[] | undefined => {
    if (path.includes(id)) { return [...path.slice(path.indexOf(id)), id]; }
    if (done.has(id)) { return undefined; }
    for (const next of graph.get(id) ?? []) {
      const cycle = visit(next, [...path, id]);
      if (cycle) { return cycle; }
    }
    done.add(id);
    return undefined;
  };
  for (const id of graph.keys()) {
    const cycle = visit(id, []);
    if (cycle) { return cycle; }
  }
  return undefined;
}

/** Which resources of a template each resource waits for. Names that are no resource, such as parameters, are left out. */
export function referencesOf(template: unknown): Map<string, Set<string>> {
  const resources = (template as { Resources?: { [id: string]: Json } }).Resources ?? {};
  const graph = new Map<string, Set<string>>();
  for (const [id, resource] of Object.entries(resources)) {
    const names = [...namesIn(resource), ...[resource.DependsOn ?? []].flat() as string[]];
    graph.set(id, new Set(names.filter((name) => Object.hasOwn(resources, name))));
  }
  return graph;
}

/** Whether a resource is created after another one, directly or through others. */
export function waitsFor(template: unknown, id: string, other: string): boolean {
  const graph = referencesOf(template);
  const seen = new Set<string>();
  const queue = [id];
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    for (const name of graph.get(next) ?? []) {
      if (name === other) { return true; }
      if (!seen.has(name)) { queue.push(name); }
      seen.add(name);
    }
  }
  return false;
}

function namesIn(value: unknown): string[] {
  if (Array.isArray(value)) { return value.flatMap(namesIn); }
  if (typeof value !== 'object' || value === null) { return []; }
  const object = value as Json;
  return Object.entries(object).flatMap(([key, argument]) => {
    if (key === 'Ref') { return [String(argument)]; }
    if (key === 'Fn::GetAtt') { return [String(Array.isArray(argument) ? argument[0] : argument).split('.')[0], ...namesIn(argument)]; }
    if (key === 'Fn::Sub') { return [...namesInSub(argument), ...namesIn(argument)]; }
    return namesIn(argument);
  });
}

/** The names in the text of `Fn::Sub`, without those that its own variables explain and without `${!Literal}`. */
function namesInSub(argument: unknown): string[] {
  const [text, variables = {}] = Array.isArray(argument) ? argument : [argument];
  const names = [...String(text).matchAll(/\$\{([^!}][^}]*)\}/g)].map(([, name]) => name.trim().split('.')[0]);
  return names.filter((name) => !Object.hasOwn(variables as object, name));
}
