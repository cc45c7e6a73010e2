// Not exported: part of the read model of the report; what leads to functions and away from them, beside their policies.
import { TargetName } from './invoke-words';
import { sortedOnce } from './order';
import { Place, placeName, placeOf } from './place';
import { foreignSentence } from './sentence';
import { SummaryStatement, summaryStatements } from './summary-statement';
import { Unknown } from './unknown';
import { Destination, FunctionAccess, FunctionUrl, Gap, Trigger } from '../model/function-access';
import { LayerAccess } from '../model/layer-access';

/** A place that names a function, version or alias. */
interface Connection {
  readonly place: Place;
  readonly targetArn: string;
  /** Undefined when the target is not one of this function's. */
  readonly target?: TargetName;
  /** It is there, but switched off. */
  readonly disabled?: true;
}

/** A function URL. */
export interface UrlSummary extends Connection {
  /** `AWS_IAM` or `NONE`; anything else is not known before deployment. */
  readonly authType: string;
}

/** A resource that names what it invokes. */
export interface TriggerSummary extends Connection {
  /** Only while it is deployed. */
  readonly deploying?: true;
}

/** Where results or failures go. */
export interface DestinationSummary extends Connection {
  readonly on: Destination['on'];
  readonly destinationArn: string;
}

/** The connections of one function. Undefined: whoever described the function does not tell. */
export interface ConnectionSummaries {
  readonly urls?: readonly UrlSummary[];
  readonly triggers?: readonly TriggerSummary[];
  readonly destinations?: readonly DestinationSummary[];
}

/** A version of a layer, and who may use it. */
export interface LayerSummary {
  readonly name: string;
  readonly stack: string;
  readonly logicalId: string;
  readonly constructPath?: string;
  readonly arn: string;
  readonly statements: readonly SummaryStatement[];
  readonly unknowns: readonly Unknown[];
}

/** Layer versions as they are read, with what is not known about them. */
export interface ReadLayers {
  readonly layers: readonly LayerAccess[];
  readonly gaps: readonly Gap[];
}

/** Sums up the connections of a function, as far as it tells them. */
export function connectionSummaries(access: FunctionAccess): ConnectionSummaries {
  const { urls, triggers, destinations } = access;
  const connection = ({ source, targetArn, disabled }: Trigger): Connection => {
    const target = access.targets.find(({ arn }) => arn === targetArn);
    const name = target && { kind: target.kind, ...target.qualifier !== undefined && { qualifier: target.qualifier } };
    return { place: placeOf(source), targetArn, ...name && { target: name }, ...disabled && { disabled } };
  };
  return {
    ...urls && { urls: sorted(urls.map((url: FunctionUrl) => ({ ...connection(url), authType: url.authType }))) },
    ...triggers && { triggers: sorted(triggers.map((one) => ({ ...connection(one), ...one.deploying && { deploying: one.deploying } }))) },
    ...destinations && { destinations: sorted(destinations.map((one) => ({ ...connection(one), on: one.on, destinationArn: one.destinationArn }))) },
  };
}

/** Sums up layer versions. What is not known stands under the resource that it is about. */
export function layerSummaries({ layers, gaps }: ReadLayers): LayerSummary[] {
  const known = layers.map(({ source, arn, statements }) => layerSummary(placeOf(source), arn, summaryStatements(statements), []));
  const open = gaps.map(({ source, reason }) => layerSummary(placeOf(source), '', [], [{ reason: foreignSentence(reason), place: placeOf(source) }]));
  return sorted([...known, ...open]);
}

function layerSummary(place: Place, arn: string, statements: readonly SummaryStatement[], unknown: readonly Unknown[]): LayerSummary {
  const { stack, logicalId, constructPath } = place;
  return { name: placeName(place), stack, logicalId, ...constructPath !== undefined && { constructPath }, arn, statements, unknowns: unknown };
}

function sorted<T>(items: readonly T[]): T[] {
  return sortedOnce(items, (item) => JSON.stringify(item));
}
