// Not exported: part of the template reader.
import { alternatives } from './read-alternatives';
import { FunctionCatalog, FunctionDraft, TargetDraft } from './read-functions';
import { Gaps } from './read-gaps';
import { textOf } from './read-intrinsics';
import { Resource, own, sourceOf } from './read-stack';
import { Unplaced, whetherPresent } from './read-unplaced';
import { Destination } from '../model/function-access';
import { isObject } from '../model/policy-json';

type Kind = Destination['on'];
type Way = readonly [kind: Kind, ...path: string[]];

const OF_FUNCTION: readonly Way[] = [['DEAD_LETTER', 'DeadLetterConfig', 'TargetArn']];
const OF_INVOCATION: readonly Way[] = [
  ['SUCCESS', 'DestinationConfig', 'OnSuccess', 'Destination'],
  ['FAILURE', 'DestinationConfig', 'OnFailure', 'Destination'],
];
const OF_EVENT_SOURCE: readonly Way[] = [['EVENT_SOURCE_FAILURE', 'DestinationConfig', 'OnFailure', 'Destination']];

/** The dead letter queue or topic of a function. */
export function readDeadLetters(draft: FunctionDraft): void {
  const { resource, gaps } = draft;
  for (const properties of alternatives({ value: own(resource.properties, 'DeadLetterConfig'), property: 'Properties.DeadLetterConfig' }, resource, gaps)) {
    collect({ DeadLetterConfig: properties }, OF_FUNCTION, resource, draft, draft.target(undefined));
  }
}

/** Gives the destinations of an `AWS::Lambda::EventInvokeConfig` or of an event source mapping to the function. */
export function readDestinations(resource: Resource, catalog: FunctionCatalog, unplaced: Unplaced): void {
  const gaps = new Gaps();
  whetherPresent(resource, gaps);
  const isInvocation = resource.type === 'AWS::Lambda::EventInvokeConfig';
  const names = new Set<string>();
  for (const properties of alternatives({ value: resource.properties, property: 'Properties' }, resource, gaps)) {
    const name = isObject(properties) ? textOf(own(properties, 'FunctionName')) : undefined;
    if (name === undefined || !isObject(properties)) { continue; }
    names.add(name);
    const { functions, qualifier } = catalog.given(name, resource);
    const written = isInvocation ? textOf(own(properties, 'Qualifier')) : undefined;
    for (const draft of functions) {
      const target = draft.target(written === '$LATEST' ? undefined : written ?? qualifier);
      collect(properties, isInvocation ? OF_INVOCATION : OF_EVENT_SOURCE, resource, draft, target);
    }
  }
  if (isInvocation) { unplaced.attach(resource, names, catalog, gaps); }
}

function collect(properties: unknown, ways: readonly Way[], resource: Resource, draft: FunctionDraft, target: TargetDraft): void {
  for (const [on, ...path] of ways) {
    let value = properties;
    for (const key of path) { value = isObject(value) ? own(value, key) : undefined; }
    const destinationArn = textOf(value);
    if (destinationArn !== undefined) {
      draft.destinations.push({ source: sourceOf(resource, `Properties.${path.join('.')}`), on, targetArn: target.arn, destinationArn });
    }
  }
}
