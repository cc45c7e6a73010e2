// Not exported: what functions that are not secure ones need of an execution role that they were given.
import { Stack, Validations } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { isAcknowledged } from './acknowledged';
import { durableStatement } from './durable-statement';
import { RoleSharing } from './role-sharing';
import { vpcStatement } from './vpc-statement';

const ID = 'LambdaPermissions-LogGroup';

/** The functions of CDK's own classes, and of others, that have one role. */
export class PlainFunctions {
  public constructor(private readonly role: iam.Role, private readonly sharing: RoleSharing) {}

  /**
   * Allows what CDK leaves out for a function that brings its role: the network interfaces of a function in a VPC, without
   * which it cannot be created, and the progress of durable executions.
   */
  public allowFeatures(): void {
    for (const handler of this.all()) {
      if (handler.isBoundToVpc) { this.role.addToPrincipalPolicy(vpcStatement()); }
      if (resourceOf(handler).durableConfig) { this.role.addToPrincipalPolicy(durableStatement(handler)); }
    }
  }

  /** Warns of functions that would write their logs where the role may not: CDK's roles could write to any log group. */
  public warnOfLogs(): void {
    if (isAcknowledged(this.role, ID)) { return; }
    for (const { node } of this.all().filter((handler) => isWithoutGroup(resourceOf(handler)))) {
      Validations.of(this.role).addWarning(ID, `the function ${node.path} has this role and not its log group, so that its logs are lost; `
        + `pass \`logGroup: role.logGroup\` to the function, or acknowledge '${ID}' with the reason why it needs no logs`);
    }
  }

  private all(): lambda.Function[] {
    if (this.sharing.isForOneSecureFunction) { return []; }
    return Stack.of(this.role).node.findAll().filter((node): node is lambda.Function =>
      node instanceof lambda.Function && node.role === this.role && !this.sharing.isSecure(node));
  }
}

function resourceOf(handler: lambda.Function): lambda.CfnFunction {
  return handler.node.defaultChild as lambda.CfnFunction;
}

function isWithoutGroup({ loggingConfig }: lambda.CfnFunction): boolean {
  return loggingConfig === undefined || ('logGroup' in loggingConfig ? loggingConfig.logGroup === undefined : !('resolve' in loggingConfig));
}
