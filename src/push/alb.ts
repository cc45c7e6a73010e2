import { Names, ResourceEnvironment, Stack, Token } from 'aws-cdk-lib';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct, IDependable } from 'constructs';
import { namedCycle, refuseCycle } from './cycle';
import { Place, refuseElsewhere, refuseOtherAccount, refuseOtherRegion } from './place';
import { PushSource, PushSourceConfig } from './push-source';
import { isRepeated } from './repetition';
import { failure } from '../model/failure';
import { arnParts } from '../model/placeholder';

/** Which requests call the function, and how the target group is made. */
export interface AlbPushSourceOptions {
  /** The name of the target group, at most 32 characters. Known before deployment, for the permission names it and comes first. */
  readonly targetGroupName: string;

  /**
   * The place of the rule among the rules of the listener; the lowest number is asked first. Needs `conditions`.
   *
   * @default - no rule is made: the function is the default of the listener, which must be of this app
   */
  readonly priority?: number;

  /**
   * What a request must be to call the function. Needs `priority`.
   *
   * @default - no rule is made: the function is the default of the listener, which must be of this app
   */
  readonly conditions?: elbv2.ListenerCondition[];

  /**
   * How the load balancer asks the function whether it is well. Each check is a call that costs.
   *
   * @default - no health check
   */
  readonly healthCheck?: elbv2.HealthCheck;

  /**
   * Whether headers and query parameters are lists, so that none of the same name is lost.
   *
   * @default false
   */
  readonly multiValueHeadersEnabled?: boolean;
}

/**
 * A listener of an Application Load Balancer that forwards requests to a function, through a target group that the
 * trigger makes.
 *
 * `elasticloadbalancing.amazonaws.com` may call for target groups of this one name in this one account; AWS documents
 * both keys. The function is registered when the target group is made, so the permission comes first, and the last part
 * of the ARN, which AWS makes up, cannot be a part of it. Names are unique in an account and region.
 *
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/lambda-functions.html
 * @example
 *
 * declare const web: SecureFunction;
 * declare const listener: elbv2.ApplicationListener;
 *
 * new PushTrigger(this, 'OnRequest', {
 *   target: web,
 *   source: new AlbPushSource(listener, {
 *     targetGroupName: 'web',
 *     priority: 10,
 *     conditions: [elbv2.ListenerCondition.pathPatterns(['/shop/*'])],
 *   }),
 * });
 */
export class AlbPushSource extends PushSource {
  private readonly place: Place;

  /**
   * @param listener the listener; an imported one needs `priority` and `conditions`
   * @param options which requests call the function
   */
  constructor(private readonly listener: elbv2.IApplicationListener, private readonly options: AlbPushSourceOptions) {
    super();
    this.place = { kind: 'listener', env: environmentOf(listener) };
    const { targetGroupName } = options;
    if (Token.isUnresolved(targetGroupName) || !/^(?!-)[A-Za-z0-9-]{1,32}(?<!-)$/.test(targetGroupName)) {
      throw failure(`'targetGroupName' must be 1 to 32 letters, digits and inner dashes, known before deployment, got '${targetGroupName}'`, listener);
    }
    refuseHalfRule(options, listener);
  }

  public describe(target: lambda.IFunction): PushSourceConfig {
    refuseOtherAccount(this.place, target, this.listener, 'AWS takes functions of the account of the target group only');
    const { account, region } = this.place.env;
    const resourceName = `${this.options.targetGroupName}/*`;
    return {
      id: `${Names.nodeUniqueId(this.listener.node)}${this.options.targetGroupName}`,
      servicePrincipal: 'elasticloadbalancing.amazonaws.com',
      sourceArns: [Stack.of(this.listener).formatArn({ service: 'elasticloadbalancing', account, region, resource: 'targetgroup', resourceName })],
      sourceAccount: account,
    };
  }

  public connect(scope: Construct, target: lambda.IFunction, permission: IDependable): void {
    const { targetGroupName, priority, conditions, healthCheck, multiValueHeadersEnabled } = this.options;
    refuseOtherRegion(this.place, target, scope, 'AWS takes functions of the region of the target group only');
    refuseElsewhere(this.place, this.listener, scope);
    if (isRepeated(scope.node.root, 'target group', this.place.env.account, this.place.env.region, targetGroupName)) {
      throw failure(`'source' is the target group ${targetGroupName}, which is made already; give each its own 'targetGroupName'`, scope);
    }
    if (priority === undefined) { refuseSecondDefault(this.listener, scope); }
    const targetGroup = new elbv2.ApplicationTargetGroup(scope, 'TargetGroup', {
      targetGroupName,
      targetType: elbv2.TargetType.LAMBDA,
      targets: [registration(target)],
      healthCheck,
      multiValueHeadersEnabled,
    });
    targetGroup.node.addDependency(permission);
    if (priority === undefined) {
      refuseCycle(this.listener.node.defaultChild as elbv2.CfnListener, target,
        namedCycle('listener', target, "pass 'priority' and 'conditions', so that the listener does not wait for the function"));
      this.listener.addTargetGroups('Default', { targetGroups: [targetGroup] });
    } else {
      new elbv2.ApplicationListenerRule(scope, 'Rule', { listener: this.listener, priority, conditions, targetGroups: [targetGroup] });
    }
  }
}

/** An imported listener is where its ARN says, which CDK does not read. */
function environmentOf({ listenerArn, env }: elbv2.IApplicationListener): ResourceEnvironment {
  const [,,, region, account] = arnParts(listenerArn);
  const known = (part: string | undefined, otherwise: string) => !part || Token.isUnresolved(part) ? otherwise : part;
  return { account: known(account, env.account), region: known(region, env.region) };
}

/** The target of CDK without the permission of CDK, which would be for every load balancer of every account. */
function registration(target: lambda.IFunction): elbv2.IApplicationLoadBalancerTarget {
  return { attachToApplicationTargetGroup: () => ({ targetType: elbv2.TargetType.LAMBDA, targetJson: { id: target.functionArn } }) };
}

/** CDK replaces the default of a listener with no more than a warning. */
function refuseSecondDefault(listener: elbv2.IApplicationListener, scope: Construct): void {
  const actions: unknown = Stack.of(listener).resolve((listener.node.defaultChild as elbv2.CfnListener).defaultActions);
  if (Array.isArray(actions) && actions.length > 0) {
    throw failure(`'source' is the default of the listener ${listener.node.path}, which has one already; pass 'priority' and 'conditions'`, scope);
  }
}

function refuseHalfRule({ priority, conditions }: AlbPushSourceOptions, listener: elbv2.IApplicationListener): void {
  if ((priority === undefined) !== !conditions?.length) {
    throw failure("'priority' and 'conditions' must be given together, or neither, got only "
      + `${priority === undefined ? "'conditions'" : `'priority' ${priority}`}; without both the function is the default of the listener`, listener);
  }
  if (priority === undefined && !listener.node.defaultChild) {
    throw failure("'priority' and 'conditions' are missing, and the listener is imported, so its default cannot be changed; pass both", listener);
  }
}
