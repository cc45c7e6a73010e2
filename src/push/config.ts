import { Stack, Token } from 'aws-cdk-lib';
import * as config from 'aws-cdk-lib/aws-config';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct, IDependable } from 'constructs';
import { differ } from './place';
import { PushSource, PushSourceConfig } from './push-source';
import { ExplainedStatement } from '../function/explained-statement';
import { failure } from '../model/failure';

/** When a custom rule of AWS Config asks the function, and about what. */
export interface ConfigPushSourceOptions extends config.RuleProps {
  /**
   * Asks the function when a resource changes. Needs `ruleScope`, for else it would be asked about every resource.
   *
   * @default false
   */
  readonly configurationChanges?: boolean;

  /**
   * Asks the function again and again, as often as `maximumExecutionFrequency` says.
   *
   * @default false
   */
  readonly periodic?: boolean;

  /**
   * The account of the rule, twelve digits, when it is not the account of the function's stack.
   *
   * @default - the account of the function's stack
   */
  readonly ruleAccount?: string;
}

/**
 * A custom rule of AWS Config that has resources evaluated by a function.
 *
 * `config.amazonaws.com` may call for the account of the rule, and for no other. Config calls for the id of the rule, which does not
 * exist before the rule does, and makes no rule that it may not call the function for: so one rule cannot be told from another of the
 * same account. The function may report its evaluations, and nothing else.
 *
 * @see https://docs.aws.amazon.com/config/latest/developerguide/evaluate-config_develop-rules_lambda-functions.html
 * @example
 *
 * declare const evaluate: SecureFunction;
 *
 * new PushTrigger(this, 'OnChange', {
 *   target: evaluate,
 *   source: new ConfigPushSource({ configurationChanges: true, ruleScope: config.RuleScope.fromResources([config.ResourceType.S3_BUCKET]) }),
 * });
 */
export class ConfigPushSource extends PushSource {
  /** @param options when the rule asks the function, and about what */
  constructor(private readonly options: ConfigPushSourceOptions) {
    super();
    const { configurationChanges, periodic, ruleScope, ruleAccount, maximumExecutionFrequency } = options;
    if (!configurationChanges && !periodic) {
      throw failure("'configurationChanges' or 'periodic' must be true, got neither, so nothing would make the rule ask the function");
    }
    if (configurationChanges && !ruleScope) {
      throw failure("'ruleScope' is missing, without which the function would be asked about every resource that changes; "
        + 'name the resource types, for example `RuleScope.fromResources([ResourceType.S3_BUCKET])`');
    }
    if (maximumExecutionFrequency && !periodic) {
      throw failure(`'maximumExecutionFrequency' is only for a rule that is 'periodic', got '${maximumExecutionFrequency}'; set 'periodic: true', or leave it out`);
    }
    if (ruleAccount !== undefined && !Token.isUnresolved(ruleAccount) && !/^\d{12}$/.test(ruleAccount)) {
      throw failure(`'ruleAccount' must be an account of twelve digits, got '${ruleAccount}'; pass the account that the rule is made in`);
    }
  }

  public describe(target: lambda.IFunction): PushSourceConfig {
    const { configRuleName, ruleScope, periodic } = this.options;
    const literal = configRuleName && !Token.isUnresolved(configRuleName) ? [configRuleName] : [];
    const types = ruleScope?.resourceTypes?.map((type) => type.complianceResourceType) ?? [];
    return {
      id: ['ConfigRule', ...literal, ...types, ruleScope?.key, periodic && 'Periodic'].filter(Boolean).join('-').replace(/\//g, '.'),
      servicePrincipal: 'config.amazonaws.com',
      sourceAccount: this.accountOf(target),
      roleStatements: [reporting()],
    };
  }

  public connect(scope: Construct, target: lambda.IFunction, permission: IDependable): void {
    const { account } = Stack.of(scope);
    if (differ(account, this.accountOf(target))) {
      throw failure(`'ruleAccount' must be the account that the rule is made in, ${account}, got ${this.accountOf(target)}; `
        + `set 'ruleAccount', or create the PushTrigger in the stack ${Stack.of(target).node.path}`, scope);
    }
    const { configRuleName, description, inputParameters, maximumExecutionFrequency, evaluationModes } = this.options;
    const rule = new config.CfnConfigRule(scope, 'Rule', {
      configRuleName,
      description,
      inputParameters,
      maximumExecutionFrequency,
      scope: this.scope(),
      evaluationModes: evaluationModes?.modes.map((mode) => ({ mode })),
      source: { owner: 'CUSTOM_LAMBDA', sourceIdentifier: target.functionArn, sourceDetails: this.triggers() },
    });
    rule.node.addDependency(permission);
  }

  private accountOf(target: lambda.IFunction): string {
    return this.options.ruleAccount ?? Stack.of(target).account;
  }

  private scope(): config.CfnConfigRule.ScopeProperty | undefined {
    const { ruleScope } = this.options;
    return ruleScope && {
      complianceResourceId: ruleScope.resourceId,
      complianceResourceTypes: ruleScope.resourceTypes?.map((type) => type.complianceResourceType),
      tagKey: ruleScope.key,
      tagValue: ruleScope.value,
    };
  }

  private triggers(): config.CfnConfigRule.SourceDetailProperty[] {
    const { configurationChanges, periodic, maximumExecutionFrequency } = this.options;
    const messages = [
      ...configurationChanges ? ['ConfigurationItemChangeNotification', 'OversizedConfigurationItemChangeNotification'] : [],
      ...periodic ? ['ScheduledNotification'] : [],
    ];
    return messages.map((messageType) => ({
      eventSource: 'aws.config',
      messageType,
      maximumExecutionFrequency: messageType === 'ScheduledNotification' ? maximumExecutionFrequency : undefined,
    }));
  }
}

function reporting(): ExplainedStatement {
  return new ExplainedStatement(
    { actions: ['config:PutEvaluations'], resources: ['*'] },
    'The function reports its evaluations with an action that knows no resource; Config takes them only with the token it sent: '
      + 'https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsconfig.html',
  );
}
