// Not exported: part of the read model of the report.
import { TargetName } from './invoke-words';
import { Sentence, sentence } from './sentence';
import { shellArgument } from './shell-text';
import { SummaryStatement, statementDigest } from './summary-statement';
import { LONGEST_NAME, isVisible } from './visible-text';
import { bareOperator } from '../model/bare-operator';
import { Condition } from '../model/statement';

/**
 * The `aws lambda add-permission` command that adds the same statement, or the reason why there is none.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/api/API_AddPermission.html
 */
export interface AddPermission {
  /** One line for a POSIX shell. INVARIANT: exactly one of `command` and `obstacle` is present. */
  readonly command?: string;
  /** What the command cannot say. */
  readonly obstacle?: Sentence;
}

/** What a statement is about. */
type InvokableName = TargetName & { readonly arn: string };

interface Option {
  readonly name: string;
  /** Undefined for a switch. */
  readonly value?: string;
}

/** The statements of one function, version or alias as commands, in the same order. */
export function addPermissions(statements: readonly SummaryStatement[], functionArn: string, target: InvokableName): AddPermission[] {
  const ids = statementIds(statements);
  return statements.map((statement, index) => addPermission(statement, ids[index], functionArn, target));
}

function addPermission(statement: SummaryStatement, statementId: string, functionArn: string, target: InvokableName): AddPermission {
  const conditions = statement.conditions.map((condition) => ({ condition, option: conditionOption(condition, statement) }));
  const inexpressible = conditions.find(({ option }, index) => (
    !option || conditions.findIndex((other) => other.option?.name === option.name) < index
  ));
  const obstacle = statementObstacle(statement, target) ?? (inexpressible && conditionObstacle(inexpressible.condition));
  if (obstacle) { return { obstacle }; }

  const options: Option[] = [
    { name: 'function-name', value: functionArn },
    ...target.kind === 'FUNCTION' ? [] : [{ name: 'qualifier', value: target.qualifier! }],
    { name: 'statement-id', value: statementId },
    { name: 'action', value: statement.actions![0] },
    { name: 'principal', value: statement.principals![0].id },
    ...conditions.map(({ option }) => option!),
  ];
  const unsafe = options.find(({ value }) => value !== undefined && !isSafe(value));
  if (unsafe) { return { obstacle: sentence`no name in AWS is like ${unsafe.value!}` }; }
  return { command: ['aws lambda add-permission', ...options.map(written)].join(' ') };
}

/** What the command cannot say, whatever the conditions. */
function statementObstacle(statement: SummaryStatement, target: InvokableName): Sentence | undefined {
  const { principals, actions, resources } = statement;
  if (statement.effect === 'Deny') { return sentence`the command only allows, and this denies`; }
  if (statement.notPrincipals || statement.notActions || statement.notResources) { return sentence`the command cannot say "everything except"`; }
  if (principals?.length !== 1) { return sentence`the command takes exactly one principal`; }
  if (principals[0].kind !== 'AWS' && principals[0].kind !== 'Service') { return sentence`the command takes only an AWS principal or a service`; }
  if (actions?.length !== 1) { return sentence`the command takes exactly one action`; }
  if (!/^(\*|lambda:(\*|[a-zA-Z]+))$/.test(actions[0])) { return sentence`the command does not take the action ${actions[0]}`; }
  if (resources && !(resources.length === 1 && resources[0] === target.arn)) {
    return sentence`the command always names exactly the function, version or alias it is added to`;
  }
  return target.kind !== 'FUNCTION' && target.qualifier === undefined ? sentence`the name of the version or alias is not known` : undefined;
}

function conditionObstacle({ operator, key }: Condition): Sentence {
  return sentence`the command has no option for the condition ${operator} on ${key}`;
}

/** The option for a condition, if there is one. The command takes one value for each key, and chooses the operator. */
function conditionOption({ operator, key, values }: Condition, { principals, actions }: SummaryStatement): Option | undefined {
  const { set, name, ifExists } = bareOperator(operator);
  const comparison = set || ifExists || values.length !== 1 ? '' : name;
  const [value] = values;
  const equals = comparison === 'StringEquals';
  switch (key.toLowerCase()) {
    case 'aws:sourcearn': if (comparison === 'ArnLike' || comparison === 'ArnEquals') { return { name: 'source-arn', value }; } break;
    case 'aws:sourceaccount': if (equals) { return { name: 'source-account', value }; } break;
    case 'aws:principalorgid': if (equals && principals?.[0]?.id === '*') { return { name: 'principal-org-id', value }; } break;
    case 'lambda:eventsourcetoken': if (equals) { return { name: 'event-source-token', value }; } break;
    case 'lambda:functionurlauthtype':
      if (equals && actions?.[0] === 'lambda:InvokeFunctionUrl') { return { name: 'function-url-auth-type', value }; }
      break;
    case 'lambda:invokedviafunctionurl':
      if (comparison === 'Bool' && value === 'true' && actions?.[0] === 'lambda:InvokeFunction') { return { name: 'invoked-via-function-url' }; }
      break;
  }
  return undefined;
}

/** Each statement's own id where the API would take it, else the name of its resource, told apart where several would be the same. */
function statementIds(statements: readonly SummaryStatement[]): string[] {
  const plain = statements.map(({ sid, place }) => (sid ?? place.logicalId).replace(/[^a-zA-Z0-9_-]/g, '').slice(0, 90) || 'Statement');
  const once = new Set(plain);
  const twice = new Set(plain.filter((id) => !once.delete(id)));
  return statements.map((statement, index) => twice.has(plain[index]) ? `${plain[index]}-${statementDigest(statement)}` : plain[index]);
}

/** No name of AWS is very long, begins like an option, holds a blank, or begins like a file that the AWS CLI would read in its place. */
function isSafe(value: string): boolean {
  return value !== '' && value.length <= LONGEST_NAME && isVisible(value) && !/\s/.test(value) && !/^(-|fileb?:|https?:)/i.test(value);
}

function written({ name, value }: Option): string {
  return value === undefined ? `--${name}` : `--${name} ${shellArgument(value)}`;
}
