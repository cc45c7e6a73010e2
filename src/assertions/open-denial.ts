// Not exported: a Deny that a template may leave out, or write in another way.
import { KnownPolicies } from './verdict';
import { Gap } from '../model/function-access';
import { Decision } from '../model/request';
import { isSameResource, isWithin } from '../model/source-place';
import { LocatedStatement, StatementSource } from '../model/statement';

/**
 * Decides a question, where a `Deny` denies for sure only if the template is sure to hold it as it was read. An `Allow` needs
 * no such care: with whatever is not known of the policies, nothing is allowed for sure.
 *
 * @param ask decides it by the policies that it is given
 */
export function withOpenDenials(policies: KnownPolicies, ask: (policies: KnownPolicies) => Decision): Decision {
  const decision = ask(policies);
  const { outcome, statement } = decision;
  if (outcome !== 'DENIED' || !statement || !isOpenDeny(statement, policies.gaps)) { return decision; }
  const sure = (statements: readonly LocatedStatement[]) => statements.filter((one) => !isOpenDeny(one, policies.gaps));
  const { identity, resource, boundary } = policies;
  const others = ask({ ...policies, identity: sure(identity), resource: sure(resource), boundary: boundary && sure(boundary) });
  if (others.outcome === 'DENIED') { return others; }
  return { outcome: 'CANNOT_SAY', statement, reason: `${decision.reason}, and whether it is there as it was read is not known` };
}

function isOpenDeny({ effect, source }: LocatedStatement, gaps: readonly Gap[]): boolean {
  // That another policy is in no template says nothing about those that are.
  return effect === 'Deny' && gaps.some((gap) => !gap.missing && concerns(gap, source));
}

/** Whether what could not be read is the statement, what it stands in, or how a role comes to have it. */
function concerns({ source }: Gap, statement: StatementSource): boolean {
  const { resourceType, property } = source;
  // What stands at a function or role as a whole is a macro, which may make anything of the template.
  if (property === 'Type' && /^AWS::(Lambda::Function|IAM::Role)$/.test(resourceType)) { return source.stack === statement.stack; }
  if (!isSameResource(source, statement)) {
    return statement.resourceType === 'AWS::IAM::ManagedPolicy' && resourceType === 'AWS::IAM::Role' && ATTACHING.test(property);
  }
  const isOfDocument = resourceType === 'AWS::IAM::Role' || property.startsWith('Properties.PolicyDocument');
  return !isOfDocument || isWithin(statement, source) || isWithin(source, statement);
}

const ATTACHING = /^Properties\.(ManagedPolicyArns|PermissionsBoundary)\b/;
