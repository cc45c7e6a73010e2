import { readFileSync } from 'fs';
import { App, Stack, Stage, Validations, aws_s3_notifications as notifications } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import * as targets from 'aws-cdk-lib/aws-elasticloadbalancingv2-targets';
import * as events from 'aws-cdk-lib/aws-events';
import * as eventTargets from 'aws-cdk-lib/aws-events-targets';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as subscriptions from 'aws-cdk-lib/aws-sns-subscriptions';
import { RecordedChecks, synthesize } from './synthesize';

const ENV = { account: '111122223333', region: 'eu-west-1' };

/** Functions that were made without this library, in every way that CDK knows. */
function reportOf(build: (stack: Stack, app: App) => void): NonNullable<RecordedChecks['reports'][number]> {
  const app = new App();
  const checks = new RecordedChecks();
  build(new Stack(app, 'App', { env: ENV }), app);
  Validations.of(app).addPlugins(checks);
  synthesize(app);
  expect(checks.reports).toHaveLength(1);
  return checks.reports[0];
}

function functionWith(stack: Stack, id: string, role: iam.IRole): lambda.Function {
  return new lambda.Function(stack, id, {
    runtime: lambda.Runtime.NODEJS_22_X, handler: 'index.handler', code: lambda.Code.fromInline('exports.handler = () => 1;'), role,
  });
}

function newRole(stack: Stack, id: string): iam.Role {
  return new iam.Role(stack, id, { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });
}

function statement(action: string): iam.PolicyStatement {
  return new iam.PolicyStatement({ actions: [action], resources: ['arn:aws:s3:::images/*'] });
}

test('statements are found in every form of policy, each at its own resource', () => {
  const report = reportOf((stack) => {
    const inline = new iam.Role(stack, 'Inline', {
      assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'),
      inlinePolicies: { Own: new iam.PolicyDocument({ statements: [statement('s3:GetObject*')] }) },
    });
    const role = newRole(stack, 'Role');
    role.addToPolicy(statement('s3:PutObject*'));
    new iam.ManagedPolicy(stack, 'Managed', { roles: [role], statements: [statement('s3:DeleteObject*')] });
    new iam.CfnRolePolicy(stack, 'RolePolicy', {
      policyName: 'Tags',
      roleName: role.roleName,
      policyDocument: { Version: '2012-10-17', Statement: { Effect: 'Allow', Action: 's3:*Tagging', Resource: 'arn:aws:s3:::images/*' } },
    });
    functionWith(stack, 'A', inline);
    functionWith(stack, 'B', role);
    functionWith(stack, 'C', role);
  });

  expect(report.violations.map(({ ruleName, violatingResources }) => [ruleName, violatingResources.map(resourceType)])).toEqual([
    ['LambdaPermissions-ActionWildcard[s3:*Tagging]', ['AWS::IAM::RolePolicy']],
    ['LambdaPermissions-ActionWildcard[s3:DeleteObject*]', ['AWS::IAM::ManagedPolicy']],
    ['LambdaPermissions-ActionWildcard[s3:GetObject*]', ['AWS::IAM::Role']],
    ['LambdaPermissions-ActionWildcard[s3:PutObject*]', ['AWS::IAM::Policy']],
  ]);
});

/** The type of the resource that a finding points at, by the template and logical id that the finding names. */
function resourceType(found: { readonly templatePath?: string; readonly resourceLogicalId?: string }): string {
  const template = JSON.parse(readFileSync(found.templatePath!, 'utf8')) as { readonly Resources: { readonly [id: string]: { readonly Type: string } } };
  return template.Resources[found.resourceLogicalId!].Type;
}

test('the triggers of CDK are told apart: those that name their source, and those that do not', () => {
  const report = reportOf((stack) => {
    const target = functionWith(stack, 'Target', newRole(stack, 'Role'));
    new sns.Topic(stack, 'Topic').addSubscription(new subscriptions.LambdaSubscription(target));
    new events.Rule(stack, 'Rule', { schedule: events.Schedule.cron({ hour: '1' }), targets: [new eventTargets.LambdaFunction(target)] });
    new s3.Bucket(stack, 'Bucket').addEventNotification(s3.EventType.OBJECT_CREATED, new notifications.LambdaDestination(target));
    new elbv2.ApplicationTargetGroup(stack, 'Group', { vpc: new ec2.Vpc(stack, 'Vpc', { maxAzs: 1 }), targets: [new targets.LambdaTarget(target)] });
    target.grantInvoke(new iam.AccountPrincipal('444455556666'));
  });

  const aboutInvoking = report.violations.filter(({ ruleName }) => /Source|Public|FunctionUrl/.test(ruleName));
  expect(aboutInvoking.map(({ ruleName }) => ruleName)).toEqual(['LambdaPermissions-SourceArn[elasticloadbalancing.amazonaws.com]']);
});

test('a public function URL is one violation of both its statements', () => {
  const report = reportOf((stack) => {
    functionWith(stack, 'Target', newRole(stack, 'Role')).addFunctionUrl({ authType: lambda.FunctionUrlAuthType.NONE });
  });

  expect(report.violations).toEqual([expect.objectContaining({
    ruleName: 'LambdaPermissions-PublicPrincipal[FunctionUrl]',
    severity: 'error',
    violatingResources: [expect.objectContaining({ locations: ['Properties'] }), expect.objectContaining({ locations: ['Properties'] })],
  })]);
});

test('a role for two services is found, a role for Lambda@Edge is not', () => {
  const report = reportOf((stack) => {
    const both = (...services: string[]) => new iam.CompositePrincipal(...services.map((service) => new iam.ServicePrincipal(service)));
    functionWith(stack, 'A', new iam.Role(stack, 'Mixed', { assumedBy: both('lambda.amazonaws.com', 'ec2.amazonaws.com') }));
    functionWith(stack, 'B', new iam.Role(stack, 'Edge', { assumedBy: both('lambda.amazonaws.com', 'edgelambda.amazonaws.com') }));
  });

  expect(report.violations.map(({ ruleName }) => ruleName)).toEqual(['LambdaPermissions-TrustedPrincipal[ec2.amazonaws.com]']);
});

test('a template that CDK names twice is read once', () => {
  const app = new App();
  const checks = new RecordedChecks();
  const stage = new Stage(app, 'Prod');
  const stack = new Stack(stage, 'App', { env: ENV });
  functionWith(stack, 'Target', newRole(stack, 'Role')).addPermission('Open', { principal: new iam.ServicePrincipal('s3.amazonaws.com') });
  Validations.of(stage).addPlugins(checks);
  Validations.of(app).addPlugins(checks);

  synthesize(app);

  expect(checks.reports.map(({ success, violations }) => [success, violations.map(({ violatingResources }) => violatingResources.length)]))
    .toEqual([[false, [1]]]);
});

test('fails when a template cannot be read', () => {
  const checks = new RecordedChecks();

  expect(() => checks.validate({ templatePaths: ['missing.template.json'] } as Parameters<typeof checks.validate>[0])).toThrow('missing.template.json');
});
