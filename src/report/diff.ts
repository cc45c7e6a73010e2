// Not exported: the command line shows it.
import { AccessChange, AccessDiff, AccessLine, ChangeSide, FunctionDiff, isMore, isSwitch } from './diff-change';
import { connectionChanges, pollChanges } from './diff-connections';
import { layerDiffs } from './diff-layers';
import { compared, itemChanges, limits, texts } from './diff-lines';
import { FunctionPair, pairResources } from './diff-pairs';
import { renamed, renamesOf } from './diff-rename';
import { accessLines } from './diff-statement';
import { boundaryLine, grantLine, invokeLine, limitLine, trustLine, unknownLine } from './diff-words';
import { compareText, sortedOnce } from './order';
import { FunctionSummary, PermissionSummary, PolicySummary, TargetSummary } from './permission-summary';
import { isOnlyNamed } from './policy-words';
import { plainSentence } from './sentence';
import { SummaryStatement } from './summary-statement';
import { undocumented } from './unknown';
import { Effort } from '../model/effort';
import { knownPolicies } from '../model/known-policies';
import { Comparison } from '../model/statement-covers';

/**
 * What is allowed after and was not before, and the other way round, function by function.
 *
 * Statements are compared by what they allow, not by how they are written: what another statement covers is no difference.
 * Where it is not sure that something was allowed before, it counts as added.
 */
export function diffAccess(before: PermissionSummary, after: PermissionSummary): AccessDiff {
  const found = pairResources(before.functions, after.functions);
  const renames = renamesOf(found, before, after);
  const effort = new Effort();
  const diffs = found.map(({ before: old, after: young }) => functionDiff({ before: renamed(old, renames), after: young }, effort, old?.name));
  const layers = layerDiffs(before.layers, after.layers, renames, effort);
  const open = after.functions.filter(({ unknowns }) => unknowns.length > 0).length;
  return { functions: byName(diffs.filter((diff) => diff !== undefined)), layers: byName(layers), ...open > 0 && { open } };
}

function byName(diffs: readonly FunctionDiff[]): FunctionDiff[] {
  return [...diffs].sort((a, b) => compareText(a.name, b.name));
}

function functionDiff({ before, after }: FunctionPair, effort: Effort, formerName?: string): FunctionDiff | undefined {
  if (!before || !after) {
    const kind = after ? 'ADDED' : 'REMOVED';
    // That a function which is not there is denied something is no news.
    return { name: after?.name ?? formerName!, status: kind, changes: changesOf({ before, after }, effort).filter((change) => change.kind === kind) };
  }
  const changes = changesOf({ before, after }, effort);
  if (changes.length === 0) { return undefined; }
  return { name: after.name, ...formerName !== after.name && { formerName }, status: 'CHANGED', changes };
}

function changesOf(pair: FunctionPair, effort: Effort): AccessChange[] {
  const { before, after } = pair;
  const by: Comparison = { owners: [before, after].flatMap((one) => one ? [one.account] : []), effort };
  const changes = [
    ...invokeChanges(pair, by),
    ...connectionChanges(before, after),
    ...pollChanges(before?.eventSources ?? [], after?.eventSources ?? []),
    ...compared('GRANT', lines(grantsOf(before), grantLine), lines(grantsOf(after), grantLine), by),
    ...boundaryChanges(pair, by),
    ...compared('TRUST', lines(before?.role?.trust, trustLine), lines(after?.role?.trust, trustLine), by),
    ...unknownChanges(pair),
  ];
  return sortedOnce(changes, (change) => JSON.stringify([
    isMore(change) ? 0 : isSwitch(change) ? 1 : 2, ORDER[change.side], change.kind, texts(change.after), texts(change.before),
  ]));
}

const ORDER: { readonly [side in ChangeSide]: number } = {
  INVOKE: 0, URL: 1, TRIGGER: 2, POLL: 3, GRANT: 4, DESTINATION: 5, BOUNDARY: 6, TRUST: 7, SHARE: 8, UNKNOWN: 9,
};

