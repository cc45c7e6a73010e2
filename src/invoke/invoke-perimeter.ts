import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct, IConstruct } from 'constructs';
import { denyingDocument } from './denying-document';
import { checkOrganization, isOrganizationPath } from './invoker-checks';
import { pathsWithin } from './organization-condition';
import { failure } from '../model/failure';

/** Properties of an invoke perimeter. */
export interface InvokePerimeterProps {
  /** The function or alias, whose policy must be a document. */
  readonly target: lambda.IFunction;

  /**
   * The organization that callers must be of: `o-…`, or a path in it, `o-…/r-…/ou-…/`. AWS services are let through, for their own statements name their sources,
   * unless `denyServices` is set.
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

  /**
   * What is denied from outside: `InvokeFunction`, `InvokeFunctionUrl`.
   *
   * With `InvokeFunctionUrl` alone, calls of the URL are limited, and those of the API are not. With `InvokeFunction` alone, calls of the URL are limited as well: AWS asks
   * for both.
   *
   * @default - both
   */
  readonly actions?: string[];

  /**
   * Denies services of AWS too, which are in no organization and no network of yours.
   *
   * No push trigger of the function works then, nor does a service that passes a caller's request on. For what brings a role of yours, such as a state machine or a schedule,
   * nothing changes: it calls as that role.
   *
   * @default false
   * @see https://docs.aws.amazon.com/lambda/latest/dg/access-control-resource-based.html
   */
  readonly denyServices?: boolean;
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
 * new InvokePerimeter(this, 'Office', { target: resize, actions: ['InvokeFunctionUrl'], sourceIps: ['203.0.113.0/24'] });
 */
export class InvokePerimeter extends Construct {
  constructor(scope: Construct, id: string, props: InvokePerimeterProps) {
    super(scope, id);
    const document = denyingDocument(this, props.target);
    const outside = conditionsOf(props);
    if (outside.length === 0) {
      throw failure("'organization', 'sourceVpcEndpoints', 'sourceIps' or 'requireTls' must say what is inside, got none of them", this);
    }
    if (props.denyServices && outside.length === 1 && props.requireTls) {
      throw failure("'denyServices' needs 'organization', 'sourceVpcEndpoints' or 'sourceIps', which services are outside of, got 'requireTls' alone; leave it out, for services call with TLS", this);
    }
    const actions = deniedActions(this, props.actions);
    outside.forEach((conditions) => document.add(new iam.PolicyStatement({
      effect: iam.Effect.DENY,
      principals: [new iam.AnyPrincipal()],
      actions,
      resources: [props.target.functionArn],
      conditions,
    })));
  }
}

const INVOKE_ACTIONS = ['InvokeFunction', 'InvokeFunctionUrl'];

function deniedActions(path: IConstruct, actions: string[] = INVOKE_ACTIONS): string[] {
  const bad = actions.find((action) => !INVOKE_ACTIONS.includes(action));
  if (bad !== undefined || actions.length === 0) {
    throw failure(`'actions' must hold ${INVOKE_ACTIONS.join(' or ')}, got ${bad === undefined ? 'an empty list' : `'${bad}'`}; `
      + 'leave it out for both, and use ManageDenial for what changes the function', path);
  }
  return [...new Set(actions)].map((action) => `lambda:${action}`);
}

/** One condition block for each way to be outside. */
function conditionsOf({ organization, sourceVpcEndpoints, sourceIps, requireTls, denyServices }: InvokePerimeterProps): object[] {
  const blocks: object[] = [];
  const butFor = (...keys: string[]) => denyServices ? {} : { BoolIfExists: Object.fromEntries(keys.map((key) => [key, 'false'])) };
  if (organization !== undefined) {
    checkOrganization('organization', organization);
    blocks.push({ ...isOutside(organization), ...butFor('aws:PrincipalIsAWSService') });
  }
  if (sourceVpcEndpoints?.length || sourceIps?.length) {
    // All must hold: outside is who comes neither through an endpoint nor from an address. A service that passes a caller's request on has neither.
    blocks.push({
      ...sourceVpcEndpoints?.length && { StringNotEqualsIfExists: { 'aws:SourceVpce': sourceVpcEndpoints } },
      ...sourceIps?.length && { NotIpAddressIfExists: { 'aws:SourceIp': sourceIps } },
      ...butFor('aws:PrincipalIsAWSService', 'aws:ViaAWSService'),
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
