import { Names, Stack, Token } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as ses from 'aws-cdk-lib/aws-ses';
import { LambdaInvocationType } from 'aws-cdk-lib/aws-ses-actions';
import * as sns from 'aws-cdk-lib/aws-sns';
import { Construct, IDependable } from 'constructs';
import { Place, refuseElsewhere, refuseOtherRegion } from './place';
import { PushSource, PushSourceConfig } from './push-source';
import { isRepeated } from './repetition';
import { failure } from '../model/failure';

/** Which mail calls the function, and how the receipt rule is made. */
export interface SesPushSourceOptions {
  /** The name of the receipt rule. Known before deployment, for the permission names it and comes first. */
  readonly ruleName: string;

  /**
   * The addresses and domains whose mail calls the function.
   *
   * @default - all recipients of all verified domains
   */
  readonly recipients?: string[];

  /**
   * Whether SES waits for the function's answer, which may then stop the rule set.
   *
   * @default LambdaInvocationType.EVENT
   */
  readonly invocationType?: LambdaInvocationType;

  /**
   * The topic to notify when the function is called.
   *
   * @default - nobody is notified
   */
  readonly topic?: sns.ITopic;

  /**
   * The rule after which this one stands.
   *
   * @default - this rule is the first one of the rule set
   */
  readonly after?: ses.IReceiptRule;

  /**
   * Whether the rule is active.
   *
   * @default true
   */
  readonly enabled?: boolean;

  /**
   * Whether mail is scanned for spam and viruses.
   *
   * @default false
   */
  readonly scanEnabled?: boolean;

  /**
   * Whether mail must come over an encrypted connection.
   *
   * @default TlsPolicy.OPTIONAL
   */
  readonly tlsPolicy?: ses.TlsPolicy;
}

/**
 * Mail that calls a function, through a receipt rule of Amazon SES that the trigger makes.
 *
 * `ses.amazonaws.com` may call for this one rule of this one account; AWS documents both keys. SES tries the permission
 * when the rule is made, so the rule's ARN is built from names and the rule waits.
 *
 * @see https://docs.aws.amazon.com/ses/latest/dg/receiving-email-permissions.html
 * @example
 *
 * declare const inbox: SecureFunction;
 * declare const ruleSet: ses.ReceiptRuleSet;
 *
 * new PushTrigger(this, 'OnMail', {
 *   target: inbox,
 *   source: new SesPushSource(ruleSet, { ruleName: 'orders', recipients: ['orders@example.com'] }),
 * });
 */
export class SesPushSource extends PushSource {
  private readonly place: Place;

  /**
   * @param ruleSet the rule set that gets the rule
   * @param options which mail calls the function
   */
  constructor(private readonly ruleSet: ses.IReceiptRuleSet, private readonly options: SesPushSourceOptions) {
    super();
    this.place = { kind: 'ruleset', env: ruleSet.env };
    const { ruleName } = options;
    if (!Token.isUnresolved(ruleName) && !/^[A-Za-z0-9]([\w.-]{0,62}[A-Za-z0-9])?$/.test(ruleName)) {
      throw failure(`'ruleName' must be 1 to 64 letters, digits, dots, dashes and underscores, with a letter or digit at both ends, got '${ruleName}'`, ruleSet);
    }
  }

  public describe(_target: lambda.IFunction): PushSourceConfig {
    const { account, region } = this.place.env;
    const resourceName = `${ruleSetName(this.ruleSet)}:receipt-rule/${this.options.ruleName}`;
    return {
      id: `${Names.nodeUniqueId(this.ruleSet.node)}${this.options.ruleName}`,
      servicePrincipal: 'ses.amazonaws.com',
      sourceArns: [Stack.of(this.ruleSet).formatArn({ service: 'ses', region, account, resource: 'receipt-rule-set', resourceName })],
      sourceAccount: account,
    };
  }

  public connect(scope: Construct, target: lambda.IFunction, permission: IDependable): void {
    const { ruleName, invocationType, topic, ...rule } = this.options;
    refuseOtherRegion(this.place, target, scope, 'SES calls functions of its own region only, so receive mail in that region or forward it through a topic');
    refuseElsewhere(this.place, this.ruleSet, scope);
    if (isRepeated(this.ruleSet, 'rule', ruleName)) {
      throw failure(`'source' is the rule ${ruleName}, which the rule set ${this.ruleSet.node.path} has already; give each rule its own 'ruleName'`, scope);
    }
    const action: ses.IReceiptRuleAction = {
      bind: () => ({ lambdaAction: { functionArn: target.functionArn, invocationType, topicArn: topic?.topicArn } }),
    };
    new ses.ReceiptRule(scope, 'Rule', { ...rule, ruleSet: this.ruleSet, receiptRuleName: ruleName, actions: [action] }).node.addDependency(permission);
  }
}

/** As it was written if it was, so that a stack in another account can name it. */
function ruleSetName(ruleSet: ses.IReceiptRuleSet): string {
  const written = (ruleSet.node.defaultChild as ses.CfnReceiptRuleSet | undefined)?.ruleSetName;
  return written !== undefined && !Token.isUnresolved(written) ? written : ruleSet.receiptRuleSetName;
}
