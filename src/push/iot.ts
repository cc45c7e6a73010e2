import { Stack, Token } from 'aws-cdk-lib';
import * as iot from 'aws-cdk-lib/aws-iot';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct, IDependable } from 'constructs';
import { differ, refuseOtherRegion } from './place';
import { PushSource, PushSourceConfig } from './push-source';
import { isRepeated } from './repetition';
import { failure } from '../model/failure';

/** Which messages call the function, and how the rule is made. */
export interface IotPushSourceOptions {
  /** The query that selects messages, for example `SELECT * FROM 'device/+/data'`. */
  readonly sql: string;

  /** The name of the rule: letters, digits and underscores. Known before deployment, for the permission names it and comes first. */
  readonly ruleName: string;

  /**
   * The version of the rules engine that reads the query.
   *
   * @default '2016-03-23'
   */
  readonly awsIotSqlVersion?: string;

  /**
   * What the rule is for.
   *
   * @default - no description
   */
  readonly description?: string;

  /**
   * Whether the rule is active.
   *
   * @default true
   */
  readonly enabled?: boolean;

  /**
   * The account that the rule is made in, twelve digits: that of the trigger's stack. Required when the function is in another one.
   *
   * @default - the account of the stack that holds the function
   */
  readonly account?: string;
}

/**
 * Messages of devices that call a function, through a topic rule of AWS IoT that the trigger makes.
 *
 * `iot.amazonaws.com` may call for this one rule of this one account: AWS documents both keys, and warns that without
 * them every account could call.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/services-iot.html
 * @see https://docs.aws.amazon.com/iot/latest/developerguide/accessing-cross-account-resources-using-rules.html
 * @example
 *
 * declare const ingest: SecureFunction;
 *
 * new PushTrigger(this, 'OnData', {
 *   target: ingest,
 *   source: new IotPushSource({ sql: "SELECT * FROM 'device/+/data'", ruleName: 'ingest_data' }),
 * });
 */
export class IotPushSource extends PushSource {
  /** @param options which messages call the function */
  constructor(private readonly options: IotPushSourceOptions) {
    super();
    const { ruleName, sql, account } = options;
    if (!Token.isUnresolved(ruleName) && !/^\w{1,128}$/.test(ruleName)) {
      throw failure(`'ruleName' must be 1 to 128 letters, digits and underscores, got '${ruleName}'`);
    }
    if (sql.trim() === '') {
      throw failure("'sql' must select messages, got an empty query; write for example SELECT * FROM 'device/+/data'");
    }
    if (account !== undefined && !Token.isUnresolved(account) && !/^\d{12}$/.test(account)) {
      throw failure(`'account' must be an account of twelve digits, got '${account}'; pass the account of the trigger's stack`);
    }
  }

  public describe(target: lambda.IFunction): PushSourceConfig {
    const { ruleName } = this.options;
    const account = this.accountFor(target);
    return {
      id: `Iot${ruleName}`,
      servicePrincipal: 'iot.amazonaws.com',
      sourceArns: [Stack.of(target).formatArn({ service: 'iot', region: target.env.region, account, resource: 'rule', resourceName: ruleName })],
      sourceAccount: account,
    };
  }

  public connect(scope: Construct, target: lambda.IFunction, permission: IDependable): void {
    const { ruleName, sql, awsIotSqlVersion = '2016-03-23', description, enabled = true } = this.options;
    const { account, region } = Stack.of(scope);
    refuseOtherRegion({ kind: 'rule', env: { account, region } }, target, scope, 'make the rule where the function is');
    this.refuseOtherAccount(target, scope);
    if (isRepeated(scope.node.root, 'iot', account, region, ruleName)) {
      throw failure(`'source' is the rule ${ruleName}, which is made already; give each rule its own 'ruleName'`, scope);
    }
    const rule = new iot.CfnTopicRule(scope, 'Rule', {
      ruleName,
      topicRulePayload: { sql, awsIotSqlVersion, description, ruleDisabled: !enabled, actions: [{ lambda: { functionArn: target.functionArn } }] },
    });
    rule.node.addDependency(permission);
  }

  private accountFor(target: lambda.IFunction): string {
    return this.options.account ?? Stack.of(target).account;
  }

  /** The rule is made where the trigger is, so the permission must have named that account. */
  private refuseOtherAccount(target: lambda.IFunction, scope: Construct): void {
    const named = this.accountFor(target);
    const { account } = Stack.of(scope);
    if (differ(named, account)) {
      throw failure(`'source' is the rule ${this.options.ruleName} of the account ${named}, but the trigger is in another account or region, ${account}; `
        + `create the PushTrigger in the stack of that account, or set 'account' to '${account}'`, scope);
    }
  }
}
