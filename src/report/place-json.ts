// Not exported: what every part of `permissions.json` says alike.
import { CannotSayJson } from './json-format';
import { Place } from './place';
import { plainSentence } from './sentence';
import { Unknown } from './unknown';

/** Where something is written. */
export function placeJson({ stack, logicalId, resourceType, constructPath }: Place): Place {
  return { stack, logicalId, resourceType, constructPath };
}

/** What the templates do not tell, and where. */
export function cannotSayJson({ reason, place }: Unknown): CannotSayJson {
  return { reason: plainSentence(reason), place: place && placeJson(place) };
}
