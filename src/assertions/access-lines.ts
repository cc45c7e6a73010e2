// Not exported: part of the comparison with a baseline.
import { ConnectionKind, connectionsOf } from './connection-lines';
import { FunctionAccess, InvokeTarget } from '../model/function-access';
import { knownPolicies, knownStatements } from '../model/known-policies';
import { Principal, Statement } from '../model/statement';
import { Comparison, statementCovers } from '../model/statement-covers';

/** One thing that is allowed or denied: of one principal, action and resource where the statement names them. */
export interface AccessLine {
  /** What it is about: `function`, `alias live`, `trust`, `role`, `boundary`, `event source`. */
  readonly side: string;
  /** What it says; equal lines say the same. */
  readonly text: string;
  /** Undefined where the line is not a statement. */
  readonly statement?: Statement;
}

/** The statements of one side. */
export interface AccessSide {
  readonly side: string;
  readonly statements: readonly Statement[];
}

/** A policy by its name, or its ARN. */
interface NamedPolicy {
  readonly name: string;
  readonly statements?: unknown;
}

/** More lines than these of one statement stay together. */
const MOST_LINES = 500;

/** What a function's access comes down to, each thing once. Names of policies and the order of statements do not count. */
export function accessLines(sides: readonly AccessSide[], others: readonly AccessLine[]): ReadonlyMap<string, AccessLine> {
  const lines = sides.flatMap(({ side, statements }) =>
    statements.flatMap(split).map((statement) => ({ side, text: lineText(statement), statement })));
  return new Map([...lines, ...others].map((line) => [`${line.side}: ${line.text}`, line]));
}

/**
 * The lines of a function as it is read from templates.
 *
 * @param told the connections that it is compared by
 */
export function linesOf(access: FunctionAccess, told: readonly ConnectionKind[]): ReadonlyMap<string, AccessLine> {
  const { targets, role, roleArn, eventSources } = access;
  const sideOfTarget = (targetArn: string) => targets.filter(({ arn }) => arn === targetArn).map(sideOf)[0] ?? targetArn;
  const sides = [
    ...targets.map((target) => ({ side: sideOf(target), statements: target.statements })),
    ...role ? [{ side: 'trust', statements: role.trust }] : [],
    { side: 'role', statements: knownStatements(access) },
    ...role?.boundary ? [{ side: 'boundary', statements: role.boundary.statements ?? [] }] : [],
  ];
  return accessLines(sides, [
    ...role ? boundaryLine(role.boundary !== undefined) : [unknownRole(roleArn)],
    ...unknownPolicies(knownPolicies(access), role?.boundary),
    ...eventSources.map(({ eventSourceArn, targetArn }) => eventSourceLine(eventSourceArn, targetArn)),
    ...told.flatMap((kind) => connectionsOf(access, kind, sideOfTarget)),
  ]);
}

/** How a function, version or alias is called here. */
export function sideOf({ kind, qualifier }: Pick<InvokeTarget, 'kind' | 'qualifier'>): string {
  return qualifier === undefined ? 'function' : `${kind.toLowerCase()} ${qualifier}`;
}

/** A role that is in none of the templates. */
export function unknownRole(arn: string): AccessLine {
  return { side: 'role', text: `whatever ${arn || 'a role that is not known'} may do` };
}

/** Policies whose document is in none of the templates: which ones a role has is known all the same. */
export function unknownPolicies(policies: readonly NamedPolicy[], boundary?: NamedPolicy): AccessLine[] {
  const lines = (side: string, named: readonly NamedPolicy[]) => named.filter(({ statements }) => statements === undefined)
    .map(({ name }) => ({ side, text: `whatever ${name === '' ? 'a policy that is not known' : `policy ${word(name)}`} allows` }));
  return [...lines('role', policies), ...lines('boundary', boundary ? [boundary] : [])];
}

/** Without a boundary nothing limits the policies. */
export const NO_BOUNDARY: AccessLine = { side: 'boundary', text: 'none' };

/** Says where there is no boundary. */
export function boundaryLine(hasBoundary: boolean): AccessLine[] {
  return hasBoundary ? [] : [NO_BOUNDARY];
}

/** What Lambda polls. */
export function eventSourceLine(eventSourceArn: string | undefined, targetArn: string): AccessLine {
  return { side: 'event source', text: `${eventSourceArn ?? 'self-managed Kafka'} invokes ${targetArn}` };
}

/** Whether one line allows, or denies, everything that another one does. */
export function coversLine(wider: AccessLine, narrower: AccessLine, by: Comparison): boolean {
  const [a, b] = [wider.statement, narrower.statement];
  return a !== undefined && b !== undefined && wider.side === narrower.side && a.effect === b.effect && statementCovers(a, b, by);
}

function split(statement: Statement): Statement[] {
  const { principals, actions, resources } = statement;
  if ((principals?.length ?? 1) * (actions?.length ?? 1) * (resources?.length ?? 1) > MOST_LINES) { return [statement]; }
  const each = <T>(list: readonly T[] | undefined) => list ? list.map((item) => [item]) : [undefined];
  return each(principals).flatMap((principal) => each(actions).flatMap((action) => each(resources).map((resource) => ({
    ...statement,
    ...principal && { principals: principal },
    ...action && { actions: action },
    ...resource && { resources: resource },
  }))));
}

function lineText({ effect, principals, notPrincipals, actions, notActions, resources, notResources, conditions }: Statement): string {
  const list = (named: readonly string[] | undefined, excluded: readonly string[] | undefined) =>
    named ? sorted(named) : `everything but ${sorted(excluded ?? [])}`;
  const who = principals ?? notPrincipals ? [list(principals?.map(shown), notPrincipals?.map(shown))] : [];
  const what = resources ?? notResources ? [`on ${list(resources?.map(word), notResources?.map(word))}`] : [];
  const when = conditions.map(({ operator, key, values }) => `${word(operator)} ${word(key)} ${sorted(values.map(word))}`).sort();
  return [effect, ...who, list(actions?.map(word), notActions?.map(word)), ...what, ...when.length > 0 ? [`if ${when.join(' and ')}`] : []].join(' ');
}

/** Any service is not anybody. */
function shown({ kind, id }: Principal): string {
  const isPlain = kind === 'AWS' || (kind === 'Service' && id !== '*');
  return isPlain ? word(id) : `${kind} ${word(id)}`;
}

/** A text that cannot be taken for several, nor for our words: what holds a blank is quoted. */
function word(text: string): string {
  return /^[^\s"]+$/.test(text) ? text : JSON.stringify(text);
}

function sorted(texts: readonly string[]): string {
  return [...new Set(texts)].sort().join(' or ');
}
