// Not exported: part of the template reader, which the command line asks too.
import { Templates } from './read-set';
import { Resource, StackTemplate, own, sourceOf } from './read-stack';
import { isAbsent } from './read-unplaced';
import { TemplateSource } from './template-source';
import { Gap } from '../model/function-access';
import { isObject } from '../model/policy-json';

const TRANSFORM = 'Fn::Transform';
/** A stack in the stack, once it is transformed. */
const APPLICATION = 'AWS::Serverless::Application';
/** What may make a permission or a policy, or is one. */
const RELEVANT = /^AWS::(Lambda|IAM|Serverless)::/;
/** What becomes nothing but what is told of it already, or cannot give access to a function. */
const HARMLESS_SAM = new Set([APPLICATION, 'AWS::Serverless::Function', 'AWS::Serverless::SimpleTable', 'AWS::Serverless::LayerVersion', 'AWS::Serverless::CapacityProvider']);

/** What changes a template as a whole and is not read, so that any function of it may have more access than is told. */
export function unreadReasons(stack: StackTemplate): string[] {
  return [
    ...stack.macros.map((name) => `macro ${name} changes the template in a way that is not known`),
    ...Object.entries(stack.written).flatMap(([section, content]) => included(content, `the section ${section}`)),
  ];
}

/** Resources that lead to what is not read, and may give any function of their template more access than is told. */
export function unreadResources(stack: StackTemplate): Gap[] {
  return [...stack.resources.values()].flatMap((resource) => {
    const reasons = reasonsOf(resource, stack);
    return reasons.length === 0 || isAbsent(resource) ? [] : reasons.map((reason) => ({ source: sourceOf(resource, 'Type'), reason }));
  });
}

/** The nested stacks whose templates are not here, as `Stack/LogicalId`. */
export function missingTemplates(sources: readonly TemplateSource[]): string[] {
  return new Templates(sources).stacks.flatMap((stack) => [...stack.resources.values()]
    .filter((resource) => isMissing(resource, stack) && !isAbsent(resource))
    .map(({ logicalId }) => `${stack.name}/${logicalId}`));
}

function isMissing({ type, logicalId }: Resource, stack: StackTemplate): boolean {
  return (type === 'AWS::CloudFormation::Stack' || type === APPLICATION) && !stack.nested.has(logicalId);
}

function reasonsOf(resource: Resource, stack: StackTemplate): string[] {
  const { type, logicalId, properties } = resource;
  if (isMissing(resource, stack)) { return [`the template of the nested stack '${logicalId}' is not here, so what it grants cannot be said`]; }
  if (type.startsWith('AWS::Serverless::') && !HARMLESS_SAM.has(type)) {
    return [`'${logicalId}' (${type}) is not yet transformed: what it grants is not in the template`];
  }
  return RELEVANT.test(type) ? included(properties, `'${logicalId}'`) : [];
}

/** `Fn::Transform` beside other keys puts in what a macro gives, such as a file that `AWS::Include` names. */
function included(content: unknown, where: string): string[] {
  const transform = isObject(content) ? own(content, TRANSFORM) : undefined;
  if (transform === undefined) { return []; }
  const name = isObject(transform) ? own(transform, 'Name') : undefined;
  return [`macro ${typeof name === 'string' ? name : 'of an unknown name'} changes ${where} in a way that is not known`];
}
