import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct, IDependable } from 'constructs';
import { PushSource, PushSourceConfig } from './push-source';
import { SourceArnKind, idOf, ownerOf, refuseOtherArn } from './source-arn';

const ROOM: SourceArnKind = { parameter: 'roomArn', what: 'room', service: 'ivschat', resource: 'room/ROOM_ID' };

/**
 * An IVS chat room that has its messages reviewed by a function.
 *
 * `ivschat.amazonaws.com` may call for this one room of this account. IVS accepts a message review handler only when it may
 * call it, so give the room its handler after the permission exists: in an update of the room, or in another stack.
 *
 * @see https://docs.aws.amazon.com/ivs/latest/ChatUserGuide/security-iam.html
 * @example
 *
 * declare const review: SecureFunction;
 *
 * new PushTrigger(this, 'OnMessage', {
 *   target: review,
 *   source: new IvsChatPushSource(`arn:${Aws.PARTITION}:ivschat:${Aws.REGION}:${Aws.ACCOUNT_ID}:room/AbCdEfGhIjKl`),
 * });
 */
export class IvsChatPushSource extends PushSource {
  /** @param roomArn the ARN of the room */
  constructor(private readonly roomArn: string) {
    super();
    refuseOtherArn(roomArn, ROOM);
  }

  public describe(target: lambda.IFunction): PushSourceConfig {
    return {
      id: idOf(this.roomArn, target),
      servicePrincipal: 'ivschat.amazonaws.com',
      sourceArns: [this.roomArn],
      sourceAccount: ownerOf(this.roomArn, target),
    };
  }

  /** Nothing to make: the message review handler of the room names the function. */
  public connect(_scope: Construct, _target: lambda.IFunction, _permission: IDependable): void {}
}
