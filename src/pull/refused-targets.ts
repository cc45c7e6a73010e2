// Not exported: functions that cannot get a pull trigger.
import { Duration, Token, TokenComparison } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct, IConstruct } from 'constructs';
import { PullSourceConfig } from './pull-source';
import { wordsOf } from './role-permission';
import { PlaceholderText } from '../cloudformation/placeholder-text';
import { failure } from '../model/failure';

/** How long a function may run without a timeout of its own. */
const DEFAULT_TIMEOUT = Duration.seconds(3);

/**
 * A function with tenant isolation takes no trigger but API Gateway's.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/tenant-isolation.html
 */
export function refuseTenantIsolation(trigger: Construct, target: lambda.IFunction): void {
  if (target.tenancyConfig?.tenancyConfigProperty !== undefined) {
    throw failure("'target' has tenant isolation, which event source mappings do not support; use a function without tenant isolation", trigger);
  }
}

/**
 * Lambda polls one source, in the region of the function. CDK gives the stream of a table's replica as a pattern, in the replica's region.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html
 */
export function refuseOtherPlace(trigger: Construct, target: lambda.IFunction, { mapping: { eventSourceArn = '' } }: PullSourceConfig): void {
  const region = eventSourceArn.split(':')[3];
  if (region && Token.compareStrings(region, target.env.region) === TokenComparison.DIFFERENT) {
    throw failure(`'source' must be in the region of the function, ${target.env.region}, got one in ${region}; poll it with a function in ${region}`, trigger);
  }
  if (/[*?]/.test(eventSourceArn)) {
    throw failure(`'source' must be one source, got the pattern '${String(new PlaceholderText().of(eventSourceArn, trigger))}'; import it with its own ARN`, trigger);
  }
}

/** CDK silently adds nothing to the role of a function that was imported without it. */
export function refuseUnknownRole(trigger: Construct, target: lambda.IFunction, { statements }: PullSourceConfig): void {
  if (!target.role) {
    throw failure(`'target' is a function that is imported without its role, which Lambda needs to poll the source: it must allow ${wordsOf(statements)}; `
      + "import the function with `Function.fromFunctionAttributes` and 'role', or see to the statements and set 'permissionExists: true'", trigger);
  }
}

/** The mappings of each app: what is polled, and for whom. */
const mapped = new WeakMap<IConstruct, Set<string>>();

/**
 * Lambda takes one mapping for each source and function.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/api/API_CreateEventSourceMapping.html
 */
export function refuseSecondMapping(trigger: Construct, target: lambda.IFunction, { id, mapping, brokerQueue, documentDb }: PullSourceConfig): void {
  const known = mapped.get(trigger.node.root) ?? new Set();
  const { eventSourceArn, kafkaBootstrapServers, kafkaTopic } = mapping;
  const pair = JSON.stringify([target.functionArn, eventSourceArn, kafkaBootstrapServers, kafkaTopic, brokerQueue, documentDb]);
  if (known.has(pair)) {
    throw failure(`'source' is polled for 'target' already, and Lambda takes one event source mapping for both, got ${id} a second time; `
      + 'put the options of both into one source', trigger);
  }
  mapped.set(trigger.node.root, known.add(pair));
}

/** The timeout of a function, or of the function behind a version or alias; undefined for one that is imported. */
export function timeoutOf(target: lambda.IFunction): Duration | undefined {
  const handler = (target as lambda.IFunction & { lambda?: lambda.IFunction }).lambda ?? target;
  const resource = handler.node.defaultChild;
  if (!resource || !lambda.CfnFunction.isCfnFunction(resource)) { return undefined; }
  if (resource.timeout === undefined) { return DEFAULT_TIMEOUT; }
  return Token.isUnresolved(resource.timeout) ? undefined : Duration.seconds(resource.timeout);
}

/**
 * Lambda polls Kafka, Amazon MQ and DocumentDB for functions that end within 14 minutes.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/with-documentdb.html#docdb-prereqs
 */
export function refuseLongTimeout(target: lambda.IFunction, what: string): void {
  const timeout = timeoutOf(target);
  if (timeout && timeout.toSeconds() > 14 * 60) {
    throw failure(`'target' must have a 'timeout' of at most 14 minutes for ${what}, got ${timeout.toHumanString()}; shorten it`, target);
  }
}
