import { Names, Stack } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct, IDependable } from 'constructs';
import { namedCycle, refuseCycle } from './cycle';
import { Place, differ, refuseOtherRegion } from './place';
import { PushSource, PushSourceConfig } from './push-source';
import { failure } from '../model/failure';

/** The operations whose event holds a secret that the function must decrypt. */
const SENDERS = [cognito.UserPoolOperation.CUSTOM_EMAIL_SENDER, cognito.UserPoolOperation.CUSTOM_SMS_SENDER];

/** The one operation whose event has versions. */
const VERSIONED = cognito.UserPoolOperation.PRE_TOKEN_GENERATION_CONFIG;

/** Which operations of a user pool call the function. */
export interface CognitoPushSourceOptions {
  /** The operations that call the function. */
  readonly operations: cognito.UserPoolOperation[];

  /**
   * The version of the event of `UserPoolOperation.PRE_TOKEN_GENERATION_CONFIG`.
   *
   * @default LambdaVersion.V1_0
   */
  readonly lambdaVersion?: cognito.LambdaVersion;
}

/**
 * Operations of a user pool, such as sign-up, that call a function.
 *
 * `cognito-idp.amazonaws.com` may call for this one user pool, with one statement for all operations. The ARN holds the
 * account; that Cognito sends the account by itself is not documented.
 *
 * The pool cannot wait for the permission: the permission names the pool by its id, which AWS makes up, so the pool comes first.
 * Until the permission is there, operations of a pool that was there before are refused. The environment of the function
 * cannot name the pool, which names the function: each event holds `userPoolId`.
 *
 * A function that sends mail or messages itself also gets `kms:Decrypt` on the pool's `customSenderKmsKey`. AWS documents the
 * encryption context `userpool-id` for Cognito's grant on the key, not for the function, so there is no condition on it.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-working-with-lambda-triggers.html
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-custom-sender-triggers.html
 * @example
 *
 * declare const signUp: SecureFunction;
 * declare const userPool: cognito.UserPool;
 *
 * new PushTrigger(this, 'OnSignUp', {
 *   target: signUp,
 *   source: new CognitoPushSource(userPool, {
 *     operations: [cognito.UserPoolOperation.PRE_SIGN_UP, cognito.UserPoolOperation.POST_CONFIRMATION],
 *   }),
 * });
 */
export class CognitoPushSource extends PushSource {
  private readonly userPool: cognito.UserPool;
  private readonly place: Place;

  /**
   * @param userPool a user pool of this app; operations of an imported one cannot be set
   * @param options which operations call the function
   */
  constructor(userPool: cognito.IUserPool, private readonly options: CognitoPushSourceOptions) {
    super();
    this.userPool = userPool as cognito.UserPool;
    this.place = { kind: 'user pool', env: userPool.env };
    if (!userPool.node.defaultChild) {
      throw failure("'userPool' must be a user pool of this app, got one that is imported, whose operations cannot be set; "
        + 'make the PushTrigger in the app of the user pool, and import the function there', userPool);
    }
    refuseInvalidOperations(options, userPool);
  }

  public describe(target: lambda.IFunction): PushSourceConfig {
    refuseUnnamedPool(this.place, target, this.userPool);
    return {
      id: `${Names.nodeUniqueId(this.userPool.node)}${this.options.operations.map(({ operationName }) => operationName).join('')}`,
      servicePrincipal: 'cognito-idp.amazonaws.com',
      sourceArns: [this.userPool.userPoolArn],
      roleStatements: this.statements(),
      connectedIn: this.userPool,
    };
  }

  public connect(scope: Construct, target: lambda.IFunction, _permission: IDependable): void {
    refuseOtherRegion(this.place, target, scope, 'a user pool calls functions of its own region');
    const known = triggersOf(this.userPool);
    const taken = this.options.operations.find(({ operationName }) => operationName in known);
    if (taken) {
      throw failure(`'source' is the operation ${taken.operationName} of the user pool ${this.userPool.node.path}, which calls a function already`, scope);
    }
    const resource = this.userPool.node.defaultChild as cognito.CfnUserPool;
    refuseCycle(resource, target, namedCycle('user pool', target, 'each event holds its id as `userPoolId`'));
    for (const operation of this.options.operations) {
      const version = operation.operationName === VERSIONED.operationName ? this.options.lambdaVersion : undefined;
      this.userPool.addTrigger(operation, withoutPermission(target), version);
    }
  }

  private statements(): iam.PolicyStatement[] {
    const senders = SENDERS.map(({ operationName }) => operationName);
    if (!this.options.operations.some(({ operationName }) => senders.includes(operationName))) { return []; }
    const { kmsKeyId } = triggersOf(this.userPool);
    if (kmsKeyId === undefined) {
      throw failure("'operations' hold a custom sender, which needs a key that its secrets are encrypted with, got a user pool without one; "
        + "set 'customSenderKmsKey' of the user pool", this.userPool);
    }
    return [new iam.PolicyStatement({ actions: ['kms:Decrypt'], resources: [kmsKeyId] })];
  }
}

/** A stack of another account could name the pool only by an id that was known before deployment. */
function refuseUnnamedPool({ kind, env }: Place, target: lambda.IFunction, userPool: cognito.UserPool): void {
  const { account } = Stack.of(target);
  if (differ(env.account, account)) {
    throw failure(`'target' must be in the account of the ${kind}, ${env.account}, got a function in ${account}; the id of the pool is known after deployment `
      + "only, so import the function by its ARN in the stack of the pool, and let the function's owner give the permission", userPool);
  }
}

/** What CDK's own method needs of a function, without the permission that it would write once for each operation. */
function withoutPermission({ functionArn }: lambda.IFunction): lambda.IFunction {
  return { functionArn, addPermission: () => undefined } as unknown as lambda.IFunction;
}

/** The operations and the key of a pool, as they are so far. */
function triggersOf(userPool: cognito.UserPool): cognito.CfnUserPool.LambdaConfigProperty {
  const config = (userPool.node.defaultChild as cognito.CfnUserPool).lambdaConfig as { get?(): object } | undefined;
  return config?.get?.() ?? {};
}

function refuseInvalidOperations({ operations, lambdaVersion }: CognitoPushSourceOptions, userPool: cognito.IUserPool): void {
  const names = operations.map(({ operationName }) => operationName);
  if (names.length === 0) {
    throw failure("'operations' must name at least one operation, got an empty list", userPool);
  }
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) {
    throw failure(`'operations' must name each operation once, got ${twice} twice`, userPool);
  }
  if (lambdaVersion !== undefined && !names.includes(VERSIONED.operationName)) {
    throw failure(`'lambdaVersion' is only possible for the operation PRE_TOKEN_GENERATION_CONFIG, got it for ${names.join(', ')}`, userPool);
  }
}
