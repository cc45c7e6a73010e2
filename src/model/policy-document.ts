import { parseConditions } from './policy-condition-block';
import { JsonObject, Problem, isObject, shown, texts } from './policy-json';
import { parsePrincipals } from './policy-principal-element';
import { Effect, Principal, Statement } from './statement';

/** What is known beside the document itself. */
export interface ParseOptions {
  /**
   * The partition of the root ARN that a twelve-digit principal is written out as.
   *
   * @default aws
   */
  readonly partition?: string;
}

/** A policy document in normal form. */
export interface ParsedDocument {
  /** In the order of the document. */
  readonly statements: Statement[];
  /** What IAM would not accept, one sentence each: a statement named here is not among `statements`. A document with problems is known only in part. */
  readonly problems: string[];
}

const ELEMENTS = new Set([
  'Sid', 'Effect', 'Principal', 'NotPrincipal', 'Action', 'NotAction', 'Resource', 'NotResource', 'Condition',
]);

/**
 * Reads a policy document whose intrinsic functions are resolved. The document is not trusted: a statement that IAM would
 * not accept, or that holds anything but text where text belongs, is left out and named in `problems`.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
export function parseStatements(document: unknown, options: ParseOptions = {}): ParsedDocument {
  const statements: Statement[] = [];
  const problems: string[] = [];
  if (!isObject(document) || !Object.hasOwn(document, 'Statement')) {
    return { statements, problems: [`a policy document must be an object with 'Statement', got ${shown(document)}`] };
  }
  const version = Object.hasOwn(document, 'Version') ? document.Version : '2008-10-17';
  if (version !== '2008-10-17' && version !== '2012-10-17') { problems.push(`'Version' must be 2012-10-17 or 2008-10-17, got ${shown(version)}`); }
  const written = Array.isArray(document.Statement) ? document.Statement as unknown[] : [document.Statement];
  written.forEach((value, index) => {
    try {
      const statement = parseStatement(value, options.partition ?? 'aws');
      statements.push(version === '2012-10-17' ? statement : withoutVariables(statement));
    } catch (error) {
      if (!(error instanceof Problem)) { throw error; }
      problems.push(`statement ${index + 1}: ${error.message}`);
    }
  });
  return { statements, problems };
}

function parseStatement(value: unknown, partition: string): Statement {
  if (!isObject(value)) { throw new Problem(`a statement must be an object, got ${shown(value)}`); }
  const unknown = Object.keys(value).find((name) => !ELEMENTS.has(name));
  if (unknown !== undefined) { throw new Problem(`a statement has no element ${shown(unknown)}`); }

  const statement: { -readonly [K in keyof Statement]: Statement[K] } = {
    effect: parseEffect(value),
    conditions: Object.hasOwn(value, 'Condition') ? parseConditions(value.Condition) : [],
  };
  // An empty name, as AWS prints it in many trust policies, is no name.
  if (Object.hasOwn(value, 'Sid') && value.Sid !== '') { statement.sid = texts('Sid', value.Sid)[0]; }
  Object.assign(statement, parsePair(value, 'Action', 'NotAction'));
  if (!statement.actions && !statement.notActions) { throw new Problem("a statement needs 'Action' or 'NotAction'"); }
  Object.assign(statement, parsePair(value, 'Resource', 'NotResource'), parsePrincipalPair(value, partition));
  return statement;
}

function parseEffect(value: JsonObject): Effect {
  const effect = Object.hasOwn(value, 'Effect') ? value.Effect : undefined;
  if (effect !== 'Allow' && effect !== 'Deny') { throw new Problem(`'Effect' must be Allow or Deny, got ${shown(effect)}`); }
  return effect;
}

function parsePair(value: JsonObject, plain: 'Action' | 'Resource', negated: 'NotAction' | 'NotResource'): Partial<Statement> {
  refuseBoth(value, plain, negated);
  if (Object.hasOwn(value, plain)) {
    const list = texts(plain, value[plain]);
    return plain === 'Action' ? { actions: list } : { resources: list };
  }
  if (Object.hasOwn(value, negated)) {
    const list = texts(negated, value[negated]);
    return negated === 'NotAction' ? { notActions: list } : { notResources: list };
  }
  return {};
}

function parsePrincipalPair(value: JsonObject, partition: string): { principals?: Principal[]; notPrincipals?: Principal[] } {
  refuseBoth(value, 'Principal', 'NotPrincipal');
  if (Object.hasOwn(value, 'Principal')) { return { principals: parsePrincipals('Principal', value.Principal, partition) }; }
  if (Object.hasOwn(value, 'NotPrincipal')) { return { notPrincipals: parsePrincipals('NotPrincipal', value.NotPrincipal, partition) }; }
  return {};
}

function refuseBoth(value: JsonObject, plain: string, negated: string): void {
  if (Object.hasOwn(value, plain) && Object.hasOwn(value, negated)) {
    throw new Problem(`a statement cannot have both '${plain}' and '${negated}'`);
  }
}

/**
 * Policy variables came with version 2012-10-17; before it, `${aws:username}` is plain text. `${$}` writes that down in
 * the one form the model knows. Placeholders of values that exist after deployment hold no single colon and stay.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_version.html
 */
function withoutVariables(statement: Statement): Statement {
  const plain = (text: string) => text.replace(/\$\{(?=[^:{}]+:[^:{}]|[*?$]\})/g, '$${$$}{');
  return {
    ...statement,
    ...statement.resources && { resources: statement.resources.map(plain) },
    ...statement.notResources && { notResources: statement.notResources.map(plain) },
    conditions: statement.conditions.map((condition) => ({ ...condition, values: condition.values.map(plain) })),
  };
}
