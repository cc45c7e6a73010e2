// Not exported: part of the template reader.
import { alternatives } from './read-alternatives';
import { FunctionCatalog } from './read-functions';
import { Gaps } from './read-gaps';
import { textOf } from './read-intrinsics';
import { Resource, own, sourceOf } from './read-stack';
import { Unplaced, whetherPresent } from './read-unplaced';
import { isObject } from '../model/policy-json';

/** Gives each `AWS::Lambda::EventSourceMapping` to the function whose role polls the source. */
export function readEventSource(resource: Resource, catalog: FunctionCatalog, unplaced: Unplaced): void {
  const gaps = new Gaps();
  whetherPresent(resource, gaps);
  const names = new Set<string>();
  for (const properties of alternatives({ value: resource.properties, property: 'Properties' }, resource, gaps)) {
    const name = isObject(properties) ? textOf(own(properties, 'FunctionName')) : undefined;
    if (name === undefined || !isObject(properties)) { continue; }
    names.add(name);
    const eventSourceArn = textOf(own(properties, 'EventSourceArn'));
    const { functions, qualifier } = catalog.given(name, resource);
    for (const draft of functions) {
      draft.eventSources.push({
        source: sourceOf(resource, eventSourceArn === undefined ? 'Properties' : 'Properties.EventSourceArn'),
        ...eventSourceArn !== undefined && { eventSourceArn },
        targetArn: draft.target(qualifier).arn,
        ...textOf(own(properties, 'Enabled')) === 'false' && { disabled: true },
      });
    }
  }
  unplaced.attach(resource, names, catalog, gaps);
}
