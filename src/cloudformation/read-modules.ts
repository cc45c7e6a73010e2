// Not exported: part of the template reader.
import { Concerned, Expansion, textsIn } from './read-concerned';
import { resolve } from './read-intrinsics';
import { holdsAnything } from './read-placeholder';
import { Reading } from './read-reading';
import { Resource } from './read-stack';

/**
 * A module of the registry: CloudFormation puts its resources in the template, which may be policies and permissions. It knows
 * the resources of the template only as its properties name them.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/modules.html
 */
export function moduleOf({ type, logicalId, properties, stack }: Resource, concerned: Concerned): Expansion[] {
  if (!type.endsWith('::MODULE')) { return []; }
  const texts = textsIn(resolve(properties, stack, new Reading())).map(({ text }) => text);
  const concerns = texts.flatMap((text) => concerned.namedBy(text, stack));
  const isTold = concerns.length > 0 && !texts.some(holdsAnything);
  const reason = `the resources of the module '${logicalId}' (${type}) are not in the template, so what it grants cannot be said`;
  return [{ property: 'Type', reason, ...isTold && { concerns } }];
}
