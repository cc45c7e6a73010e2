/**
 * Templates as CloudFormation resolves them, for cfn-guard. It reads no functions: of an ARN it takes one text, or one reference, and of a
 * policy only text. An ARN of an API, which is put together with `Fn::Join` in the template and is one text once it is deployed, is none to
 * it, and a `*` that is joined would pass it by. So the reader of the library carries out what can be known before deployment; what exists
 * only after it stands as `${Stack.LogicalId}`, and what does not resolve stays as it is written.
 */
import { intrinsicOf, resolve, textOf } from '../../src/cloudformation/read-intrinsics';
import { Reading } from '../../src/cloudformation/read-reading';
import { Templates } from '../../src/cloudformation/read-set';
import { StackTemplate } from '../../src/cloudformation/read-stack';

export const PERMISSION = 'AWS::Lambda::Permission';

/** What cfn-guard's rules are about: who may use a function, its URL or a layer, and everything of IAM. */
const RESOLVED = /^AWS::(IAM::\w+|Lambda::(Permission|Url|LayerVersionPermission))$/;

interface Template { readonly Resources: { readonly [id: string]: object } }

/** The template with the policies and permissions in it resolved. */
export function resolvedTemplate(name: string, template: object): object {
  const resources = (template as Template).Resources;
  const changed = resolvedOf(name, template, RESOLVED).map(([id, Properties]) => [id, { ...resources[id], Properties }] as const);
  return { ...template, Resources: { ...resources, ...Object.fromEntries(changed) } };
}

/** The properties of each permission, as CloudFormation hands them to a hook. */
export function resolvedPermissions(name: string, template: object): [string, object][] {
  return resolvedOf(name, template, new RegExp(`^${PERMISSION}$`));
}

function resolvedOf(stackName: string, template: object, types: RegExp): [string, object][] {
  const [stack] = new Templates([{ stack: stackName, stackName, template, account: '111122223333', region: 'eu-west-1' }]).stacks;
  const resources = [...stack.resources.values()].filter(({ type }) => types.test(type));
  return resources.map(({ logicalId, properties }) => [logicalId, resolved(properties, stack) as object]);
}

function resolved(value: unknown, stack: StackTemplate): unknown {
  if (Array.isArray(value)) { return value.map((item) => resolved(item, stack)); }
  if (typeof value !== 'object' || value === null) { return value; }
  if (intrinsicOf(value) !== undefined) { return knownText(value, stack) ?? value; }
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, resolved(inner, stack)]));
}

/** Undefined for what is no text, and for what a parameter, an import or a condition decides. */
function knownText(value: object, stack: StackTemplate): string | undefined {
  const text = textOf(resolve(value, stack, new Reading()));
  return text === undefined || /\$\{[^{}]*::/.test(text) ? undefined : text;
}
