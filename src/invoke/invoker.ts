import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { accountOfIdentity, checkAccount, checkIdentity, checkOrganization, checkService, isOrganizationPath, whyTooOpen } from './invoker-checks';
import { isWithin } from './organization-condition';
import { ServiceInvokerOptions } from './service-invoker-options';

/** What an invoker means to the policy of a function. */
interface InvokerConfig {
  /** What `AWS::Lambda::Permission` says about it. */
  readonly permission: lambda.Permission;
  /** Whether it needs a statement of its own beside the function's: it is somebody's identity, not a service. */
  readonly hasIdentity: boolean;
  /** The condition that `AWS::Lambda::Permission` has no property for. */
  readonly inexpressible?: string;
  /** What a document says about it, where that is more or better than what the permission says. */
  readonly inDocument?: DocumentPrincipal;
  /** Why nobody may be let in so. It may be denied. */
  readonly tooOpen?: string;
  /** What somebody must know who reads the statement later. */
  readonly note?: string;
}

/** A principal of a statement that may have any condition. */
interface DocumentPrincipal {
  readonly principal: iam.IPrincipal;
  readonly conditions: { readonly [operator: string]: { readonly [key: string]: string } };
}

/**
 * Who may invoke a function, beside its triggers.
 *
 * | invoker | the function's policy says | the invoker needs as well |
 * |---|---|---|
 * | a role, user or group of the function's account | nothing: use `target.grantInvoke(role)` | `lambda:InvokeFunction` on the one ARN |
 * | `account`, another account | the account's root | the same statement, in the account, for each caller |
 * | `role`, `user` of another account | its ARN | the same statement |
 * | `organization` | everybody, with `aws:PrincipalOrgID` | the same statement, for each caller |
 * | `service` | the service, with `aws:SourceArn` and `aws:SourceAccount` | nothing: services have no policies of their own |
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/access-control-resource-based.html
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic-cross-account.html
 *
 * @example
 * declare const resize: SecureFunction;
 *
 * new InvokePermission(this, 'Partner', { target: resize, invoker: Invoker.account('444455556666') });
 */
export class Invoker {
  /**
   * Another account, which decides itself who of its roles and users may invoke the function.
   *
   * @param accountId twelve digits
   */
  public static account(accountId: string): Invoker {
    checkAccount('accountId', accountId);
    return new Invoker({ permission: { principal: new iam.AccountPrincipal(accountId) }, hasIdentity: true });
  }

  /**
   * One role of another account. IAM keeps the role's unique id: when the role is deleted and made again under the same name, the statement does not match it.
   *
   * For a role of the function's own account use `target.grantInvoke(role)`, which survives that.
   *
   * @param roleOrArn an `iam.IRole`, or the ARN of a role
   */
  public static role(roleOrArn: unknown): Invoker {
    const arn = (roleOrArn as iam.IRole | undefined)?.roleArn ?? roleOrArn;
    checkIdentity('role', 'roleOrArn', arn);
    return Invoker.identity(arn, 'role');
  }

  /**
   * One user of another account. What is said of roles is true of users: a user that is deleted and made again is another one.
   *
   * @param userArn the ARN of the user
   */
  public static user(userArn: string): Invoker {
    checkIdentity('user', 'userArn', userArn);
    return Invoker.identity(userArn, 'user');
  }

  /**
   * All accounts of an organization. AWS services are not in it, whoever owns their resources.
   *
   * A path to an organizational unit (`o-…/r-…/ou-…/`) works with the document engine alone: `AWS::Lambda::Permission` has no property for it.
   *
   * @param organization the id of the organization, `o-…`, or a path in it
   * @see https://docs.aws.amazon.com/lambda/latest/dg/permissions-function-organization.html
   */
  public static organization(organization: string): Invoker {
    checkOrganization('organization', organization);
    const principal = new iam.AnyPrincipal();
    if (!isOrganizationPath(organization)) { return new Invoker({ permission: { principal, organizationId: organization }, hasIdentity: true }); }
    return new Invoker({
      permission: { principal },
      hasIdentity: true,
      inexpressible: 'aws:PrincipalOrgPaths',
      inDocument: { principal, conditions: isWithin('aws:Principal', organization) },
    });
  }

  /**
   * A service that the library has no push source for. It is refused where the service invokes with a role. InvokePermission refuses it without a source as well,
   * for then it could call for anybody; InvokeDenial takes it.
   *
   * @param principal the name of the service, such as `lexv2.amazonaws.com`
   * @param options for what it may call; to let it in, at least `sourceArn` or `sourceAccount`
   */
  public static service(principal: string, options: ServiceInvokerOptions = {}): Invoker {
    checkService(principal, options);
    const { organization, sourceArn, sourceAccount, eventSourceToken } = options;
    const permission = { principal: new iam.ServicePrincipal(principal), sourceArn, sourceAccount, eventSourceToken };
    const config = { permission, hasIdentity: false, tooOpen: whyTooOpen(principal, options) };
    if (organization === undefined) { return new Invoker(config); }
    return new Invoker({
      ...config,
      inexpressible: isOrganizationPath(organization) ? 'aws:SourceOrgPaths' : 'aws:SourceOrgID',
      inDocument: { principal: permission.principal, conditions: isWithin('aws:Source', organization) },
    });
  }

  private static identity(arn: string, kind: string): Invoker {
    const note = `the statement is for this ${kind} as it is now: when it is deleted and made again under the same name, the statement matches nobody, `
      + 'and the permission has to be made anew';
    // A document can name the ARN in a condition, which is compared as text and survives that.
    return new Invoker({
      permission: { principal: new iam.ArnPrincipal(arn) },
      hasIdentity: true,
      note,
      inDocument: { principal: accountOfIdentity(arn), conditions: { ArnEquals: { 'aws:PrincipalArn': arn } } },
    });
  }

  /** @internal */
  public readonly _config: InvokerConfig;

  private constructor(config: InvokerConfig) {
    this._config = config;
  }
}
