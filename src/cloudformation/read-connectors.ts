// Not exported: part of the template reader.
import { Concerned, Expansion, textsIn } from './read-concerned';
import { resolve, textOf } from './read-intrinsics';
import { holdsAnything } from './read-placeholder';
import { Reading } from './read-reading';
import { Resource, StackTemplate, own } from './read-stack';
import { JsonObject, isObject } from '../model/policy-json';

/**
 * The connectors of SAM that stand in a resource: policies for the role of one end, or permissions for the function at the other.
 *
 * @see https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/managing-permissions-connectors.html
 */
export function connectorsOf(resource: Resource, concerned: Concerned): Expansion[] {
  const { connectors, stack, logicalId, type } = resource;
  if (connectors === undefined) { return []; }
  if (!isObject(connectors)) {
    return [{ property: 'Connectors', reason: `the connectors of '${logicalId}' (${type}) are not yet transformed: what they grant is not in the template` }];
  }
  return Object.entries(connectors).map(([name, connector]) => {
    const destinations = destinationsOf(connector, stack, concerned);
    return {
      property: `Connectors.${name}`,
      reason: `the connector '${name}' of '${logicalId}' (${type}) is not yet transformed: what it grants is not in the template`,
      ...destinations && { concerns: [...concerned.actingAs(resource), ...destinations] },
    };
  });
}

/** Undefined where it is not known what a connector leads to. */
function destinationsOf(connector: unknown, stack: StackTemplate, concerned: Concerned): readonly Resource[] | undefined {
  const properties = isObject(connector) ? resolve(own(connector, 'Properties'), stack, new Reading()) : undefined;
  const written = isObject(properties) ? own(properties, 'Destination') : undefined;
  const ends = (Array.isArray(written) ? written as unknown[] : [written])
    .map((end) => isObject(end) ? destinationOf(end, stack, concerned) : undefined);
  return ends.some((end) => end === undefined) ? undefined : ends.flatMap((end) => end ?? []);
}

/** An end is a resource of the same template, by its logical id, or one that is written out. */
function destinationOf(end: JsonObject, stack: StackTemplate, concerned: Concerned): readonly Resource[] | undefined {
  if (Object.hasOwn(end, 'Id')) {
    const resource = stack.resources.get(textOf(own(end, 'Id')) ?? '');
    return resource && concerned.actingAs(resource);
  }
  const texts = textsIn(end).map(({ text }) => text);
  return texts.length === 0 || texts.some(holdsAnything) ? undefined : texts.flatMap((text) => concerned.namedBy(text, stack));
}
