// Not exported: the section of one function in `permissions.md`.
import { callerHalf } from './caller-half';
import { conditionSentence } from './condition-words';
import { ConnectionLine, connectionLines, disabledWords } from './connection-words';
import { identityWords } from './identity-words';
import { actionWords, invokeSentence, resourceWords, targetWords, trustSentence } from './invoke-words';
import { grantMarks, invokeMarks, trustMarks } from './mark';
import { byWords, item, markWords, sortedItems } from './markdown-item';
import { codeSpan, fencedBlock, markdownSentence, markdownTable } from './markdown-text';
import { noteSentences } from './note-words';
import { sortedOnce } from './order';
import { EventSourceSummary, FunctionSummary, InvokeStatement, PolicySummary, RoleSummary, TargetSummary } from './permission-summary';
import { policyPlaceWords } from './policy-words';
import { sharingWords } from './role-words';
import { Sentence, enumerated, sentence, upperFirst } from './sentence';
import { SummaryStatement, statementLines } from './summary-statement';
import { Unknown, nobodyInvokes, roleWords } from './unknown';
import { isAboutCalls, isAboutManaging } from '../model/function-actions';
import { Statement } from '../model/statement';

/** Everything about one function, in sentences that need no knowledge of CDK. */
export function functionSection(summary: FunctionSummary, picture: readonly string[]): string[] {
  const { name, targets, role, roleArn, attached, eventSources, unknowns } = summary;
  const { urls, triggers, destinations } = connectionLines(summary);
  const managers = targets.flatMap((target) => targetItems(target, isAboutManaging));
  return joinedParts([
    [`## ${codeSpan(name)}`],
    [`${markdownSentence(upperFirst(identityWords(summary)))}.`],
    picture,
    ['### Who may invoke it'],
    orElse(targets.flatMap((target) => targetItems(target, isAboutCalls)), `${markdownSentence(upperFirst(nobodyInvokes(unknowns)))}.`),
    ...managers.length > 0 ? [['### Who may manage it'], managers] : [],
    ...connectionParts('### Its function URLs', urls),
    ...connectionParts('### What triggers it', triggers),
    ...eventSources.length > 0 ? [['### What Lambda polls for it'], sortedItems(eventSources.map(eventSourceItem))] : [],
    ['### What it may do'],
    ...role ? roleParts(role) : [[`**Cannot be said**: ${markdownSentence(roleWords(roleArn))}.`], ...attachedParts(attached)],
    ...connectionParts('### Where its results and failures go', destinations),
    ['### Who may assume its role'],
    role ? orElse(statementLines(role.trust).map(trustItem), 'Nobody.') : ['**Cannot be said.**'],
    ...unknowns.length > 0 ? [['### What cannot be said'], unknowns.map(unknownItem)] : [],
    ...commandParts(targets),
  ]);
}

function targetItems(target: TargetSummary, isAbout: (line: Statement) => boolean): string[] {
  const lines = statementLines(target.statements).filter(isAbout);
  return lines.map((line) => (
    item(invokeSentence(line, target), invokeMarks(line), line.place, [...noteSentences(line), ...callerHalf(line, target)])
  ));
}

function connectionParts(title: string, lines: readonly ConnectionLine[]): string[][] {
  return lines.length > 0 ? [[title], sortedItems(lines.map(({ words, marks, place }) => item(words, marks, place)))] : [];
}

function trustItem(line: SummaryStatement): string {
  return item(trustSentence(line), trustMarks(line), line.place, noteSentences(line));
}

function eventSourceItem({ eventSourceArn, targetArn, target, place, ...mapping }: EventSourceSummary): string {
  const source = eventSourceArn === undefined ? sentence`a self-managed Kafka cluster` : sentence`${eventSourceArn}`;
  const invoked = target ? targetWords(target) : sentence`${targetArn}`;
  return item(sentence`Lambda reads ${source} with the function's role and invokes ${invoked} with what it finds${disabledWords(mapping)}`, [], place);
}

function unknownItem({ reason, place }: Unknown): string {
  return item(reason, [], place);
}

function attachedParts(attached: readonly PolicySummary[] | undefined): string[][] {
  return attached ? [['What these templates give to that role:'], policyTable(attached, '')] : [];
}

function roleParts(role: RoleSummary): string[][] {
  const { boundary } = role;
  return [
    [`With its role ${codeSpan(role.arn)} (${codeSpan(role.name)}).${markdownSentence(sharingWords(role))}`],
    policyTable(role.policies, 'Nothing that these templates say.'),
    ...boundary ? [
      ['#### But never more than'],
      [`Whatever its permissions boundary does not allow is taken away again: ${markdownSentence(policyPlaceWords(boundary))}.`],
      boundary.statements ? policyTable([boundary], 'It allows nothing.') : ['**What it allows cannot be said.**'],
    ] : [],
  ];
}

function policyTable(policies: readonly PolicySummary[], nothing: string): string[] {
  const rows = policies.flatMap((policy) => statementLines(policy.statements ?? []).map((line) => policyRow(line, policy)));
  const sorted = sortedOnce(rows, (row) => row.map(byWords).join('\n'));
  return sorted.length === 0 ? [nothing] : markdownTable(['', 'Action', 'Resource', 'When', 'Written in', 'Note'], sorted);
}

function policyRow(line: SummaryStatement, policy: PolicySummary): string[] {
  return [
    line.effect === 'Allow' ? 'may' : 'must not',
    markdownSentence(actionWords(line)),
    markdownSentence(resourceWords(line)),
    markdownSentence(allConditions(line)),
    markdownSentence(policyPlaceWords(policy)),
    [markWords(grantMarks(line)), ...noteSentences(line).map((note) => `${markdownSentence(upperFirst(note))}.`)].join(' ').trim(),
  ];
}

function allConditions({ conditions }: Statement): Sentence {
  return enumerated(conditions.map(conditionSentence), ' and ', ' and ');
}

function commandParts(targets: readonly TargetSummary[]): string[][] {
  const all = targets.flatMap((target) => target.statements.map((statement) => ({ target, statement })));
  const commands = all.flatMap(({ statement }) => statement.addPermission.command ?? []);
  const others = all.filter(({ statement }) => statement.addPermission.obstacle);
  if (all.length === 0) { return []; }
  return [
    ['### The same as commands'],
    ...commands.length > 0 ? [fencedBlock('sh', commands)] : [],
    ...others.length > 0 ? [sortedItems(others.map(({ target, statement }) => obstacleItem(statement, target)))] : [],
  ];
}

function obstacleItem(statement: InvokeStatement, target: TargetSummary): string {
  return `- Not as a command: ${markdownSentence(invokeSentence(statement, target))}. ${markdownSentence(upperFirst(statement.addPermission.obstacle!))}.`;
}

function orElse(lines: readonly string[], nothing: string): readonly string[] {
  return lines.length > 0 ? lines : [nothing];
}

/** Blank lines between parts that have something to say. */
function joinedParts(parts: readonly (readonly string[])[]): string[] {
  return parts.filter((part) => part.length > 0).flatMap((part, index) => index === 0 ? part : ['', ...part]);
}
