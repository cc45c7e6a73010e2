// Not exported: part of the template reader.
import { alternatives } from './read-alternatives';
import { FunctionCatalog } from './read-functions';
import { Gaps } from './read-gaps';
import { textOf } from './read-intrinsics';
import { isPlaceholder } from './read-placeholder';
import { Resource, own } from './read-stack';
import { locatedStatements, readDocument } from './read-statements';
import { Unplaced, whetherPresent } from './read-unplaced';
import { JsonObject, isObject } from '../model/policy-json';

/**
 * Gives each `AWS::Lambda::Permission` to the function, version or alias that it names, as the statement Lambda makes of it.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/access-control-resource-based.html
 */
export function readPermission(resource: Resource, catalog: FunctionCatalog, unplaced: Unplaced): void {
  const gaps = new Gaps();
  whetherPresent(resource, gaps);
  const names = new Set<string>();
  for (const properties of alternatives({ value: resource.properties, property: 'Properties' }, resource, gaps)) {
    const name = isObject(properties) ? textOf(own(properties, 'FunctionName')) : undefined;
    if (name === undefined || !isObject(properties)) {
      gaps.add(resource, 'Properties.FunctionName', 'the function that the permission is for is not known');
      continue;
    }
    names.add(name);
    place(name, resource, catalog, gaps, (arn) => statementOf(properties, arn, resource, gaps));
  }
  unplaced.attach(resource, names, catalog, gaps);
}

/** Gives each `AWS::Lambda::ResourcePolicy` to the function, version or alias that it names. */
export function readResourcePolicy(resource: Resource, catalog: FunctionCatalog, unplaced: Unplaced): void {
  const gaps = new Gaps();
  whetherPresent(resource, gaps);
  const document = { value: own(resource.properties, 'PolicyDocument'), property: 'Properties.PolicyDocument' };
  const statements = readDocument(document, resource, gaps) ?? [];
  const named = alternatives({ value: own(resource.properties, 'ResourceArn'), property: 'Properties.ResourceArn' }, resource, gaps);
  const names = new Set(named.map(textOf).filter((name) => name !== undefined));
  if (names.size === 0) { gaps.add(resource, 'Properties.ResourceArn', 'the function that the policy is for is not known'); }
  for (const name of names) { place(name, resource, catalog, gaps, () => statements); }
  unplaced.attach(resource, names, catalog, gaps);
}

function place(
  name: string, resource: Resource, catalog: FunctionCatalog, gaps: Gaps, statementsFor: (arn: string) => ReturnType<typeof locatedStatements>,
): void {
  const { functions, qualifier } = catalog.given(name, resource);
  if (functions.length > 1) { gaps.add(resource, 'Properties', `several functions are named ${name}`); }
  for (const draft of functions) {
    const target = draft.target(qualifier);
    target.statements.push(...statementsFor(target.arn));
  }
}

function statementOf(properties: JsonObject, arn: string, resource: Resource, gaps: Gaps): ReturnType<typeof locatedStatements> {
  const principal = textOf(own(properties, 'Principal'));
  if (principal === undefined) {
    gaps.add(resource, 'Properties.Principal', 'the principal of the permission is not known');
    return [];
  }
  const statement = {
    Effect: 'Allow',
    Principal: principalOf(principal, resource, gaps),
    Action: own(properties, 'Action'),
    Resource: arn,
    ...conditionOf(properties),
  };
  return locatedStatements(statement, '2012-10-17', 'Properties', resource, gaps);
}

function principalOf(principal: string, resource: Resource, gaps: Gaps): unknown {
  if (principal === '*') { return '*'; }
  if (/^(\d{12}|arn:.*)$/s.test(principal) || principal === resource.stack.environment.account) { return { AWS: principal }; }
  if (isPlaceholder(principal)) {
    gaps.add(resource, 'Properties.Principal', 'whether the principal is an account or a service is not known before deployment');
    return { AWS: principal };
  }
  return { Service: principal };
}

/** What AddPermission makes of each property. It compares a source ARN with `ArnLike`, also where no wildcard is in it. */
const CONDITIONS: readonly (readonly [property: string, operator: string, key: string])[] = [
  ['SourceArn', 'ArnLike', 'aws:SourceArn'],
  ['SourceAccount', 'StringEquals', 'aws:SourceAccount'],
  ['PrincipalOrgID', 'StringEquals', 'aws:PrincipalOrgID'],
  ['EventSourceToken', 'StringEquals', 'lambda:EventSourceToken'],
  ['FunctionUrlAuthType', 'StringEquals', 'lambda:FunctionUrlAuthType'],
  ['InvokedViaFunctionUrl', 'Bool', 'lambda:InvokedViaFunctionUrl'],
];

function conditionOf(properties: JsonObject): { readonly Condition?: unknown } {
  const block = new Map<string, Map<string, unknown>>();
  for (const [property, operator, key] of CONDITIONS) {
    const value = own(properties, property);
    if (value === undefined) { continue; }
    block.set(operator, (block.get(operator) ?? new Map<string, unknown>()).set(key, value));
  }
  if (block.size === 0) { return {}; }
  return { Condition: Object.fromEntries([...block].map(([operator, keys]) => [operator, Object.fromEntries(keys)])) };
}
