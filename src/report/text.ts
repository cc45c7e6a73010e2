// Not exported: the report for a terminal.
import { callerHalf } from './caller-half';
import { conditionSentence } from './condition-words';
import { LayerSummary } from './connection-summary';
import { ConnectionLine, connectionLines, disabledWords, layerLines, shareLine } from './connection-words';
import { defaultWords, defaultsCaption } from './default-words';
import { actionWords, invokeSentence, resourceWords, targetWords, trustSentence } from './invoke-words';
import { MARK_WORDS, Mark, grantMarks, invokeMarks, trustMarks } from './mark';
import { briefNotes } from './note-words';
import { sortedOnce } from './order';
import { EventSourceSummary, FunctionSummary, PermissionSummary, RoleSummary, TargetSummary } from './permission-summary';
import { sharersSentence } from './role-words';
import { Sentence, enumerated, plainSentence, sentence } from './sentence';
import { SummaryStatement, statementLines } from './summary-statement';
import { nobodyInvokes } from './unknown';
import { visibleText } from './visible-text';
import { isAboutCalls, isAboutManaging } from '../model/function-actions';
import { knownStatements } from '../model/known-policies';
import { ParameterDefault } from '../model/parameter-default';
import { Statement, StatementNote } from '../model/statement';

/** A few lines for each function: who may invoke it, what it may do. No colour, nothing that a terminal would obey. */
export function renderText(summary: PermissionSummary): string {
  const functions = summary.functions.length === 0 ? ['There is no Lambda function in these templates.\n'] : summary.functions.map(functionText);
  return [...functions, ...layersText(summary.layers), ...defaultsText(summary.defaults)].join('\n');
}

function defaultsText(defaults: readonly ParameterDefault[] | undefined): string[] {
  return defaults ? [[defaultsCaption(defaults), ...block('default', defaults.map((one) => ({ words: defaultWords(one) }))), ''].join('\n')] : [];
}

function layersText(layers: readonly LayerSummary[] | undefined): string[] {
  const lines = layerLines(layers);
  return lines ? [['Layers', ...connectionBlock('share', lines.shares.map(shareLine)), ...block('unknown', lines.unknowns.map(({ reason }) => ({ words: reason }))), ''].join('\n')] : [];
}

function functionText(summary: FunctionSummary): string {
  const { name, targets, eventSources, role, unknowns } = summary;
  const { urls, triggers, destinations } = connectionLines(summary);
  const invokers = targets.flatMap((target) => targetLines(target, isAboutCalls));
  const grants = knownStatements(summary);
  return [
    visibleText(name),
    ...block('invoke', invokers.length + eventSources.length > 0 ? invokers : [{ words: nobodyInvokes(unknowns) }]),
    ...block('manage', targets.flatMap((target) => targetLines(target, isAboutManaging))),
    ...connectionBlock('url', urls),
    ...connectionBlock('trigger', triggers),
    ...block('poll', eventSources.map((mapping) => ({ words: polled(mapping) }))),
    ...block('do', role && grants.length === 0 ? [{ words: sentence`nothing that the templates say` }] : grantLines(grants)),
    ...block('at most', grantLines(role?.boundary?.statements ?? [])),
    ...connectionBlock('send', destinations),
    ...block('trust', statementLines(role?.trust ?? []).map((line) => ({ words: sentence`${trustSentence(line)}${marked(trustMarks(line))}`, notes: briefNotes(line.notes) }))),
    ...block('shared', role ? sharingLines(role) : []),
    ...block('unknown', unknowns.map(({ reason }) => ({ words: reason }))),
    '',
  ].join('\n');
}

/** With which functions the role is shared, and why. */
function sharingLines(role: RoleSummary): TextLine[] {
  const sharers = sharersSentence(role);
  if (sharers.length === 0) { return []; }
  return [{ words: sentence`the role, with ${sharers}`, ...role.sharedReason !== undefined && { notes: briefNotes([{ text: role.sharedReason, option: 'shared' }]) } }];
}

/** A line, and what was said about it. */
interface TextLine {
  readonly words: Sentence;
  readonly notes?: readonly Sentence[];
}

function targetLines(target: TargetSummary, isAbout: (line: Statement) => boolean): TextLine[] {
  const lines = statementLines(target.statements).filter(isAbout);
  return lines.map((line) => ({
    words: sentence`${invokeSentence(line, target)}${marked(invokeMarks(line))}`, notes: [...briefNotes(line.notes), ...callerHalf(line, target)],
  }));
}

function connectionBlock(title: string, lines: readonly ConnectionLine[]): string[] {
  return block(title, lines.map(({ words, marks, notes }) => ({ words: sentence`${words}${marked(marks)}`, notes: briefNotes(notes) })));
}

function polled({ eventSourceArn, targetArn, target, ...mapping }: EventSourceSummary): Sentence {
  const source = eventSourceArn === undefined ? sentence`a self-managed Kafka cluster` : sentence`${eventSourceArn}`;
  if (target?.kind === 'FUNCTION') { return sentence`${source}${disabledWords(mapping)}`; }
  return sentence`${source}, for ${target ? targetWords(target) : sentence`${targetArn}`}${disabledWords(mapping)}`;
}

/** On a screen, the actions on one resource belong on one line. */
function grantLines(statements: readonly SummaryStatement[]): TextLine[] {
  const alike = new Map<string, SummaryStatement[]>();
  for (const line of statementLines(statements)) {
    const { effect, notActions, resources, notResources, conditions } = line;
    const key = JSON.stringify([effect, notActions ?? 0, resources ?? 0, notResources ?? 0, conditions]);
    if (!alike.has(key)) { alike.set(key, []); }
    alike.get(key)!.push(line);
  }
  return [...alike.values()].map((lines) => ({
    words: grantSentence({ ...lines[0], ...lines[0].actions && { actions: actionsOf(lines) } }), notes: briefNotes(notesOf(lines)),
  }));
}

function actionsOf(lines: readonly SummaryStatement[]): string[] {
  return sorted(lines.flatMap(({ actions }) => actions ?? []));
}

/** What was said about lines that became one: about which of their actions, unless it is about all. */
function notesOf(lines: readonly SummaryStatement[]): StatementNote[] {
  const about = new Map<string, { readonly note: StatementNote; readonly lines: SummaryStatement[] }>();
  for (const line of lines) {
    for (const note of line.notes ?? []) {
      const key = JSON.stringify(note);
      if (!about.has(key)) { about.set(key, { note, lines: [] }); }
      about.get(key)!.lines.push(line);
    }
  }
  const all = actionsOf(lines).length;
  return [...about.values()].map(({ note, lines: some }) => ({ ...note, ...actionsOf(some).length < all && { actions: actionsOf(some) } }));
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

function block(title: string, lines: readonly TextLine[]): string[] {
  const texts = lines.map(({ words, notes = [] }) => [plainSentence(words), ...sorted(notes.map(plainSentence))]);
  return sortedOnce(texts, (text) => text.join('\n')).flatMap(([text, ...notes], index) => [
    `  ${(index === 0 ? title : '').padEnd(8)} ${text}`, ...notes.map((note) => `             ${note}`),
  ]);
}

function sorted(texts: readonly string[]): string[] {
  return sortedOnce(texts, (text) => text);
}
