// Not exported: part of the HTML report.

/** The one style sheet. It holds nothing from a template, and its hash is in the page's content security policy. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --page: #f6f7f9; --card: #fff; --ink: #1b2230; --soft: #566072; --line: #d3d9e2; --code: #eef1f6; --accent: #1f57ad;
  --wide: #7d4300; --wide-back: #fff2dc; --wide-line: #d9992f; --unknown: #56348a; --unknown-back: #f3edfd; --unknown-line: #a587d6;
  --function-back: #eaf1fb; --function-line: #9db8dd; --deny: #98202f; --hit: #e3edfb; --edge: #7c8798;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #11151b; --card: #191f27; --ink: #e5e9ef; --soft: #a2adbc; --line: #343e4b; --code: #252d38; --accent: #8cb6fb;
    --wide: #ffca7a; --wide-back: #35270f; --wide-line: #94691f; --unknown: #d2baff; --unknown-back: #2a2140; --unknown-line: #7559ab;
    --function-back: #1d2b40; --function-line: #44618c; --deny: #ff9aa5; --hit: #1f3048; --edge: #74808f;
  }
}
* { box-sizing: border-box; }
[hidden] { display: none !important; }
html { scroll-padding-top: 5rem; }
body {
  margin: 0 auto; padding: 0 1.5rem 4rem; max-width: 76rem; background: var(--page); color: var(--ink);
  font: .9375rem/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
}
h1 { font-size: 1.75rem; line-height: 1.25; margin: 2.2rem 0 .3rem; letter-spacing: -.01em; }
h2 { font-size: 1.2rem; margin: 2rem 0 .7rem; }
h3 { font-size: 1rem; margin: 0; }
h4 { font-size: .95rem; margin: 1.6rem 0 .4rem; }
h5 { font-size: .85rem; font-weight: 600; margin: 1rem 0 .3rem; color: var(--soft); overflow-wrap: anywhere; }
p { margin: .3rem 0; }
header p, .caption { color: var(--soft); max-width: 60rem; }
.caption { font-size: .85rem; }
code, pre { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace; font-size: .86em; }
code {
  background: var(--code); border-radius: 3px; padding: .08em .3em; overflow-wrap: anywhere; white-space: break-spaces;
  unicode-bidi: isolate; direction: ltr; box-decoration-break: clone; -webkit-box-decoration-break: clone;
}
a { color: var(--accent); }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; border-radius: 3px; }
article > details > summary:focus-visible { outline-offset: -3px; border-radius: 8px; }
.skip { position: absolute; left: -100rem; top: 0; padding: .5rem 1rem; background: var(--card); z-index: 3; }
.skip:focus { left: 1rem; }

dl { display: flex; flex-wrap: wrap; gap: .75rem; margin: 1.1rem 0; }
dl div { display: flex; flex-direction: row-reverse; align-items: baseline; gap: .5rem; background: var(--card); border: 1px solid var(--line); border-radius: 8px; padding: .4rem .9rem; }
dt { color: var(--soft); font-size: .88rem; }
dd { margin: 0; font-size: 1.3rem; font-weight: 650; font-variant-numeric: tabular-nums; }
summary { cursor: pointer; }
.guide summary { color: var(--accent); width: fit-content; }
.guide ul { margin: .5rem 0; padding-left: 1.2rem; max-width: 60rem; }

.bar {
  position: sticky; top: 0; z-index: 2; display: flex; flex-wrap: wrap; align-items: center; gap: .5rem .9rem;
  margin: 1.2rem -1.5rem 0; padding: .6rem 1.5rem; background: var(--page); border-bottom: 1px solid var(--line);
}
.bar > label:first-child { font-weight: 600; }
.bar .only { font-size: .9rem; white-space: nowrap; }
#search { flex: 1 1 14rem; min-width: 0; }
input[type=search], button { font: inherit; color: inherit; background: var(--card); border: 1px solid var(--soft); border-radius: 6px; padding: .3rem .65rem; }
input[type=search]::placeholder { color: var(--soft); opacity: 1; }
input[type=checkbox] { accent-color: var(--accent); }
button { font-size: .9rem; cursor: pointer; border-color: var(--line); }
button:hover { border-color: var(--accent); }
output { color: var(--soft); font-size: .9rem; min-width: 8.5rem; font-variant-numeric: tabular-nums; }

article { background: var(--card); border: 1px solid var(--line); border-radius: 8px; margin: .5rem 0; content-visibility: auto; contain-intrinsic-size: auto 2.9rem; }
article > details > summary { display: grid; grid-template-columns: minmax(0, 5fr) minmax(0, 5fr) minmax(0, 5fr) 9rem; gap: .2rem 1rem; align-items: baseline; padding: .6rem 1rem .6rem 2.2rem; position: relative; }
article > details > summary::-webkit-details-marker { display: none; }
article > details > summary::before { content: ""; position: absolute; left: .95rem; top: 1.05rem; border: .33rem solid transparent; border-left-color: var(--soft); border-right: 0; }
article > details[open] > summary::before { transform: rotate(90deg); }
article > details[open] > summary { border-bottom: 1px solid var(--line); }
article summary:hover h3 code { color: var(--accent); }
h3 code { background: none; padding: 0; font-size: .93rem; }
.brief { font-size: .87rem; color: var(--soft); overflow-wrap: anywhere; }
.brief code { background: none; padding: 0; color: var(--ink); }
.marks { text-align: right; }
.marks > * { white-space: nowrap; }
.matches { font-size: .84rem; color: var(--accent); font-weight: 600; }
.body { padding: .6rem 1.2rem 1.4rem 2.2rem; scroll-margin-top: 8.5rem; }
.body.layers { background: var(--card); border: 1px solid var(--line); border-radius: 8px; padding: .2rem 1.2rem; }
.body.layers > ul { border-top: 0; }
.body.layers > ul > li:last-child { border-bottom: 0; }
.place { color: var(--soft); font-size: .82rem; overflow-wrap: anywhere; }
.place code { background: none; padding: 0; }
.note { font-size: .88rem; overflow-wrap: anywhere; }

.body ul { list-style: none; margin: .3rem 0; padding: 0; border-top: 1px solid var(--line); }
.body li { display: grid; grid-template-columns: minmax(0, 4fr) minmax(0, 7fr); gap: .1rem 1.2rem; padding: .4rem .5rem; border-bottom: 1px solid var(--line); }
.body li > .all, .body li > .exact, .body li > .note, .body li > .place, .body li > pre { grid-column: 1 / -1; }
.body li > div:nth-child(2) > code:first-of-type { word-break: break-all; }
.deny > :first-child { color: var(--deny); }
.hit { background: var(--hit); box-shadow: inset 4px 0 var(--accent); }
.exact { font-size: .88rem; padding-left: 1rem; border-left: 2px solid var(--line); }
.exact code { display: block; background: none; color: var(--soft); }
.mark { font-size: .8rem; color: var(--soft); border: 1px solid var(--line); border-radius: 4px; padding: .02rem .4rem; box-decoration-break: clone; -webkit-box-decoration-break: clone; }
strong.mark { color: var(--wide); background: var(--wide-back); border-color: var(--wide-line); font-weight: 600; }
strong.mark.unknown { color: var(--unknown); background: var(--unknown-back); border: 1px dashed var(--unknown-line); }
.commands > summary { width: fit-content; margin-top: 1.6rem; }
.commands h4 { display: inline; }
pre { margin: 0; white-space: pre-wrap; overflow-wrap: anywhere; }

figure { margin: .6rem 0; overflow-x: auto; background: var(--card); border: 1px solid var(--line); border-radius: 8px; padding: 1rem; }
.body figure { padding: .5rem 0; border: 0; border-radius: 0; }
svg { display: block; margin: 0 auto; }
main > section > figure > svg { min-width: 56rem; max-width: 100%; height: auto; }
.body svg { min-width: 56rem; max-width: 100%; height: auto; margin: 0; }
svg text { font: 12px ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace; fill: var(--ink); white-space: pre; unicode-bidi: isolate; }
svg text.column { font: 600 12px system-ui, sans-serif; fill: var(--soft); }
svg text.note { font: 11px system-ui, sans-serif; fill: var(--soft); }
svg rect { fill: var(--card); stroke: var(--edge); stroke-width: 1; }
.function rect { fill: var(--function-back); stroke: var(--function-line); }
.wide rect { fill: var(--wide-back); stroke: var(--wide-line); stroke-width: 2; }
.unknown rect { fill: var(--unknown-back); stroke: var(--unknown-line); stroke-width: 1.5; stroke-dasharray: 5 3; }
.wide .mark { fill: var(--wide); font-weight: 700; }
.unknown .mark { fill: var(--unknown); font-weight: 700; }
.edge { fill: none; stroke: var(--edge); stroke-width: 1.3; }
.polled .line { stroke-dasharray: 5 4; }
.wired .line { stroke-dasharray: 1.5 3.5; stroke-width: 1.8; }
.near { stroke: var(--accent); stroke-width: 2.2; }
.far { opacity: .25; }
svg a:focus-visible { outline: none; }
svg a:hover rect, svg a:focus-visible rect { stroke: var(--accent); stroke-width: 3; }

@media (max-width: 46rem) {
  body { padding: 0 .9rem 3rem; }
  .bar { margin-left: -.9rem; margin-right: -.9rem; padding: .5rem .9rem; position: static; }
  html { scroll-padding-top: 1rem; }
  article > details > summary { grid-template-columns: minmax(0, 1fr); }
  .marks { text-align: left; }
  .marks:empty { display: none; }
  .body { padding: .6rem .9rem 1.2rem; scroll-margin-top: 7rem; }
  .body li { grid-template-columns: minmax(0, 1fr); }
  .bar button { flex: 1; }
}
@media (forced-colors: active) {
  svg text { fill: CanvasText; }
  svg rect { fill: Canvas; stroke: CanvasText; }
  .edge { stroke: CanvasText; }
  svg a:focus-visible rect { stroke: Highlight; }
}
@media print {
  html { font-size: 11.5px; }
  body { max-width: none; background: none; }
  .bar, .skip { display: none; }
  details::details-content { content-visibility: visible; display: block; }
  .body li, figure { break-inside: avoid; }
  article { content-visibility: visible; border-color: #999; }
}
`;
