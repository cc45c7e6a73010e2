import { Stack, Token } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { boundaryStatements } from './deploy-boundary-statements';
import { acknowledgeWildcards } from '../cloudformation/acknowledge-wildcards';
import { policySize } from '../function/policy-size';
import { failure } from '../model/failure';

/** Properties of a boundary for developers who deploy functions. */
export interface DeployBoundaryProps {
  /** The name of the policy, known at synthesis: it protects itself by its name. A change replaces it. */
  readonly managedPolicyName: string;

  /**
   * What the names of their functions and layers begin with, such as `shop-`: at least two letters, digits, `-` or `_`. Functions of others must not begin so, for developers
   * can change their code.
   */
  readonly functionNamePrefix: string;

  /** The IAM path of the roles of their functions, such as `/shop/`. Keep roles without the boundary away from it: they could give those to their functions. */
  readonly rolePath: string;

  /** The boundary that every role they make must have: the most that their functions may ever do. It should allow nothing of IAM. */
  readonly roleBoundary: iam.IManagedPolicy;

  /**
   * What else they may at most do, such as `cloudformation:UpdateStack` on their stacks or `s3:GetObject` from the bucket of their code. Nothing of IAM, STS,
   * Organizations or Lambda.
   *
   * @default - functions and their roles alone
   */
  readonly statements?: iam.PolicyStatement[];
}

/**
 * The most that developers can do who deploy functions, whatever their policies allow. Set it as their boundary; it allows nothing by itself.
 *
 * Inside, they make functions by a name prefix and roles on a path, and give these roles to Lambda alone. They cannot make themselves mightier: a role needs the boundary
 * that is given for roles, which they cannot take away or edit; other roles and functions are out of reach. They open functions to services of AWS and to URLs that
 * authenticate, not to accounts or everybody, and they write no whole policy documents.
 *
 * Whoever may assume an administrator's role, or deploy with CloudFormation's role of one, is outside: leave `sts:AssumeRole` and such stacks to others.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html#access_policies_boundaries-delegate
 * @example
 * declare const developers: iam.Role;
 * declare const roleBoundary: iam.ManagedPolicy;
 *
 * const boundary = new DeployBoundary(this, 'Developers', {
 *   managedPolicyName: 'shop-developers',
 *   functionNamePrefix: 'shop-',
 *   rolePath: '/shop/',
 *   roleBoundary,
 * });
 * iam.PermissionsBoundary.of(developers).apply(boundary);
 */
export class DeployBoundary extends iam.ManagedPolicy {
  constructor(scope: Construct, id: string, props: DeployBoundaryProps) {
    const path = { node: { path: `${scope.node.path}/${id}` } };
    refuseBadNames(path, props);
    props.statements?.forEach((statement) => refuseEscalation(path, statement));
    const { managedPolicyName, functionNamePrefix, rolePath, roleBoundary, statements: others = [] } = props;
    const ownArn = Stack.of(scope).formatArn({ service: 'iam', region: '', resource: 'policy', resourceName: managedPolicyName });
    const roleBoundaryArn = roleBoundary.managedPolicyArn;
    const own = boundaryStatements(scope, { functionNamePrefix, rolePath, roleBoundaryArn, ownArn });
    const statements = [...own, ...others];
    const size = policySize(statements, scope);
    if (size > SIZE_LIMIT) {
      throw failure(`'statements' make a policy of ${size} characters, and a managed policy may have ${SIZE_LIMIT}; leave some out, or say them shorter`, path);
    }
    super(scope, id, { managedPolicyName, statements, description: 'The most that developers of functions can do' });
    const explained = own.map((statement) => ({ statement, reason: NO_GRANT }));
    acknowledgeWildcards(this.node.defaultChild as iam.CfnManagedPolicy, [...explained, ...others.map((statement) => ({ statement }))]);
  }
}

/** Why the wildcards of a boundary give nothing away. */
const NO_GRANT = 'a boundary allows nothing by itself: it is the most that other policies can allow, for the functions of one prefix and the roles of one path '
  + '(https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html)';

/** The characters that a managed policy may have. */
const SIZE_LIMIT = 6144;

interface Path { readonly node: { readonly path: string } }

function refuseBadNames(path: Path, { managedPolicyName, functionNamePrefix, rolePath }: DeployBoundaryProps): void {
  refuse(path, 'managedPolicyName', managedPolicyName, /^[\w+=,.@-]{1,128}$/, 'a name that is known at synthesis');
  refuse(path, 'functionNamePrefix', functionNamePrefix, /^[\w-]{2,60}$/, 'at least two letters, digits, - or _, such as shop-');
  refuse(path, 'rolePath', rolePath, /^\/([\w+=,.@-]+\/)+$/, 'a path of their own that begins and ends with /, such as /shop/');
}

function refuse(path: Path, prop: string, value: string, pattern: RegExp, allowed: string): void {
  if (Token.isUnresolved(value) || !pattern.test(value)) {
    throw failure(`'${prop}' must be ${allowed}, got ${Token.isUnresolved(value) ? 'a value that is known at deployment' : `'${value}'`}`, path);
  }
}

/** With these, whoever is inside could get out. */
function refuseEscalation(path: Path, statement: iam.PolicyStatement): void {
  if (statement.effect === iam.Effect.DENY) { return; }
  if (statement.notActions.length > 0) {
    throw failure("'statements' must name what they allow, got a statement with NotAction, which allows everything else; list the actions", path);
  }
  const bad = statement.actions.find((action) => action === '*' || /^(iam|sts|organizations|account|lambda):/i.test(action));
  if (bad !== undefined) {
    throw failure(`'statements' must not allow what gets developers out of the boundary, got '${bad}'; it holds what they need of IAM and Lambda already`, path);
  }
}
