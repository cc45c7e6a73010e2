import { parseStatements } from '../../src/model/policy-document';
import { LocatedStatement } from '../../src/model/statement';
import { Resource } from '../push/app';

const PSEUDO: { readonly [name: string]: string } = {
  'AWS::Partition': 'aws', 'AWS::Region': 'eu-west-1', 'AWS::AccountId': '111122223333', 'AWS::URLSuffix': 'amazonaws.com',
};

/** A value of a template as it is after the deployment: an attribute of a resource is its logical id, without the hash at the end, unless an ARN is given for it. */
export function literal(value: unknown, arns: { readonly [id: string]: string } = {}): unknown {
  if (Array.isArray(value)) { return value.map((item) => literal(item, arns)); }
  if (typeof value !== 'object' || value === null) { return value; }
  const { 'Ref': ref, 'Fn::GetAtt': attribute, 'Fn::Join': join } = value as { 'Ref'?: string; 'Fn::GetAtt'?: [string]; 'Fn::Join'?: [string, unknown[]] };
  const id = (ref ?? attribute?.[0])?.replace(/[0-9A-F]{8}$/, '');
  if (id !== undefined) { return PSEUDO[id] ?? arns[id] ?? id; }
  if (join) { return join[1].map((part) => literal(part, arns)).join(join[0]); }
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, literal(inner, arns)]));
}

/** The statements of a policy document of a template. */
export function statementsIn(document: unknown, arns?: { readonly [id: string]: string }): LocatedStatement[] {
  const { statements, problems } = parseStatements(literal(document, arns));
  if (problems.length > 0) { throw new Error(problems.join('; ')); }
  return statements.map((statement) => ({ ...statement, source: { stack: 'Stack', logicalId: 'Policy', resourceType: 'AWS::IAM::Policy', property: 'Statement' } }));
}

/** The statements of the policies that stand in a role. */
export function inlineStatements(role: Resource, arns?: { readonly [id: string]: string }): LocatedStatement[] {
  return (role.Properties.Policies as { readonly PolicyDocument: unknown }[]).flatMap(({ PolicyDocument }) => statementsIn(PolicyDocument, arns));
}
