/** A resolved statement. */
interface StatementJson {
  readonly Condition?: { readonly [operator: string]: { readonly [key: string]: unknown } };
}

/**
 * Statements that differ in their source alone as one statement with a list of sources, each statement with an id by its place.
 *
 * A list in a condition means any of its values, so nobody is allowed or denied who was not before.
 */
export function mergedStatements(statements: readonly StatementJson[]): object[] {
  const groups = new Map<string, { readonly first: StatementJson; readonly sources: Map<string, unknown> }>();
  for (const statement of statements) {
    const source = statement.Condition?.ArnLike?.['aws:SourceArn'];
    const key = JSON.stringify(source === undefined ? statement : withSource(statement, '*'));
    const group = groups.get(key) ?? { first: statement, sources: new Map<string, unknown>() };
    for (const one of source === undefined ? [] : [source].flat()) { group.sources.set(JSON.stringify(one), one); }
    groups.set(key, group);
  }
  return [...groups.values()].map(({ first, sources }, index) => ({ Sid: `Statement${index + 1}`, ...withSources(first, [...sources.values()]) }));
}

function withSources(statement: StatementJson, sources: unknown[]): StatementJson {
  if (sources.length === 0) { return statement; }
  return withSource(statement, sources.length === 1 ? sources[0] : sources);
}

function withSource(statement: StatementJson, source: unknown): StatementJson {
  return { ...statement, Condition: { ...statement.Condition, ArnLike: { ...statement.Condition?.ArnLike, 'aws:SourceArn': source } } };
}
