// Not exported: where the rules look for statements that grant something.
import { FunctionAccess } from '../model/function-access';
import { knownPolicies } from '../model/known-policies';
import { LocatedStatement } from '../model/statement';

/** What lets others invoke the function, a version or an alias. A statement that denies is never a finding. */
export function invokeStatements(access: FunctionAccess): LocatedStatement[] {
  return access.targets.flatMap((target) => target.statements).filter(allows);
}

/** What lets others assume the execution role. */
export function trustStatements(access: FunctionAccess): LocatedStatement[] {
  return (access.role?.trust ?? []).filter(allows);
}

/**
 * What the execution role may do, from every form of policy that the owner of the templates can change: a policy of AWS
 * is wrong as a whole. A boundary only limits, so it is none of them.
 */
export function roleStatements(access: FunctionAccess): LocatedStatement[] {
  return knownPolicies(access)
    .filter((policy) => policy.kind !== 'AWS_MANAGED')
    .flatMap((policy) => policy.statements ?? [])
    .filter(allows);
}

function allows(statement: LocatedStatement): boolean {
  return statement.effect === 'Allow';
}
