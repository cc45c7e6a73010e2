import { Duration, Names, Stack } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { Construct, IDependable } from 'constructs';
import { differ, refuseElsewhere } from './place';
import { PushSource, PushSourceConfig } from './push-source';
import { isRepeated } from './repetition';
import { rotatedSecret, rotationStatements } from './rotation-statements';
import { failure } from '../model/failure';

/** When a secret is rotated. */
export interface SecretRotationPushSourceOptions {
  /**
   * How long after a rotation the next one begins: 4 hours to 1,000 days, in whole hours.
   *
   * @default Duration.days(30)
   */
  readonly automaticallyAfter?: Duration;

  /**
   * Rotates the secret as soon as the rotation is set up or changed.
   *
   * @default true
   */
  readonly rotateImmediatelyOnUpdate?: boolean;
}

/**
 * A secret that is rotated by a function.
 *
 * `secretsmanager.amazonaws.com` may call for this one secret of this account. The function may do with the secret, and its key, what a
 * rotation takes, and nothing else; what else it needs, such as the secret of a superuser, `allow` gives it.
 *
 * @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotating-secrets-required-permissions-function.html
 * @example
 *
 * declare const rotate: SecureFunction;
 * declare const password: secretsmanager.Secret;
 *
 * new PushTrigger(this, 'OnRotation', {
 *   target: rotate,
 *   source: new SecretRotationPushSource(password, { automaticallyAfter: Duration.days(7) }),
 * });
 */
export class SecretRotationPushSource extends PushSource {
  /**
   * @param secret the secret
   * @param options when it is rotated
   */
  constructor(private readonly secret: secretsmanager.ISecret, private readonly options: SecretRotationPushSourceOptions = {}) {
    super();
    refuseOtherPeriod(options.automaticallyAfter, secret);
    if (/[*?]/.test(secret.secretArn)) {
      throw failure(`'secret' must be one secret, got the pattern '${secret.secretArn}'; import the secret by its complete ARN`, secret);
    }
  }

  public describe(target: lambda.IFunction): PushSourceConfig {
    const { arn, account } = rotatedSecret(this.secret, target);
    return {
      id: Names.nodeUniqueId(this.secret.node),
      servicePrincipal: 'secretsmanager.amazonaws.com',
      sourceArns: [arn],
      sourceAccount: account,
      roleStatements: rotationStatements(this.secret, target),
      connectedIn: target,
    };
  }

  public connect(scope: Construct, target: lambda.IFunction, permission: IDependable): void {
    refuseElsewhere({ kind: 'secret', env: this.secret.env }, this.secret, scope);
    if (isRepeated(this.secret, 'rotation') || this.secret.node.tryFindChild('RotationSchedule')) {
      throw failure(`'source' is the rotation of the secret ${this.secret.node.path}, which has one already; a secret is rotated by one function`, scope);
    }
    const schedule = new secretsmanager.CfnRotationSchedule(besideFunction(scope, target), 'Schedule', {
      secretId: this.secret.secretArn,
      rotationLambdaArn: target.functionArn,
      rotationRules: { scheduleExpression: rate(this.options.automaticallyAfter ?? Duration.days(30)) },
      rotateImmediatelyOnUpdate: this.options.rotateImmediatelyOnUpdate,
    });
    schedule.node.addDependency(permission);
  }
}

/** The function's role names the secret; so that the secret's stack need not name the function, the schedule stands with the function. */
function besideFunction(scope: Construct, target: lambda.IFunction): Construct {
  const home = Stack.of(target);
  const { account, region } = Stack.of(scope);
  const here = home === Stack.of(scope) || differ(home.account, account) || differ(home.region, region);
  return here ? scope : new Construct(target as unknown as Construct, `Rotate${Names.nodeUniqueId(scope.node)}`);
}

/** @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotate-secrets_schedule.html */
function refuseOtherPeriod(period: Duration | undefined, secret: secretsmanager.ISecret): void {
  const hours = period?.toHours({ integral: false });
  if (hours !== undefined && !(Number.isInteger(hours) && hours >= 4 && hours <= 24_000)) {
    throw failure(`'automaticallyAfter' must be 4 hours to 1000 days in whole hours, got ${hours} hours; leave it out for 30 days`, secret);
  }
}

function rate(period: Duration): string {
  const hours = period.toHours();
  return hours % 24 === 0 ? `rate(${hours / 24} ${hours === 24 ? 'day' : 'days'})` : `rate(${hours} hours)`;
}
