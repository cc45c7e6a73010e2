import { Answer } from './answer';
import { bareOperator } from './bare-operator';
import { conditionHolds, isDocumented } from './condition';
import { parseBoolean } from './condition-operators/bool';
import { isAbout, matchPrincipal } from './principal-match';
import { Condition, LocatedStatement, Principal, Statement } from './statement';
import { Question, actionIn, resourceIn } from './statement-match';

/** A part of a statement that kept it from matching. */
interface Obstacle {
  /** How far it keeps the statement from the request: a condition is nearer than another action. */
  readonly weight: number;
  readonly answer: Answer;
  /** How many leading parts of an ARN are as the request has them: another path of one API is nearer than another API. */
  readonly alike: number;
  readonly text: string;
}

/** The statement's Sid, or where it stands. */
export function nameOf(statement: LocatedStatement): string {
  return statement.sid ? `'${oneLine(statement.sid)}'` : oneLine(`${statement.source.logicalId} ${statement.source.property}`);
}

/** How near the nearest of some `Allow` statements came, to follow a colon. */
export function nearest(statements: readonly LocatedStatement[], question: Question, withPrincipal: boolean): string {
  let best: Obstacle[] | undefined;
  for (const statement of statements) {
    if (statement.effect !== 'Allow') { continue; }
    const obstacles = obstaclesOf(statement, question, withPrincipal);
    if (!best || isNearer(obstacles, best)) { best = obstacles; }
  }
  if (!best) { return 'no statement allows anything'; }
  if (best.length === 0) { return 'a statement matches, but leaves the decision to the policies of the caller'; }
  return `the nearest statement matches but for ${best.map((obstacle) => obstacle.text).join('; and for ')}`;
}

/** What in a statement could not be decided. */
export function undecided(statement: LocatedStatement, question: Question, withPrincipal: boolean): string {
  const open = obstaclesOf(statement, question, withPrincipal).filter((obstacle) => obstacle.answer === 'CANNOT_SAY');
  return open.map((obstacle) => obstacle.text).join('; and ') || 'it depends on the policies of the caller';
}

function obstaclesOf(statement: Statement, question: Question, withPrincipal: boolean): Obstacle[] {
  const { request } = question;
  const found: Obstacle[] = [];
  const check = (weight: number, answer: Answer, text: () => string, alike: () => number = () => 0) => {
    if (answer !== 'YES') { found.push({ weight, answer, alike: alike(), text: text() }); }
  };
  if (withPrincipal) {
    check(8, isAbout(matchPrincipal(statement, question.caller, question.hasBoundary)), () =>
      `the principal: it names ${principalsOf(statement)}, the request comes from ${shownPrincipal(request.principal)}`);
  }
  check(4, actionIn(statement, question), () =>
    `the action: it wants ${listed(statement.actions, statement.notActions)}, the request has ${oneLine(request.action)}`);
  const { resources, notResources } = statement;
  check(2, resourceIn(statement, question), () =>
    `the resource: it wants ${listed(resources, notResources)}, the request has ${oneLine(request.resource)}${unknownText(resources ?? notResources ?? [], question)}`,
  () => sharedParts(resources ?? [], [request.resource]));
  for (const condition of statement.conditions) {
    const values = question.context.valuesOf(condition.key);
    check(1, conditionHolds(condition, question.context), () => conditionText(condition, question),
      () => sharedParts(condition.values, values === 'UNKNOWN' ? [] : values ?? []));
  }
  return found;
}

function weightOf(obstacles: readonly Obstacle[]): number {
  return obstacles.reduce((sum, { weight, answer }) => sum + (answer === 'CANNOT_SAY' ? weight / 2 : weight), 0);
}

function isNearer(one: readonly Obstacle[], other: readonly Obstacle[]): boolean {
  const difference = weightOf(one) - weightOf(other);
  const alike = (obstacles: readonly Obstacle[]) => obstacles.reduce((sum, obstacle) => sum + obstacle.alike, 0);
  return difference < 0 || (difference === 0 && alike(one) > alike(other));
}

/** Of the pair that agrees furthest. */
function sharedParts(patterns: readonly string[], given: readonly string[]): number {
  const parts = given.map((text) => text.split(/[:/]/));
  return patterns.reduce((most, text) => parts.reduce((more, part) => Math.max(more, commonStart(text.split(/[:/]/), part)), most), 0);
}

function commonStart(pattern: readonly string[], given: readonly string[]): number {
  const different = pattern.findIndex((part, index) => part !== '*' && part !== given[index]);
  return different < 0 ? pattern.length : different;
}

function conditionText(condition: Condition, question: Question): string {
  const key = oneLine(condition.key);
  if (!isDocumented(condition.operator)) { return `${key}: IAM documents no operator ${oneLine(condition.operator)}`; }
  const values = question.context.valuesOf(condition.key);
  const given = values === 'UNKNOWN' ? NOT_KNOWN : `the request has ${values ? listed(values) : 'none'}${unknownText(condition.values, question)}`;
  return `${key}: it wants ${wanted(condition)}, ${given}`;
}

const NOT_KNOWN = 'it is not known what the request has';

/** What nobody told of the policy variables in some texts. */
function unknownText(texts: readonly string[], { context }: Question): string {
  const keys = context.unknownIn(texts);
  return keys.length > 0 ? `, and ${NOT_KNOWN} as ${listed(keys)}` : '';
}

function wanted(condition: Condition): string {
  if (condition.operator === 'Null') { return condition.values.some((value) => parseBoolean(value)) ? 'none' : 'any'; }
  const { name } = bareOperator(condition.operator);
  if (/Not/.test(name)) { return `anything but ${listed(condition.values)}`; }
  return /Than/.test(name) ? `${name} ${listed(condition.values)}` : listed(condition.values);
}

function principalsOf(statement: Statement): string {
  return listed(statement.principals?.map(shownPrincipal), statement.notPrincipals?.map(shownPrincipal));
}

function shownPrincipal(principal: Principal): string {
  return principal.id === '*' ? 'anybody' : principal.id;
}

/** A few values on one line; everything but them when only the negated element is there. */
function listed(values: readonly string[] | undefined, excluded?: readonly string[]): string {
  if (!values) { return excluded ? `anything but ${listed(excluded)}` : 'nothing'; }
  if (values.length === 0) { return 'nothing'; }
  const shown = values.slice(0, 3).map(oneLine);
  return `${shown.join(' or ')}${values.length > 3 ? ` or ${values.length - 3} more` : ''}`;
}

function oneLine(text: string): string {
  const line = text.replace(/\s/g, ' ');
  return line.length > 300 ? `${line.slice(0, 297)}...` : line || "''";
}
