import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { checkOrganization, isOrganizationPath } from './invoker-checks';
import { pathsWithin } from './organization-condition';
import { documentOf } from '../cloudformation/write-document';
import { failure } from '../model/failure';

/** Properties of an invoke perimeter. */
export interface InvokePerimeterProps {
  /** The function or alias, whose policy must be a document. */
  readonly target: lambda.IFunction;

  /**
   * The organization that callers must be of: `o-…`, or a path in it, `o-…/r-…/ou-…/`. AWS services are let through, for their own statements name their sources.
   *
   * @default - callers of any organization
   */
  readonly organization?: string;

  /**
   * The VPC endpoints that callers may come through. With `sourceIps`, either is enough.
   *
   * @default - any endpoint
   */
  readonly sourceVpcEndpoints?: string[];

  /**
   * The addresses that callers may come from, in CIDR notation. With `sourceVpcEndpoints`, either is enough.
   *
   * @default - any address
   */
  readonly sourceIps?: string[];

  /**
   * Denies calls without TLS.
   *
   * @default false
   */
  readonly requireTls?: boolean;
}

/**
 * Denies calls of one function or alias from outside, whatever other statements and the callers' own policies allow.
 *
 * It allows nobody. Services that call for a named source are let through. A limit of the network also stops callers that bring a role and do not
 * come from your network, such as state machines and schedules.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_data-perimeters.html
 *
 * @example
 * declare const code: lambda.Code;
 *
 * const resize = new SecureFunction(this, 'Resize', {
 *   runtime: lambda.Runtime.NODEJS_22_X,
 *   handler: 'index.handler',
 *   code,
 *   resourcePolicyEngine: ResourcePolicyEngine.DOCUMENT,
 * });
 * new InvokePerimeter(this, 'Perimeter', { target: resize, organization: 'o-abcdefghij' });
 */
export class InvokePerimeter extends Construct {
  constructor(scope: Construct, id: string, props: InvokePerimeterProps) {
    super(scope, id);
    const document = documentOf(props.target);
    if (!document) {
      throw failure("'target' must have a document as its policy, because AWS::Lambda::Permission cannot deny; "
        + "use a SecureFunction with 'resourcePolicyEngine: ResourcePolicyEngine.DOCUMENT', or an alias of one", this);
    }
    const outside = conditionsOf(props);
    if (outside.length === 0) {
      throw failure("'organization', 'sourceVpcEndpoints', 'sourceIps' or 'requireTls' must say what is inside, got none of them", this);
    }
    outside.forEach((conditions) => document.add(new iam.PolicyStatement({
      effect: iam.Effect.DENY,
      principals: [new iam.AnyPrincipal()],
      actions: ['lambda:InvokeFunction', 'lambda:InvokeFunctionUrl'],
      resources: [props.target.functionArn],
      conditions,
    })));
  }
}

/** One condition block for each way to be outside. */
function conditionsOf({ organization, sourceVpcEndpoints, sourceIps, requireTls }: InvokePerimeterProps): object[] {
  const blocks: object[] = [];
  if (organization !== undefined) {
    checkOrganization('organization', organization);
    blocks.push({ ...isOutside(organization), BoolIfExists: { 'aws:PrincipalIsAWSService': 'false' } });
  }
  if (sourceVpcEndpoints?.length || sourceIps?.length) {
    // All must hold: outside is who comes neither through an endpoint nor from an address. A service that passes a caller's request on has neither.
    blocks.push({
      ...sourceVpcEndpoints?.length && { StringNotEqualsIfExists: { 'aws:SourceVpce': sourceVpcEndpoints } },
      ...sourceIps?.length && { NotIpAddressIfExists: { 'aws:SourceIp': sourceIps } },
      BoolIfExists: { 'aws:PrincipalIsAWSService': 'false', 'aws:ViaAWSService': 'false' },
    });
  }
  if (requireTls) { blocks.push({ Bool: { 'aws:SecureTransport': 'false' } }); }
  return blocks;
}

/** Also who is in no organization at all. The key of paths has many values, so that none of them may be inside. */
function isOutside(organization: string): object {
  return isOrganizationPath(organization)
    ? { 'ForAllValues:StringNotLike': { 'aws:PrincipalOrgPaths': pathsWithin(organization) } }
    : { StringNotEqualsIfExists: { 'aws:PrincipalOrgID': organization } };
}
