import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { allow, deny } from './allow';
import { grantDeploy } from './deploy-grant';
import { withExactDestinations } from './exact-destinations';
import { addExactMapping, withExactPoller } from './exact-event-sources';
import { addExactPermission } from './exact-permission';
import { withExactVersion } from './exact-version';
import { addLayerStatements } from './function-features';
import { addGuardedUrl, addPublicUrl } from './function-url';
import { exactCode } from './image-access';
import { injectedProps } from './injected-props';
import { SecureAlias } from './secure-alias';
import { SecureFunctionOptions } from './secure-function-options';
import { completeRole, secured } from './secured';
import { IAccess } from '../access/access';

/**
 * Properties of a secure function: those of `lambda.Function`, and what its role is like.
 *
 * `initialPolicy`, `logRetention`, `logRetentionRole`, `logRetentionRetryOptions` and `logRemovalPolicy` are refused:
 * the function has a role and a log group of its own. `role` takes an `ExecutionRole`, an imported role, or the result
 * of `withoutPolicyUpdates()`.
 */
export interface SecureFunctionProps extends lambda.FunctionProps, SecureFunctionOptions {
}

/**
 * A Lambda function whose role holds what was asked for and nothing else.
 *
 * It is a `lambda.Function` with an `ExecutionRole` and a log group of its own: only Lambda may assume the role, and it
 * may write to that log group alone. Tracing, dead-letter queues and destinations bring exactly the statements that
 * AWS documents. Every grant and every trigger of CDK works on it. Nobody may invoke it until a trigger or a permission
 * says so. What CDK's trigger leaves wider than its source is a warning, `LambdaPermissions-BroadPermission`, that names
 * what to use in its place and can be acknowledged with a reason.
 *
 * Under the same id as a `lambda.Function` that is deployed already, function and role keep their logical ids and are
 * updated in place.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/lambda-permissions.html
 * @example
 *
 * declare const images: s3.Bucket;
 *
 * const resize = new SecureFunction(this, 'Resize', {
 *   runtime: lambda.Runtime.NODEJS_22_X,
 *   handler: 'index.handler',
 *   code: lambda.Code.fromInline('exports.handler = async () => {};'),
 * });
 * resize.allow(new BucketAccess(images, { actions: ['GetObject'], prefix: 'in/' }));
 */
export class SecureFunction extends lambda.Function {
  /** Identifies the class for property injection. */
  public static readonly PROPERTY_INJECTION_ID: string = 'cdk-secure-lambda.SecureFunction';

  constructor(scope: Construct, id: string, props: SecureFunctionProps) {
    const injected = injectedProps(SecureFunction.PROPERTY_INJECTION_ID, scope, id, props);
    super(scope, id, { ...secured(scope, id, injected), code: exactCode(scope, injected.code, false) });
    completeRole(this, injected);
  }

  /**
   * Allows the function's code what the accesses describe, and nothing else.
   *
   * @param accesses what to allow, for example `new TableAccess(table, { actions: ['PutItem'] })`
   */
  public allow(...accesses: IAccess[]): void {
    allow(this, accesses);
  }

  /**
   * Denies the function's code what the accesses describe, whatever else allows it: the calls that `allow` would allow, and
   * those that reach the same by other words. A key or a secret that only comes with an access is not denied.
   *
   * Lambda too is denied it where it acts with the role, for example when it polls a queue; `boundToFunction` denies the code alone.
   *
   * @param accesses what to deny, for example `new TableAccess(table, { actions: ['DeleteItem'] })`
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
   */
  public deny(...accesses: IAccess[]): void {
    deny(this, accesses);
  }

  public override addPermission(id: string, permission: lambda.Permission): void {
    addExactPermission(this, id, permission, (exact) => super.addPermission(id, exact));
  }

  /** The function's own ARN and no other, so that a grant says nothing about its versions and aliases: grant those on the version or alias. */
  public override get resourceArnsForGrantInvoke(): string[] {
    return [this.functionArn];
  }

  public override grantInvokeVersion(grantee: iam.IGrantable, version: lambda.IVersion): iam.Grant {
    // CDK gives a service, or another account, the unqualified function instead of the version (aws/aws-cdk#32455).
    return version === this.latestVersion ? super.grantInvokeVersion(grantee, version) : version.grantInvoke(grantee);
  }

  /**
   * Lets somebody create and update this one function, publish its versions and move its aliases, and give it its own role and no other.
   *
   * It is for whoever calls Lambda: a pipeline, or the role that CloudFormation deploys with. Not in it, because each lets somebody in or takes something away: permissions
   * and URLs, event source mappings, code signing, deleting, invoking. Not either what is nobody's but the deployer's: reading the code from its bucket or repository,
   * `lambda:GetLayerVersion` on layers. A function that is not there yet needs a `functionName` for this.
   *
   * @param grantee who deploys
   * @see https://docs.aws.amazon.com/lambda/latest/dg/permissions-user-function.html
   */
  public grantDeploy(grantee: iam.IGrantable): iam.Grant {
    return grantDeploy(this, grantee);
  }

  public override addToRolePolicy(statement: iam.PolicyStatement): void {
    this.grantPrincipal.addToPrincipalPolicy(statement);
  }

  public override configureAsyncInvoke(options: lambda.EventInvokeConfigOptions): void {
    super.configureAsyncInvoke(withExactDestinations(options));
  }

  public override get currentVersion(): lambda.Version {
    return withExactVersion(super.currentVersion);
  }

  public override addLayers(...layers: lambda.ILayerVersion[]): void {
    super.addLayers(...layers);
    addLayerStatements(this, layers);
  }

  public override addEventSource(source: lambda.IEventSource): void {
    withExactPoller(this, () => super.addEventSource(source));
  }

  public override addEventSourceMapping(id: string, options: lambda.EventSourceMappingOptions): lambda.EventSourceMapping {
    return addExactMapping(this, options, () => super.addEventSourceMapping(id, options));
  }

  public override addFunctionUrl(options?: lambda.FunctionUrlOptions): lambda.FunctionUrl {
    return addGuardedUrl(this, options, () => super.addFunctionUrl(options));
  }

  /**
   * Makes a URL through which everybody on the internet may invoke the function.
   *
   * @param reason why everybody may; it stands in the template
   * @param options CORS settings, and whether the answer is streamed
   * @see https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html
   */
  public publicUrl(reason: string, options: lambda.FunctionUrlOptions = {}): lambda.FunctionUrl {
    return addPublicUrl(this, reason, options, (open) => super.addFunctionUrl(open));
  }

  public override addAlias(aliasName: string, options: lambda.AliasOptions = {}): SecureAlias {
    return new SecureAlias(this, `Alias${aliasName}`, { aliasName, version: this.currentVersion, ...options });
  }
}
