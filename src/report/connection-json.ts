// Not exported: the part of `permissions.json` about function URLs, triggers, destinations and layers.
import { ConnectionSummaries, LayerSummary } from './connection-summary';
import { trustMarks } from './mark';
import { Place } from './place';
import { cannotSayJson, placeJson } from './place-json';
import { SummaryStatement } from './summary-statement';

/** A place that names the function, or one of its versions and aliases. */
export interface ConnectionJson {
  readonly targetArn: string;
  /** Left out when the target is not the function, nor one of its versions and aliases. */
  readonly target?: { readonly kind: 'FUNCTION' | 'VERSION' | 'ALIAS'; readonly qualifier?: string };
  readonly place: Place;
  /** It is there, but switched off. Left out where it is not, or where that is not known. */
  readonly disabled?: true;
}

/** What leads to a function and away from it, beside its policies. */
export interface ConnectionsJson {
  /** Its function URLs; `authType` is `AWS_IAM` or `NONE`. */
  readonly urls?: readonly (ConnectionJson & { readonly authType: string })[];
  /** Resources that name the function as what they invoke; with `deploying`, only while they are deployed. */
  readonly triggers?: readonly (ConnectionJson & { readonly deploying?: true })[];
  /** Where results and failures go. */
  readonly destinations?: readonly (ConnectionJson & { readonly on: string; readonly destinationArn: string })[];
}

/** The connections of a function; left out where it is not told. */
export function connectionsJson({ urls, triggers, destinations }: ConnectionSummaries): ConnectionsJson {
  return {
    ...urls && { urls: urls.map((url) => ({ authType: url.authType, ...connectionJson(url) })) },
    ...triggers && { triggers: triggers.map((one) => ({ ...connectionJson(one), deploying: one.deploying })) },
    ...destinations && {
      destinations: destinations.map((one) => ({ on: one.on, destinationArn: one.destinationArn, ...connectionJson(one) })),
    },
  };
}

function connectionJson({ targetArn, target, place, disabled }: ConnectionJson): ConnectionJson {
  return { targetArn, target: target && { kind: target.kind, qualifier: target.qualifier }, place: placeJson(place), disabled };
}

/** A layer version, as a part of `permissions.json`. */
export function layerJson({ name, stack, logicalId, constructPath, arn, statements, unknowns }: LayerSummary): object {
  return {
    name,
    stack,
    logicalId,
    constructPath,
    arn,
    statements: statements.map(shareJson),
    cannotSay: unknowns.map(cannotSayJson),
  };
}

function shareJson(statement: SummaryStatement): object {
  const { sid, effect, principals, actions, resources, conditions, place } = statement;
  return { sid, effect, principals, actions, resources, conditions, marks: trustMarks(statement), place: placeJson(place) };
}
