import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct, IConstruct, IDependable } from 'constructs';
import { PushTrigger } from './push-trigger';
import { failure } from '../model/failure';

/** What a push source says about itself: who calls the function, and how AWS can tell that it is this source. */
export interface PushSourceConfig {
  /**
   * What tells this source from every other source of the same function; stable, for it is part of a construct id when
   * the source is given to `addEventSource`. Never a token: use the path of the source's construct.
   */
  readonly id: string;

  /** The service that calls, for example `s3.amazonaws.com`. */
  readonly servicePrincipal: string;

  /**
   * The ARNs the service may call for, each written as one statement. `*` stands for any text within one of the six parts of an ARN.
   *
   * @default - the service names no source, and `sourceAccount` alone tells who may call
   */
  readonly sourceArns?: string[];

  /**
   * The account the service must be calling for: twelve digits. Only where AWS documents that the service sends it;
   * elsewhere the condition would deny every call.
   *
   * @default - no condition on the account
   */
  readonly sourceAccount?: string;

  /**
   * A token that the service sends along and that only the owner of the source knows, for services outside of AWS.
   *
   * @default - no condition on a token
   */
  readonly eventSourceToken?: string;

  /**
   * Why the service may call for whatever source of whatever account, where AWS documents no key that it sends. The reason
   * acknowledges the finding of `LambdaPermissionChecks` about it.
   *
   * @default - a source without ARN, account and token is refused
   */
  readonly anySourceReason?: string;

  /**
   * The service calls the URL of the function, not the function. That needs a statement for the URL, and one for the function that
   * holds only for calls through the URL.
   *
   * @default false
   */
  readonly viaFunctionUrl?: boolean;

  /**
   * What the function itself must be allowed so that the source works: to answer the service, or to read what it sends.
   *
   * @default - the source needs nothing of the function's role
   */
  readonly roleStatements?: iam.PolicyStatement[];

  /**
   * The construct whose stack will name the function, when that is not the trigger's stack. The permission is made
   * in that stack, if it has the function's account and region, so that the two stacks do not need each other.
   *
   * @default - the trigger's stack names the function
   */
  readonly connectedIn?: IConstruct;
}

/** A source that calls a Lambda function, and is allowed to by the function's resource-based policy. */
export interface IPushSource {
  /**
   * Says who calls the function. Creates nothing.
   *
   * @param target the function, version or alias that is to be called
   */
  describe(target: lambda.IFunction): PushSourceConfig;

  /**
   * Makes the source call the function, after the permission exists. What is created must depend on the permission.
   *
   * @param scope where to create constructs
   * @param target the function, version or alias that is to be called
   * @param permission what to wait for
   */
  connect(scope: Construct, target: lambda.IFunction, permission: IDependable): void;
}

/** The base of all push sources: usable in a `PushTrigger` and in `addEventSource` of any function. */
export abstract class PushSource implements IPushSource, lambda.IEventSource {
  public abstract describe(target: lambda.IFunction): PushSourceConfig;

  public abstract connect(scope: Construct, target: lambda.IFunction, permission: IDependable): void;

  /** Makes a `PushTrigger` under the function. Called by `addEventSource`. */
  public bind(target: lambda.IFunction): void {
    const id = `On${this.describe(target).id}`;
    if (target.node.tryFindChild(id)) {
      throw failure(`'source' is an event source of this function already, as ${id}; add it once`, target);
    }
    new PushTrigger(target as unknown as Construct, id, { target, source: this });
  }
}
