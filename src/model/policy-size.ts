import { arnParts, isAnything, pieces } from './placeholder';
import { Condition, LocatedStatement, Principal } from './statement';

/**
 * The bytes that the policy of one function, version or alias may have.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
 */
export const POLICY_SIZE_LIMIT = 20480;

/**
 * The bytes that Lambda counts for the policy of one function, version or alias, as an upper bound: JSON without white space, in which every name
 * that is made at deployment is as long as it can become.
 *
 * A statement of `AWS::Lambda::Permission` gets its id from CloudFormation, made of the names of stack and resource. Statements of a document are as written.
 *
 * Names of stacks count as they stand in placeholders; a stack that is deployed under a longer name has longer ids.
 */
export function policySize(statements: readonly LocatedStatement[]): number {
  if (statements.length === 0) { return 0; }
  return bytesOf(JSON.stringify({ Version: '2012-10-17', Id: 'default', Statement: statements.map(stored) }));
}

/** The most bytes of one statement in a policy. */
export function statementSize(statement: LocatedStatement): number {
  return bytesOf(JSON.stringify(stored(statement)));
}

/** The most bytes that a text of a statement takes. */
export function textSize(text: string): number {
  return bytesOf(JSON.stringify(longest(text))) - 2;
}

/** A statement as Lambda keeps it. */
function stored(statement: LocatedStatement): object {
  const { principals, notPrincipals, actions, notActions, resources, notResources } = statement;
  return {
    Sid: statement.sid ?? worstSid(statement),
    Effect: statement.effect,
    Principal: principals && principalOf(principals),
    NotPrincipal: notPrincipals && principalOf(notPrincipals),
    Action: listOf(actions),
    NotAction: listOf(notActions),
    Resource: listOf(resources),
    NotResource: listOf(notResources),
    Condition: statement.conditions.length > 0 ? conditionOf(statement.conditions) : undefined,
  };
}

/** `Stack-LogicalId-` and thirteen letters, at most a hundred; a nested stack's own name ends alike. A document's statement may have no id. */
function worstSid({ source }: LocatedStatement): string | undefined {
  return source.resourceType === 'AWS::Lambda::Permission' ? 'x'.repeat(Math.min(100, generatedLength(source.stack, source.logicalId))) : undefined;
}

function generatedLength(stack: string, logicalId: string): number {
  const nested = stack.split(/[/.]/).length - 1;
  return stack.length + 14 * nested + 1 + logicalId.length + 1 + 13;
}

function principalOf(principals: readonly Principal[]): object {
  const kinds = new Map<string, string[]>();
  for (const { kind, id } of principals) { kinds.set(kind, [...kinds.get(kind) ?? [], id]); }
  return Object.fromEntries([...kinds].map(([kind, ids]) => [kind, listOf(ids)]));
}

function conditionOf(conditions: readonly Condition[]): object {
  const block = new Map<string, [string, unknown][]>();
  for (const { operator, key, values } of conditions) { block.set(operator, [...block.get(operator) ?? [], [key, listOf(values)]]); }
  return Object.fromEntries([...block].map(([operator, keys]) => [operator, Object.fromEntries(keys)]));
}

function listOf(values?: readonly string[]): string | string[] | undefined {
  const written = values?.map(longest);
  return written?.length === 1 ? written[0] : written;
}

/** The most that pseudo parameters become: `ap-southeast-7`, `aws-us-gov`, `amazonaws.com.cn`. */
const PSEUDO: { readonly [placeholder: string]: number } = {
  '${AWS::Region}': 14,
  '${AWS::Partition}': 10,
  '${AWS::AccountId}': 12,
  '${AWS::URLSuffix}': 16,
  '${AWS::StackName}': 128,
  '${AWS::StackId}': 230,
};

/** The most that a made name of a service has, where that is less than stack, logical id and thirteen letters. An API's id has ten. */
const LONGEST_NAME: { readonly [service: string]: number } = { 'execute-api': 10, 'lambda': 64, 'events': 64, 's3': 63, 'sqs': 80 };

/** What a parameter or an import may become is not known; this is longer than ARNs usually are. */
const ANYTHING = 128;

/** An attribute that no ARN can be derived from: an id and some words around it. */
const ATTRIBUTE = 20;

/** A text in which everything known at deployment is as long as it can be. */
function longest(text: string): string {
  const service = arnParts(text)[2] ?? '';
  return pieces(text).map(({ kind, written }) => kind === 'VALUE' ? 'x'.repeat(longestValue(written, service)) : written).join('');
}

function longestValue(placeholder: string, service: string): number {
  if (Object.hasOwn(PSEUDO, placeholder)) { return PSEUDO[placeholder]; }
  if (isAnything(placeholder)) { return ANYTHING; }
  const [stack, logicalId = '', attribute] = placeholder.slice(2, -1).split('.');
  // Some names are no longer than a UUID however short stack and logical id are.
  const name = Math.max(36, generatedLength(stack, logicalId));
  const known = Object.hasOwn(LONGEST_NAME, service) ? Math.min(name, LONGEST_NAME[service]) : name;
  return attribute === undefined ? known : known + ATTRIBUTE;
}

/** Policies are written in UTF-8. */
function bytesOf(text: string): number {
  return new TextEncoder().encode(text).length;
}
