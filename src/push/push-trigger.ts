import { Names, Stack, Validations } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct, DependencyGroup, IConstruct, IDependable } from 'constructs';
import { IPushSource, PushSourceConfig } from './push-source';
import { inEnvironmentOf } from '../cloudformation/permission-home';
import { writePermissions } from '../cloudformation/write-permission';
import { failure } from '../model/failure';

/** Properties of a push trigger. */
export interface PushTriggerProps {
  /**
   * The function, version or alias that is called; the permission is for exactly this one.
   *
   * Any function works, also a plain `lambda.Function` and an imported one that this app may change.
   */
  readonly target: lambda.IFunction;

  /** What calls it. */
  readonly source: IPushSource;

  /**
   * The owner of the function has given the permission already, so it is not written. What the source needs of the
   * function's role still is.
   *
   * @default false
   */
  readonly permissionExists?: boolean;
}

/**
 * Lets one source call one function: writes the scoped permission, then connects the source, which waits for it.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/access-control-resource-based.html
 * @example
 *
 * declare const resize: SecureFunction;
 * declare const images: s3.Bucket;
 *
 * new PushTrigger(this, 'OnUpload', {
 *   target: resize,
 *   source: new S3PushSource(images, { prefix: 'in/', suffix: '.jpg' }),
 * });
 */
export class PushTrigger extends Construct {
  constructor(scope: Construct, id: string, props: PushTriggerProps) {
    super(scope, id);
    const { target, source } = props;
    const config = source.describe(target);
    refuseOpenSource(this, config);
    refuseTenantIsolation(this, target, config);
    refuseUnknownRole(this, target, config);
    config.roleStatements?.forEach((statement) => target.addToRolePolicy(statement));
    const permission = props.permissionExists ? new DependencyGroup() : this.permit(target, config);
    source.connect(this, target, permission);
  }

  /** One permission for each source ARN; two where the service calls through the function's URL. */
  private permit(target: lambda.IFunction, config: PushSourceConfig): IDependable {
    const scope = permissionScope(this, target, config);
    const arns = config.sourceArns?.length ? config.sourceArns : [undefined];
    const permissions = writePermissions(scope, target, arns.flatMap((sourceArn) => permissionsFor(config, sourceArn)));
    acknowledgeAnySource(permissions, config);
    return new DependencyGroup(...permissions);
  }
}

function permissionsFor(config: PushSourceConfig, sourceArn?: string): lambda.Permission[] {
  const permission: lambda.Permission = {
    principal: new iam.ServicePrincipal(config.servicePrincipal),
    sourceArn,
    sourceAccount: config.sourceAccount,
    eventSourceToken: config.eventSourceToken,
  };
  if (!config.viaFunctionUrl) { return [permission]; }
  return [
    { ...permission, action: 'lambda:InvokeFunctionUrl', functionUrlAuthType: lambda.FunctionUrlAuthType.AWS_IAM },
    { ...permission, invokedViaFunctionUrl: true },
  ];
}

/**
 * Where the permission is made: in the stack that names the function if that one can change the function, else in the function's stack.
 *
 * INVARIANT: in an account and region that are the function's own, for a permission is a part of the function.
 */
function permissionScope(trigger: PushTrigger, target: lambda.IFunction, config: PushSourceConfig): Construct {
  const connected = Stack.of(config.connectedIn ?? trigger);
  const home = inEnvironmentOf(target, connected) ? connected : Stack.of(target);
  if (home === Stack.of(trigger)) { return trigger; }
  const parent = home === connected ? config.connectedIn as Construct : target as unknown as Construct;
  return new Construct(parent, `Permit${Names.nodeUniqueId(trigger.node)}`);
}

function namesSource({ sourceArns, sourceAccount, eventSourceToken }: PushSourceConfig): boolean {
  return (sourceArns !== undefined && sourceArns.length > 0) || sourceAccount !== undefined || eventSourceToken !== undefined;
}

/** The reason stands where the finding would. */
function acknowledgeAnySource(permissions: readonly IConstruct[], config: PushSourceConfig): void {
  const { servicePrincipal, anySourceReason: reason } = config;
  if (reason === undefined || namesSource(config)) { return; }
  for (const permission of permissions) {
    Validations.of(permission).acknowledge({ id: `LambdaPermissions::LambdaPermissions-SourceArn[${servicePrincipal}]`, reason });
  }
}

/** A permission for a service alone would let it call for any account: whoever has such a source could call the function. */
function refuseOpenSource(trigger: PushTrigger, config: PushSourceConfig): void {
  if (!namesSource(config) && !config.anySourceReason?.trim()) {
    throw failure(`'source' must say for what ${config.servicePrincipal} calls, got no 'sourceArns', 'sourceAccount' or 'eventSourceToken'; without one of them `
      + "the service could call for any account; return at least one from 'describe'", trigger);
  }
}

/** CDK silently adds nothing to the role of a function that was imported without it. */
function refuseUnknownRole(trigger: PushTrigger, target: lambda.IFunction, config: PushSourceConfig): void {
  if (config.roleStatements?.length && !target.role) {
    const actions = config.roleStatements.flatMap((statement) => statement.actions);
    throw failure(`'target' must have a known role, because the source needs it to allow ${actions.join(', ')}; got a function that is imported without it; `
      + "import it with `Function.fromFunctionAttributes` and 'role'", trigger);
  }
}

/**
 * A function with tenant isolation takes no trigger but API Gateway's.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/tenant-isolation.html
 */
function refuseTenantIsolation(trigger: PushTrigger, target: lambda.IFunction, config: PushSourceConfig): void {
  if (target.tenancyConfig?.tenancyConfigProperty !== undefined && config.servicePrincipal !== 'apigateway.amazonaws.com') {
    throw failure(`'target' has tenant isolation, which only direct invocation and API Gateway support, got the source ${config.servicePrincipal}; `
      + 'use RestApiPushSource or a function without tenant isolation', trigger);
  }
}
