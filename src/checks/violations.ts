// Not exported: what the rules found, for the plugin and the command line.
import { Finding, Level, Rule } from './rule';
import * as rules from './rules';
import { FunctionAccess } from '../model/function-access';
import { StatementSource } from '../model/statement';

/** The rules, sorted by id. */
export const RULES: readonly Rule[] = Object.values(rules).sort((a, b) => order(a.id, b.id));

/** What a rule does not accept, with every place where it was found. */
export interface Violation {
  /** As it is printed and acknowledged: `LambdaPermissions-SourceArn[s3.amazonaws.com]`. */
  readonly id: string;
  readonly level: Level;
  readonly info: string;
  readonly explanation: string;
  /** Each place once, however many functions share the role. */
  readonly sources: readonly StatementSource[];
}

/** A rule's id as users see it. */
export function reportedId(rule: Rule, detail?: string): string {
  return `LambdaPermissions-${rule.id}${detail === undefined ? '' : `[${detail}]`}`;
}

/** Applies every rule to every function. Sorted, so that the same templates give the same report. */
export function violationsOf(functions: readonly FunctionAccess[]): Violation[] {
  const found = new Map<string, Violation & { readonly places: Map<string, StatementSource> }>();
  for (const rule of RULES) {
    for (const finding of functions.flatMap((access) => rule.check(access))) {
      const violation = violationOf(rule, finding);
      const key = `${violation.id}\n${violation.info}`;
      const places = found.get(key)?.places ?? new Map<string, StatementSource>();
      places.set(placeOf(finding.source), finding.source);
      found.set(key, { ...violation, places });
    }
  }
  return [...found].sort(([a], [b]) => order(a, b)).map(([, { places, ...violation }]) => ({ ...violation, sources: sorted(places) }));
}

function violationOf(rule: Rule, finding: Finding): Violation {
  return {
    id: reportedId(rule, finding.detail),
    level: finding.level ?? rule.level,
    info: finding.reason ?? rule.info,
    explanation: rule.explanation,
    sources: [finding.source],
  };
}

function sorted(places: ReadonlyMap<string, StatementSource>): StatementSource[] {
  return [...places].sort(([a], [b]) => order(a, b)).map(([, source]) => source);
}

function placeOf(source: StatementSource): string {
  return [source.stack, source.logicalId, source.property].join('\n');
}

/** By code unit: unlike a comparison of texts it does not depend on the machine's language. */
function order(a: string, b: string): number {
  if (a === b) { return 0; }
  return a < b ? -1 : 1;
}
