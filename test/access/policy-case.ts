import { LocatedStatement } from '../../src/model/statement';

/** A statement of a case, with texts for what is only known at deployment. */
export interface CaseStatement {
  readonly Action: string | string[];
  readonly Resource: string | string[];
  readonly Condition?: { readonly [operator: string]: { readonly [key: string]: string | string[] } };
}

/** The condition keys of a request. */
export interface Context {
  readonly [key: string]: readonly string[];
}

/** The account that the cases are in. */
export const ACCOUNT = '111122223333';

const SOURCE = { stack: 'Stack', logicalId: 'Role', resourceType: 'AWS::IAM::Role', property: 'Properties.Policies' };

/** The statement in the model's form. */
export function located({ Action, Resource, Condition = {} }: CaseStatement, effect: 'Allow' | 'Deny' = 'Allow'): LocatedStatement {
  const conditions = Object.entries(Condition).flatMap(([operator, keys]) => Object.entries(keys)
    .map(([key, values]) => ({ operator, key, values: [values].flat().map(arnLike) })));
  return { effect, actions: [Action].flat(), resources: [Resource].flat().map(arnLike), conditions, source: SOURCE };
}

/** `<Images.Arn>/in/*` → `arn:aws:standin:eu-west-1:111122223333:Images/in/*` */
function arnLike(text: string): string {
  const plain = text.replaceAll('<Partition>', 'aws');
  return plain.startsWith('<') ? plain.replace(/^<(\w+)(\.\w+)?>/, `arn:aws:standin:eu-west-1:${ACCOUNT}:$1`) : plain.replace(/<(\w+)(\.\w+)?>/g, '$1');
}

/** One resource for each that the statement names. */
export function concrete({ resources }: LocatedStatement): string[] {
  return resources!.map((resource) => resource === '*' ? '*' : fill(resource));
}

/** For each resource of the statement a sibling, and its namesake in another account; each next to what is named, and not it. */
export function neighbours({ resources }: LocatedStatement): string[] {
  return resources!.filter((resource) => resource !== '*').flatMap((resource) => {
    const stem = resource.split(/[*?]/)[0];
    const sibling = fill(`${stem.slice(0, -1)}~${resource.slice(stem.length)}`);
    const foreign = fill(resource.replace(/:\d{12}:/, ':999999999999:'));
    return foreign === fill(resource) ? [sibling] : [sibling, foreign];
  });
}

/** A text that a pattern fits. */
export function fill(pattern: string): string {
  return pattern.replaceAll('*', 'x').replaceAll('?', 'a');
}

/** A request that fulfils all conditions of the statement. */
export function contextOf({ conditions }: LocatedStatement): Context {
  return Object.fromEntries(conditions.filter(({ operator }) => operator !== 'Null').map(({ key, values }) => [key, [fill(values[0])]]));
}
