import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { withExactDestinations } from './exact-destinations';
import { addExactMapping, withExactPoller } from './exact-event-sources';
import { addExactPermission } from './exact-permission';
import { addGuardedUrl, addPublicUrl } from './function-url';

/**
 * An alias of a secure function, as its `addAlias` makes it, or in the place of a `lambda.Alias` that you make yourself.
 *
 * It has a resource-based policy of its own: a permission on the alias says nothing about the function, and the other
 * way round. Like its function, it completes the permissions that CDK's integrations ask for, and writes each once.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-aliases.html
 * @example
 *
 * declare const resize: SecureFunction;
 * const live: SecureAlias = resize.addAlias('live');
 */
export class SecureAlias extends lambda.Alias {
  public override addPermission(id: string, permission: lambda.Permission): void {
    addExactPermission(this, id, permission, (exact) => super.addPermission(id, exact));
  }

  public override addFunctionUrl(options?: lambda.FunctionUrlOptions): lambda.FunctionUrl {
    return addGuardedUrl(this, options, () => super.addFunctionUrl(options));
  }

  /**
   * Makes a URL through which everybody on the internet may invoke the alias.
   *
   * @param reason why everybody may; it stands in the template
   * @param options CORS settings, and whether the answer is streamed
   * @see https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html
   */
  public publicUrl(reason: string, options: lambda.FunctionUrlOptions = {}): lambda.FunctionUrl {
    return addPublicUrl(this, reason, options, (open) => super.addFunctionUrl(open));
  }

  public override configureAsyncInvoke(options: lambda.EventInvokeConfigOptions): void {
    super.configureAsyncInvoke(withExactDestinations(options));
  }

  public override addToRolePolicy(statement: iam.PolicyStatement): void {
    this.grantPrincipal.addToPrincipalPolicy(statement);
  }

  public override addEventSource(source: lambda.IEventSource): void {
    withExactPoller(this, () => super.addEventSource(source));
  }

  public override addEventSourceMapping(id: string, options: lambda.EventSourceMappingOptions): lambda.EventSourceMapping {
    return addExactMapping(this, options, () => super.addEventSourceMapping(id, options));
  }
}
