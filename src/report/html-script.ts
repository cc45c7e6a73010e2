// Not exported: part of the HTML report.

/**
 * The one script: search, opening and closing, arrow keys. The page reads as well without it, unless it is so long that what
 * the lines open to stands in a block of data, in which nothing stands twice: then it is put together here.
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
  const layers = byId('layers')?.parentElement;
  const shares = Array.from(layers?.querySelectorAll('li') ?? []);
  const data = JSON.parse(byId('bodies')?.textContent ?? '{}');
  const cards = Array.from(document.querySelectorAll('article'), (article, at) => ({
    article,
    details: article.querySelector('details'),
    summary: article.querySelector('summary'),
    matches: article.querySelector('.matches'),
    body: article.querySelector('.body'),
    wide: article.querySelector('.marks .mark:not(.unknown)') !== null,
    unknown: article.querySelector('.marks .unknown') !== null,
    /** What is still to be put together: numbers for what is shared, texts, and lists for elements. */
    parts: data.parts?.[at],
    hits: [],
  }));

  const unpacked = (part) => typeof part === 'number' ? data.shared[part] : part;

  /** An element is made of a tag and attributes of ours; whatever else is in the data can only become a text. */
  const made = (part, space) => {
    const whole = unpacked(part);
    if (typeof whole === 'string') { return document.createTextNode(whole); }
    const [shape, ...rest] = whole;
    const [tag, ...names] = data.shapes[shape];
    const own = tag === 'svg' ? 'http://www.w3.org/2000/svg' : space;
    const element = document.createElementNS(own, tag);
    names.forEach((name, at) => element.setAttribute(name, unpacked(rest[at])));
    element.append(...rest.slice(names.length).map((child) => made(child, own)));
    return element;
  };

  const complete = (card) => {
    if (!card.parts) { return; }
    card.body.append(...card.parts.map((part) => made(part, 'http://www.w3.org/1999/xhtml')));
    card.parts = undefined;
    card.items = undefined;
    mark(card, card.hits);
  };

  const setOpen = (card, open) => {
    if (open) { complete(card); }
    card.details.open = open;
  };

  const texts = new Map();
  const textOf = (part) => {
    if (typeof part === 'string') { return part; }
    if (!texts.has(part)) {
      const whole = unpacked(part);
      const text = typeof whole === 'string' ? whole : whole.slice(data.shapes[whole[0]].length).map(textOf).join('');
      if (part === whole) { return text; }
      texts.set(part, text);
    }
    return texts.get(part);
  };

  /** The texts of a card's lines before they are put together, in their order. */
  const packedLines = (part, isTop) => {
    const whole = unpacked(part);
    if (typeof whole === 'string') { return []; }
    const [tag, ...names] = data.shapes[whole[0]];
    if (tag === 'li' || tag === 'h5' || tag === 'p' && isTop) { return [{ isItem: tag === 'li', text: textOf(part).toLowerCase() }]; }
    return tag === 'figure' ? [] : whole.slice(1 + names.length).flatMap((child) => packedLines(child, false));
  };

  /** What can be found in a card, in lower case: read once, when it is first asked for. */
  const linesOf = (card) => card.lines ??= [
    { isItem: false, text: card.summary.querySelector('h3').textContent.toLowerCase() },
    ...card.parts?.flatMap((part) => packedLines(part, true)) ?? Array.from(
      card.body.querySelectorAll('.body > p, h5, li'),
      (element) => ({ isItem: element.localName === 'li', text: element.textContent.toLowerCase() }),
    ),
  ];

  const shown = () => cards.filter(({ article }) => !article.hidden);

  const filter = () => {
    const words = search.value.toLowerCase().split(/\\s+/).filter((word) => word !== '');
    for (const card of cards) {
      const lines = words.length === 0 ? [] : linesOf(card);
      const fits = words.every((word) => lines.some(({ text }) => text.includes(word)));
      card.article.hidden = !fits || (wide.checked && !card.wide) || (unknown.checked && !card.unknown);
      mark(card, card.article.hidden ? [] : lines.filter(({ isItem }) => isItem)
        .flatMap(({ text }, at) => words.every((word) => text.includes(word)) ? [at] : []));
    }
    for (const share of shares) {
      const text = share.textContent.toLowerCase();
      share.hidden = !words.every((word) => text.includes(word))
        || (wide.checked && !share.querySelector('strong.mark:not(.unknown)')) || (unknown.checked && !share.querySelector('.unknown'));
    }
    if (layers) { layers.hidden = shares.every((share) => share.hidden); }
    // What was found stands right below the search field.
    overview.hidden = words.length > 0 || wide.checked || unknown.checked;
    const count = shown().length;
    found.textContent = count + ' of ' + cards.length + (cards.length === 1 ? ' function' : ' functions');
  };

  /** Marks the items at these places, as soon as they are there, and counts them. */
  const mark = (card, hits) => {
    card.items ??= card.body.querySelectorAll('li');
    for (const at of card.hits) { card.items[at]?.classList.remove('hit'); }
    for (const at of hits) { card.items[at]?.classList.add('hit'); }
    card.hits = hits;
    card.matches.textContent = hits.length === 0 ? '' : hits.length + (hits.length === 1 ? ' line' : ' lines');
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
    setOpen(card, true);
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
      setOpen(all[at], event.key === 'ArrowRight');
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
    if (event.type === 'focusin') { box.scrollIntoView({ block: 'nearest', inline: 'center' }); }
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
  byId('open').addEventListener('click', () => { for (const card of shown()) { setOpen(card, true); } });
  byId('close').addEventListener('click', () => { for (const card of cards) { setOpen(card, false); } });
  for (const card of cards) { card.summary.addEventListener('click', () => { complete(card); }); }
  document.addEventListener('click', (event) => { if (event.target.closest('svg a')) { setTimeout(openNamed); } });
  window.addEventListener('hashchange', openNamed);

  let opened = [];
  window.addEventListener('beforeprint', () => {
    for (const card of shown()) { complete(card); }
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
