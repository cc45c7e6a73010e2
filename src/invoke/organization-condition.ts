// Not exported: how a statement says that somebody is in an organization.
import { isOrganizationPath } from './invoker-checks';

/**
 * In an organization, or at or below a place in it.
 *
 * @param prefix `aws:Principal` for who calls, `aws:Source` for whose resource a service calls
 */
export function isWithin(prefix: string, organization: string): { [operator: string]: { [key: string]: string } } {
  if (!isOrganizationPath(organization)) { return { StringEquals: { [`${prefix}OrgID`]: organization } }; }
  return { 'ForAnyValue:StringLike': { [`${prefix}OrgPaths`]: pathsWithin(organization) } };
}

/** A place in an organization, and all below it. */
export function pathsWithin(path: string): string {
  return `${path.replace(/\/?\*?$/, '')}/*`;
}
