// Not exported: part of the pictures; resources that name a function as what they invoke.
import { TriggerSummary } from './connection-summary';
import { Connection } from './graph-connections';
import { FunctionSummary } from './permission-summary';
import { callerName } from './picture-name';
import { placeName } from './place';
import { isAnyone } from './principal-words';
import { isAboutCalls } from '../model/function-actions';

/** What is known of the triggers that a caller's name speaks of. */
export interface TriggerStates {
  /** Whether the caller is a trigger that is disabled. */
  isOff(caller: string): boolean;
}

/** A caller is told by the ARN of the resource that triggers, in which its logical id stands. */
export function triggerStates(triggers: readonly TriggerSummary[] = []): TriggerStates {
  const off = new Map<string, boolean>();
  for (const trigger of triggers) { off.set(idOf(trigger), (off.get(idOf(trigger)) ?? true) && trigger.disabled === true); }
  return {
    isOff: (caller) => {
      const about = placeholders(caller).flatMap((id) => off.get(id) ?? []);
      return about.length > 0 && about.every((each) => each);
    },
  };
}

/**
 * Triggers that the function's own policy does not let in, as far as that can be told from names: they invoke it with a role
 * of theirs, or not at all. A service that is let in stands in the picture already, by the name of its source.
 */
export function triggerConnections({ targets, triggers = [] }: FunctionSummary): Connection[] {
  if (triggers.length === 0) { return []; }
  const lines = targets.flatMap(({ statements }) => statements).filter((one) => one.effect === 'Allow' && isAboutCalls(one));
  const ids = new Set(lines.flatMap((line) => placeholders(callerName(line))));
  const services = new Set<string | undefined>(lines.flatMap(({ principals = [] }) => principals.flatMap(({ kind, id }) => kind === 'Service' ? id.split(/[.-]/) : [])));
  const letsAnyoneIn = lines.some(({ principals = [], conditions }) => conditions.length === 0 && principals.some(isAnyone));
  const how = letsAnyoneIn ? 'let in as anyone is' : 'not let in by its own policy';
  const isLetIn = (trigger: TriggerSummary) => !trigger.deploying && (ids.has(idOf(trigger)) || services.has(serviceOf(trigger)));
  return triggers.filter((trigger) => !isLetIn(trigger)).map((trigger) => {
    const service = serviceOf(trigger) ?? trigger.place.resourceType;
    return {
      key: JSON.stringify(trigger.place),
      label: `${service} ${placeName(trigger.place)}`,
      group: service,
      brief: service,
      note: `${trigger.deploying ? 'while it is deployed' : how}${trigger.disabled ? ', disabled' : ''}`,
      wide: false,
      unknown: false,
      kind: 'TRIGGER',
    };
  });
}

/** `events` of `AWS::Events::Rule`: a part of the service's principal, most often. */
function serviceOf({ deploying, place: { resourceType } }: TriggerSummary): string | undefined {
  if (deploying) { return 'cloudformation'; }
  const found = /^(?:AWS::([A-Za-z0-9]+?)(?:V2)?::|Custom::(S3)BucketNotifications$)/.exec(resourceType);
  return (found?.[1] ?? found?.[2])?.toLowerCase();
}

function idOf({ place: { stack, logicalId } }: TriggerSummary): string {
  return `${stack}.${logicalId}`;
}

/** The resources that a text names: `${Stack.LogicalId}`, also with an attribute. */
function placeholders(text: string): string[] {
  return Array.from(text.matchAll(/\$\{([^{}]*)\}/g), ([, name]) => name).flatMap((name) => [name, name.replace(/\.[^.]*$/, '')]);
}
