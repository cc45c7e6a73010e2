import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { cycleIn } from '../template-graph';

/** What an inline function needs at least. */
export const CODE = {
  runtime: lambda.Runtime.NODEJS_22_X,
  handler: 'index.handler',
  code: lambda.Code.fromInline('exports.handler = async () => {};'),
};

export interface Json { readonly [key: string]: any }

/** A statement as the tests write it. */
export interface Statement {
  readonly Action: string | string[];
  readonly Resource: unknown;
  readonly Effect: string;
  readonly Condition?: object;
}

/** A stack that knows where it is deployed to, and writes `arn:aws:` for it. */
export function newStack(context?: object): Stack {
  const app = new App({ postCliContext: { '@aws-cdk/core:enablePartitionLiterals': true, ...context } });
  return new Stack(app, 'Stack', { env: { account: '111122223333', region: 'eu-west-1' } });
}

/** The template of a stack, which CloudFormation could deploy. */
export function templateOf(stack: Stack): Json {
  const template = Template.fromStack(stack).toJSON();
  expect(cycleIn(template)).toBeUndefined();
  return template;
}

/** The resources of a type: their logical ids without the hash, and their properties. */
export function resourcesOf(template: Json, type: string): { [id: string]: Json } {
  const found = Object.entries((template.Resources ?? {}) as { [id: string]: Json }).filter(([, resource]) => resource.Type === type);
  return Object.fromEntries(found.map(([id, resource]) => [id.replace(/[0-9A-F]{8}$/, ''), resource.Properties as Json]));
}

/** The logical id of the only resource of a type, or of the one whose id begins like this. */
export function idOf(template: Json, type: string, start = ''): string {
  const ids = Object.entries(template.Resources as { [id: string]: Json }).filter(([id, { Type }]) => Type === type && id.startsWith(start));
  expect(ids).toHaveLength(1);
  return ids[0][0];
}

/** The statements that stand in the roles of a template, without those for logs. */
export function inlineStatements(template: Json): Statement[] {
  const roles = Object.values(resourcesOf(template, 'AWS::IAM::Role'));
  return withoutLogs(roles.flatMap((role) => (role.Policies ?? []) as Json[]).flatMap((policy) => policy.PolicyDocument.Statement as Statement[]));
}

/** The statements of all policies of a type, without those for logs. */
export function policyStatements(template: Json, type = 'AWS::IAM::Policy'): Statement[] {
  return withoutLogs(Object.values(resourcesOf(template, type)).flatMap((policy) => policy.PolicyDocument.Statement as Statement[]));
}

export function statement(action: string, resource = '*'): iam.PolicyStatement {
  return new iam.PolicyStatement({ actions: [action], resources: [resource] });
}

function withoutLogs(statements: Statement[]): Statement[] {
  return statements.filter(({ Action }) => JSON.stringify(Action) !== '["logs:CreateLogStream","logs:PutLogEvents"]');
}
