// Not exported: how function URLs, triggers, destinations and shares of layers are said in words; every format is written from it.
import { ConnectionSummaries, DestinationSummary, LayerSummary, TriggerSummary, UrlSummary } from './connection-summary';
import { TargetName, shareSentence, targetWords } from './invoke-words';
import { Mark, trustMarks } from './mark';
import { sortedOnce } from './order';
import { Place, placeName } from './place';
import { Sentence, plainSentence, sentence } from './sentence';
import { SummaryStatement } from './summary-statement';
import { Unknown } from './unknown';
import { StatementNote } from '../model/statement';

/** One line of a report. */
export interface ConnectionLine {
  readonly words: Sentence;
  readonly marks: readonly Mark[];
  /** Undefined where the words tell it. */
  readonly place?: Place;
  /** What was said about it; undefined for nothing. */
  readonly notes?: readonly StatementNote[];
}

/** What leads to a function and away from it, beside its policies; an empty list also where nobody looked. */
export interface ConnectionLines {
  readonly urls: readonly ConnectionLine[];
  readonly triggers: readonly ConnectionLine[];
  readonly destinations: readonly ConnectionLine[];
}

/** The lines about one function. */
export function connectionLines({ urls = [], triggers = [], destinations = [] }: ConnectionSummaries): ConnectionLines {
  return {
    urls: sorted(urls.map((url) => ({ words: urlWords(url), marks: urlMarks(url), place: url.place }))),
    triggers: sorted(triggers.map((trigger) => ({ words: sentence`${triggerWords(trigger)}${disabledWords(trigger)}`, marks: [] }))),
    destinations: sorted(destinations.map((one) => ({ words: destinationWords(one), marks: [], place: one.place }))),
  };
}

/** Whose a function URL is, and what it asks of its callers. */
export function urlWords({ authType, target, targetArn }: UrlSummary): Sentence {
  const whose = !target ? sentence`the function URL of ${targetArn}` : target.kind === 'FUNCTION' ? sentence`its function URL` : sentence`the function URL of ${targetWords(target)}`;
  return sentence`${whose} ${URL_WORDS.get(authType) ?? sentence`asks its callers for what is not known before deployment (${authType})`}`;
}

const URL_WORDS: ReadonlyMap<string, Sentence> = new Map([
  ['AWS_IAM', sentence`asks its callers to sign in (AWS_IAM)`],
  ['NONE', sentence`asks nobody to sign in (NONE)`],
]);

/** A resource that invokes the function. */
export function triggerWords({ place, target, targetArn, deploying }: TriggerSummary): Sentence {
  const when = deploying ? sentence` while it is deployed, as whoever deploys` : [];
  return sentence`${place.resourceType} ${placeName(place)} invokes ${ownOr(target, targetArn)}${when}`;
}

/** Where results or failures go. */
export function destinationWords({ on, target, targetArn, destinationArn }: DestinationSummary): Sentence {
  const own = ownOr(target, targetArn);
  switch (on) {
    case 'SUCCESS': return sentence`what ${own} returns goes to ${destinationArn}`;
    case 'FAILURE': return sentence`events at which ${own} fails go to ${destinationArn}`;
    case 'DEAD_LETTER': return sentence`events at which ${own} fails go to ${destinationArn} as dead letters`;
    case 'EVENT_SOURCE_FAILURE': return sentence`polled events at which ${own} fails go to ${destinationArn}`;
  }
}

/** The function itself or one of its aliases and versions; by its ARN where that is not known. */
export function ownOr(target: TargetName | undefined, arn: string): Sentence {
  return target ? targetWords(target) : sentence`${arn}`;
}

/** That something is there, but does nothing until it is switched on. */
export function disabledWords({ disabled }: { readonly disabled?: boolean }): Sentence {
  return disabled ? sentence`; this is disabled` : [];
}

/** By what they say, and what says the same in one place once. */
function sorted(lines: readonly ConnectionLine[]): ConnectionLine[] {
  return sortedOnce(lines, ({ words, place }) => JSON.stringify([plainSentence(words), place ?? '']));
}

/** A URL that asks nobody to sign in is open to everyone whom the function's policy lets in without a name. */
export function urlMarks({ authType }: { readonly authType: string }): Mark[] {
  return authType === 'NONE' ? ['ANY_PRINCIPAL'] : [];
}

/** Who may use layers, and what cannot be said about it. */
export interface LayerLines {
  readonly shares: readonly ShareLine[];
  readonly unknowns: readonly Unknown[];
}

/** A statement that shares a layer. */
export interface ShareLine {
  readonly layer: LayerSummary;
  readonly statement: SummaryStatement;
}

/** What there is to say about layers; undefined where there is nothing: most layers are used where they are made. */
export function layerLines(layers: readonly LayerSummary[] = []): LayerLines | undefined {
  const shares = layers.flatMap((layer) => layer.statements.map((statement) => ({ layer, statement })));
  const unknowns = layers.flatMap((layer) => layer.unknowns);
  return shares.length + unknowns.length === 0 ? undefined : { shares, unknowns };
}

/** A share of a layer as one line. */
export function shareLine({ layer, statement }: ShareLine): ConnectionLine {
  return {
    words: sentence`layer ${layer.name}, ${layer.arn}: ${shareSentence(statement)}`, marks: trustMarks(statement), place: statement.place, notes: statement.notes,
  };
}

/** What the list of shares is about. */
export const LAYERS_CAPTION = 'Who may use the layer versions of these templates, beside the account that owns them.';
