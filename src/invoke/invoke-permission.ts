import { Annotations, CfnResource, Token, TokenComparison, Validations } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { outputCallerPolicy } from './caller-policy';
import { allConditions } from './invoke-conditions';
import { Invoker } from './invoker';
import { InvokerRole } from './invoker-role';
import { permissionHome } from '../cloudformation/permission-home';
import { offerRole } from '../cloudformation/role-for-accounts';
import { NOTE_KEY } from '../cloudformation/statement-notes';
import { documentOf } from '../cloudformation/write-document';
import { writePermissions } from '../cloudformation/write-permission';
import { failure } from '../model/failure';

/** Properties of a permission to invoke. */
export interface InvokePermissionProps {
  /**
   * The function, version or alias that may be invoked; the permission is for exactly this one.
   *
   * Any function works, also a plain `lambda.Function` and an imported one that this app may change.
   */
  readonly target: lambda.IFunction;

  /** Who may invoke it. */
  readonly invoker: Invoker;

  /**
   * The invoker calls the function's URL instead of the API of Lambda. The URL must be the target's own: that of the alias for an alias.
   *
   * It takes two statements, and the second one holds for calls through the URL alone.
   *
   * @default false
   * @see https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html
   */
  readonly viaFunctionUrl?: boolean;

  /**
   * More conditions, as in a policy: operator, condition key, value. Only a function whose policy is a document can have them.
   *
   * @default - only those of the invoker
   * @see https://docs.aws.amazon.com/lambda/latest/dg/access-control-resource-based.html
   */
  readonly conditions?: { [operator: string]: any };

  /**
   * The owner of the function has given the permission already, so that only the caller's half is told.
   *
   * @default false
   */
  readonly permissionExists?: boolean;

  /**
   * Makes an output of the stack that holds `callerStatements` as a policy document, for the owner of the caller.
   *
   * @default false
   */
  readonly outputCallerPolicy?: boolean;
}

/**
 * Lets an account, role, user, organization or service invoke one function, version or alias.
 *
 * It writes the function's half. A caller in another account needs the other half in its own policies: `callerStatements` holds it.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/permissions-function-cross-account.html
 *
 * @example
 * declare const resize: SecureFunction;
 *
 * const partner = new InvokePermission(this, 'Partner', {
 *   target: resize.addAlias('live'),
 *   invoker: Invoker.role('arn:aws:iam::444455556666:role/uploads'),
 * });
 * partner.callerStatements; // for the policy of that role
 */
export class InvokePermission extends Construct {
  /**
   * What the caller's own policy must hold beside this permission. Empty for a service, which has no policies.
   *
   * A caller in the function's account that is named itself, a role or user, needs it no more. Where the policy got too large and 'onPolicyOverflow' is
   * ROLE, the statements are for the role instead, from synthesis on.
   */
  public readonly callerStatements: iam.PolicyStatement[];

  constructor(scope: Construct, id: string, props: InvokePermissionProps) {
    super(scope, id);
    const { target, invoker: { _config: config } } = props;
    if (config.tooOpen !== undefined) { throw failure(config.tooOpen, this); }
    refuseOwnAccount(this, target, config.permission.principal);
    const document = documentOf(target);
    if (!document) { refuseInexpressible(this, config.inexpressible); }
    const conditions = allConditions(this, config.inDocument?.conditions ?? {}, props.conditions, document !== undefined);
    if (props.viaFunctionUrl) { refuseVersionUrl(this, target); }
    const home = permissionHome(this, target);
    if (!props.permissionExists) {
      const permissions = props.viaFunctionUrl ? throughUrl(config.permission) : [config.permission];
      if (document && (config.inDocument || props.conditions)) {
        permissions.forEach((permission) => document.allow(config.inDocument?.principal ?? permission.principal, permission, conditions));
      } else {
        writePermissions(home, target, permissions).forEach((permission) => {
          addNote(permission, config.note);
          offerRole(permission, {
            makeRole: (accounts) => roleFor(target, accounts),
            told: (statements) => { this.callerStatements.splice(0, this.callerStatements.length, ...statements); },
          });
        });
      }
    }
    this.callerStatements = config.hasIdentity ? callerStatements(target, props.viaFunctionUrl ?? false) : [];
    if (props.outputCallerPolicy) {
      if (!config.hasIdentity) { throw failure("'outputCallerPolicy' is for callers that have policies of their own, got a service; leave it out", this); }
      outputCallerPolicy(home, 'the caller of the function', () => this.callerStatements);
    }
  }
}

