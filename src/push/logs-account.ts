import { ArnFormat, Stack, Token } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct, IDependable } from 'constructs';
import { ownLogGroupName } from './own-log-group';
import { refuseOtherAccount, refuseOtherRegion } from './place';
import { PushSource, PushSourceConfig } from './push-source';
import { isRepeated } from './repetition';
import { failure } from '../model/failure';

/** Which log events of an account call the function. */
export interface LogsAccountPushSourceOptions {
  /** The name of the policy, unique in the account. */
  readonly policyName: string;

  /**
   * What a log event must match to call the function.
   *
   * @default - all log events
   */
  readonly filterPattern?: logs.IFilterPattern;

  /**
   * The log groups that do not call the function, besides its own, which never does. Name those of the functions that it calls.
   *
   * @default - all log groups but the function's own call it
   */
  readonly excludedLogGroups?: logs.ILogGroup[];
}

const ADVICE = 'CloudWatch Logs calls functions of its own account and region only, so make one policy for each';

/**
 * All log groups of an account and region, but the function's own, that call a function: through a subscription filter
 * policy of the account, which the trigger makes. AWS takes one such policy for each account and region.
 *
 * `logs.amazonaws.com` may call for any log group of this one account and region; which groups are excluded cannot be a part
 * of the permission. The log group of an imported function is taken to be `/aws/lambda/NAME`: exclude it if it has another name.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/SubscriptionFilters-AccountLevel.html
 * @example
 *
 * declare const alert: SecureFunction;
 * declare const logGroup: logs.LogGroup;
 *
 * new PushTrigger(this, 'OnError', {
 *   target: alert,
 *   source: new LogsAccountPushSource({
 *     policyName: 'errors',
 *     filterPattern: logs.FilterPattern.anyTerm('ERROR'),
 *     excludedLogGroups: [logGroup],
 *   }),
 * });
 */
export class LogsAccountPushSource extends PushSource {
  /** @param options which log events call the function */
  constructor(private readonly options: LogsAccountPushSourceOptions) {
    super();
    const { policyName, excludedLogGroups = [] } = options;
    if (!Token.isUnresolved(policyName) && !/^[^:*"\s]{1,256}$/.test(policyName)) {
      throw failure(`'policyName' must be 1 to 256 characters without ':', '*', quotes and white space, got '${policyName}'`);
    }
    for (const { logGroupName, node } of excludedLogGroups) {
      if (!Token.isUnresolved(logGroupName) && !/^[\w./#-]{1,512}$/.test(logGroupName)) {
        throw failure(`'excludedLogGroups' must hold single log groups, got '${logGroupName}'; AWS takes no patterns here`, { node });
      }
    }
  }

  public describe(target: lambda.IFunction): PushSourceConfig {
    const { account, region } = target.env;
    // An imported function stands in the stack that imports it, and that is where the trigger is.
    refuseOtherAccount({ kind: 'policy', env: Stack.of(target) }, target, target, ADVICE);
    const anyLogGroup = { service: 'logs', account, region, resource: 'log-group', resourceName: '*', arnFormat: ArnFormat.COLON_RESOURCE_NAME };
    return {
      id: `Logs${this.options.policyName}`,
      servicePrincipal: 'logs.amazonaws.com',
      sourceArns: [Stack.of(target).formatArn(anyLogGroup)],
      sourceAccount: account,
    };
  }

  public connect(scope: Construct, target: lambda.IFunction, permission: IDependable): void {
    const { policyName, filterPattern = logs.FilterPattern.allEvents(), excludedLogGroups = [] } = this.options;
    const stack = Stack.of(scope);
    const { account, region } = stack;
    refuseOtherAccount({ kind: 'policy', env: { account, region } }, target, scope, ADVICE);
    refuseOtherRegion({ kind: 'policy', env: { account, region } }, target, scope, ADVICE);
    if (isRepeated(scope.node.root, 'logs policy', account, region, policyName)) {
      throw failure(`'source' is the policy ${policyName}, which is made already; an account takes one such policy for each region`, scope);
    }
    const excluded = [ownLogGroupName(target), ...excludedLogGroups.map(({ logGroupName }) => logGroupName)];
    const policy = new logs.CfnAccountPolicy(scope, 'Policy', {
      policyName,
      policyType: 'SUBSCRIPTION_FILTER_POLICY',
      scope: 'ALL',
      policyDocument: stack.toJsonString({ DestinationArn: target.functionArn, FilterPattern: filterPattern.logPatternString }),
      selectionCriteria: `LogGroupName NOT IN [${[...new Set(excluded)].map((name) => `"${name}"`).join(', ')}]`,
    });
    policy.node.addDependency(permission);
  }
}
