// Not exported: the ARN of a source that is configured elsewhere, and is only known by it.
import { Aws, IResolvable, Names, Reference, ResourceEnvironment, Stack, StringConcat, Token, Tokenization } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { failure } from '../model/failure';
import { arnParts } from '../model/placeholder';

/** The kind of ARN that a push source takes. */
export interface SourceArnKind {
  /** The parameter that the user gives. */
  readonly parameter: string;
  /** What it is the ARN of, in the words of a message: `agent`. */
  readonly what: string;
  /** As in the ARN: `bedrock`. */
  readonly service: string;
  /** The last part of the ARN, with the parts that vary in capitals: `agent/AGENT_ID`. */
  readonly resource: string;
}

const VARIABLE_PART = '[\\w=,.@-]+';

/** What takes the place of a value that exists only at deployment; it may be a part of an ARN, or all of it. */
const UNKNOWN = '_';

/** Refuses what is not the ARN of one resource of the kind: another service's, another resource's, a pattern. */
export function refuseOtherArn(arn: string, { parameter, what, service, resource }: SourceArnKind): void {
  const known = arn.replace(/\$\{Token\[[^\]]*\]\}/g, UNKNOWN);
  if (Token.isUnresolved(arn) && known.split(':').length < 6 && !/[*?]/.test(known)) { return; }
  const tail = resource.replace(/[A-Z_]+/g, VARIABLE_PART);
  if (!new RegExp(`^arn:[\\w-]+:${service}:[\\w-]+:(\\d{12}|${UNKNOWN}):(${tail}|${UNKNOWN})$`).test(known)) {
    throw failure(`'${parameter}' must be the ARN of one ${what}, such as arn:aws:${service}:eu-west-1:111122223333:${resource}, got '${arn}'; `
      + `pass the ARN of the ${what} itself, without a wildcard`);
  }
}

/**
 * The account that owns the source: the one in its ARN, else that of the stack that makes the source, else the function's.
 *
 * It is literal where that stack knows its account, because tools that read templates cannot follow a reference.
 */
export function ownerOf(arn: string, target: lambda.IFunction): string {
  return placeOf(arn, target).account;
}

/** The account and region of the source, found in the same way. */
export function placeOf(arn: string, target: lambda.IFunction): ResourceEnvironment {
  const [,,, region, account] = arnParts(arn);
  const reference = Tokenization.reverseString(arn).tokens.find((token) => Reference.isReference(token));
  const maker = (part?: string) => Stack.of(part === undefined && reference ? reference.target : target);
  return {
    account: account !== undefined && account !== Aws.ACCOUNT_ID ? account : maker(account).account,
    region: region !== undefined && region !== Aws.REGION ? region : maker(region).region,
  };
}

/** What tells the source from others, without tokens: its ARN, with the path of the construct in the place of a reference. */
export function idOf(arn: string, target: lambda.IFunction): string {
  const mapToken = (token: IResolvable) => Reference.isReference(token)
    ? `${Names.nodeUniqueId(token.target.node)}${token.displayName}`
    : JSON.stringify(Stack.of(target).resolve(token)).replace(/[^\w.:-]/g, '');
  const text = Tokenization.reverseString(arn).mapTokens({ mapToken }).join(new StringConcat()) as string;
  return text.replace(/\//g, '.');
}
