import { App, Stack } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as ses from 'aws-cdk-lib/aws-ses';
import { LambdaInvocationType } from 'aws-cdk-lib/aws-ses-actions';
import * as sns from 'aws-cdk-lib/aws-sns';
import { CODE, Synthesized, messageOf, newStack } from './app';
import { describePushSource } from './contract';
import { PushTrigger } from '../../src/push/push-trigger';
import { SesPushSource, SesPushSourceOptions } from '../../src/push/ses';

describePushSource({
  row: 'SesPushSource',
  make: (scope, receiptRuleSetName) => new SesPushSource(new ses.ReceiptRuleSet(scope, 'Source', { receiptRuleSetName }), { ruleName: 'orders' }),
  imported: { make: (scope) => new SesPushSource(ses.ReceiptRuleSet.fromReceiptRuleSetName(scope, 'Source', 'known'), { ruleName: 'orders' }) },
  again: (scope) => new SesPushSource(scope.node.findChild('Source') as ses.ReceiptRuleSet, { ruleName: 'invoices' }),
  permissionsOfBoth: 2,
  servicePrincipal: 'ses.amazonaws.com',
  sourceArn: ({ partition, region, account, name }) => `arn:${partition}:ses:${region}:${account}:receipt-rule-set/${name}:receipt-rule/orders`,
  namesAccount: true,
  calls: [['another rule of the set', { sourceArn: 'arn:aws:ses:eu-west-1:111122223333:receipt-rule-set/known:receipt-rule/invoices' }, 'DENIED']],
  connectedBy: 'AWS::SES::ReceiptRule',
  crossAccount: true,
  crossRegion: false,
  staysWithSource: true,
});

function ruleOf(options: Partial<SesPushSourceOptions>, stack = newStack()) {
  const target = new lambda.Function(stack, 'Fn', CODE);
  const ruleSet = new ses.ReceiptRuleSet(stack, 'Rules');
  new PushTrigger(stack, 'OnMail', { target, source: new SesPushSource(ruleSet, { ruleName: 'orders', ...options }) });
  return { stack, target, ruleSet, rules: () => new Synthesized(stack.node.root as App).resources('AWS::SES::ReceiptRule').map(({ Properties }) => Properties) };
}

test('the rule calls the function for all recipients when nothing else is asked for', () => {
  const { stack, target, ruleSet, rules } = ruleOf({});

  expect(rules()).toEqual([{
    RuleSetName: stack.resolve(ruleSet.receiptRuleSetName),
    Rule: { Name: 'orders', Enabled: true, Actions: [{ LambdaAction: { FunctionArn: stack.resolve(target.functionArn) } }] },
  }]);
});

test('the rule is as asked for', () => {
  const stack: Stack = newStack();
  const { rules } = ruleOf({
    recipients: ['orders@example.com'],
    invocationType: LambdaInvocationType.REQUEST_RESPONSE,
    topic: new sns.Topic(stack, 'Called'),
    after: ses.ReceiptRule.fromReceiptRuleName(stack, 'First', 'spam'),
    scanEnabled: true,
    tlsPolicy: ses.TlsPolicy.REQUIRE,
    enabled: false,
  }, stack);

  expect(rules()).toEqual([expect.objectContaining({
    After: 'spam',
    Rule: expect.objectContaining({
      Recipients: ['orders@example.com'],
      ScanEnabled: true,
      TlsPolicy: 'Require',
      Enabled: false,
      Actions: [{ LambdaAction: expect.objectContaining({ InvocationType: 'RequestResponse', TopicArn: { Ref: expect.stringMatching(/^Called/) } }) }],
    }),
  })]);
});

test.each(['', '*', 'orders*', '-orders', 'orders-', 'a b', 'a/b', 'a'.repeat(65)])('fails for the rule name %p', (ruleName) => {
  expect(messageOf(() => ruleOf({ ruleName }))).toBe("'ruleName' must be 1 to 64 letters, digits, dots, dashes and underscores, with a letter or digit "
    + `at both ends, got '${ruleName}' [Stack/Rules]`);
});

test('fails for a rule that is made already', () => {
  const { stack, target, ruleSet } = ruleOf({});

  expect(messageOf(() => new PushTrigger(stack, 'Again', { target, source: new SesPushSource(ruleSet, { ruleName: 'orders' }) }))).toBe(
    "'source' is the rule orders, which the rule set Stack/Rules has already; give each rule its own 'ruleName' [Stack/Again]");
});
