// Not exported: part of the pictures; what functions are connected with.
import { urlMarks } from './connection-words';
import { triggerConnections, triggerStates } from './graph-triggers';
import { targetWords } from './invoke-words';
import { grantMarks, invokeMarks, isWide, trustMarks } from './mark';
import { FunctionSummary, TargetSummary } from './permission-summary';
import { callerLabel, callerName, pictureName } from './picture-name';
import { callerWords } from './principal-words';
import { plainSentence } from './sentence';
import { SummaryStatement, digest, statementLines } from './summary-statement';
import { isAboutCalls } from '../model/function-actions';
import { knownStatements } from '../model/known-policies';
import { arnParts } from '../model/placeholder';

/** Why there is a line between a function and something else. */
export type ConnectionKind =
  | 'ALLOWED' // a statement allows it
  | 'MANAGES' // a statement lets it change or read the function, and not invoke it
  | 'POLLED' // Lambda reads it for the function
  | 'TRIGGER' // it names the function as what it invokes; the function's policy does not let it in
  | 'SENT'; // results or failures go there, whether or not a statement allows it

/** Something that may invoke a function, or that a function may use. */
export interface Connection {
  /** What it is: equal for the same thing. */
  readonly key: string;
  readonly label: string;
  /** What it is one of, where single things are too many: a service, mostly. */
  readonly group: string;
  /** Who calls, or which service is called: one word of the line about a function. */
  readonly brief: string;
  /** What is done with it, in a word; of `SENT`, what goes there. */
  readonly note?: string;
  readonly wide: boolean;
  /** Something is there, but the templates do not tell what. */
  readonly unknown: boolean;
  readonly kind: ConnectionKind;
  /** The id of the function that it is. */
  readonly leadsTo?: string;
}

/** A function, with all that its picture shows. Denials are not drawn. */
export interface ConnectedFunction {
  readonly summary: FunctionSummary;
  /** The id of its part of the page, the same in every report: it holds no character of a name. */
  readonly id: string;
  readonly invokers: readonly Connection[];
  readonly resources: readonly Connection[];
  /** Whether something in it covers more than it names. */
  readonly wide: boolean;
}

/** Whether somebody may manage one of the functions, and not invoke it. */
export function hasManagers(functions: readonly ConnectedFunction[]): boolean {
  return functions.some(({ invokers }) => invokers.some(({ kind }) => kind === 'MANAGES'));
}

/** What all functions are connected with. */
export function connectedFunctions(functions: readonly FunctionSummary[]): ConnectedFunction[] {
  const accounts = new Set(functions.map(({ account }) => account));
  const byArn = new Map(functions.map((each) => [each.arn, each]));
  return functions.map((summary) => ({
    summary,
    id: idOf(summary),
    invokers: [
      ...summary.targets.flatMap((target) => callers(target, summary, accounts)), ...polled(summary, accounts), ...triggerConnections(summary),
    ],
    resources: [...used(summary, accounts, byArn), ...sent(summary, accounts, byArn), ...notKnown(summary)],
    wide: hasWide(summary),
  }));
}

function idOf({ name, arn }: FunctionSummary): string {
  return `f-${digest(name)}${digest(arn)}`;
}

function callers(target: TargetSummary, { triggers }: FunctionSummary, accounts: ReadonlySet<string>): Connection[] {
  const states = triggerStates(triggers);
  const whose = target.kind === 'FUNCTION' ? [] : [plainSentence(targetWords(target)).replace(/^its /, '')];
  return allowed(target.statements).map((line) => {
    const name = callerName(line);
    const kind = isAboutCalls(line) ? 'ALLOWED' : 'MANAGES';
    const notes = [...whose, ...kind === 'MANAGES' ? ['manages'] : [], ...states.isOff(name) ? ['trigger disabled'] : []];
    return {
      key: name,
      label: callerLabel(line, accounts),
      group: plainSentence(callerWords(line)),
      brief: plainSentence(callerWords(line)),
      ...notes.length > 0 && { note: notes.join(', ') },
      wide: invokeMarks(line).some(isWide),
      unknown: false,
      kind,
    };
  });
}

function polled({ eventSources }: FunctionSummary, accounts: ReadonlySet<string>): Connection[] {
  return eventSources.map(({ eventSourceArn = 'self-managed Kafka', disabled }) => ({
    key: eventSourceArn,
    label: pictureName(eventSourceArn, accounts),
    group: serviceOf(eventSourceArn),
    brief: serviceOf(eventSourceArn),
    note: disabled ? 'polled, disabled' : 'polled',
    wide: false,
    unknown: false,
    kind: 'POLLED',
  }));
}

function used(summary: FunctionSummary, accounts: ReadonlySet<string>, byArn: ReadonlyMap<string, FunctionSummary>): Connection[] {
  return allowed(knownStatements(summary)).flatMap((line) => {
    const { actions, notActions, resources, notResources } = line;
    const calls = actions?.map((action) => action.split(':')) ?? [[`all but ${notActions!.join(', ')}`]];
    const things = resources ?? [`all but ${notResources?.join(', ') ?? 'nothing'}`];
    const wide = grantMarks(line).some(isWide);
    return things.flatMap((key) => {
      const thing = resource(key, accounts, byArn);
      return calls.map((call): Connection => ({ ...thing, brief: call[0], note: call[1] === '*' ? call.join(':') : call.at(-1)!, wide, kind: 'ALLOWED' }));
    });
  });
}

const SENT_NOTES = { SUCCESS: 'results', FAILURE: 'failures', EVENT_SOURCE_FAILURE: 'failures', DEAD_LETTER: 'dead letters' } as const;

function sent({ destinations = [] }: FunctionSummary, accounts: ReadonlySet<string>, byArn: ReadonlyMap<string, FunctionSummary>): Connection[] {
  return destinations.map(({ on, destinationArn: key }) => (
    { ...resource(key, accounts, byArn), brief: serviceOf(key), note: SENT_NOTES[on], wide: false, kind: 'SENT' }
  ));
}

function resource(key: string, accounts: ReadonlySet<string>, byArn: ReadonlyMap<string, FunctionSummary>): Pick<Connection, 'key' | 'label' | 'group' | 'unknown' | 'leadsTo'> {
  return {
    key,
    label: byArn.get(key)?.name ?? pictureName(key, accounts),
    group: key === '*' ? 'any resource' : serviceOf(key),
    unknown: false,
    ...byArn.has(key) && { leadsTo: idOf(byArn.get(key)!) },
  };
}

function notKnown({ unknowns }: FunctionSummary): Connection[] {
  const note = unknowns.length === 1 ? '1 reason, told in words' : `${unknowns.length} reasons, told in words`;
  const label = 'what the templates do not tell';
  return unknowns.length === 0 ? [] : [{ key: label, label, group: label, brief: label, note, wide: false, unknown: true, kind: 'ALLOWED' }];
}

function hasWide(summary: FunctionSummary): boolean {
  const { targets, role, urls } = summary;
  return [
    ...targets.flatMap(({ statements }) => statements.flatMap(invokeMarks)),
    ...knownStatements(summary).flatMap(grantMarks),
    ...(role?.trust ?? []).flatMap(trustMarks),
    ...(urls ?? []).flatMap(urlMarks),
  ].some(isWide);
}

function allowed(statements: readonly SummaryStatement[]): SummaryStatement[] {
  return statementLines(statements).filter(({ effect }) => effect === 'Allow');
}

function serviceOf(name: string): string {
  const [prefix, , service] = arnParts(name);
  return prefix === 'arn' && service ? service : name;
}
