import { CfnResource, Reference, Stack, Token, Tokenization } from 'aws-cdk-lib';
import * as events from 'aws-cdk-lib/aws-events';
import { PlaceholderText } from './placeholder-text';

/** The most characters of the name of a rule. */
const LONGEST_NAME = 64;

/**
 * A pattern for the ARN of a rule that CloudFormation gives a name at deployment; undefined for any other ARN, and where the name is not known to begin
 * with the names of stack and resource, because all of them together are too long.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-name.html
 */
export function ruleArnPattern(sourceArn: string, texts: PlaceholderText): string | undefined {
  const rule = ruleWithArn(sourceArn);
  const name = rule && namePattern(rule, texts);
  if (!rule || name === undefined) { return undefined; }
  const bus = rule.eventBusName?.replace(/^arn:.*:event-bus\//, '');
  return Stack.of(rule).formatArn({ service: 'events', resource: 'rule', resourceName: bus === undefined || bus === 'default' ? name : `${bus}/${name}` });
}

function namePattern(rule: events.CfnRule, texts: PlaceholderText): string | undefined {
  const { name, stack, logicalId } = rule;
  // CDK gives a rule without a name a token that becomes nothing.
  if (texts.of(name, rule) !== undefined) { return name; }
  const generated = `${stack.stackName}-${stack.resolve(logicalId) as string}-`;
  return Token.isUnresolved(stack.stackName) || generated.length + 13 > LONGEST_NAME ? undefined : `${generated}*`;
}

/** The rule whose ARN the text is, and nothing else. */
function ruleWithArn(sourceArn: string): events.CfnRule | undefined {
  const { tokens, length } = Tokenization.reverseString(sourceArn);
  const [token] = tokens;
  if (length !== 1 || !Reference.isReference(token) || token.displayName !== 'Arn' || !CfnResource.isCfnResource(token.target)) { return undefined; }
  return token.target.cfnResourceType === 'AWS::Events::Rule' && 'eventPattern' in token.target ? token.target as events.CfnRule : undefined;
}
