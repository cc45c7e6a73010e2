// Not exported: part of the difference between two reports; URLs, triggers and destinations.
import { ConnectionSummaries, DestinationSummary, TriggerSummary, UrlSummary } from './connection-summary';
import { AccessChange, ChangeSide } from './diff-change';
import { destinationLine, triggerLine, urlLine } from './diff-words';
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
  return comings('TRIGGER', before.map((one) => ({ key: key(one), line: triggerLine(one) })), after.map((one) => ({ key: key(one), line: triggerLine(one) })));
}

function destinationChanges(before: readonly DestinationSummary[], after: readonly DestinationSummary[]): AccessChange[] {
  const keyed = (one: DestinationSummary) => ({ key: plainSentence(destinationLine(one).words), line: destinationLine(one) });
  return comings('DESTINATION', before.map(keyed), after.map(keyed));
}

interface Keyed {
  readonly key: string;
  readonly line: AccessChange['before'][number];
}

/** What came and what went; of equal ones, as many as there are more. */
function comings(side: ChangeSide, before: readonly Keyed[], after: readonly Keyed[]): AccessChange[] {
  return [
    ...surplus(before, after).map(({ line }): AccessChange => ({ kind: 'REMOVED', side, before: [line], after: [] })),
    ...surplus(after, before).map(({ line }): AccessChange => ({ kind: 'ADDED', side, before: [], after: [line] })),
  ];
}

function surplus(items: readonly Keyed[], others: readonly Keyed[]): Keyed[] {
  const counts = new Map<string, number>();
  for (const { key } of others) { counts.set(key, (counts.get(key) ?? 0) + 1); }
  const shown = new Set(others.map(({ line }) => plainSentence(line.words)));
  // Those that stand on the other side in the same words are the ones that stayed.
  const ordered = [...items].sort((a, b) => Number(shown.has(plainSentence(b.line.words))) - Number(shown.has(plainSentence(a.line.words))));
  return ordered.filter(({ key }) => {
    const left = counts.get(key) ?? 0;
    counts.set(key, left - 1);
    return left <= 0;
  });
}

function targetKey({ target, targetArn }: TriggerSummary): string {
  return target ? JSON.stringify([target.kind, target.qualifier ?? '']) : targetArn;
}
