// Not exported: the report for a terminal.
import { conditionSentence } from './condition-words';
import { LayerSummary } from './connection-summary';
import { ConnectionLine, connectionLines, disabledWords, layerLines, shareLine } from './connection-words';
import { actionWords, invokeSentence, resourceWords, targetWords, trustSentence } from './invoke-words';
import { MARK_WORDS, Mark, grantMarks, invokeMarks, trustMarks } from './mark';
import { sortedOnce } from './order';
import { EventSourceSummary, FunctionSummary, PermissionSummary } from './permission-summary';
import { Sentence, enumerated, plainSentence, sentence } from './sentence';
import { SummaryStatement, statementLines } from './summary-statement';
import { visibleText } from './visible-text';
import { Statement } from '../model/statement';

/** A few lines for each function: who may invoke it, what it may do. No colour, nothing that a terminal would obey. */
export function renderText(summary: PermissionSummary): string {
  const functions = summary.functions.length === 0 ? ['There is no Lambda function in these templates.\n'] : summary.functions.map(functionText);
  return [...functions, ...layersText(summary.layers)].join('\n');
}

function layersText(layers: readonly LayerSummary[] | undefined): string[] {
  const lines = layerLines(layers);
  return lines ? [['Layers', ...connectionBlock('share', lines.shares.map(shareLine)), ...block('unknown', lines.unknowns.map(({ reason }) => reason)), ''].join('\n')] : [];
}

function functionText(summary: FunctionSummary): string {
  const { name, targets, eventSources, role, unknowns } = summary;
  const { urls, triggers, destinations } = connectionLines(summary);
  const invokers = targets.flatMap((target) => statementLines(target.statements).map((line) => (
    sentence`${invokeSentence(line, target)}${marked(invokeMarks(line))}`
  )));
  const grants = (role?.policies ?? []).flatMap(({ statements }) => statements ?? []);
  return [
    visibleText(name),
    ...block('invoke', invokers.length + eventSources.length > 0 ? invokers : [sentence`nobody is let in by its own policy`]),
    ...connectionBlock('url', urls),
    ...connectionBlock('trigger', triggers),
    ...block('poll', eventSources.map(polled)),
    ...block('do', role && grants.length === 0 ? [sentence`nothing that the templates say`] : grantSentences(grants)),
    ...block('at most', grantSentences(role?.boundary?.statements ?? [])),
    ...connectionBlock('send', destinations),
    ...block('trust', statementLines(role?.trust ?? []).map((line) => sentence`${trustSentence(line)}${marked(trustMarks(line))}`)),
    ...block('unknown', unknowns.map(({ reason }) => reason)),
    '',
  ].join('\n');
}

function connectionBlock(title: string, lines: readonly ConnectionLine[]): string[] {
  return block(title, lines.map(({ words, marks }) => sentence`${words}${marked(marks)}`));
}

function polled({ eventSourceArn, targetArn, target, ...mapping }: EventSourceSummary): Sentence {
  const source = eventSourceArn === undefined ? sentence`a self-managed Kafka cluster` : sentence`${eventSourceArn}`;
  if (target?.kind === 'FUNCTION') { return sentence`${source}${disabledWords(mapping)}`; }
  return sentence`${source}, for ${target ? targetWords(target) : sentence`${targetArn}`}${disabledWords(mapping)}`;
}

/** On a screen, the actions on one resource belong on one line. */
function grantSentences(statements: readonly SummaryStatement[]): Sentence[] {
  const alike = new Map<string, SummaryStatement[]>();
  for (const line of statementLines(statements)) {
    const { effect, notActions, resources, notResources, conditions } = line;
    const key = JSON.stringify([effect, notActions ?? 0, resources ?? 0, notResources ?? 0, conditions]);
    if (!alike.has(key)) { alike.set(key, []); }
    alike.get(key)!.push(line);
  }
  return [...alike.values()].map((lines) => grantSentence({
    ...lines[0],
    ...lines[0].actions && { actions: sortedOnce(lines.flatMap(({ actions }) => actions ?? []), (action) => action) },
  }));
}

function grantSentence(statement: Statement): Sentence {
  const { effect, conditions } = statement;
  const denied = effect === 'Deny' ? sentence`never ` : [];
  const when = conditions.length === 0 ? [] : sentence`, when ${enumerated(conditions.map(conditionSentence), ' and ', ' and ')}`;
  return sentence`${denied}${actionWords(statement)} on ${resourceWords(statement)}${when}${marked(grantMarks(statement))}`;
}

function marked(marks: readonly Mark[]): Sentence {
  return marks.length === 0 ? [] : [{ text: ` (${marks.map((mark) => MARK_WORDS.get(mark)!).join(', ')})`, isValue: false }];
}

function block(title: string, lines: readonly Sentence[]): string[] {
  const texts = sortedOnce(lines.map(plainSentence), (text) => text);
  return texts.map((text, index) => `  ${(index === 0 ? title : '').padEnd(8)} ${text}`);
}
