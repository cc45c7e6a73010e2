import { arnParts, isAnything, pieces } from './placeholder';
import { LocatedStatement, StatementSource } from './statement';
import { statementJson } from './statement-json';

/**
 * The bytes that the policy of one function, version or alias may have.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
 */
export const POLICY_SIZE_LIMIT = 20480;

/** The bytes above which a policy is nearly full, and worth a warning: 80 % of the limit. */
export const NEARLY_FULL_POLICY = 0.8 * POLICY_SIZE_LIMIT;

/**
 * The bytes that Lambda counts for the policy of one function, version or alias, as an upper bound: JSON without white space.
 *
 * What is known before deployment counts as it is. What is not counts with the longest form that it can have: regions and partitions of an app without
 * an environment, the names and ids that services make, and the statement ids that CloudFormation makes of the name of the stack and the logical id. Where
 * the name of the stack is not known, as in a template file alone, it counts with the 128 characters that it can have.
 *
 * Two things have no longest form. A value of a parameter, an import or a policy variable counts with 128 characters. An attribute of which no ARN is
 * known counts with 20 characters more than a name.
 */
export function policySize(statements: readonly LocatedStatement[]): number {
  if (statements.length === 0) { return 0; }
  return bytesOf(JSON.stringify({ Version: '2012-10-17', Id: 'default', Statement: statements.map(stored) }));
}

/** The most bytes of one statement in a policy. */
export function statementSize(statement: LocatedStatement): number {
  return bytesOf(JSON.stringify(stored(statement)));
}

/**
 * The most bytes that a text of a statement takes.
 *
 * @param source where it stands, to know the name of the stack
 */
export function textSize(text: string, source?: StatementSource): number {
  return bytesOf(JSON.stringify(longest(text, source))) - 2;
}

/** A statement as Lambda keeps it. */
function stored(statement: LocatedStatement): object {
  const { sid, source } = statement;
  return { ...statementJson(statement, (text) => longest(text, source)), Sid: sid ?? worstSid(source) };
}

/** The longest name of a stack. */
const LONGEST_STACK_NAME = 128;

/** `Stack-LogicalId-` and thirteen letters, at most a hundred. A document's statement may have no id. */
function worstSid(source: StatementSource): string | undefined {
  return source.resourceType === 'AWS::Lambda::Permission' ? 'x'.repeat(Math.min(100, generatedLength(source.stackName, source.logicalId))) : undefined;
}

function generatedLength(stackName: string | undefined, logicalId: string): number {
  return (stackName?.length ?? LONGEST_STACK_NAME) + 1 + logicalId.length + 1 + 13;
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

/** The most characters of a made name, where that can be less than stack, logical id and thirteen letters. An API's id has ten. */
const LONGEST_NAME: { readonly [service: string]: number } = {
  'execute-api': 10, 'lambda': 64, 'events': 64, 's3': 63, 'sqs': 80, 'cognito-idp': 55, 'iot': 128, 'sns': 256, 'cloudwatch': 255, 'elasticloadbalancing': 32,
};

/** What a parameter or an import may become is not known; this is longer than ARNs usually are. */
const ANYTHING = 128;

/** An attribute that no ARN can be derived from: an id and some words around it. */
const ATTRIBUTE = 20;

/** A text in which everything known at deployment is as long as it can be. */
function longest(text: string, source: StatementSource | undefined): string {
  const service = arnParts(text)[2] ?? '';
  return pieces(text).map(({ kind, written }) => kind === 'VALUE' ? 'x'.repeat(longestValue(written, service, source)) : written).join('');
}

function longestValue(placeholder: string, service: string, source: StatementSource | undefined): number {
  if (Object.hasOwn(PSEUDO, placeholder)) { return PSEUDO[placeholder]; }
  if (isAnything(placeholder)) { return ANYTHING; }
  const [stack, logicalId = '', attribute] = placeholder.slice(2, -1).split('.');
  const stackName = source?.stack.replace(/[.:{}$*?\s]/g, '-') === stack ? source.stackName : undefined; // the placeholder has no such characters
  // Some names are no longer than a UUID however short stack and logical id are.
  const name = Math.max(36, generatedLength(stackName, logicalId));
  const known = Object.hasOwn(LONGEST_NAME, service) ? Math.min(name, LONGEST_NAME[service]) : name;
  return attribute === undefined ? known : known + ATTRIBUTE;
}

/** Policies are written in UTF-8. */
function bytesOf(text: string): number {
  return new TextEncoder().encode(text).length;
}
