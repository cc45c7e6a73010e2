// Not exported: part of the read model of the report.
import { StatementSource } from '../model/statement';

/** Where something stands in the templates, without the numbers of list entries: those change when a neighbour does. */
export interface Place {
  readonly stack: string;
  readonly logicalId: string;
  readonly resourceType: string;
  readonly constructPath?: string;
}

/** The place of a statement, mapping or gap. */
export function placeOf(source: StatementSource): Place {
  return {
    stack: source.stack,
    logicalId: source.logicalId,
    resourceType: source.resourceType,
    ...source.constructPath !== undefined && { constructPath: source.constructPath },
  };
}

/** What a person calls a resource: its construct path, or stack and logical id where there is none. */
export function placeName(place: { readonly stack: string; readonly logicalId: string; readonly constructPath?: string }): string {
  if (!place.constructPath) { return `${place.stack}/${place.logicalId}`; }
  // CDK calls the resource inside a construct `Resource`; its author wrote the path up to there.
  return place.constructPath.replace(/\/Resource$/, '');
}
