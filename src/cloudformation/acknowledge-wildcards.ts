import { CfnResource, Stack, Validations } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';

/** A statement, and why a wildcard in it cannot be avoided. */
export interface WildcardStatement {
  readonly statement: iam.PolicyStatement;
  /** Undefined: nobody gave a reason, so a wildcard in it stays a finding. */
  readonly reason?: string;
}

/**
 * Tells cdk-nag which wildcards in a policy are unavoidable, and why.
 *
 * By the exact id of the finding, and only if every statement that causes this finding has a reason: a wildcard that
 * somebody adds later stays visible. Version 3 of cdk-nag reads the acknowledgements of CDK's validations, version 2
 * only the resource's `cdk_nag` metadata. May be called again when more is known.
 *
 * @param resource the role or policy that holds the statements
 * @param statements all statements it holds
 */
export function acknowledgeWildcards(resource: CfnResource, statements: readonly WildcardStatement[]): void {
  const findings = new Map<string, string | undefined>();
  for (const { statement, reason } of statements) {
    for (const id of findingsOf(Stack.of(resource).resolve(statement.toStatementJson()))) {
      findings.set(id, findings.has(id) && findings.get(id) === undefined ? undefined : reason);
    }
  }
  const known = acknowledged(resource);
  const rules: object[] = [];
  for (const [id, reason] of findings) {
    if (reason !== undefined) {
      if (!known.has(id)) { resource.node.addMetadata(Validations.ACKNOWLEDGED_RULES_METADATA_KEY, { [id]: reason }); }
      rules.push(metadataRule(id, reason));
    }
  }
  if (rules.length > 0) { resource.addMetadata('cdk_nag', { rules_to_suppress: rules }); }
}

interface StatementJson {
  readonly Effect: string;
  readonly Action?: string | string[];
  readonly Resource?: unknown;
}

/** The ids of what cdk-nag finds in one statement. */
function findingsOf(statement: StatementJson): string[] {
  if (statement.Effect !== 'Allow') { return []; }
  const actions = listOf(statement.Action).map(String);
  const resources = listOf(statement.Resource).map(flat);
  const star = resources.includes('*') || actions.some((action) => action === '*' || action.endsWith(':*'));
  return [
    ...actions.filter((action) => action.includes('*')).map((action) => `AwsSolutions-IAM5[Action::${action}]`),
    ...resources.filter((arn) => arn.includes('*')).map((arn) => `AwsSolutions-IAM5[Resource::${arn}]`),
    ...(star ? ['Serverless-LambdaStarPermissions'] : []),
  ];
}

function listOf(value: unknown): unknown[] {
  return value === undefined ? [] : Array.isArray(value) ? value : [value];
}

/** A resolved value as cdk-nag writes it into the id of a finding: `<Bucket.Arn>/in/*`. */
function flat(value: unknown): string {
  if (typeof value === 'string') { return value.replace(/\$\{/g, '<').replace(/\}/g, '>'); }
  const { 'Fn::Join': join, 'Fn::Sub': sub, 'Fn::GetAtt': attribute, 'Fn::ImportValue': imported, 'Ref': ref } = value as Intrinsic;
  if (join) { return join[1].map(flat).join(join[0]); }
  if (sub) { return flat(sub); }
  if (attribute) { return `<${attribute.map(flat).join('.')}>`; }
  if (imported) { return flat(imported); }
  return ref ? `<${ref}>` : JSON.stringify(value);
}

interface Intrinsic {
  readonly 'Fn::Join'?: [string, unknown[]];
  readonly 'Fn::Sub'?: unknown;
  readonly 'Fn::GetAtt'?: unknown[];
  readonly 'Fn::ImportValue'?: unknown;
  readonly 'Ref'?: string;
}

function acknowledged(resource: CfnResource): Set<string> {
  const entries = resource.node.metadata.filter((entry) => entry.type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY);
  return new Set(entries.flatMap((entry) => Object.keys(entry.data)));
}

/** One line of cdk-nag 2's metadata: the finding's detail is apart from the rule's id. */
function metadataRule(id: string, reason: string): object {
  const detail = /^([^[]+)\[(.*)\]$/.exec(id);
  return detail ? { id: detail[1], reason, applies_to: [detail[2]] } : { id, reason };
}
