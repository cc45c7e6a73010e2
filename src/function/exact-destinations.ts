// Not exported: what every secure function class, alias and version does with the destinations it is given.
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { DESTINATION_GRANTS } from './destination-grants';
import { ExecutionRole } from './execution-role';
import { KnownGrants } from './known-grants';
import { refuseDestination } from './refused-destinations';

/** Runs code of CDK's that grants a function what its destination or dead-letter queue needs, and keeps what Lambda needs of it. */
export function grantingExactly<T>(handler: lambda.IFunction, grant: () => T): T {
  if (!(handler.role instanceof ExecutionRole)) { return grant(); }
  const grants = new KnownGrants(handler.role, DESTINATION_GRANTS);
  return handler.role._keepingOnly((statement) => grants.exact(statement), grant);
}

/** The options with destinations that grant exactly, whoever binds them: a function, an alias or a version. */
export function withExactDestinations<O extends lambda.EventInvokeConfigOptions>(options: O): O {
  return {
    ...options,
    ...options.onFailure && { onFailure: new ExactDestination(options.onFailure) },
    ...options.onSuccess && { onSuccess: new ExactDestination(options.onSuccess) },
  };
}

/** A destination of CDK's, or of somebody else's, of whose known grants only what Lambda needs is kept. */
class ExactDestination implements lambda.IDestination {
  public constructor(private readonly destination: lambda.IDestination) {}

  public bind(scope: Construct, handler: lambda.IFunction, options?: lambda.DestinationOptions): lambda.DestinationConfig {
    const config = grantingExactly(handler, () => this.destination.bind(scope, handler, options));
    refuseDestination(config.destination, handler, options?.type);
    return config;
  }
}
