// Not exported: a rule.
import { FunctionAccess, InvokeTarget } from '../../model/function-access';
import { Condition, LocatedStatement, Principal } from '../../model/statement';
import { arnFields } from '../arn-fields';
import { detailOf } from '../finding-detail';
import { Finding, Rule } from '../rule';
import { hasWildcard } from '../wildcard';

/**
 * Whoever may call the function's URL may also invoke the function through it: since October 2025 AWS asks for both.
 *
 * A caller in the function's own account is left out: its own policies may hold the other half.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html
 */
export const functionUrl: Rule = {
  id: 'FunctionUrl',
  level: 'ERROR',
  info: 'The policy has only one of the two statements that a function URL needs.',
  explanation: "Every request to the URL ends with 403, which tempts to open more than is needed. Allow the same caller 'lambda:InvokeFunctionUrl', and 'lambda:InvokeFunction' with 'InvokedViaFunctionUrl'.",
  check: (access) => access.targets.flatMap((target) => halvesOf(target, access)),
};

const URL_KEYS = new Set(['lambda:functionurlauthtype', 'lambda:invokedviafunctionurl']);

function halvesOf(target: InvokeTarget, access: FunctionAccess): Finding[] {
  const allows = target.statements.filter((statement) => statement.effect === 'Allow');
  return allows.flatMap((statement) => {
    const missing = otherHalf(statement);
    if (!missing) { return []; }
    return (statement.principals ?? [])
      .filter((principal) => arnFields(principal.id)?.account !== access.account)
      .filter((principal) => !allows.some((other) => gives(other, missing, principal, statement)))
      .map((principal) => ({ detail: detailOf(principal.id), source: statement.source }));
  });
}

/** The action that a statement about the URL needs beside it; nothing for one that is not about the URL, or holds both. */
function otherHalf(statement: LocatedStatement): string | undefined {
  if (has(statement, 'lambda:InvokeFunctionUrl')) { return has(statement, 'lambda:InvokeFunction') ? undefined : 'lambda:InvokeFunction'; }
  return statement.conditions.some(({ key }) => key.toLowerCase() === 'lambda:invokedviafunctionurl') ? 'lambda:InvokeFunctionUrl' : undefined;
}

/** Whether a statement allows the action to the principal, with no condition that the other one has not. */
function gives(statement: LocatedStatement, action: string, principal: Principal, other: LocatedStatement): boolean {
  return has(statement, action)
    && (statement.principals ?? []).some(({ kind, id }) => id === '*' || (kind === principal.kind && id === principal.id))
    && statement.conditions
      .filter((condition) => !URL_KEYS.has(condition.key.toLowerCase()))
      .every((condition) => other.conditions.some((known) => isSame(condition, known)));
}

function has(statement: LocatedStatement, action: string): boolean {
  return statement.notActions !== undefined
    || (statement.actions ?? []).some((written) => written.toLowerCase() === action.toLowerCase() || hasWildcard(written));
}

function isSame(a: Condition, b: Condition): boolean {
  return a.operator === b.operator && a.key.toLowerCase() === b.key.toLowerCase() && a.values.join('\n') === b.values.join('\n');
}
