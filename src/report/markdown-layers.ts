// Not exported: the section about layers in `permissions.md`.
import { LayerSummary } from './connection-summary';
import { LAYERS_CAPTION, layerLines, shareLine } from './connection-words';
import { item, sortedItems } from './markdown-item';
import { noteSentences } from './note-words';
import { statementLines } from './summary-statement';

/** Who may use layers; nothing where none is shared. */
export function layersSection(layers: readonly LayerSummary[] | undefined): string[] {
  const lines = layerLines(layers);
  if (!lines) { return []; }
  const shares = lines.shares.flatMap(({ layer, statement }) => statementLines([statement]).map((line) => shareLine({ layer, statement: line })));
  return [
    '## Layers', '',
    LAYERS_CAPTION, '',
    ...sortedItems(shares.map(({ words, marks, place, notes }) => item(words, marks, place, noteSentences({ notes })))),
    ...sortedItems(lines.unknowns.map(({ reason, place }) => item([{ text: '**Cannot be said**: ', isValue: false }, ...reason], [], place))),
    '',
  ];
}
