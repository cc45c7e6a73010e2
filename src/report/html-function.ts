// Not exported: part of the HTML report; everything about one function.
import { ConnectionLine, connectionLines, disabledWords } from './connection-words';
import { functionGraph } from './graph';
import { ConnectedFunction, Connection } from './graph-connections';
import { picture } from './html-picture';
import { connectionItem, grantItems, invokeItems, list, manageItems, placedItem, trustItems } from './html-statement';
import { Html, NOTHING, html, htmlCode, htmlLines, htmlSentence } from './html-text';
import { identityWords } from './identity-words';
import { invokeSentence, targetWords } from './invoke-words';
import { sortedOnce } from './order';
import { EventSourceSummary, InvokeStatement, PolicySummary, RoleSummary, TargetSummary } from './permission-summary';
import { policyPlaceWords } from './policy-words';
import { sharingWords } from './role-words';
import { sentence, upperFirst } from './sentence';
import { shortened } from './short-name';
import { Unknown, nobodyInvokes, roleWords } from './unknown';

/** What a line about a function has room for. */
const MOST_BRIEF = 4;
const BRIEF_ROOM = 60;
const BRIEF_KINDS = { ALLOWED: '', MANAGES: '', POLLED: ' (polled)', TRIGGER: ' (trigger)', SENT: '' } as const;

/** What is known is not all. */
const AND_UNKNOWN = html`, and what cannot be said`;

/** The word for what the templates do not tell. */
export const CANNOT_SAY = html`<strong class="mark unknown">cannot say</strong>`;

/** One line about a function that opens to all of it, or to an empty place for it. */
export function functionCard({ summary, id, wide, ...one }: ConnectedFunction, body: Html): Html {
  const { role, attached, unknowns } = summary;
  const managers = one.invokers.filter(({ kind }) => kind === 'MANAGES');
  const managed = managers.length > 0 ? html`; managed by ${brief(managers, 'nobody')}` : NOTHING;
  return html`<article>
<details>
<summary>
<h3>${htmlCode(summary.name)}</h3>
<span class="brief">Invoked by ${brief(one.invokers.filter(({ kind }) => kind !== 'MANAGES'), 'nobody')}${unknowns.some(({ mayLetIn }) => mayLetIn) ? AND_UNKNOWN : NOTHING}${managed}</span>
<span class="brief">May use ${brief(one.resources.filter(({ kind }) => kind !== 'SENT'), role ? 'nothing' : 'what cannot be said')}${(role ?? attached) && unknowns.length > 0 ? AND_UNKNOWN : NOTHING}</span>
<span class="marks">${wide ? html`<strong class="mark">wide</strong> ` : NOTHING}${unknowns.length > 0 ? html`${CANNOT_SAY} ` : NOTHING}<span class="matches"></span></span>
</summary>
<div class="body" id="${id}">
${body}</div>
</details>
</article>`;
}

/** All about a function. */
export function functionBody(one: ConnectedFunction): Html {
  return htmlLines(parts(one));
}

function parts(one: ConnectedFunction): Html[] {
  const { name, targets, eventSources, role, roleArn, attached, unknowns } = one.summary;
  const { urls, triggers, destinations } = connectionLines(one.summary);
  const managers = targets.flatMap(manageItems);
  return [
    html`<p class="place">${htmlCode(name)}: ${htmlSentence(identityWords(one.summary))}</p>`,
    one.invokers.length + one.resources.length === 0 ? NOTHING : html`<figure tabindex="0" role="region" aria-label="Picture of this function">
${picture(functionGraph(one))}
</figure>`,
    html`<h4>Who may invoke it</h4>`,
    list(targets.flatMap(invokeItems), html`${htmlSentence(upperFirst(nobodyInvokes(unknowns)))}.`),
    ...managers.length > 0 ? [html`<h4>Who may manage it</h4>`, list(managers, NOTHING)] : [],
    ...connectionParts(html`<h4>Its function URLs</h4>`, urls),
    ...connectionParts(html`<h4>What triggers it</h4>`, triggers),
    ...eventSources.length > 0 ? [html`<h4>What Lambda polls for it</h4>`, list(eventSources.map(eventSourceItem), NOTHING)] : [],
    html`<h4>What it may do</h4>`,
    ...role ? roleParts(role) : [html`<p>${CANNOT_SAY} ${htmlSentence(upperFirst(roleWords(roleArn)))}.</p>`, ...attachedParts(attached)],
    ...connectionParts(html`<h4>Where its results and failures go</h4>`, destinations),
    html`<h4>Who may assume its role</h4>`,
    role ? list(trustItems(role.trust), html`Nobody.`) : html`<p>${CANNOT_SAY}</p>`,
    ...unknowns.length > 0 ? [html`<h4>What cannot be said</h4>`, list(unknowns.map(unknownItem), NOTHING)] : [],
    commands(targets),
  ];
}