/** So many accounts fit into a trust policy whose quota was not raised. */
const ACCOUNTS_IN_TRUST = 45;

/** The role in the place of permissions for accounts, when they are too many for the policy of the function. */
function roleFor(target: lambda.IFunction, accounts: string[]): InvokerRole {
  const isLong = accounts.length > ACCOUNTS_IN_TRUST;
  const role = new InvokerRole(target as unknown as Construct, 'InvokerRole', { target, accounts, trustPolicyQuota: isLong ? 8192 : undefined });
  if (isLong) {
    Validations.of(role).addWarning('LambdaPermissions-TrustPolicySize',
      `${accounts.length} accounts assume the role; ask for a higher quota 'Role trust policy length' in this account before it is deployed [${role.node.path}]`);
  }
  return role;
}

function throughUrl(permission: lambda.Permission): lambda.Permission[] {
  return [
    { ...permission, action: 'lambda:InvokeFunctionUrl', functionUrlAuthType: lambda.FunctionUrlAuthType.AWS_IAM },
    { ...permission, invokedViaFunctionUrl: true },
  ];
}

function callerStatements(target: lambda.IFunction, viaFunctionUrl: boolean): iam.PolicyStatement[] {
  const statement = (action: string, conditions?: { [operator: string]: { [key: string]: string } }) =>
    new iam.PolicyStatement({ actions: [action], resources: [target.functionArn], conditions });
  if (!viaFunctionUrl) { return [statement('lambda:InvokeFunction')]; }
  return [
    statement('lambda:InvokeFunctionUrl', { StringEquals: { 'lambda:FunctionUrlAuthType': 'AWS_IAM' } }),
    statement('lambda:InvokeFunction', { Bool: { 'lambda:InvokedViaFunctionUrl': 'true' } }),
  ];
}

/** The note stands in the template and is printed once, at the permission. */
function addNote(permission: Construct | undefined, note?: string): void {
  if (note === undefined || permission === undefined || !CfnResource.isCfnResource(permission)) { return; }
  permission.addMetadata(NOTE_KEY, note);
  Annotations.of(permission).addInfo(note);
}

function refuseInexpressible(scope: Construct, key?: string): void {
  if (key === undefined) { return; }
  throw failure(`'invoker' needs the condition ${key}, which AWS::Lambda::Permission has no property for; `
    + "use the document engine ('resourcePolicyEngine: ResourcePolicyEngine.DOCUMENT' on the function), or name each account with Invoker.account(id)", scope);
}

/** In its own account, a statement for the account lets nobody in whom own policies do not let in already. */
function refuseOwnAccount(scope: Construct, { env }: lambda.IFunction, principal: iam.IPrincipal): void {
  if (principal instanceof iam.AccountPrincipal && Token.compareStrings(principal.accountId as string, env.account) === TokenComparison.SAME) {
    throw failure(`'invoker' must be another account, got the function's own, '${env.account}', whose roles and users need policies of their own all the same; `
      + 'use `target.grantInvoke(role)` for one of them', scope);
  }
}

function refuseVersionUrl(scope: Construct, target: lambda.IFunction): void {
  if ('version' in target && !('aliasName' in target)) {
    throw failure("'viaFunctionUrl' needs a target that can have a URL, a function or an alias, got a version; pass the alias that the URL is for", scope);
  }
}
