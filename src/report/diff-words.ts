// Not exported: how a difference between two reports is said in words.
import { conditionSentence } from './condition-words';
import { DestinationSummary, TriggerSummary, UrlSummary } from './connection-summary';
import { destinationWords, disabledWords, ownOr, triggerWords, urlWords } from './connection-words';
import { AccessChange, AccessDiff, AccessLine, isMore, isSwitch } from './diff-change';
import { TargetName, actionWords, invokeSentence, resourceWords, shareSentence, trustSentence } from './invoke-words';
import { MARK_WORDS, grantMarks, invokeMarks, trustMarks } from './mark';
import { noteSentences } from './note-words';
import { EventSourceSummary, PolicySummary } from './permission-summary';
import { policyPlaceWords } from './policy-words';
import { Sentence, enumerated, sentence } from './sentence';
import { SummaryStatement } from './summary-statement';
import { Unknown } from './unknown';

/** More lines than these do not help to see what a change replaces. */
const MOST_SHOWN = 3;

/** A statement of the policy of a function, version or alias. */
export function invokeLine(statement: SummaryStatement, target: TargetName & { readonly arn: string }): AccessLine {
  return { words: invokeSentence(statement, target), statement, marks: invokeMarks(statement) };
}

/** A statement of a trust policy. */
export function trustLine(statement: SummaryStatement): AccessLine {
  return { words: trustSentence(statement), statement, marks: trustMarks(statement) };
}

/** A statement of a policy of the role. */
export function grantLine(statement: SummaryStatement): AccessLine {
  const verb = statement.effect === 'Allow' ? sentence`it may call` : sentence`it must not call`;
  return { words: sentence`${verb} ${callWords(statement)}`, statement, marks: grantMarks(statement) };
}

/** A statement of a permissions boundary. */
export function limitLine(statement: SummaryStatement): AccessLine {
  const verb = statement.effect === 'Allow' ? sentence`its boundary lets it call` : sentence`its boundary forbids it to call`;
  return { words: sentence`${verb} ${callWords(statement)}`, statement, marks: grantMarks(statement) };
}

/** A permissions boundary as a whole. */
export function boundaryLine(boundary: PolicySummary): AccessLine {
  return { words: sentence`its permissions boundary, ${policyPlaceWords(boundary)}`, marks: [] };
}

/** What Lambda reads for the function. */
export function pollWords({ eventSourceArn, targetArn, target }: EventSourceSummary): Sentence {
  const source = eventSourceArn === undefined ? sentence`a self-managed Kafka cluster` : sentence`${eventSourceArn}`;
  return sentence`Lambda reads ${source} and invokes ${ownOr(target, targetArn)} with what it finds`;
}

/** What Lambda reads for the function, as a line of a difference. */
export function pollLine(mapping: EventSourceSummary): AccessLine {
  return { words: sentence`${pollWords(mapping)}${disabledWords(mapping)}`, marks: [] };
}

/** A function URL, as a line of a difference. */
export function urlLine(url: UrlSummary): AccessLine {
  return { words: urlWords(url), marks: [] };
}

/** A resource that invokes the function, as a line of a difference. */
export function triggerLine(trigger: TriggerSummary): AccessLine {
  return { words: sentence`${triggerWords(trigger)}${disabledWords(trigger)}`, marks: [] };
}

/** Where results or failures go, as a line of a difference. */
export function destinationLine(destination: DestinationSummary): AccessLine {
  return { words: destinationWords(destination), marks: [] };
}

/** Who may use a layer. */
export function shareLine(statement: SummaryStatement): AccessLine {
  return { words: shareSentence(statement), statement, marks: trustMarks(statement) };
}

/** What cannot be said. */
export function unknownLine({ reason }: Unknown): AccessLine {
  return { words: sentence`cannot be said: ${reason}`, marks: [] };
}

/** A change as one sentence, with what it replaces as further ones. */
export interface ChangeWords {
  readonly label: 'new' | 'gone' | 'wider' | 'narrower' | 'enabled' | 'disabled';
  readonly main: Sentence;
  readonly line: AccessLine;
  /** What stands beside the details: how it was, or how it is now. */
  readonly relation: 'before' | 'now';
  readonly details: readonly Sentence[];
  /** What was said about what is allowed now: the reason of whoever accepted it. */
  readonly notes: readonly Sentence[];
}

