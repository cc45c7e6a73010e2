import { Names, Stack } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { permitFilterKey } from './filter-key';
import { denyToCode } from './poller-only';
import { IPullSource, PullSourceConfig } from './pull-source';
import { RecordedGrants } from './recorded-grants';
import { refuseOtherPlace, refuseSecondMapping, refuseTenantIsolation, refuseUnknownRole } from './refused-targets';
import { permitPoller } from './role-permission';

/** Properties of a pull trigger. */
export interface PullTriggerProps {
  /**
   * The function, version or alias that gets the records.
   *
   * Any function works, also a plain `lambda.Function` and one that is imported with its role. A role that takes no
   * updates (`withoutPolicyUpdates()`, `mutable: false`) keeps what it has: its owner sees to the statements.
   */
  readonly target: lambda.IFunction;

  /** What Lambda polls. */
  readonly source: IPullSource;

  /**
   * Denies the function's own code what Lambda may read, so that only the poller reads.
   *
   * AWS documents that Lambda sends `lambda:SourceFunctionArn` with every call that the code makes, and not with those of the
   * poller. That a Deny on it leaves the poller alone follows, but AWS does not say it: try it before you rely on it.
   *
   * @default false
   * @see https://docs.aws.amazon.com/lambda/latest/dg/permissions-source-function-arn.html
   */
  readonly pollerOnly?: boolean;

  /**
   * The owner of the execution role has given it the statements already, so only the event source mapping is made.
   *
   * @default false
   */
  readonly permissionExists?: boolean;
}

/**
 * Lets Lambda poll one source for one function: writes what that takes into the execution role, then the event source
 * mapping, which waits for the policy.
 *
 * Lambda checks the role when the mapping is made. Nobody invokes the function through this, so its resource-based
 * policy stays as it is.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventsourcemapping.html
 * @example
 *
 * declare const resize: SecureFunction;
 * declare const retries: sqs.Queue;
 *
 * new PullTrigger(this, 'Retry', {
 *   target: resize,
 *   source: new SqsPullSource(retries, { reportBatchItemFailures: true }),
 * });
 */
export class PullTrigger extends Construct {
  /** The event source mapping. */
  public readonly mapping: lambda.IEventSourceMapping;

  constructor(scope: Construct, id: string, props: PullTriggerProps) {
    super(scope, id);
    const { target, source } = props;
    const config = source.describe(target);
    refuseTenantIsolation(this, target);
    refuseOtherPlace(this, target, config);
    refuseSecondMapping(this, target, config);
    if (!props.permissionExists) { refuseUnknownRole(this, target, config); }
    const recorded = new RecordedGrants(target);
    const mapping = this.map(target, config, recorded);
    if (!props.permissionExists) {
      const statements = [...config.statements, ...recorded.statements()];
      mapping.node.addDependency(...permitPoller(this, target, statements));
    }
    if (props.pollerOnly) { denyToCode(this, props, config); }
    this.mapping = mapping;
  }

  private map(target: lambda.IFunction, config: PullSourceConfig, recorded: RecordedGrants): lambda.EventSourceMapping {
    const { onFailure, schemaRegistryConfig, filterEncryption, ...options } = config.mapping;
    const mapping = new lambda.EventSourceMapping(mappingScope(this, target), 'Mapping', {
      ...options,
      onFailure: onFailure && recorded.ofFailures(onFailure),
      schemaRegistryConfig: schemaRegistryConfig && recorded.ofRegistry(schemaRegistryConfig),
      target,
    });
    const resource = mapping.node.defaultChild as lambda.CfnEventSourceMapping;
    if (config.brokerQueue !== undefined) { resource.queues = [config.brokerQueue]; }
    resource.documentDbEventSourceConfig = config.documentDb;
    if (filterEncryption) {
      resource.kmsKeyArn = filterEncryption.keyArn;
      permitFilterKey(filterEncryption, target);
    }
    mapping.node.addDependency(...config.waitFor ?? []);
    return mapping;
  }
}

/** The stack of the function: the mapping is a part of it, and the role there may name the source in the trigger's stack. */
function mappingScope(trigger: PullTrigger, target: lambda.IFunction): Construct {
  if (Stack.of(target) === Stack.of(trigger)) { return trigger; }
  return new Construct(target as unknown as Construct, `Poll${Names.nodeUniqueId(trigger.node)}`);
}
