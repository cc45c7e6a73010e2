import { Duration, Names, Stack, Token } from 'aws-cdk-lib';
import * as events from 'aws-cdk-lib/aws-events';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct, IDependable } from 'constructs';
import { namedCycle, refuseCycle } from './cycle';
import { Place, differ, refuseOtherAccount, refuseOtherRegion } from './place';
import { PushSource, PushSourceConfig } from './push-source';
import { isRepeated } from './repetition';
import { failure } from '../model/failure';

/** What a rule sends to the function, and what happens to events that do not arrive. */
export interface EventBridgePushSourceOptions {
  /**
   * What the function gets.
   *
   * @default - the whole event
   */
  readonly event?: events.RuleTargetInput;

  /**
   * Where events go that could not be delivered. The rule is allowed to send to it.
   *
   * @default - undeliverable events are lost
   */
  readonly deadLetterQueue?: sqs.IQueue;

  /**
   * How long delivery is tried, 60 seconds to 24 hours.
   *
   * @default Duration.hours(24)
   */
  readonly maxEventAge?: Duration;

  /**
   * How often delivery is tried again, 0 to 185 times.
   *
   * @default 185
   */
  readonly retryAttempts?: number;
}

/**
 * A rule of EventBridge, on any bus, whose events call a function.
 *
 * `events.amazonaws.com` may call for this one rule. The ARN holds the account. `SourceAccount` is never written: EventBridge does
 * not document that it sends the account, and calls have been denied for it. A rule with a name of its own
 * waits for the permission. One without does not: its ARN is known only once it exists, and an event that comes before
 * the permission goes to the dead-letter queue.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html
 * @example
 *
 * declare const report: SecureFunction;
 *
 * const nightly = new events.Rule(this, 'Nightly', { ruleName: 'nightly', schedule: events.Schedule.cron({ hour: '3', minute: '0' }) });
 * new PushTrigger(this, 'OnNightly', {
 *   target: report,
 *   source: new EventBridgePushSource(nightly, { retryAttempts: 2 }),
 * });
 */
export class EventBridgePushSource extends PushSource {
  private readonly rule: events.Rule;
  private readonly place: Place;

  /**
   * @param rule a rule of this app; targets cannot be added to an imported one
   * @param options what the function gets
   */
  constructor(rule: events.IRule, private readonly options: EventBridgePushSourceOptions = {}) {
    super();
    this.rule = rule as events.Rule;
    this.place = { kind: 'rule', env: rule.env };
    if (!rule.node.defaultChild) {
      throw failure("'rule' must be a rule of this app, got one that is imported, to which no target can be added; "
        + 'make an `events.Rule` with the same pattern on the same bus, and use that one', rule);
    }
    refuseInvalidRetries(options, rule);
    if (options.deadLetterQueue && differ(options.deadLetterQueue.env.region, rule.env.region)) {
      throw failure(`'deadLetterQueue' must be in the region of the rule, ${rule.env.region}, got a queue in ${options.deadLetterQueue.env.region}`, rule);
    }
  }

  public describe(target: lambda.IFunction): PushSourceConfig {
    refuseOtherAccount(this.place, target, this.rule,
      'EventBridge calls functions of another account with a role only, so send the events to a bus of that account and make the rule there');
    return {
      id: Names.nodeUniqueId(this.rule.node),
      servicePrincipal: 'events.amazonaws.com',
      sourceArns: [arnOf(this.rule)],
      connectedIn: this.rule,
    };
  }

  public connect(scope: Construct, target: lambda.IFunction, permission: IDependable): void {
    refuseOtherRegion(this.place, target, scope, 'send the events to a bus of that region and make the rule there');
    if (isRepeated(this.rule, 'target', target.functionArn)) {
      throw failure(`'source' is the rule ${this.rule.node.path}, which calls 'target' already; put both inputs into one 'event'`, scope);
    }
    const { event, deadLetterQueue, maxEventAge, retryAttempts } = this.options;
    const retries = maxEventAge !== undefined || retryAttempts !== undefined;
    this.rule.addTarget({
      bind: () => ({
        arn: target.functionArn,
        input: event,
        deadLetterConfig: deadLetterQueue && { arn: deadLetterQueue.queueArn },
        retryPolicy: retries ? { maximumEventAgeInSeconds: maxEventAge?.toSeconds(), maximumRetryAttempts: retryAttempts } : undefined,
      }),
    });
    if (deadLetterQueue) { this.allowUndelivered(deadLetterQueue, scope); }
    refuseCycle(resourceOf(this.rule), target, namedCycle('rule', target, 'name the rule by its literal name there'));
    if (literalName(this.rule) !== undefined) { resourceOf(this.rule).node.addDependency(permission); }
  }

  /**
   * Lets the rule, and no other one, send what it could not deliver.
   *
   * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html
   */
  private allowUndelivered(queue: sqs.IQueue, scope: Construct): void {
    if (isRepeated(queue, 'dead letters', this.rule.node.path)) { return; }
    const { statementAdded } = queue.addToResourcePolicy(new iam.PolicyStatement({
      sid: `DeadLetters${Names.nodeUniqueId(this.rule.node)}`,
      principals: [new iam.ServicePrincipal('events.amazonaws.com')],
      actions: ['sqs:SendMessage'],
      resources: [queue.queueArn],
      conditions: { ArnEquals: { 'aws:SourceArn': arnOf(this.rule) } },
    }));
    if (!statementAdded) {
      throw failure(`'deadLetterQueue' must be a queue of this app, got ${queue.node.path}, which is imported and whose policy cannot let the rule send; `
        + 'make a queue for the rule', scope);
    }
  }
}

/**
 * The ARN of the rule, from its name if that is known before deployment: then the rule can wait for a permission that names it.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoneventbridge.html
 */
function arnOf(rule: events.Rule): string {
  const name = literalName(rule);
  if (name === undefined) { return rule.ruleArn; }
  // A bus is named by its ARN too; the ARN of a rule holds the name, and none for the default bus.
  const bus = resourceOf(rule).eventBusName?.replace(/^arn:.*:event-bus\//, '');
  const resourceName = bus === undefined || bus === 'default' ? name : `${bus}/${name}`;
  return Stack.of(rule).formatArn({ service: 'events', resource: 'rule', resourceName });
}

function literalName(rule: events.Rule): string | undefined {
  const { name } = resourceOf(rule);
  return Token.isUnresolved(name) ? undefined : name;
}

function resourceOf(rule: events.Rule): events.CfnRule {
  return rule.node.defaultChild as events.CfnRule;
}

function refuseInvalidRetries({ maxEventAge, retryAttempts }: EventBridgePushSourceOptions, rule: events.IRule): void {
  const age = maxEventAge?.isUnresolved() ? undefined : maxEventAge?.toSeconds({ integral: false });
  if (age !== undefined && !(Number.isInteger(age) && age >= 60 && age <= 86_400)) {
    throw failure(`'maxEventAge' must be 60 to 86400 whole seconds, got ${age} seconds`, rule);
  }
  const attempts = Token.isUnresolved(retryAttempts) ? undefined : retryAttempts;
  if (attempts !== undefined && !(Number.isInteger(attempts) && attempts >= 0 && attempts <= 185)) {
    throw failure(`'retryAttempts' must be a whole number from 0 to 185, got ${attempts}`, rule);
  }
}
