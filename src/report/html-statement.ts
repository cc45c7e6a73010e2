// Not exported: part of the HTML report; how statements are listed.
import { callerHalf } from './caller-half';
import { conditionSentence } from './condition-words';
import { ConnectionLine, ShareLine, shareLine } from './connection-words';
import { Html, NOTHING, html, htmlCode, htmlLines, htmlSentence } from './html-text';
import { actionWords, invokeSentence, resourceWords, trustSentence } from './invoke-words';
import { MARK_WORDS, Mark, grantMarks, invokeMarks, isWide, trustMarks } from './mark';
import { noteSentences } from './note-words';
import { PolicySummary, TargetSummary } from './permission-summary';
import { Place, placeName } from './place';
import { Sentence, enumerated, upperFirst } from './sentence';
import { SummaryStatement } from './summary-statement';
import { isAboutCalls, isAboutManaging } from '../model/function-actions';
import { Condition } from '../model/statement';

/** The statements of a function's policy that let somebody call it, each once. */
export function invokeItems(target: TargetSummary): Html[] {
  return targetItems(target, isAboutCalls);
}

/** The statements of a function's policy that let somebody change or read it, each once. */
export function manageItems(target: TargetSummary): Html[] {
  return targetItems(target, isAboutManaging);
}

function targetItems(target: TargetSummary, isAbout: (statement: SummaryStatement) => boolean): Html[] {
  return target.statements.filter(isAbout).map((statement) => (
    sentenceItem(invokeSentence(statement, target), invokeMarks(statement), statement, callerHalf(statement, target))
  ));
}

/** The statements of a trust policy, each once. */
export function trustItems(statements: readonly SummaryStatement[]): Html[] {
  return statements.map((statement) => sentenceItem(trustSentence(statement), trustMarks(statement), statement));
}

/** The statements of a policy of a role, each once. */
export function grantItems({ statements, place }: PolicySummary): Html[] {
  return (statements ?? []).map((statement) => item(statement, [
    html`<div>${statement.effect === 'Allow' ? 'May' : 'Must not'} ${htmlSentence(actionWords(statement))}</div>`,
    html`<div>on ${htmlSentence(resourceWords(statement))}${when(statement)}${markWords(grantMarks(statement))}</div>`,
    conditionLines(statement.conditions),
    noteLines(noteSentences(statement)),
    // A statement that stands where its policy does needs no second place.
    placeLine(samePlace(statement.place, place) ? undefined : statement.place, statement.sid),
  ]));
}

/** The statements that share layers, each once. */
export function shareItems(shares: readonly ShareLine[]): Html[] {
  return shares.map((share) => {
    const { words, marks } = shareLine(share);
    return sentenceItem(words, marks, share.statement);
  });
}

/** A list; without items, what that means. */
export function list(items: readonly Html[], nothing: Html): Html {
  return items.length === 0 ? html`<p>${nothing}</p>` : html`<ul>
${htmlLines(items)}</ul>`;
}

/** What leads to a function or away from it: a line with its marks and its place. */
export function connectionItem({ words, marks, place }: ConnectionLine): Html {
  return placedItem(html`${htmlSentence(upperFirst(words))}.${markWords(marks)}`, place);
}

/** An item of a list with the place where it is written. */
export function placedItem(what: Html, place: Place | undefined): Html {
  return html`<li><div class="all">${what}</div>${placeLine(place)}</li>`;
}

/** The condition blocks of a statement, as a template writes them. */
function conditionLines(conditions: readonly Condition[]): Html {
  if (conditions.length === 0) { return NOTHING; }
  return html`<div class="exact">${conditions.map(({ operator, key, values }) => html`<code>${json(operator)}: { ${json(key)}: ${valuesJson(values)} }</code>`)}</div>`;
}

/** What was said about a statement. */
function noteLines(notes: readonly Sentence[]): Html {
  return html`${notes.map((note) => html`<div class="note">${htmlSentence(upperFirst(note))}</div>`)}`;
}

function valuesJson(values: readonly string[]): Html {
  const all = values.map((value, index) => html`${index === 0 ? '' : ', '}${json(value)}`);
  return values.length === 1 ? html`${all}` : html`[${all}]`;
}

function sentenceItem(sentence: Sentence, marks: readonly Mark[], statement: SummaryStatement, more: readonly Sentence[] = []): Html {
  return item(statement, [
    html`<div class="all">${htmlSentence(upperFirst(sentence))}.${markWords(marks)}</div>`,
    conditionLines(statement.conditions),
    noteLines([...noteSentences(statement), ...more]),
    placeLine(statement.place, statement.sid),
  ]);
}

function item({ effect }: SummaryStatement, parts: readonly Html[]): Html {
  return html`<li${effect === 'Deny' ? html` class="deny"` : NOTHING}>${parts}</li>`;
}

function when({ conditions, effect }: SummaryStatement): Html {
  if (conditions.length === 0) { return NOTHING; }
  return html`, ${effect === 'Allow' ? 'only if' : 'when'} ${htmlSentence(enumerated(conditions.map(conditionSentence), ' and ', ' and '))}`;
}

/** What is wide is strong, and called so; what covers parts of one thing is only told. */
function markWords(marks: readonly Mark[]): Html {
  return html`${marks.map((mark) => isWide(mark)
    ? html` <strong class="mark">wide: ${MARK_WORDS.get(mark)!}</strong>`
    : html` <span class="mark">${MARK_WORDS.get(mark)!}</span>`)}`;
}

function placeLine(place: Place | undefined, sid?: string): Html {
  if (place === undefined && sid === undefined) { return NOTHING; }
  const id = sid === undefined ? NOTHING : html`Sid ${htmlCode(sid)}`;
  if (place === undefined) { return html`<div class="place">${id}</div>`; }
  return html`<div class="place">Written in ${htmlCode(placeName(place))}, ${htmlCode(place.resourceType)}${sid === undefined ? NOTHING : html`, ${id}`}</div>`;
}

function samePlace(a: Place, b: Place): boolean {
  return placeName(a) === placeName(b) && a.resourceType === b.resourceType && a.stack === b.stack && a.logicalId === b.logicalId;
}

function json(text: string): string {
  return JSON.stringify(text);
}
