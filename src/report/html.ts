// Not exported: `permissions.html` is what a user sees, this writes it.
import { createHash } from 'crypto';
import { defaultWords, defaultsCaption } from './default-words';
import { wholeGraph } from './graph';
import { ConnectedFunction, connectedFunctions, hasManagers } from './graph-connections';
import { packedJson } from './html-data';
import { functionBody, functionCard } from './html-function';
import { layersSection } from './html-layers';
import { picture } from './html-picture';
import { SCRIPT } from './html-script';
import { STYLE } from './html-style';
import { Html, NOTHING, html, htmlLines, htmlSentence } from './html-text';
import { PermissionSummary } from './permission-summary';
import { upperFirst } from './sentence';
import { ParameterDefault } from '../model/parameter-default';

/**
 * The report for a browser: one file that asks for nothing else, and in which no name from a template is more than text.
 *
 * @see https://www.w3.org/TR/CSP3/ for the policy, which lets exactly our own style and script in
 */
export function renderHtml(summary: PermissionSummary): string {
  const functions = connectedFunctions(summary.functions);
  const layers = layersSection(summary.layers);
  return html`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>Lambda permissions</title>
<style>${new Html(STYLE)}</style>
</head>
<body>
<a class="skip" href="#functions">Skip to the functions</a>
<header>
<h1>Lambda permissions</h1>
<p>Who may invoke each Lambda function, and what each function may do: read from the finished CloudFormation templates.</p>
${counts(functions)}
${parameters(summary.defaults)}${GUIDE}
</header>
${functions.length === 0 ? html`<main id="functions"><p>There is no Lambda function in these templates.</p>${layers}</main>` : body(functions, layers)}
<script>${new Html(SCRIPT)}</script>
</body>
</html>
`.markup;
}

/** Characters about all functions. A browser is slow with a page that has more, so a longer one puts them together when they are asked for. */
const LONGEST = 1_000_000;

const LATER = html`<noscript><p class="caption">This report is long: what each line opens to is put together by the page's own script, which does not run here.
<code>permissions.md</code>, written beside this page, or <code>report --format markdown</code> says the same without it.</p></noscript>
`;

const POLICY = new Html([
  "default-src 'none'", `style-src '${sourceHash(STYLE)}'`, `script-src '${sourceHash(SCRIPT)}'`, "base-uri 'none'", "form-action 'none'",
].join('; '));

const GUIDE = html`<details class="guide">
<summary>How to read this page</summary>
<ul>
<li><code>\${…}</code> stands for a value that exists only after deployment, such as an account number or a generated name.</li>
<li><em>May invoke</em> means that the function's own policy lets the caller in. Inside the function's account, a user or role whose own policies allow the call may invoke it too, listed or not; from another account a caller needs both.</li>
<li><strong class="mark">wide</strong> marks a permission that covers more than it names.</li>
<li><strong class="mark unknown">cannot say</strong> marks what the templates alone do not tell. It is never counted as good.</li>
<li>Not shown: policies of the organization and policies of other resources, which can deny and, some of them, allow as well.</li>
<li>Nothing here depends on the time or the machine: the same templates give the same page.</li>
</ul>
</details>`;

const SEARCH = html`<div class="bar" role="search" hidden>
<label for="search">Search</label>
<input id="search" type="search" autocomplete="off" spellcheck="false" placeholder="function, caller, action or resource" aria-describedby="found">
<label class="only"><input id="only-wide" type="checkbox"> only wide</label>
<label class="only"><input id="only-unknown" type="checkbox"> only cannot say</label>
<output id="found"></output>
<button type="button" id="open">Open all found</button>
<button type="button" id="close">Close all</button>
</div>`;

function body(functions: readonly ConnectedFunction[], layers: Html): Html {
  const whole = wholeGraph(functions);
  const bodies = functions.map(functionBody);
  const isLong = bodies.reduce((sum, { markup }) => sum + markup.length, 0) > LONGEST;
  return html`${SEARCH}
<main>
<section aria-labelledby="overview">
<h2 id="overview">Overview</h2>
<figure tabindex="0" role="region" aria-labelledby="overview">
${picture(whole)}
</figure>
<p class="caption">A line into a function: who may invoke it${hasManagers(functions) ? ', or, where it manages, who may change or read it' : ''}; dashed: a source that Lambda polls for it; dotted: what triggers it without being let in by its own policy. A line out of it: what it may use, and where its results and failures go; dotted: no statement of its role names it. Denials and permissions boundaries are not drawn.${whole.grouped ? ' There are too many functions for one picture: those whose paths begin alike share a box, and each has its own picture below.' : ''}</p>
</section>
<section aria-labelledby="functions">
<h2 id="functions" tabindex="-1">Functions</h2>
${isLong ? LATER : NOTHING}${htmlLines(functions.map((one, index) => functionCard(one, isLong ? NOTHING : bodies[index])))}</section>${layers}
</main>${isLong ? data(bodies) : NOTHING}`;
}

/** What the script puts in its place when it is asked for. A browser does not run what is not called a script's type. */
function data(bodies: readonly Html[]): Html {
  return html`
<script type="application/json" id="bodies">${new Html(packedJson(bodies.map(({ markup }) => markup)))}</script>`;
}

function parameters(defaults: readonly ParameterDefault[] | undefined): Html {
  if (!defaults) { return NOTHING; }
  const items = defaults.map((one) => html`<li>${htmlSentence(upperFirst(defaultWords(one)))}.</li>`);
  return html`<details class="guide">
<summary>${defaults.length === 1 ? 'One parameter has its default' : `${defaults.length} parameters have their defaults`}</summary>
<p>${defaultsCaption(defaults)}</p>
<ul>
${htmlLines(items)}</ul>
</details>
`;
}

function counts(functions: readonly ConnectedFunction[]): Html {
  if (functions.length === 0) { return NOTHING; }
  const wide = functions.filter((one) => one.wide).length;
  const unknown = functions.filter(({ summary }) => summary.unknowns.length > 0).length;
  return html`<dl>
<div><dt>${functions.length === 1 ? 'function' : 'functions'}</dt><dd>${functions.length}</dd></div>
<div><dt>with something wide</dt><dd>${wide}</dd></div>
<div><dt>with something that cannot be said</dt><dd>${unknown}</dd></div>
</dl>`;
}

function sourceHash(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}
