import { Names, Token } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct, IDependable } from 'constructs';
import { writesTo } from './own-log-group';
import { Place, refuseElsewhere, refuseOtherAccount, refuseOtherRegion } from './place';
import { PushSource, PushSourceConfig } from './push-source';
import { isRepeated } from './repetition';
import { failure } from '../model/failure';

/** Which log events call the function. */
export interface LogsPushSourceOptions {
  /**
   * What a log event must match to call the function.
   *
   * @default - all log events
   */
  readonly filterPattern?: logs.IFilterPattern;

  /**
   * The name of the subscription filter, without `:` and `*`.
   *
   * @default - CloudFormation generates a name
   */
  readonly filterName?: string;
}

/**
 * A log group whose log events call a function, through a subscription filter that the trigger makes.
 *
 * `logs.amazonaws.com` may call for this one log group of this one account; AWS documents both keys. The service calls
 * the function as a test when the filter is made, so the filter waits for the permission.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/SubscriptionFilters.html#LambdaFunctionExample
 * @example
 *
 * declare const alert: SecureFunction;
 * declare const logGroup: logs.LogGroup;
 *
 * new PushTrigger(this, 'OnError', {
 *   target: alert,
 *   source: new LogsPushSource(logGroup, { filterPattern: logs.FilterPattern.anyTerm('ERROR') }),
 * });
 */
export class LogsPushSource extends PushSource {
  private readonly place: Place;

  /**
   * @param logGroup the log group; not the one that the function writes to
   * @param options which log events call the function
   */
  constructor(private readonly logGroup: logs.ILogGroup, private readonly options: LogsPushSourceOptions = {}) {
    super();
    this.place = { kind: 'log group', env: logGroup.env };
    if (/[*?]/.test(logGroup.logGroupName)) {
      throw failure(`'logGroup' must be one log group, got the pattern '${logGroup.logGroupName}'; for all of an account use LogsAccountPushSource`, logGroup);
    }
    const { filterName } = options;
    if (filterName !== undefined && !Token.isUnresolved(filterName) && !/^[^:*]{1,512}$/.test(filterName)) {
      throw failure(`'filterName' must be 1 to 512 characters without ':' and '*', got '${filterName}'`, logGroup);
    }
  }

  public describe(target: lambda.IFunction): PushSourceConfig {
    refuseOtherAccount(this.place, target, this.logGroup, 'CloudWatch Logs calls functions of the account of the log group only');
    return {
      id: `${Names.nodeUniqueId(this.logGroup.node)}${this.options.filterName?.replace(/\//g, '.') ?? ''}`,
      servicePrincipal: 'logs.amazonaws.com',
      sourceArns: [this.logGroup.logGroupArn],
      sourceAccount: this.place.env.account,
    };
  }

  public connect(scope: Construct, target: lambda.IFunction, permission: IDependable): void {
    const { filterPattern = logs.FilterPattern.allEvents(), filterName } = this.options;
    refuseOtherRegion(this.place, target, scope, 'CloudWatch Logs calls functions of the region of the log group only');
    refuseElsewhere(this.place, this.logGroup, scope);
    refuseLoop(this.logGroup, target, scope);
    if (isRepeated(this.logGroup, 'filter', target.functionArn, filterName ?? '')) {
      throw failure(`'source' is the log group ${this.logGroup.node.path}, which calls 'target' already; `
        + "put both patterns into one 'filterPattern', or give each filter its own 'filterName'", scope);
    }
    const destination: logs.ILogSubscriptionDestination = { bind: () => ({ arn: target.functionArn }) };
    const filter = new logs.SubscriptionFilter(scope, 'Filter', { logGroup: this.logGroup, filterPattern, filterName, destination });
    filter.node.addDependency(permission);
  }
}

/**
 * A function that is called for its own log writes to the log again, without an end.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/Subscriptions-recursion-prevention.html
 */
function refuseLoop(logGroup: logs.ILogGroup, target: lambda.IFunction, scope: Construct): void {
  if (writesTo(target, logGroup, scope)) {
    throw failure(`'source' is the log group ${logGroup.node.path}, to which 'target' writes: every call would cause the next one; `
      + 'let the function write to a log group of its own', scope);
  }
}
