// Not exported: part of the HTML report; who may use layers.
import { LayerSummary } from './connection-summary';
import { LAYERS_CAPTION, layerLines } from './connection-words';
import { CANNOT_SAY } from './html-function';
import { list, placedItem, shareItems } from './html-statement';
import { Html, NOTHING, html, htmlSentence } from './html-text';
import { upperFirst } from './sentence';

/** The section about layers; nothing where none is shared. */
export function layersSection(layers: readonly LayerSummary[] | undefined): Html {
  const lines = layerLines(layers);
  if (!lines) { return NOTHING; }
  const unknowns = lines.unknowns.map(({ reason, place }) => placedItem(html`${CANNOT_SAY} ${htmlSentence(upperFirst(reason))}.`, place));
  return html`
<section aria-labelledby="layers">
<h2 id="layers">Layers</h2>
<p class="caption">${LAYERS_CAPTION}</p>
<div class="body layers">
${list([...shareItems(lines.shares), ...unknowns], NOTHING)}
</div>
</section>`;
}
