import { CfnResource } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { outputCallerPolicy } from './caller-policy';
import { choosesAuthType, managementActions } from './manage-actions';
import { accountsOf, managers } from './manage-principals';
import { GivenReason, giveReason } from '../cloudformation/given-reasons';
import { permissionHome } from '../cloudformation/permission-home';
import { documentOf } from '../cloudformation/write-document';
import { writeNotes } from '../cloudformation/write-notes';
import { writePermissions } from '../cloudformation/write-permission';
import { failure } from '../model/failure';

/** Properties of a permission to manage. */
export interface ManagePermissionProps {
  /** The function, version or alias; the permission is for exactly this one. */
  readonly target: lambda.IFunction;

  /**
   * Who may manage it: accounts, roles and users of other accounts.
   *
   * An account decides itself who of its roles and users may. A role or user is meant as it is now: when it is deleted and made again under the same name,
   * the statement matches nobody.
   */
  readonly principals: iam.IGrantable[];

  /**
   * What they may do, without the prefix `lambda:`: what AWS lets a function's policy decide about, and no calls.
   *
   * Whoever may call `UpdateFunctionCode`, or move an alias that is in use, can do what the function's role can do. `GetFunction` reads the code and the environment.
   *
   * @see https://docs.aws.amazon.com/lambda/latest/dg/access-control-resource-based.html#permissions-resource-api
   */
  readonly actions: string[];

  /** Why somebody outside of the account manages the function. It stands in the template and in the report. */
  readonly reason: string;

  /**
   * The addresses that they must come from, in CIDR notation. Only a function whose policy is a document can have them.
   *
   * A call that comes through an endpoint of a VPC, or through a service such as CloudFormation, has no such address.
   *
   * @default - any address
   */
  readonly sourceIps?: string[];

  /**
   * `CreateFunctionUrlConfig` and `UpdateFunctionUrlConfig` may also make a URL that authenticates nobody.
   *
   * @default false - only URLs with `AWS_IAM`, which needs a function whose policy is a document
   */
  readonly allowPublicUrl?: boolean;

  /**
   * The owner of the function has given the permission already, so that only the caller's half is told.
   *
   * @default false
   */
  readonly permissionExists?: boolean;

  /**
   * Makes an output of the stack that holds `callerStatements` as a policy document, for the owners of the managers.
   *
   * @default false
   */
  readonly outputCallerPolicy?: boolean;
}

/**
 * Lets accounts, roles or users of other accounts change or read one function, version or alias by its own policy. They may not invoke it.
 *
 * Prefer a role of the function's account that they assume, with `grantDeploy`: it can hold any action, and ends with one trust policy. This is for one action or two
 * where nobody wants to assume a role. `LambdaPermissions-ManagingPrincipal` reports such statements; the reason acknowledges it for the accounts that are known.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/permissions-function-cross-account.html
 *
 * @example
 * declare const resize: SecureFunction;
 *
 * const release = new ManagePermission(this, 'Release', {
 *   target: resize,
 *   principals: [new iam.ArnPrincipal('arn:aws:iam::444455556666:role/release')],
 *   actions: ['PublishVersion', 'CreateAlias', 'UpdateAlias'],
 *   reason: 'the release service of the platform team moves our aliases',
 * });
 * release.callerStatements; // for the policy of that role
 */
export class ManagePermission extends Construct {
  /** What the manager's own policy must hold beside this permission. */
  public readonly callerStatements: iam.PolicyStatement[];

  constructor(scope: Construct, id: string, props: ManagePermissionProps) {
    super(scope, id);
    const { target, reason, permissionExists } = props;
    const actions = managementActions(this, target, props.actions, {
      calls: 'InvokePermission',
      others: 'let them assume a role of the function\'s account that may, such as one with `grantDeploy`',
    });
    const principals = managers(this, target, props.principals);
    const document = documentOf(target);
    refuseNoReason(this, reason);
    const hasDocument = document !== undefined || permissionExists === true; // what exists, its owner may have written as a document
    refuseBadIps(this, props, hasDocument);
    refuseBadUrls(this, props, actions, hasDocument);
    const statementsFor = (named?: iam.IPrincipal[]) => grouped(actions, props).map((group) => (
      new iam.PolicyStatement({ ...group, principals: named, resources: [target.functionArn] })
    ));
    if (!permissionExists && document) {
      const since = document.size;
      statementsFor(principals).forEach((statement) => document.add(statement));
      document.justify(since, reasonFrom(this, principals, reason));
    } else if (!permissionExists) {
      this.writePermissions(target, principals, actions, reason);
    }
    this.callerStatements = statementsFor();
    if (props.outputCallerPolicy) { outputCallerPolicy(this, 'who manages the function', () => this.callerStatements); }
  }

