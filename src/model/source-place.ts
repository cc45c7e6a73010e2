import { StatementSource } from './statement';

/** Whether two places are in one resource of one template. */
export function isSameResource(one: StatementSource, other: StatementSource): boolean {
  return one.stack === other.stack && one.logicalId === other.logicalId;
}

/** Whether a property is another one of the same resource, or stands in it. */
export function isWithin(inner: StatementSource, outer: StatementSource): boolean {
  const { property } = outer;
  return isSameResource(inner, outer)
    && (inner.property === property || inner.property.startsWith(`${property}.`) || inner.property.startsWith(`${property}[`));
}
