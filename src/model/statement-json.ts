import { Condition, Principal, Statement } from './statement';

/** A statement in the form of a policy document. */
export interface StatementJson { readonly [element: string]: unknown }

/**
 * A statement as a policy writes it: the way back from `parseStatements`.
 *
 * @param write makes something else of each name, value and pattern
 */
export function statementJson(statement: Statement, write = (text: string) => text): StatementJson {
  const { sid, effect, principals, notPrincipals, actions, notActions, resources, notResources, conditions } = statement;
  const listOf = (values?: readonly string[]) => oneOrMany(values?.map(write));
  const json: { [element: string]: unknown } = {};
  const put = (element: string, value: unknown) => { if (value !== undefined) { json[element] = value; } };
  put('Sid', sid);
  put('Effect', effect);
  put('Principal', principals && principalElement(principals, listOf));
  put('NotPrincipal', notPrincipals && principalElement(notPrincipals, listOf));
  put('Action', listOf(actions));
  put('NotAction', listOf(notActions));
  put('Resource', listOf(resources));
  put('NotResource', listOf(notResources));
  put('Condition', conditions.length > 0 ? conditionBlock(conditions, listOf) : undefined);
  return json;
}

type ListOf = (values?: readonly string[]) => unknown;

function principalElement(principals: readonly Principal[], listOf: ListOf): unknown {
  const [only] = principals;
  if (principals.length === 1 && only.kind === 'AWS' && only.id === '*' && !only.notFederated) { return '*'; }
  const kinds = new Map<string, string[]>();
  for (const { kind, id } of principals) { kinds.set(kind, [...kinds.get(kind) ?? [], id]); }
  return Object.fromEntries([...kinds].map(([kind, ids]) => [kind, listOf(ids)]));
}

function conditionBlock(conditions: readonly Condition[], listOf: ListOf): object {
  const block = new Map<string, [string, unknown][]>();
  for (const { operator, key, values } of conditions) { block.set(operator, [...block.get(operator) ?? [], [key, listOf(values)]]); }
  return Object.fromEntries([...block].map(([operator, keys]) => [operator, Object.fromEntries(keys)]));
}

function oneOrMany(values?: readonly string[]): unknown {
  return values?.length === 1 ? values[0] : values;
}
