import { App, Aspects, IAspect, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as nag from 'cdk-nag';
import * as nag2 from 'cdk-nag-2';
import { SOURCES } from './sources';
import { PolicyKind } from '../../src/function/policy-kind';
import { SecureFunction } from '../../src/function/secure-function';
import { PullTrigger } from '../../src/pull/pull-trigger';
import { CODE, HOME } from '../push/app';

/** The rules about what a role may do. */
const PERMISSIONS = /IAM|StarPermissions/;

/** One function for each source, in a stack of its own: the sources share their names. */
function appWith(policyKind: PolicyKind): App {
  const app = new App({ analyticsReporting: false, treeMetadata: false });
  Object.values(SOURCES).forEach((make, index) => {
    const stack = new Stack(app, `Source${index}`, { env: HOME });
    new PullTrigger(stack, 'Trigger', { target: new SecureFunction(stack, 'Fn', { ...CODE, policyKind }), source: make(stack) });
  });
  return app;
}

test.each([
  ['AwsSolutionsChecks', PolicyKind.INLINE], ['ServerlessChecks', PolicyKind.INLINE],
  ['AwsSolutionsChecks', PolicyKind.MANAGED], ['HIPAASecurityChecks', PolicyKind.MANAGED], ['NIST80053R5Checks', PolicyKind.MANAGED],
] as const)('cdk-nag 3’s %s finds no permission to complain about, with %s policies', (pack, policyKind) => {
  const app = appWith(policyKind);
  app.synth();

  const { violations } = new nag[pack]().validateScope(app);

  expect(violations.length).toBeGreaterThan(0);
  expect(violations.map(({ ruleName }) => ruleName).filter((rule) => PERMISSIONS.test(rule))).toEqual([]);
});

test('cdk-nag still finds what nobody explained', () => {
  const app = appWith(PolicyKind.INLINE);
  const handler = app.node.findChild('Source0').node.findChild('Fn') as SecureFunction;
  handler.addToRolePolicy(new iam.PolicyStatement({ actions: ['sqs:SendMessage'], resources: ['*'] }));
  app.synth();

  const { violations } = new nag.AwsSolutionsChecks().validateScope(app);

  expect(violations.map(({ ruleName }) => ruleName).filter((rule) => PERMISSIONS.test(rule))).toEqual(['AwsSolutions-IAM5[Resource::*]']);
});

test('cdk-nag 2 finds none either', () => {
  const app = appWith(PolicyKind.MANAGED);
  Aspects.of(app).add(new nag2.AwsSolutionsChecks() as IAspect);
  Aspects.of(app).add(new nag2.ServerlessChecks() as IAspect);

  const messages = app.synth().stacks.flatMap((stack) => stack.messages).map(({ entry }) => String(entry.data)).filter((text) => /^(AwsSolutions|Serverless)-/.test(text));

  expect(messages.length).toBeGreaterThan(0);
  expect(messages.filter((text) => PERMISSIONS.test(text.split(':')[0]))).toEqual([]);
});