  private writePermissions(target: lambda.IFunction, principals: iam.IPrincipal[], actions: string[], reason: string): void {
    const pairs = principals.flatMap((principal) => actions.map((action) => ({ principal, action })));
    writePermissions(permissionHome(this, target), target, pairs).forEach((permission, index) => {
      if (!CfnResource.isCfnResource(permission)) { return; }
      const { action, principal } = pairs[index];
      const { findings, ...note } = reasonFrom(this, [principal], reason);
      writeNotes(permission, () => [{ ...note, statement: { Effect: 'Allow', Action: action } }]);
      giveReason(permission, { ...note, findings });
    });
  }
}

function reasonFrom({ node }: Construct, principals: iam.IPrincipal[], text: string): GivenReason {
  const findings = accountsOf(principals).map((account) => `LambdaPermissions-ManagingPrincipal[${account}]`);
  return { text, option: 'ManagePermission', construct: node.path, findings };
}

/** Actions that are allowed under the same conditions. */
interface Group {
  readonly actions: string[];
  readonly conditions?: { [operator: string]: { [key: string]: string | string[] } };
}

/** What chooses how a URL authenticates stands apart, unless it may choose freely. */
function grouped(actions: string[], { sourceIps, allowPublicUrl }: ManagePermissionProps): Group[] {
  const conditions = sourceIps && { IpAddress: { 'aws:SourceIp': sourceIps } };
  const limited = allowPublicUrl ? [] : actions.filter(choosesAuthType);
  const groups = [
    { actions: actions.filter((action) => !limited.includes(action)), conditions },
    { actions: limited, conditions: { ...conditions, StringEquals: { 'lambda:FunctionUrlAuthType': 'AWS_IAM' } } },
  ];
  return groups.filter((group) => group.actions.length > 0);
}

function refuseNoReason(path: Construct, reason: string): void {
  if (reason.trim() === '') { throw failure("'reason' must say why somebody outside of the account manages the function, got an empty text", path); }
}

const USE_DOCUMENT = "use the document engine ('resourcePolicyEngine: ResourcePolicyEngine.DOCUMENT' on the function)";

function refuseBadIps(path: Construct, { sourceIps }: ManagePermissionProps, hasDocument: boolean): void {
  if (sourceIps === undefined) { return; }
  if (sourceIps.length === 0) { throw failure("'sourceIps' must hold at least one address, got an empty list; leave it out for any address", path); }
  const any = sourceIps.find((ip) => /\/0$/.test(ip));
  if (any !== undefined) { throw failure(`'sourceIps' must name networks, got '${any}', which is every address; leave it out for any address`, path); }
  if (!hasDocument) {
    throw failure(`'sourceIps' have no place in AWS::Lambda::Permission, got ${sourceIps.join(', ')}; ${USE_DOCUMENT}, or leave it out`, path);
  }
}

function refuseBadUrls(path: Construct, { allowPublicUrl }: ManagePermissionProps, actions: string[], hasDocument: boolean): void {
  const chosen = actions.find(choosesAuthType);
  if (chosen === undefined && allowPublicUrl !== undefined) {
    throw failure("'allowPublicUrl' is about CreateFunctionUrlConfig and UpdateFunctionUrlConfig, got neither in 'actions'; leave it out", path);
  }
  if (chosen !== undefined && !allowPublicUrl && !hasDocument) {
    throw failure(`'actions' holds '${chosen.split(':')[1]}', which AWS::Lambda::Permission cannot limit to URLs that authenticate; ${USE_DOCUMENT}, `
      + "or set 'allowPublicUrl: true'", path);
  }
}
