import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct, IDependable } from 'constructs';
import { PushSource, PushSourceConfig } from './push-source';
import { SourceArnKind, idOf, refuseOtherArn } from './source-arn';

const BOT_ALIAS: SourceArnKind = { parameter: 'botAliasArn', what: 'bot alias', service: 'lex', resource: 'bot-alias/BOT_ID/ALIAS_ID' };

/**
 * An alias of a Lex V2 bot that calls a function for its dialogs and intents.
 *
 * `lexv2.amazonaws.com` may call for this one bot alias. Its ARN holds the account; that Lex sends the account by itself is not
 * documented. The locale settings of the alias name the function.
 *
 * @see https://docs.aws.amazon.com/lexv2/latest/dg/lambda-attach.html
 * @example
 *
 * declare const orders: SecureFunction;
 *
 * new PushTrigger(this, 'OnIntent', {
 *   target: orders,
 *   source: new LexPushSource(`arn:${Aws.PARTITION}:lex:${Aws.REGION}:${Aws.ACCOUNT_ID}:bot-alias/ABCDEFGHIJ/TSTALIASID`),
 * });
 */
export class LexPushSource extends PushSource {
  /** @param botAliasArn the ARN of the alias of the bot */
  constructor(private readonly botAliasArn: string) {
    super();
    refuseOtherArn(botAliasArn, BOT_ALIAS);
  }

  public describe(target: lambda.IFunction): PushSourceConfig {
    return {
      id: idOf(this.botAliasArn, target),
      servicePrincipal: 'lexv2.amazonaws.com',
      sourceArns: [this.botAliasArn],
    };
  }

  /** Nothing to make: the locale settings of the bot alias name the function. */
  public connect(_scope: Construct, _target: lambda.IFunction, _permission: IDependable): void {}
}
