// Not exported: part of the assertions.
import { FunctionAccess, Gap } from '../model/function-access';
import { knownStatements } from '../model/known-policies';
import { Decision, PolicySet } from '../model/request';
import { LocatedStatement } from '../model/statement';

/** A decision, with what is not known of the policies that it rests on. */
export interface Verdict extends Decision {
  readonly gaps: readonly Gap[];
}

/** Policies that take part in a decision, with what is not known of them. */
export interface KnownPolicies extends PolicySet {
  readonly gaps: readonly Gap[];
}

/** Stands for policies that nobody knows, as wide as they can be. */
export const ANYTHING: LocatedStatement = {
  effect: 'Allow',
  actions: ['*'],
  resources: ['*'],
  conditions: [],
  source: { stack: '', logicalId: '', resourceType: '', property: '' },
};

/** The sides of permission: who may invoke the function, and what its role may do. */
export type Side = 'INVOKE' | 'ROLE';

/** What the reader could not decide on one side. */
export function gapsOf(access: Pick<FunctionAccess, 'gaps'>, side: Side): Gap[] {
  return access.gaps.filter((gap) => isAbout(gap, side));
}

function isAbout({ source: { resourceType, property }, missing }: Gap, side: Side): boolean {
  switch (resourceType) {
    case 'AWS::Lambda::Permission': case 'AWS::Lambda::ResourcePolicy': return side === 'INVOKE';
    // What is missing there is the function itself, with all that it may have.
    case 'AWS::Lambda::EventSourceMapping': case 'AWS::Lambda::Url': return missing === true;
    // Whether the function exists at all is not the question.
    case 'AWS::Lambda::Function': return property !== 'Condition' && (property !== 'Properties.Role' || side === 'ROLE');
    default: return side === 'ROLE' || !resourceType.startsWith('AWS::IAM::');
  }
}

/** All that a role has. */
export function rolePolicies(access: Pick<FunctionAccess, 'role' | 'attached' | 'gaps'>): KnownPolicies {
  const { role } = access;
  const gaps = gapsOf(access, 'ROLE');
  const others = gaps.filter((gap) => !isAboutBoundary(gap));
  return {
    identity: knownStatements(access),
    resource: [],
    ...role?.boundary && { boundary: role.boundary.statements ?? [] },
    incomplete: role === undefined || others.length > 0 || role.policies.some(({ statements }) => statements === undefined),
    openBoundary: others.length < gaps.length || (role?.boundary !== undefined && role.boundary.statements === undefined),
    gaps,
  };
}

/** A boundary only limits: what is not known of it may keep things from being allowed, and allows none. */
export function isAboutBoundary({ source: { resourceType, property } }: Gap): boolean {
  return resourceType === 'AWS::IAM::Role' && property.startsWith('Properties.PermissionsBoundary');
}

/**
 * One decision out of several for requests that AWS may send in one form or another: the outcome is known only where it
 * is the same in all forms.
 */
export function agreed(decisions: readonly Decision[], difference: string): Decision {
  const [first, ...others] = decisions;
  const other = others.find(({ outcome }) => outcome !== first.outcome);
  if (!other) { return first; }
  return { outcome: 'CANNOT_SAY', statement: first.statement ?? other.statement, reason: `${difference}; ${first.reason}` };
}

/**
 * Names the statement that came nearest where nothing allowed: the one that alone is refused for the same reason. The account
 * of a function itself may invoke it without one, and where it is so without any statement too, none of them is in question.
 *
 * @param decide decides by some of the statements
 */
export function withNearest(
  decision: Decision, statements: readonly LocatedStatement[], decide: (statements: readonly LocatedStatement[]) => Decision,
): Decision {
  if (decision.statement || decision.outcome === 'ALLOWED' || decide([]).reason === decision.reason) { return decision; }
  const nearest = statements.find((statement) => statement.effect === 'Allow' && decide([statement]).reason === decision.reason);
  return nearest ? { ...decision, statement: nearest } : decision;
}
