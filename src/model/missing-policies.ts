import { FunctionAccess, Gap, PolicyAccess } from './function-access';
import { knownPolicies } from './known-policies';
import { StatementSource } from './statement';

/** What is in none of the templates as a whole, and the gaps that say nothing of it. */
export interface Missing {
  /** Policies of the role, or its boundary, without a document. */
  readonly policies: readonly PolicyAccess[];
  /** Gaps beside those that only repeat that one of these policies, or the role itself, is missing. */
  readonly otherGaps: readonly Gap[];
}

/** Tells what is missing as a whole from what is not known of a part. */
export function missingOf(access: FunctionAccess): Missing {
  const policies = policiesAndBoundary(access).filter(({ statements }) => !statements);
  const told = new Set(policies.map(({ source }) => placeKey(source)));
  const isTold = ({ missing, source }: Gap) => missing && (told.has(placeKey(source)) || (!access.role && source.property === 'Properties.Role'));
  return { policies, otherGaps: access.gaps.filter((gap) => !isTold(gap)) };
}

/** The policies that are known of a function, with the permissions boundary of its role. */
export function policiesAndBoundary(access: FunctionAccess): readonly PolicyAccess[] {
  return [...knownPolicies(access), ...access.role?.boundary ? [access.role.boundary] : []];
}

function placeKey({ stack, logicalId, property }: StatementSource): string {
  return JSON.stringify([stack, logicalId, property]);
}
