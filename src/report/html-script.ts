// Not exported: part of the HTML report.

/**
 * The one script: search, opening and closing, arrow keys. The page reads as well without it.
 *
 * It holds nothing from a template, its hash is in the page's content security policy, and it never makes markup out of text.
 */
export const SCRIPT = `
'use strict';
(() => {
  const byId = (id) => document.getElementById(id);
  const search = byId('search');
  if (!search) { return; }
  const wide = byId('only-wide');
  const unknown = byId('only-unknown');
  const found = byId('found');
  const overview = byId('overview').parentElement;
  const cards = Array.from(document.querySelectorAll('article'), (article) => ({
    article,
    details: article.querySelector('details'),
    summary: article.querySelector('summary'),
    matches: article.querySelector('.matches'),
    wide: article.querySelector('.marks .mark:not(.unknown)') !== null,
    unknown: article.querySelector('.marks .unknown') !== null,
  }));

  /** What can be found in a card, in lower case: read once, when it is first asked for. */
  const linesOf = (card) => card.lines ??= Array.from(
    card.article.querySelectorAll('h3, .body > p, h5, li'),
    (element) => ({ element, text: element.textContent.toLowerCase() }),
  );

  const shown = () => cards.filter(({ article }) => !article.hidden);

  const filter = () => {
    const words = search.value.toLowerCase().split(/\\s+/).filter((word) => word !== '');
    for (const card of cards) {
      const lines = words.length === 0 ? [] : linesOf(card);
      const fits = words.every((word) => lines.some(({ text }) => text.includes(word)));
      card.article.hidden = !fits || (wide.checked && !card.wide) || (unknown.checked && !card.unknown);
      mark(card, words, card.article.hidden ? [] : lines);
    }
    // What was found stands right below the search field.
    overview.hidden = words.length > 0 || wide.checked || unknown.checked;
    const count = shown().length;
    found.textContent = count + ' of ' + cards.length + (cards.length === 1 ? ' function' : ' functions');
  };

  /** Marks the lines that hold all the words. */
  const mark = (card, words, lines) => {
    for (const element of card.hits ?? []) { element.classList.remove('hit'); }
    card.hits = lines.filter(({ element, text }) => element.tagName === 'LI' && words.every((word) => text.includes(word))).map(({ element }) => element);
    for (const element of card.hits) { element.classList.add('hit'); }
    card.matches.textContent = card.hits.length === 0 ? '' : card.hits.length + (card.hits.length === 1 ? ' line' : ' lines');
  };

  /** Opens what the address names, also when the search had hidden it. */
  const openNamed = () => {
    const body = byId(location.hash.slice(1));
    const card = cards.find(({ article }) => body && article.contains(body));
    if (!card) { return; }
    if (card.article.hidden) {
      search.value = '';
      wide.checked = unknown.checked = false;
      filter();
    }
    card.details.open = true;
    card.article.scrollIntoView();
    card.summary.focus({ preventScroll: true });
  };

  const moves = {
    ArrowDown: (all, at) => all[at + 1],
    ArrowUp: (all, at) => all[at - 1] ?? { summary: search },
    Home: (all) => all[0],
    End: (all) => all[all.length - 1],
  };

  document.addEventListener('keydown', (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey) { return; }
    if (event.target === search && (event.key === 'ArrowDown' || event.key === 'Enter')) {
      event.preventDefault();
      filter();
      shown()[0]?.summary.focus();
      return;
    }
    const all = shown();
    const at = all.findIndex(({ summary }) => summary === event.target);
    if (at < 0) { return; }
    if (event.key === 'ArrowRight' || event.key === 'ArrowLeft') {
      event.preventDefault();
      all[at].details.open = event.key === 'ArrowRight';
    } else if (Object.hasOwn(moves, event.key)) {
      event.preventDefault();
      moves[event.key](all, at)?.summary.focus();
    }
  });

  /** Shows what belongs to the box under the pointer or the focus. */
  const highlight = (event) => {
    const box = event.target.closest?.('svg .box') ?? event.target.querySelector?.(':scope > .box');
    for (const edge of document.querySelectorAll('.near, .far')) { edge.classList.remove('near', 'far'); }
    if (!box || event.type === 'focusout') { return; }
    for (const edge of box.closest('svg').querySelectorAll('.edge')) {
      const near = edge.dataset.from === box.dataset.box || edge.dataset.to === box.dataset.box;
      edge.classList.add(near ? 'near' : 'far');
    }
  };
  for (const type of ['mouseover', 'focusin', 'focusout']) { document.addEventListener(type, highlight); }

  let timer;
  search.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(filter, 80);
  });
  for (const box of [wide, unknown]) { box.addEventListener('change', filter); }
  byId('open').addEventListener('click', () => { for (const { details } of shown()) { details.open = true; } });
  byId('close').addEventListener('click', () => { for (const { details } of cards) { details.open = false; } });
  for (const link of document.querySelectorAll('svg a')) { link.addEventListener('click', () => { setTimeout(openNamed); }); }
  window.addEventListener('hashchange', openNamed);

  let opened = [];
  window.addEventListener('beforeprint', () => {
    opened = Array.from(document.querySelectorAll('details:not([open])')).filter((details) => details.closest('[hidden]') === null);
    for (const details of opened) { details.open = true; }
  });
  window.addEventListener('afterprint', () => {
    for (const details of opened) { details.open = false; }
  });

  document.querySelector('.bar').hidden = false;
  filter();
  openNamed();
})();
`;
