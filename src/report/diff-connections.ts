// Not exported: part of the difference between two reports; URLs, triggers, event sources and destinations.
import { ConnectionSummaries, DestinationSummary, TriggerSummary, UrlSummary } from './connection-summary';
import { destinationWords, triggerWords } from './connection-words';
import { AccessChange } from './diff-change';
import { Wire, onePerKey, wiringChanges } from './diff-wiring';
import { destinationLine, pollLine, pollWords, triggerLine, urlLine } from './diff-words';
import { EventSourceSummary } from './permission-summary';
import { plainSentence } from './sentence';

/** The changes of what leads to a function and away from it. What one of both reports does not tell is not compared. */
export function connectionChanges(before: ConnectionSummaries | undefined, after: ConnectionSummaries | undefined): AccessChange[] {
  return [
    ...whereTold(before, after, ({ urls }) => urls, urlChanges),
    ...whereTold(before, after, ({ triggers }) => triggers, triggerChanges),
    ...whereTold(before, after, ({ destinations }) => destinations, destinationChanges),
  ];
}

/** A function that is not there has no connections. */
function whereTold<T>(
  before: ConnectionSummaries | undefined, after: ConnectionSummaries | undefined,
  part: (summaries: ConnectionSummaries) => readonly T[] | undefined, changes: (old: readonly T[], young: readonly T[]) => AccessChange[],
): AccessChange[] {
  const [old, young] = [before, after].map((summaries) => summaries ? part(summaries) : []);
  return old && young ? changes(old, young) : [];
}

function urlChanges(before: readonly UrlSummary[], after: readonly UrlSummary[]): AccessChange[] {
  const [old, young] = [byTarget(before), byTarget(after)];
  return [...new Set([...old.keys(), ...young.keys()])].flatMap((target) => urlsOfOne(old.get(target) ?? [], young.get(target) ?? []));
}

/** The URL of one function or alias, which is one; more of them are alternatives. */
function urlsOfOne(before: readonly UrlSummary[], after: readonly UrlSummary[]): AccessChange[] {
  const without = (urls: readonly UrlSummary[], others: readonly UrlSummary[]) => (
    urls.filter(({ authType }) => !others.some((other) => other.authType === authType))
  );
  const [gone, come] = [without(before, after), without(after, before)];
  if (before.length === 0) { return come.map((url) => ({ kind: 'ADDED', side: 'URL', before: [], after: [urlLine(url)] })); }
  if (after.length === 0) { return gone.map((url) => ({ kind: 'REMOVED', side: 'URL', before: [urlLine(url)], after: [] })); }
  if (come.length === 0) { return gone.map((url) => ({ kind: 'NARROWED', side: 'URL', before: [urlLine(url)], after: after.map(urlLine) })); }
  return come.map((url) => ({ kind: mayLetInMore(url, before) ? 'WIDENED' : 'NARROWED', side: 'URL', before: before.map(urlLine), after: [urlLine(url)] }));
}

/** `NONE` asks nobody; a type that is not known before deployment may be that one. */
function mayLetInMore({ authType }: UrlSummary, before: readonly UrlSummary[]): boolean {
  return authType === 'NONE' || (authType !== 'AWS_IAM' && !before.some((url) => url.authType === 'NONE'));
}

function byTarget(urls: readonly UrlSummary[]): Map<string, UrlSummary[]> {
  const found = new Map<string, UrlSummary[]>();
  for (const url of urls) { found.set(targetKey(url), [...found.get(targetKey(url)) ?? [], url]); }
  return found;
}

/** The name of the stack, and so the construct path, does not count: what was moved still does the same. */
function triggerChanges(before: readonly TriggerSummary[], after: readonly TriggerSummary[]): AccessChange[] {
  const key = (trigger: TriggerSummary) => JSON.stringify([trigger.place.resourceType, trigger.place.logicalId, targetKey(trigger)]);
  const wire = (one: TriggerSummary): Wire => (
    { key: key(one), words: plainSentence(triggerWords(one)), line: triggerLine(one), disabled: one.disabled ?? false }
  );
  return wiringChanges('TRIGGER', before.map(wire), after.map(wire));
}

function destinationChanges(before: readonly DestinationSummary[], after: readonly DestinationSummary[]): AccessChange[] {
  const wire = (one: DestinationSummary): Wire => {
    const words = plainSentence(destinationWords(one));
    return { key: words, words, line: destinationLine(one), disabled: false };
  };
  return wiringChanges('DESTINATION', before.map(wire), after.map(wire));
}

/** What Lambda reads, once each, however many mappings say so. */
export function pollChanges(before: readonly EventSourceSummary[], after: readonly EventSourceSummary[]): AccessChange[] {
  const wire = (one: EventSourceSummary): Wire => {
    const words = plainSentence(pollWords(one));
    return { key: words, words, line: pollLine(one), disabled: one.disabled ?? false };
  };
  return wiringChanges('POLL', onePerKey(before.map(wire)), onePerKey(after.map(wire)));
}

function targetKey({ target, targetArn }: TriggerSummary): string {
  return target ? JSON.stringify([target.kind, target.qualifier ?? '']) : targetArn;
}
