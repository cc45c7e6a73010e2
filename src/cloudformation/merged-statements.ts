/** A resolved statement. */
interface StatementJson {
  readonly Principal?: unknown;
  readonly Condition?: { readonly [operator: string]: { readonly [key: string]: unknown } };
}

/** A statement without the values of which it could hold more. */
interface Split {
  readonly values: readonly unknown[];
  readonly withValues: (values: unknown) => StatementJson;
}

/**
 * Statements that differ in their source alone, or in the account, role or user alone, as one statement with a list, each statement with an id by its place.
 *
 * A list in a condition, or of principals, means any of its values, so nobody is allowed or denied who was not before.
 */
export function mergedStatements(statements: readonly StatementJson[]): object[] {
  const groups = new Map<string, { readonly withValues: Split['withValues']; readonly values: Map<string, unknown> }>();
  for (const statement of statements) {
    const { values, withValues } = splitBySource(statement) ?? splitByPrincipal(statement) ?? { values: [], withValues: () => statement };
    const key = JSON.stringify(withValues('*'));
    const group = groups.get(key) ?? { withValues, values: new Map<string, unknown>() };
    for (const one of values) { group.values.set(JSON.stringify(one), one); }
    groups.set(key, group);
  }
  return [...groups.values()].map(({ withValues, values }, index) => ({ Sid: `Statement${index + 1}`, ...withValues(oneOrMany([...values.values()])) }));
}

function splitBySource(statement: StatementJson): Split | undefined {
  const { Condition } = statement;
  const source = Condition?.ArnLike?.['aws:SourceArn'];
  return source === undefined ? undefined : {
    values: [source].flat(),
    withValues: (values) => ({ ...statement, Condition: { ...Condition, ArnLike: { ...Condition?.ArnLike, 'aws:SourceArn': values } } }),
  };
}

function splitByPrincipal(statement: StatementJson): Split | undefined {
  const { AWS: identity, ...others } = (typeof statement.Principal === 'object' ? statement.Principal : {}) as { readonly AWS?: unknown };
  if (identity === undefined || identity === '*' || Object.keys(others).length > 0) { return undefined; }
  return { values: [identity].flat(), withValues: (values) => ({ ...statement, Principal: { AWS: values } }) };
}

function oneOrMany(values: readonly unknown[]): unknown {
  return values.length === 1 ? values[0] : values;
}
