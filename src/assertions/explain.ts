// Not exported: what a failing assertion says.
import { Verdict } from './verdict';
import { failure } from '../model/failure';
import { Outcome } from '../model/request';
import { StatementSource } from '../model/statement';

/** A question about access, and how it was answered. */
export interface Answered {
  /** What was asked, to come before "must be allowed": `that Stack/Resize calls s3:GetObject on …`. */
  readonly question: string;
  readonly verdict: Verdict;
  /** Why a value of the question is not known in full. */
  readonly reasons: readonly string[];
}

/** The path of the construct that a statement came from; undefined when it is not known. */
export type PathOf = (source: StatementSource) => string | undefined;

const WORDS: { readonly [outcome in Outcome]: string } = { ALLOWED: 'is allowed', DENIED: 'is denied', CANNOT_SAY: 'cannot be decided' };

/** More gaps than these do not help. */
const GAPS_SHOWN = 3;

/** Throws unless the answer is the expected one. */
export function expectOutcome(expected: 'ALLOWED' | 'DENIED', { question, verdict, reasons }: Answered, pathOf: PathOf): void {
  if (verdict.outcome === expected) { return; }
  const must = expected === 'ALLOWED' ? 'must be allowed' : 'must be denied';
  const parts = [
    `${question} ${must}, but it ${WORDS[verdict.outcome]}: ${verdict.reason}`,
    ...verdict.statement ? [`${relation(verdict)} ${placeText(verdict.statement.source, pathOf)}`] : [],
    ...verdict.outcome === 'CANNOT_SAY' ? unknownParts(verdict, reasons, pathOf) : [],
  ];
  throw failure(readable(parts.join('; ')));
}

/** Where something stands: stack, resource and property, and the construct. */
export function placeText(source: StatementSource, pathOf: PathOf): string {
  const path = pathOf(source);
  return `${source.stack} ${source.logicalId} ${source.property}${path === undefined ? '' : ` [${path.replace(/\/Resource$/, '')}]`}`;
}

/** Stand-ins of a question, and what they mean. */
const STAND_INS: readonly (readonly [standIn: string, meaning: string])[] = [
  ['${Any::Resource}', 'any resource'],
  ['${Any::LogStream}', 'any'],
  ['${organization.account}:role/${organization.role}', 'any account of the organization'],
];

/** A text without the stand-ins that only this library knows. */
export function readable(text: string): string {
  return STAND_INS.reduce((shown, [standIn, meaning]) => shown.replaceAll(standIn, meaning), text);
}

function relation({ outcome, reason }: Verdict): string {
  if (reason.includes('the nearest statement')) { return 'the nearest statement is'; }
  return outcome === 'CANNOT_SAY' ? 'the statement in question is' : 'the statement is';
}

function unknownParts({ reason, gaps }: Verdict, reasons: readonly string[], pathOf: PathOf): string[] {
  const unknown = [...reasons, ...gaps.map((gap) => `${gap.reason} (${placeText(gap.source, pathOf)})`)];
  const more = unknown.length > GAPS_SHOWN ? [`${unknown.length - GAPS_SHOWN} more`] : [];
  return [
    ...unknown.length > 0 ? [`not known: ${[...unknown.slice(0, GAPS_SHOWN), ...more].join(', ')}`] : [],
    ...reason.includes('it is not known what the request has') ? ["say what the request has, in 'context' or the option for it"] : [],
    ...reason.includes('${AWS::') ? ["give the stack an 'env' with account and region, if the answer depends on them"] : [],
  ];
}