function invokeChanges({ before, after }: FunctionPair, by: Comparison): AccessChange[] {
  return pairTargets(before?.targets ?? [], after?.targets ?? []).flatMap(([one, other]) => {
    const target = (other ?? one)!;
    const line = (statement: SummaryStatement) => invokeLine(statement, target);
    const own = (one?.statements ?? []).map((statement) => aboutItself(statement, one!.arn, target.arn));
    return compared('INVOKE', lines(own, line), lines(other?.statements, line), by);
  });
}

/** The function's own ARN may have changed; that the statement is about the function has not. */
function aboutItself(statement: SummaryStatement, formerArn: string, arn: string): SummaryStatement {
  const { resources } = statement;
  return resources ? { ...statement, resources: resources.map((resource) => resource === formerArn ? arn : resource) } : statement;
}

type TargetPair = readonly [before: TargetSummary | undefined, after: TargetSummary | undefined];

/** A version that is published with each deployment has a new name each time. */
function pairTargets(before: readonly TargetSummary[], after: readonly TargetSummary[]): TargetPair[] {
  const name = ({ kind, qualifier }: TargetSummary) => JSON.stringify([kind, qualifier ?? '']);
  const there = new Map(after.map((target) => [name(target), target]));
  const here = new Set(before.map(name));
  const old = before.filter((target) => !there.has(name(target)));
  const young = after.filter((target) => !here.has(name(target)));
  const versions = [old, young].map((targets) => targets.filter(({ kind }) => kind === 'VERSION'));
  const isSuccessor = versions.every(({ length }) => length === 1);
  const others = (targets: readonly TargetSummary[]) => targets.filter(({ kind }) => !isSuccessor || kind !== 'VERSION');
  return [
    ...before.filter((target) => there.has(name(target))).map((target): TargetPair => [target, there.get(name(target))]),
    ...isSuccessor ? [[versions[0][0], versions[1][0]] as const] : [],
    ...others(old).map((target): TargetPair => [target, undefined]),
    ...others(young).map((target): TargetPair => [undefined, target]),
  ];
}

function boundaryChanges({ before, after }: FunctionPair, by: Comparison): AccessChange[] {
  const [one, other] = [before?.role?.boundary, after?.role?.boundary];
  if (one && other) {
    // A document that is not known is among what cannot be said.
    return one.statements && other.statements ? limits(lines(statementsOf(one), limitLine), lines(statementsOf(other), limitLine), by) : [];
  }
  if (one) { return [{ kind: 'WIDENED', side: 'BOUNDARY', before: [boundaryLine(one)], after: [] }]; }
  return other ? [{ kind: 'NARROWED', side: 'BOUNDARY', before: [], after: [boundaryLine(other)] }] : [];
}

/** A boundary on one side only is told already: whatever its document says, it allows nothing by itself. */
function unknownChanges({ before, after }: FunctionPair): AccessChange[] {
  const isLimited = [before, after].every((one) => one?.role?.boundary);
  const [old, young] = [before, after].map((one) => {
    const known = isLimited ? undefined : boundaryGap(one);
    return one?.unknowns.filter(({ reason }) => plainSentence(reason) !== known).map(unknownLine) ?? [];
  });
  return itemChanges('UNKNOWN', old, young);
}

/** How it is said that no template makes the boundary, unless that is said of a policy as well. */
function boundaryGap(summary: FunctionSummary | undefined): string | undefined {
  const { boundary, policies = [] } = summary?.role ?? {};
  const isPolicyToo = policies.some(({ name, statements }) => !statements && name === boundary?.name);
  return boundary && !boundary.statements && isOnlyNamed(boundary) && !isPolicyToo ? plainSentence(undocumented(boundary)) : undefined;
}

function lines(statements: readonly SummaryStatement[] | undefined, line: (statement: SummaryStatement) => AccessLine): AccessLine[] {
  return accessLines(statements ?? []).map(line);
}

function grantsOf(summary: FunctionSummary | undefined): SummaryStatement[] {
  return summary ? knownPolicies(summary).flatMap(statementsOf) : [];
}

function statementsOf(policy: PolicySummary): SummaryStatement[] {
  return (policy.statements ?? []).map((one) => isOnlyNamed(policy) ? { ...one, policy: policy.name } : one);
}
