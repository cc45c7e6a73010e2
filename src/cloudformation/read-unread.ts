// Not exported: part of the template reader.
import { Resource, StackTemplate, own } from './read-stack';
import { isAbsent } from './read-unplaced';
import { isObject } from '../model/policy-json';

const TRANSFORM = 'Fn::Transform';
/** What may make a permission or a policy, or is one. */
const RELEVANT = /^AWS::(Lambda|IAM|Serverless)::/;
/** What becomes nothing but what is told of it already, or cannot give access to a function. */
const HARMLESS_SAM = new Set(['AWS::Serverless::Function', 'AWS::Serverless::SimpleTable', 'AWS::Serverless::LayerVersion', 'AWS::Serverless::CapacityProvider']);

/** What a template leads to and what is not read, so that any function of it may have more access than is told. */
export function unreadReasons(stack: StackTemplate): string[] {
  const resources = [...stack.resources.values()].filter((resource) => !isAbsent(resource));
  return [
    ...stack.macros.map((name) => `macro ${name} changes the template in a way that is not known`),
    ...Object.entries(stack.written).flatMap(([section, content]) => included(content, `the section ${section}`)),
    ...resources.flatMap((resource) => reasonsOf(resource, stack)),
  ];
}

function reasonsOf({ type, logicalId, properties }: Resource, stack: StackTemplate): string[] {
  if (type === 'AWS::CloudFormation::Stack') {
    return stack.nested.has(logicalId) ? [] : [`the template of the nested stack '${logicalId}' is not here, so what it grants cannot be said`];
  }
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
