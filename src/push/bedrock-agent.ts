import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct, IDependable } from 'constructs';
import { PushSource, PushSourceConfig } from './push-source';
import { SourceArnKind, idOf, ownerOf, refuseOtherArn } from './source-arn';

const AGENT: SourceArnKind = { parameter: 'agentArn', what: 'agent', service: 'bedrock', resource: 'agent/AGENT_ID' };

/**
 * A Bedrock agent that calls a function for one of its action groups.
 *
 * `bedrock.amazonaws.com` may call for this one agent of this account. The action group of the agent names the function.
 *
 * @see https://docs.aws.amazon.com/bedrock/latest/userguide/agents-permissions.html#agents-permissions-lambda
 * @example
 *
 * declare const orders: SecureFunction;
 * declare const agent: bedrock.CfnAgent;
 *
 * new PushTrigger(this, 'OnAction', { target: orders, source: new BedrockAgentPushSource(agent.attrAgentArn) });
 */
export class BedrockAgentPushSource extends PushSource {
  /** @param agentArn the ARN of the agent */
  constructor(private readonly agentArn: string) {
    super();
    refuseOtherArn(agentArn, AGENT);
  }

  public describe(target: lambda.IFunction): PushSourceConfig {
    return {
      id: idOf(this.agentArn, target),
      servicePrincipal: 'bedrock.amazonaws.com',
      sourceArns: [this.agentArn],
      sourceAccount: ownerOf(this.agentArn, target),
    };
  }

  /** Nothing to make: an action group of the agent names the function. */
  public connect(_scope: Construct, _target: lambda.IFunction, _permission: IDependable): void {}
}
