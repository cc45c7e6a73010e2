import { Token } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct, IDependable } from 'constructs';
import { PushSource, PushSourceConfig } from './push-source';
import { idOf } from './source-arn';
import { failure } from '../model/failure';

/**
 * An Alexa skill that calls a function.
 *
 * `alexa-appkit.amazon.com` may call with the id of this one skill. Alexa is no AWS service and sends neither an ARN nor an
 * account: the id of the skill, as the event source token, is all there is to tell one skill from another.
 *
 * @see https://developer.amazon.com/en-US/docs/alexa/custom-skills/host-a-custom-skill-as-an-aws-lambda-function.html
 * @example
 *
 * declare const answer: SecureFunction;
 *
 * new PushTrigger(this, 'OnIntent', {
 *   target: answer,
 *   source: new AlexaPushSource('amzn1.ask.skill.0a1b2c3d-4e5f-6789-abcd-ef0123456789'),
 * });
 */
export class AlexaPushSource extends PushSource {
  /** @param skillId the id of the skill, as the developer console shows it */
  constructor(private readonly skillId: string) {
    super();
    if (!Token.isUnresolved(skillId) && !/^amzn1\.ask\.skill\.[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(skillId)) {
      throw failure(`'skillId' must be the id of one skill, such as amzn1.ask.skill.0a1b2c3d-4e5f-6789-abcd-ef0123456789, got '${skillId}'; `
        + 'copy it from the developer console, because without it any skill could call the function');
    }
  }

  public describe(target: lambda.IFunction): PushSourceConfig {
    return {
      id: idOf(this.skillId, target),
      servicePrincipal: 'alexa-appkit.amazon.com',
      eventSourceToken: this.skillId,
    };
  }

  /** Nothing to make: the endpoint of the skill names the function. */
  public connect(_scope: Construct, _target: lambda.IFunction, _permission: IDependable): void {}
}
