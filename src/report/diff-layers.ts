// Not exported: part of the difference between two reports; who may use layers.
import { LayerSummary } from './connection-summary';
import { AccessChange, FunctionDiff } from './diff-change';
import { compared, itemChanges } from './diff-lines';
import { Pair, pairResources } from './diff-pairs';
import { Renames, renamed } from './diff-rename';
import { accessLines } from './diff-statement';
import { shareLine, unknownLine } from './diff-words';
import { SummaryStatement } from './summary-statement';
import { Comparison } from '../model/statement-covers';

/** The layers whose shares changed. Where one of both reports does not tell about layers, none is compared. */
export function layerDiffs(
  before: readonly LayerSummary[] | undefined, after: readonly LayerSummary[] | undefined, renames: Renames, effort: Comparison['effort'],
): FunctionDiff[] {
  if (!before || !after) { return []; }
  return pairResources(before, after).flatMap(({ before: one, after: other }) => (
    layerDiff({ before: renamed(one, renames), after: other }, effort, one?.name)
  ));
}

function layerDiff({ before, after }: Pair<LayerSummary>, effort: Comparison['effort'], formerName?: string): FunctionDiff[] {
  const by: Comparison = { owners: [], effort };
  const own = (before?.statements ?? []).map((statement) => about(statement, after?.arn));
  const lines = (statements: readonly SummaryStatement[]) => accessLines(statements).map(shareLine);
  const changes: AccessChange[] = [
    ...compared('SHARE', lines(own), lines(after?.statements ?? []), by),
    ...itemChanges('UNKNOWN', before?.unknowns.map(unknownLine) ?? [], after?.unknowns.map(unknownLine) ?? []),
  ];
  if (changes.length === 0) { return []; }
  const name = (after ?? before)!.name;
  const status = !before ? 'ADDED' : !after ? 'REMOVED' : 'CHANGED';
  return [{ name, ...status === 'CHANGED' && formerName !== name && { formerName }, status, changes }];
}

/** Each version of a layer has another ARN; that the share is about the layer stays. */
function about(statement: SummaryStatement, arn: string | undefined): SummaryStatement {
  return arn === undefined ? statement : { ...statement, resources: [arn] };
}
