// Not exported: what may be done through an endpoint of the API of Lambda.
import { Aws, Token, TokenComparison } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { IConstruct } from 'constructs';
import { policySize } from '../function/policy-size';
import { failure } from '../model/failure';

/** Who may do what with which functions. */
interface EndpointUse {
  readonly targets: lambda.IFunction[];
  readonly principals: iam.IGrantable[];
  readonly actions?: string[];
  readonly pollersReason?: string;
}

/** The characters that the policy of an endpoint may have. */
const SIZE_LIMIT = 20480;

/** The statements of the endpoint's policy. Fails for anybody, for no function, and for more than fits. */
export function endpointStatements(path: IConstruct, use: EndpointUse): iam.PolicyStatement[] {
  const { targets, principals, actions = ['InvokeFunction'], pollersReason } = use;
  refuseNone(path, 'targets', targets);
  refuseNone(path, 'principals', principals);
  refuseNone(path, 'actions', actions);
  actions.forEach((action) => refuseBadAction(path, action));
  const names = actions.map((action) => `lambda:${action}`);
  const resources = [...new Set(targets.flatMap((target) => bothArns(target)))];
  const named = byConditions(principals.map((principal) => namedPrincipal(path, principal)));
  const statements = named.map((group) => new iam.PolicyStatement({ principals: group, actions: names, resources }));
  if (pollersReason !== undefined) { statements.push(pollers(path, pollersReason)); }
  refuseOverflow(path, statements);
  return statements;
}

/**
 * AWS asks for the qualified and the unqualified ARN both. For a version or alias these are two; for a function, all of its versions and aliases.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc-endpoints.html
 */
function bothArns(target: lambda.IFunction): string[] {
  const { functionArn } = target;
  const unqualified = 'lambda' in target ? (target.lambda as lambda.IFunction).functionArn : literalUnqualified(functionArn);
  return unqualified === functionArn ? [functionArn, `${functionArn}:*`] : [unqualified, functionArn];
}

function literalUnqualified(arn: string): string {
  return Token.isUnresolved(arn) ? arn : arn.split(':').slice(0, 7).join(':');
}

/** One statement for all principals but those with conditions of their own. */
function byConditions(principals: iam.IPrincipal[]): iam.IPrincipal[][] {
  const hasNone = (principal: iam.IPrincipal) => Object.keys(principal.policyFragment.conditions).length === 0;
  const plain = principals.filter(hasNone);
  return [...plain.length === 0 ? [] : [plain], ...principals.filter((principal) => !hasNone(principal)).map((principal) => [principal])];
}

/**
 * Lambda's pollers call for any event source of the VPC, and AWS has them named without a function.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/with-msk-cluster-network.html#msk-vpc-privatelink
 */
function pollers(path: IConstruct, reason: string): iam.PolicyStatement {
  if (reason.trim() === '') { throw failure("'pollersReason' must say what Lambda polls in the VPC, got an empty text", path); }
  return new iam.PolicyStatement({ principals: [new iam.ServicePrincipal('lambda.amazonaws.com')], actions: ['lambda:InvokeFunction'], resources: ['*'] });
}

function namedPrincipal(path: IConstruct, { grantPrincipal }: iam.IGrantable): iam.IPrincipal {
  if ('groupArn' in grantPrincipal) {
    throw failure("'principals' must be roles, users or accounts, got a group, which no such policy can name; name its users, or the account", path);
  }
  const { principalJson, conditions } = grantPrincipal.policyFragment;
  if (principalJson.Service) {
    throw failure("'principals' must be roles, users or accounts, got a service; services do not call through your endpoint, "
      + "but for Lambda's pollers: say what they poll in 'pollersReason'", path);
  }
  if (Object.keys(conditions).length === 0 && Object.values(principalJson).flat().includes('*')) {
    throw failure("'principals' must name who may use the endpoint, got everybody; name roles, users or accounts, or pass new iam.OrganizationPrincipal('o-…')", path);
  }
  return grantPrincipal;
}

function refuseBadAction(path: IConstruct, action: string): void {
  if (!/^[A-Z][A-Za-z]+$/.test(action)) {
    throw failure(`'actions' must be names of actions of Lambda without prefix or wildcard, such as InvokeFunction, got '${action}'`, path);
  }
}

function refuseNone(path: IConstruct, prop: string, values: unknown[]): void {
  if (values.length === 0) {
    throw failure(`'${prop}' must hold at least one, got an empty list; an endpoint without a policy is open to every function and everybody`, path);
  }
}

function refuseOverflow(path: IConstruct, statements: iam.PolicyStatement[]): void {
  const size = policySize(statements, path);
  if (size > SIZE_LIMIT) {
    throw failure(`'targets' and 'principals' make a policy of ${size} characters, and an endpoint's may have ${SIZE_LIMIT}; `
      + 'name accounts in place of their roles, or make another endpoint with fewer functions, without private DNS', path);
  }
}

/** An endpoint is for the API of Lambda in its own region. */
export function refuseOtherRegion(path: IConstruct, targets: lambda.IFunction[], region: string): void {
  for (const { env } of targets) {
    if (env.region !== Aws.REGION && Token.compareStrings(env.region, region) === TokenComparison.DIFFERENT) {
      throw failure(`'targets' must be functions of the endpoint's region, '${region}', got one of '${env.region}'; make the endpoint in a VPC of that region`, path);
    }
  }
}