const LABELS = { ADDED: 'new', REMOVED: 'gone', WIDENED: 'wider', NARROWED: 'narrower', ENABLED: 'enabled', DISABLED: 'disabled' } as const;

/** The words for a change. */
export function changeWords(change: AccessChange): ChangeWords {
  const { kind, before, after } = change;
  if (isSwitch(change)) {
    // The label says it; so the words are those of the side on which it is enabled.
    const [line] = kind === 'ENABLED' ? after : before;
    return { label: LABELS[kind], main: line.words, line, relation: 'now', details: [], notes: [] };
  }
  // A limit is told by what it was when it is gone, access by what it is now.
  const isLimit = [...before, ...after].some(({ statement }) => statement === undefined ? change.side === 'BOUNDARY' : statement.effect === 'Deny');
  const [ours, others] = isMore(change) === isLimit ? [before, after] : [after, before];
  const [line] = ours;
  const lead = !isLimit ? [] : isMore(change) ? sentence`no longer: ` : sentence`from now on: `;
  return {
    label: LABELS[kind],
    main: [...lead, ...line.words, ...marked(line, isLimit)],
    line,
    relation: ours === after ? 'before' : 'now',
    details: shortened(others.map(({ words }) => words)),
    notes: isMore(change) && !isLimit ? noteSentences(line.statement ?? {}) : [],
  };
}

/** How much is allowed, in one sentence: `More is allowed than before: 2 changes allow more, 1 allows less.` */
export function totalWords({ functions, layers, open: unsaid = 0 }: AccessDiff): string {
  if (functions.length + layers.length === 0) {
    return `No change of access.${unsaid > 0 ? ` Of ${counted(unsaid, 'function')} a part cannot be said, and is not compared.` : ''}`;
  }
  const changes = [...functions, ...layers].flatMap((diff) => diff.changes);
  const count = (is: (change: AccessChange) => boolean) => changes.filter(is).length;
  // What cannot be said may allow anything, or nothing.
  const [open, switched] = [count((change) => isMore(change) && change.side === 'UNKNOWN'), count(isSwitch)];
  const more = count(isMore) - open;
  const kinds = ([
    [more, 'allow more', 'allows more'],
    [open, 'may allow more', 'may allow more'],
    [switched, 'enable or disable something', 'enables or disables something'],
    [changes.length - more - open - switched, 'allow less', 'allows less'],
  ] as const).filter(([number]) => number > 0);
  const counts = kinds.map(([number, many, one], index) => `${index === 0 ? counted(number, 'change') : number} ${number === 1 ? one : many}`);
  const where = [...functions.length > 0 ? [counted(functions.length, 'function')] : [], ...layers.length > 0 ? [counted(layers.length, 'layer')] : []];
  return `${more > 0 ? 'More is' : open > 0 ? 'More may be' : 'Nothing more is'} allowed than before: ${counts.join(', ') || 'nothing is allowed by it'}, in ${where.join(' and ')}.`;
}

/** `1 change`, `2 changes`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

function callWords(statement: SummaryStatement): Sentence {
  const { conditions } = statement;
  const when = conditions.length === 0 ? [] : sentence`, when ${enumerated(conditions.map(conditionSentence), ' and ', ' and ')}`;
  return sentence`${actionWords(statement)} on ${resourceWords(statement)}${when}`;
}

function marked({ marks }: AccessLine, isLimit: boolean): Sentence {
  return marks.length === 0 || isLimit ? [] : [{ text: ` (${marks.map((mark) => MARK_WORDS.get(mark)!).join(', ')})`, isValue: false }];
}

function shortened(sentences: readonly Sentence[]): Sentence[] {
  if (sentences.length <= MOST_SHOWN) { return [...sentences]; }
  return [...sentences.slice(0, MOST_SHOWN), [{ text: `and ${sentences.length - MOST_SHOWN} more`, isValue: false }]];
}
