import { ArnFormat, Names, Stack, Token } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct, IDependable } from 'constructs';
import { PushSource, PushSourceConfig } from './push-source';
import { isRepeated } from './repetition';
import { snsPrincipal } from './sns-principal';
import { failure } from '../model/failure';

/** Which messages of a topic call the function. */
export interface SnsPushSourceOptions {
  /**
   * The message attributes that a message must have to call the function.
   *
   * @default - all messages
   */
  readonly filterPolicy?: { [attribute: string]: sns.SubscriptionFilter };

  /**
   * The properties that the body of a message must have to call the function.
   *
   * @default - all messages
   */
  readonly filterPolicyWithMessageBody?: { [attribute: string]: sns.FilterOrPolicy };

  /**
   * Where messages go that SNS could not deliver.
   *
   * @default - undeliverable messages are lost
   */
  readonly deadLetterQueue?: sqs.IQueue;
}

/**
 * A topic whose messages call a function.
 *
 * `sns.amazonaws.com` may call for this one topic. Its ARN holds the account, so no other account's topic matches; that
 * SNS sends the account by itself is not documented. Between two regions of which one is an opt-in region, the principal
 * is that region's own, `sns.ap-east-1.amazonaws.com`.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/with-sns.html
 * @see https://docs.aws.amazon.com/sns/latest/dg/sns-cross-region-delivery.html
 * @example
 *
 * declare const resize: SecureFunction;
 * declare const topic: sns.Topic;
 *
 * new PushTrigger(this, 'OnOrder', {
 *   target: resize,
 *   source: new SnsPushSource(topic, { filterPolicy: { kind: sns.SubscriptionFilter.stringFilter({ allowlist: ['order'] }) } }),
 * });
 */
export class SnsPushSource extends PushSource {
  /**
   * @param topic a standard topic
   * @param options which messages call the function
   */
  constructor(private readonly topic: sns.ITopic, private readonly options: SnsPushSourceOptions = {}) {
    super();
    if (/[*?]/.test(topic.topicArn)) {
      throw failure(`'topic' must be one topic, got the pattern '${topic.topicArn}'; import the topic by its ARN`, topic);
    }
    if (topic.fifo) {
      throw failure("'topic' must be a standard topic, got a FIFO topic, which cannot call a function; subscribe a queue and use SqsPullSource", topic);
    }
  }

  public describe(target: lambda.IFunction): PushSourceConfig {
    return {
      id: Names.nodeUniqueId(this.topic.node),
      servicePrincipal: snsPrincipal(regionOf(this.topic), target.env.region),
      sourceArns: [this.topic.topicArn],
    };
  }

  public connect(scope: Construct, target: lambda.IFunction, permission: IDependable): void {
    if (isRepeated(scope.node.root, 'subscription', this.topic.topicArn, target.functionArn)) {
      throw failure(`'source' is the topic ${this.topic.node.path}, to which 'target' is subscribed already; `
        + "SNS has one subscription for each function, so put both filters into one 'filterPolicy'", scope);
    }
    const subscription = new sns.Subscription(scope, 'Subscription', {
      topic: this.topic,
      protocol: sns.SubscriptionProtocol.LAMBDA,
      endpoint: target.functionArn,
      region: otherRegion(this.topic, scope),
      ...this.options,
    });
    subscription.node.addDependency(permission);
  }
}

/** The region of a topic that is not in the region of the stack; a subscription has to be made there. */
function otherRegion(topic: sns.ITopic, scope: Construct): string | undefined {
  const region = regionOf(topic);
  return region === Stack.of(scope).region || Token.isUnresolved(region) ? undefined : region;
}

/** The region in the ARN of an imported topic, of which its stack need not know. */
function regionOf(topic: sns.ITopic): string {
  return Token.isUnresolved(topic.topicArn) ? topic.env.region : Stack.of(topic).splitArn(topic.topicArn, ArnFormat.NO_RESOURCE_NAME).region!;
}
