// Not exported: how a statement of a function's policy, or of a trust policy, is said in words.
import { conditionSentence } from './condition-words';
import { isAnyone, subjectWords } from './principal-words';
import { Sentence, enumerated, sentence, values } from './sentence';
import { bareOperator } from '../model/bare-operator';
import { Condition, Statement } from '../model/statement';

/** A function, version or alias, as far as words go. */
export interface TargetName {
  readonly kind: 'FUNCTION' | 'VERSION' | 'ALIAS';
  readonly qualifier?: string;
}

/** `s3.amazonaws.com may invoke it, only for arn:aws:s3:::images, only if that resource belongs to account 111122223333`. */
export function invokeSentence(statement: Statement, target: TargetName & { readonly arn: string }): Sentence {
  const named = otherResources(statement, target.arn);
  return withClauses(sentence`${subjectWithModal(statement)} ${invokeVerb(statement, target)}${named}`, statement);
}

/** `lambda.amazonaws.com may assume its role, only if …`. */
export function trustSentence(statement: Statement): Sentence {
  const assume = statement.actions?.length === 1 && statement.actions[0] === 'sts:AssumeRole';
  const verb = assume ? sentence`assume its role` : sentence`call ${actionWords(statement)} on its role`;
  return withClauses(sentence`${subjectWithModal(statement)} ${verb}`, statement);
}

/** `account 444455556666 may use it, only from organization …`, of a version of a layer. */
export function shareSentence(statement: Statement): Sentence {
  const use = statement.actions?.length === 1 && statement.actions[0] === 'lambda:GetLayerVersion';
  return withClauses(sentence`${subjectWithModal(statement)} ${use ? sentence`use it` : sentence`call ${actionWords(statement)} on it`}`, statement);
}

/** What a target is called after the function was named. */
export function targetWords(target: TargetName): Sentence {
  if (target.kind === 'FUNCTION') { return sentence`it`; }
  const kind = target.kind === 'ALIAS' ? sentence`its alias` : sentence`its version`;
  return target.qualifier === undefined ? kind : sentence`${kind} ${target.qualifier}`;
}

/** The actions of a statement, or what it leaves out. */
export function actionWords(statement: Statement): Sentence {
  return statement.notActions ? sentence`everything except ${values(statement.notActions, ' and ')}` : values(statement.actions ?? [], ' and ');
}

/** The resources of a statement, or what it leaves out. */
export function resourceWords(statement: Statement): Sentence {
  return statement.notResources ? sentence`everything except ${values(statement.notResources, ' and ')}` : values(statement.resources ?? [], ' and ');
}

function subjectWithModal(statement: Statement): Sentence {
  if (statement.effect === 'Allow') { return sentence`${subjectWords(statement)} may`; }
  return statement.principals?.some(isAnyone) ? sentence`nobody may` : sentence`${subjectWords(statement)} must not`;
}

function invokeVerb(statement: Statement, target: TargetName): Sentence {
  const action = statement.actions?.length === 1 ? statement.actions[0] : undefined;
  if (action === 'lambda:InvokeFunction') { return sentence`invoke ${targetWords(target)}`; }
  if (action === 'lambda:InvokeFunctionUrl') {
    return target.kind === 'FUNCTION' ? sentence`call its function URL` : sentence`call the function URL of ${targetWords(target)}`;
  }
  return sentence`call ${actionWords(statement)} on ${targetWords(target)}`;
}

/** A policy document can name more, or less, than the function it stands on. */
function otherResources(statement: Statement, arn: string): Sentence {
  const own = statement.resources?.length === 1 && statement.resources[0] === arn;
  return own || !(statement.resources || statement.notResources) ? [] : sentence`, where the call names ${resourceWords(statement)}`;
}

function withClauses(what: Sentence, { effect, conditions }: Statement): Sentence {
  if (conditions.length === 0) { return what; }
  if (effect === 'Deny') { return sentence`${what} when ${enumerated(conditions.map(conditionSentence), ' and ', ' and ')}`; }
  const fromArn = conditions.some((condition) => isKey(condition, 'aws:SourceArn'));
  // The resource comes first, so that "that resource" has something to point at.
  const ordered = [...conditions].sort((a, b) => Number(isKey(b, 'aws:SourceArn')) - Number(isKey(a, 'aws:SourceArn')));
  return enumerated([what, ...ordered.map((condition) => clause(condition, fromArn))], ', ');
}

function clause(condition: Condition, fromArn: boolean): Sentence {
  const { set, name, ifExists } = bareOperator(condition.operator);
  const wanted = values(condition.values, ' or ');
  const known = set || ifExists || condition.values.length === 0 ? undefined : name;
  if (isKey(condition, 'aws:SourceArn') && /^(Arn|String)(Like|Equals)$/.test(known ?? '')) { return sentence`only for ${wanted}`; }
  if (known === 'StringEquals') {
    if (isKey(condition, 'aws:SourceAccount')) {
      return fromArn ? sentence`only if that resource belongs to account ${wanted}` : sentence`only for resources of account ${wanted}`;
    }
    if (isKey(condition, 'aws:PrincipalOrgID')) { return sentence`only from organization ${wanted}`; }
    if (isKey(condition, 'lambda:EventSourceToken')) { return sentence`only with the event source token ${wanted}`; }
    if (isKey(condition, 'lambda:FunctionUrlAuthType')) { return urlClause(condition.values, wanted); }
  }
  if (known === 'Bool' && isKey(condition, 'lambda:InvokedViaFunctionUrl') && condition.values.join() === 'true') {
    return sentence`only through its function URL`;
  }
  return sentence`only if ${conditionSentence(condition)}`;
}

function urlClause(types: readonly string[], wanted: Sentence): Sentence {
  const consequence = types.includes('NONE') ? sentence`, which asks nobody to sign in` : [];
  return sentence`only while the URL's authentication is ${wanted}${consequence}`;
}

function isKey(condition: Condition, key: string): boolean {
  return condition.key.toLowerCase() === key.toLowerCase();
}
