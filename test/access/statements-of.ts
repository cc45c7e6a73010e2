import { Stack } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { IAccess } from '../../src/access/access';

/** The statements of an access as they stand in a template, short to read: references are `<Name>` or `<Name.Attribute>`. */
export function statementsOf(access: IAccess, grantee: IConstruct): unknown[] {
  return access.describe(grantee).statements.map((statement) => withoutEffect(Stack.of(grantee).resolve(statement.toStatementJson()) as object, 'Allow'));
}

/** A resolved statement, readable, whose effect is as expected. */
export function withoutEffect(statement: object, expected: string): unknown {
  const { Effect: effect, ...rest } = readable(statement) as { Effect: string };
  expect(effect).toBe(expected);
  return rest;
}

/** Replaces intrinsic functions by texts; the hash at the end of a logical id is left out. */
export function readable(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(readable);
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  const { 'Ref': ref, 'Fn::GetAtt': attribute, 'Fn::Join': join, 'Fn::Select': select } = value as Intrinsic;
  if (ref) {
    return `<${shortId(ref)}>`;
  }
  if (attribute) {
    return `<${shortId(attribute[0])}.${attribute[1]}>`;
  }
  if (join) {
    return join[1].map(readable).join(join[0]);
  }
  if (select) {
    return `<${readable(select[1]['Fn::Split'][1])} part ${select[0]}>`;
  }
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, readable(inner)]));
}

interface Intrinsic {
  readonly 'Ref'?: string;
  readonly 'Fn::GetAtt'?: string[];
  readonly 'Fn::Join'?: [string, unknown[]];
  readonly 'Fn::Select'?: [number, { readonly 'Fn::Split': [string, unknown] }];
}

function shortId(id: string): string {
  return id.replace(/^AWS::/, '').replace(/[0-9A-F]{8}$/, '');
}
