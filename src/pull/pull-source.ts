import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct, IDependable } from 'constructs';
import { PullTrigger } from './pull-trigger';
import { failure } from '../model/failure';

/** What a pull source says about itself: what Lambda polls, and what it needs for that of the function's execution role. */
export interface PullSourceConfig {
  /**
   * What tells this source from every other source of the same function; stable, for it is part of a construct id when
   * the source is given to `addEventSource`. Never a token: use the path of the source's construct.
   */
  readonly id: string;

  /** What Lambda does with the execution role to poll. What `onFailure` and a schema registry of the mapping need is added to it. */
  readonly statements: iam.PolicyStatement[];

  /**
   * The actions among the statements that read from the source: those that `pollerOnly` denies to the function's own code.
   *
   * @default - there is nothing to deny, so that `pollerOnly` is refused
   */
  readonly readActions?: string[];

  /** The event source mapping, with an `eventSourceArn` or with `kafkaBootstrapServers`. */
  readonly mapping: lambda.EventSourceMappingOptions;

  /**
   * The queue of an Amazon MQ broker.
   *
   * @default - the source has no queues
   */
  readonly brokerQueue?: string;

  /**
   * What of a DocumentDB cluster is read.
   *
   * @default - the source is no DocumentDB cluster
   */
  readonly documentDb?: lambda.CfnEventSourceMapping.DocumentDBEventSourceConfigProperty;

  /**
   * What else must be there before Lambda can poll, beside the statements and what the mapping names.
   *
   * @default - nothing else
   */
  readonly waitFor?: IDependable[];
}

/** A source that Lambda polls with the execution role of a function. */
export interface IPullSource {
  /**
   * Says what Lambda polls, and what it needs for that. Creates nothing.
   *
   * @param target the function, version or alias that gets the records
   */
  describe(target: lambda.IFunction): PullSourceConfig;
}

/** The base of all pull sources: usable in a `PullTrigger` and in `addEventSource` of any function. */
export abstract class PullSource implements IPullSource, lambda.IEventSource {
  public abstract describe(target: lambda.IFunction): PullSourceConfig;

  /** Makes a `PullTrigger` under the function. Called by `addEventSource`. */
  public bind(target: lambda.IFunction): void {
    const id = `Poll${this.describe(target).id}`;
    if (target.node.tryFindChild(id)) {
      throw failure(`'source' is an event source of this function already, as ${id}; add it once`, target);
    }
    new PullTrigger(target as unknown as Construct, id, { target, source: this });
  }
}
