// Not exported: part of the template reader.
import { Place, alternatives, itemsOf } from './read-alternatives';
import { Gaps } from './read-gaps';
import { append } from './read-index';
import { textOf } from './read-intrinsics';
import { Resource, own, sourceOf } from './read-stack';
import { readDocument } from './read-statements';
import { PolicyAccess } from '../model/function-access';
import { isObject } from '../model/policy-json';
import { LocatedStatement } from '../model/statement';

/** The policies that stand in the role itself. */
export function readInlinePolicies(role: Resource, gaps: Gaps): PolicyAccess[] {
  const places = itemsOf({ value: own(role.properties, 'Policies'), property: 'Properties.Policies' }, role, gaps);
  return together(places.map((place) => readInline(place, role, gaps)));
}

function readInline({ value, property }: Place, role: Resource, gaps: Gaps): PolicyAccess {
  const policy = isObject(value) ? value : {};
  const [name] = alternatives({ value: own(policy, 'PolicyName'), property: `${property}.PolicyName` }, role, gaps);
  const statements = readDocument({ value: own(policy, 'PolicyDocument'), property: `${property}.PolicyDocument` }, role, gaps);
  return { kind: 'INLINE', name: textOf(name) ?? '', source: sourceOf(role, property), ...statements && { statements } };
}

/** Outcomes of a condition are one policy where their name is the same: it has the statements of all of them. */
function together(policies: readonly PolicyAccess[]): PolicyAccess[] {
  const outcomes = new Map<string, PolicyAccess[]>();
  for (const policy of policies) {
    const { name, source, statements } = policy;
    const key = JSON.stringify([source.property, name, statements !== undefined]); // one that is not known says nothing of the others
    append(outcomes, key, policy);
  }
  return [...outcomes.values()].map(([first, ...others]) => others.length === 0 || !first.statements ? first : {
    ...first, statements: once([first, ...others].flatMap(({ statements }) => statements ?? [])),
  });
}

function once(statements: readonly LocatedStatement[]): LocatedStatement[] {
  return [...new Map(statements.map((statement) => [JSON.stringify(statement), statement])).values()];
}