function connectionParts(title: Html, lines: readonly ConnectionLine[]): Html[] {
  return lines.length > 0 ? [title, list(lines.map(connectionItem), NOTHING)] : [];
}

function brief(connections: readonly Connection[], nothing: string): Html {
  const groups = sortedOnce(connections.filter(({ unknown }) => !unknown), (each) => JSON.stringify([each.brief, each.kind]));
  if (groups.length === 0) { return html`${nothing}`; }
  const most = groups.length > MOST_BRIEF ? MOST_BRIEF - 1 : MOST_BRIEF;
  return html`${groups.slice(0, most).map((each, index) => (
    html`${index === 0 ? '' : ', '}${htmlCode(shortened(each.brief, BRIEF_ROOM))}${BRIEF_KINDS[each.kind]}`
  ))}${groups.length > most ? `, ${groups.length - most} more` : ''}`;
}

function eventSourceItem({ eventSourceArn, targetArn, target, place, ...mapping }: EventSourceSummary): Html {
  const source = eventSourceArn === undefined ? sentence`a self-managed Kafka cluster` : sentence`${eventSourceArn}`;
  const invoked = target ? targetWords(target) : sentence`${targetArn}`;
  return placedItem(htmlSentence(sentence`Lambda reads ${source} with the function's role and invokes ${invoked} with what it finds${disabledWords(mapping)}.`), place);
}

function unknownItem({ reason, place }: Unknown): Html {
  return placedItem(html`${CANNOT_SAY} ${htmlSentence(upperFirst(reason))}.`, place);
}

function attachedParts(attached: readonly PolicySummary[] | undefined): Html[] {
  return attached ? [html`<p>What these templates give to that role:</p>`, ...attached.flatMap(policyParts)] : [];
}

function roleParts(role: RoleSummary): Html[] {
  const { name, arn, policies, boundary } = role;
  return [
    html`<p>With its role ${htmlCode(name)}, ${htmlCode(arn)}.${htmlSentence(sharingWords(role))}</p>`,
    ...policies.length === 0 ? [html`<p>Nothing that these templates say.</p>`] : policies.flatMap(policyParts),
    ...boundary ? [
      html`<h4>But never more than</h4>`,
      html`<p>Whatever its permissions boundary does not allow is taken away again.</p>`,
      ...policyParts(boundary),
    ] : [],
  ];
}

function policyParts(policy: PolicySummary): Html[] {
  return [
    html`<h5>${htmlSentence(upperFirst(policyPlaceWords(policy)))}, <span class="place">in ${htmlCode(policy.place.resourceType)}</span></h5>`,
    policy.statements ? list(grantItems(policy), html`It allows nothing.`) : html`<p>${CANNOT_SAY} Its document is in none of the templates.</p>`,
  ];
}

function commands(targets: readonly TargetSummary[]): Html {
  const all = targets.flatMap((target) => target.statements.map((statement) => commandItem(statement, target)));
  if (all.length === 0) { return NOTHING; }
  return html`<details class="commands">
<summary><h4>The same as commands</h4></summary>
${list(all, NOTHING)}
</details>`;
}

function commandItem(statement: InvokeStatement, target: TargetSummary): Html {
  const { command, obstacle } = statement.addPermission;
  if (command !== undefined) { return html`<li><pre>${command}</pre></li>`; }
  const refusal = sentence`Not as a command: ${invokeSentence(statement, target)}. ${upperFirst(obstacle!)}.`;
  return html`<li><div class="all">${htmlSentence(refusal)}</div></li>`;
}
