// Not exported: how function URLs, triggers, destinations and shares of layers are said in words; every format is written from it.
import { ConnectionSummaries, LayerSummary } from './connection-summary';
import { destinationLine, triggerLine, urlLine } from './diff-words';
import { shareSentence } from './invoke-words';
import { Mark, trustMarks } from './mark';
import { sortedOnce } from './order';
import { Place } from './place';
import { Sentence, plainSentence, sentence } from './sentence';
import { SummaryStatement } from './summary-statement';
import { Unknown } from './unknown';

/** One line of a report. */
export interface ConnectionLine {
  readonly words: Sentence;
  readonly marks: readonly Mark[];
  /** Undefined where the words tell it. */
  readonly place?: Place;
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
    urls: sorted(urls.map((url) => ({ words: urlLine(url).words, marks: urlMarks(url), place: url.place }))),
    triggers: sorted(triggers.map((trigger) => ({ words: sentence`${triggerLine(trigger).words}${disabledWords(trigger)}`, marks: [] }))),
    destinations: sorted(destinations.map((one) => ({ words: destinationLine(one).words, marks: [], place: one.place }))),
  };
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
    words: sentence`layer ${layer.name}, ${layer.arn}: ${shareSentence(statement)}`, marks: trustMarks(statement), place: statement.place,
  };
}

/** What the list of shares is about. */
export const LAYERS_CAPTION = 'Who may use the layer versions of these templates, beside the account that owns them.';
