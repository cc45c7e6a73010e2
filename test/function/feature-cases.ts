import { readFileSync } from 'fs';
import { join } from 'path';
import { Stack } from 'aws-cdk-lib';
import { Json, resourcesOf, Statement, templateOf } from './templates';

/** What a role holds for one feature of Lambda, as reference and AWS page say it. */
export interface FeatureCase {
  readonly name: string;
  /** AWS's page. */
  readonly see?: string;
  /** In the role, before the function exists. */
  readonly statements: Statement[];
  /** In the policy that names the function and that it does not wait for. */
  readonly dependent?: Statement[];
}

/** The written cases of one file beside the tests. */
export function featureCases(file: string): [string, FeatureCase][] {
  const cases = JSON.parse(readFileSync(join(__dirname, file), 'utf8')) as FeatureCase[];
  return cases.map((one) => [one.name, one]);
}

/** The statements of the only role of a stack, without those for logs: those it holds itself, and those of its second policy. */
export function statementsOf(stack: Stack): Required<Pick<FeatureCase, 'statements' | 'dependent'>> {
  const template = templateOf(stack);
  const roles = Object.values(resourcesOf(template, 'AWS::IAM::Role'));
  expect(roles).toHaveLength(1);
  expect(roles[0]).not.toHaveProperty('ManagedPolicyArns');
  const [own] = roles[0].Policies as Json[];
  const dependent = Object.values(resourcesOf(template, 'AWS::IAM::Policy'));
  return {
    statements: sorted((own.PolicyDocument.Statement as Statement[]).filter((statement) => !isLogs(statement))),
    dependent: sorted(dependent.flatMap((policy) => policy.PolicyDocument.Statement as Statement[])),
  };
}

/** In one order, with lists for single values, and with references as `${Queue.Arn}`. */
export function sorted(statements: Statement[]): Statement[] {
  return statements.map(normal).sort((a, b) => JSON.stringify(a) < JSON.stringify(b) ? -1 : 1);
}

function normal({ Action: action, Resource: resource, Condition: condition, ...rest }: Statement): Statement {
  return {
    ...rest,
    Action: [action].flat().sort(),
    Resource: [resource].flat().map(text).sort(),
    ...condition && { Condition: texts(condition) as object },
  };
}

function texts(value: unknown): unknown {
  if (Array.isArray(value)) { return value.map(texts); }
  if (typeof value !== 'object' || value === null || isIntrinsic(value)) { return text(value); }
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, texts(inner)]));
}

function isIntrinsic(value: object): boolean {
  return Object.keys(value).every((key) => key === 'Ref' || key.startsWith('Fn::'));
}

function text(value: unknown): string {
  const { 'Fn::Join': join_, 'Fn::GetAtt': attribute, 'Ref': ref } = Object(value) as { 'Fn::Join'?: [string, unknown[]]; 'Fn::GetAtt'?: string[]; 'Ref'?: string };
  if (join_) { return join_[1].map(text).join(join_[0]); }
  if (attribute) { return `\${${[withoutHash(attribute[0]), ...attribute.slice(1)].join('.')}}`; }
  return ref === undefined ? String(value) : `\${${withoutHash(ref)}}`;
}

function withoutHash(id: string): string {
  return id.replace(/[0-9A-F]{8}$/, '');
}

function isLogs({ Action: action }: Statement): boolean {
  return JSON.stringify(action) === '["logs:CreateLogStream","logs:PutLogEvents"]';
}
