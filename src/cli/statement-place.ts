import { StatementSource } from '../model/statement';
import { placeName } from '../report/place';
import { visibleText } from '../report/visible-text';

/** Where something stands: the construct or resource, and the property of the template. */
export function placeText(source: StatementSource): string {
  const { stack, logicalId, property } = source;
  return visibleText(source.constructPath ? `${placeName(source)} (${stack} ${logicalId} ${property})` : `${stack} ${logicalId} ${property}`);
}
