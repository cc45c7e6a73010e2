// Not exported: `permissions.md` is what a user sees, this writes it.
import { defaultWords, defaultsCaption } from './default-words';
import { ConnectedFunction, Connection, connectedFunctions, hasManagers } from './graph-connections';
import { grantMarks, invokeMarks, isWide, trustMarks } from './mark';
import { functionSection } from './markdown-function';
import { item, sortedItems } from './markdown-item';
import { layersSection } from './markdown-layers';
import { codeSpan, fencedBlock, markdownSentence, markdownTable } from './markdown-text';
import { Flowchart, flowchart } from './mermaid';
import { sortedOnce } from './order';
import { FunctionSummary, PermissionSummary } from './permission-summary';
import { callerWords, subjectWords } from './principal-words';
import { statementLines } from './summary-statement';
import { isAboutCalls } from '../model/function-actions';
import { knownStatements } from '../model/known-policies';
import { ParameterDefault } from '../model/parameter-default';
import { arnParts } from '../model/placeholder';

/** More pictures than this make a page that no browser likes. */
const MOST_PICTURES = 20;

const INTRODUCTION = [
  '# Lambda permissions',
  '',
  'Who may invoke each Lambda function, and what each function may do: read from the finished CloudFormation templates,',
  'whatever tool wrote them. Nothing here depends on the time or the machine, so a difference between two reports is a',
  'difference in access.',
  '',
  '- `${…}` stands for a value that exists only after deployment, such as an account number or a generated name.',
  '- *May invoke* means that the function\'s own policy lets the caller in. Inside the function\'s account, a user or role whose',
  '  own policies allow the call may invoke it too, listed or not; from another account a caller needs both.',
  '- **Bold** words mark a permission that covers more than it names, and what cannot be said.',
  '- Not shown: policies of the organization and policies of other resources, which can deny and, some of them, allow as well.',
];

/** The report for people: a table and a picture of everything, then one section for each function. */
export function renderMarkdown(summary: PermissionSummary): string {
  const { functions } = summary;
  const layers = layersSection(summary.layers);
  if (functions.length === 0) { return [...INTRODUCTION, '', ...defaultsSection(summary.defaults), 'There is no Lambda function in these templates.', '', ...layers].join('\n'); }
  const connected = connectedFunctions(functions);
  const overall = flowchart(connected);
  const pictureEach = overall.grouped && functions.length > 1 && functions.length <= MOST_PICTURES;
  return [
    ...INTRODUCTION, '',
    ...defaultsSection(summary.defaults),
    '## Summary', '',
    ...markdownTable(['Function', 'Invoked by', 'May use', 'Its role may be assumed by'], connected.map(summaryRow)), '',
    ...picture(overall, `${hasManagers(connected) ? MANAGED : ''}${pictureEach ? EACH_BELOW : ''}`), '',
    ...connected.flatMap((each) => [...functionSection(each.summary, pictureEach ? picture(flowchart([each]), '') : []), '']),
    ...layers,
  ].join('\n');
}

function defaultsSection(defaults: readonly ParameterDefault[] | undefined): string[] {
  if (!defaults) { return []; }
  return ['## Parameters', '', defaultsCaption(defaults), '', ...sortedItems(defaults.map((one) => item(defaultWords(one), []))), ''];
}

const CAPTION = [
  'An arrow into a function: who may invoke it. An arrow out of it: what it may use, and where its results and failures go.',
  'Dotted: not a permission but wiring, such as a source that Lambda polls for it. Denials are not drawn.',
].join(' ');
const GROUPED = ' There is too much for one picture, so what is alike shares a box: functions whose paths begin alike, callers and resources of one service.';
const MANAGED = ' With *manages*: who may change or read the function, and not invoke it.';
const EACH_BELOW = ' Each function has a picture of its own below.';

function picture({ lines, grouped }: Flowchart, more: string): string[] {
  return [`${CAPTION}${grouped ? GROUPED : ''}${more}`, '', ...fencedBlock('mermaid', lines)];
}

function summaryRow({ summary, invokers }: ConnectedFunction): string[] {
  return [codeSpan(summary.name), invokedBy(summary, invokers), mayUse(summary), assumedBy(summary)];
}

function invokedBy({ targets, eventSources, unknowns }: FunctionSummary, invokers: readonly Connection[]): string {
  const all = targets.flatMap((target) => statementLines(target.statements));
  const lines = all.filter(isAboutCalls);
  const managers = all.filter((line) => line.effect === 'Allow' && !isAboutCalls(line)).map((line) => markdownSentence(callerWords(line)));
  const callers = lines.filter(({ effect }) => effect === 'Allow').map((line) => markdownSentence(callerWords(line)));
  const polled = eventSources.map(({ eventSourceArn }) => `${codeSpan(eventSourceArn === undefined ? 'kafka' : arnParts(eventSourceArn)[2] ?? eventSourceArn)} (polled)`);
  const triggers = invokers.filter(({ kind }) => kind === 'TRIGGER').map(({ brief }) => `${codeSpan(brief)} (trigger)`);
  const known = cell([...sorted(callers), ...sorted(polled), ...sorted(triggers)], 'nobody', lines.flatMap(invokeMarks).some(isWide), lines.some(({ effect }) => effect === 'Deny'));
  const invoked = unknowns.some(({ mayLetIn }) => mayLetIn) ? `${known}, **and what cannot be said**` : known;
  const wide = all.some((line) => !isAboutCalls(line) && invokeMarks(line).some(isWide));
  return managers.length === 0 ? invoked : `${invoked}; managed by ${cell(sorted(managers), 'nobody', wide, false)}`;
}

function mayUse(summary: FunctionSummary): string {
  const { role, attached, unknowns } = summary;
  if (!role && !attached) { return '**cannot be said**'; }
  const lines = statementLines(knownStatements(summary));
  const allowed = lines.filter(({ effect }) => effect === 'Allow');
  const services = allowed.map(({ actions, notActions }) => (
    notActions ? `all but ${codeSpan(notActions.join(' '))}` : sorted(actions!.map((action) => codeSpan(action.split(':')[0]))).join(', ')
  ));
  const text = cell(sorted(services), 'nothing', lines.flatMap(grantMarks).some(isWide), lines.some(({ effect }) => effect === 'Deny'));
  return unknowns.length > 0 ? `${text}, **and what cannot be said**` : text;
}

function assumedBy({ role }: FunctionSummary): string {
  if (!role) { return '**cannot be said**'; }
  const lines = statementLines(role.trust);
  const callers = lines.filter(({ effect }) => effect === 'Allow').map((line) => markdownSentence(subjectWords(line)));
  return cell(sorted(callers), 'nobody', lines.flatMap(trustMarks).length > 0, lines.some(({ effect }) => effect === 'Deny'));
}

function cell(items: readonly string[], nothing: string, marked: boolean, denied: boolean): string {
  return `${items.join(', ') || nothing}${marked ? ' **(wide)**' : ''}${denied ? ', less what is denied' : ''}`;
}

function sorted(texts: readonly string[]): string[] {
  return sortedOnce(texts, (text) => text);
}
