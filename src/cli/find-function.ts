import { nearestIds } from '../assertions/nearest-ids';
import { failure } from '../model/failure';
import { FunctionAccess, InvokeTarget } from '../model/function-access';
import { arnParts } from '../model/placeholder';
import { placeName } from '../report/place';

/** A function, version or alias that is asked about. */
export interface FoundTarget {
  readonly access: FunctionAccess;
  readonly target: InvokeTarget;
}

/**
 * The function that somebody names by its construct path, the end of it, its logical id, its name or its ARN.
 *
 * @param name undefined where there is only one
 */
export function findFunction(functions: readonly FunctionAccess[], name: string | undefined, qualifier: string | undefined): FoundTarget {
  const found = name === undefined ? functions : functions.filter((access) => namesOf(access).has(name));
  const [access, ...others] = found;
  if (!access) { throw failure(`'--function' must name a function, got ${name === undefined ? 'nothing' : `'${name}'`}. ${hint(name, functions)}`); }
  if (others.length > 0) {
    const names = found.slice(0, 5).map((one) => `'${placeName(one)}'`).join(', ');
    const got = name === undefined ? 'nothing; there are' : `'${name}', which may be`;
    throw failure(`'--function' must name one function, got ${got} ${names}${found.length > 5 ? ` and ${found.length - 5} more` : ''}`);
  }
  const target = access.targets.find((candidate) => candidate.qualifier === qualifier);
  if (target) { return { access, target }; }
  const known = access.targets.flatMap((candidate) => candidate.qualifier ?? []).map((each) => `'${each}'`).join(', ');
  throw failure(`'--qualifier' must name a version or alias of '${placeName(access)}', got '${qualifier}'. ${known ? `There are ${known}` : 'It has none'}`);
}

function namesOf(access: FunctionAccess): Set<string> {
  const { stack, logicalId, constructPath, arn } = access;
  const path = placeName(access).split('/');
  return new Set([
    ...constructPath !== undefined ? [constructPath] : [],
    ...path.map((_, index) => path.slice(index).join('/')),
    logicalId,
    `${stack}/${logicalId}`,
    arn,
    (arnParts(arn)[5] ?? '').replace(/^function:/, ''),
  ]);
}

function hint(name: string | undefined, functions: readonly FunctionAccess[]): string {
  const near = nearestIds(name ?? '', functions.map(placeName));
  return near.length === 0 ? 'There is no Lambda function in these templates' : `There are ${near.map((each) => `'${each}'`).join(', ')}`
    + (functions.length > near.length ? ` and ${functions.length - near.length} more` : '');
}
