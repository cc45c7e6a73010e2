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
import { exactImage } from './image-access';
import { injectedProps } from './injected-props';
import { SecureAlias } from './secure-alias';
import { SecureFunctionOptions } from './secure-function-options';
import { completeRole, secured } from './secured';
import { IAccess } from '../access/access';

/**
 * Properties of a secure function from a container image: those of `DockerImageFunction`, and what its role is like.
 *
 * The same properties are refused as by `SecureFunctionProps`.
 */
export interface SecureDockerImageFunctionProps extends lambda.DockerImageFunctionProps, SecureFunctionOptions {
  /**
   * Whether the policy of a repository of this app lets Lambda pull images only for functions of this account and region, by
   * `aws:SourceArn`. AWS documents that Lambda sends it for repositories of other accounts.
   *
   * @default false - as AWS documents it for a repository of the same account: for any function
   * @see https://docs.aws.amazon.com/lambda/latest/dg/images-create.html#gettingstarted-images-permissions
   */
  readonly pinImagePull?: boolean;
}

/**
 * A function from a container image, whose role holds what was asked for and nothing else.
 *
 * It is to `DockerImageFunction` what `SecureFunction` is to `lambda.Function`. The role needs nothing for the image: it is
 * the Lambda service that pulls it, and the repository's own policy that allows it. A repository of the same app gets that
 * statement, with the two actions that AWS asks for; for the assets of the app it stands there since the bootstrap. A repository
 * in another account has to allow both the service and this account; its owner pins the service to the functions with `aws:SourceArn`.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/images-create.html#gettingstarted-images-permissions
 * @example
 *
 * declare const repository: ecr.IRepository;
 *
 * new SecureDockerImageFunction(this, 'Resize', {
 *   code: lambda.DockerImageCode.fromEcr(repository, { tagOrDigest: 'v1' }),
 * });
 */
export class SecureDockerImageFunction extends lambda.DockerImageFunction {
  /** Identifies the class for property injection. */
  public static readonly PROPERTY_INJECTION_ID: string = 'cdk-secure-lambda.SecureDockerImageFunction';

  constructor(scope: Construct, id: string, props: SecureDockerImageFunctionProps) {
    const injected = injectedProps(SecureDockerImageFunction.PROPERTY_INJECTION_ID, scope, id, props);
    super(scope, id, { ...secured(scope, id, injected), code: exactImage(scope, injected.code, injected.pinImagePull ?? false) });
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
