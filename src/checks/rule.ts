// Not exported: rules are internal, what a user sees is the pack.
import { FunctionAccess } from '../model/function-access';
import { StatementSource } from '../model/statement';

/** How much a finding weighs: an error fails the synthesis, a warning does not. */
export type Level = 'ERROR' | 'WARNING';

/** A statement, or a role, that a rule does not accept. */
export interface Finding {
  /** What the finding is about, part of its id; no `::`, no space: `s3.amazonaws.com`, `s3:Get*`. Undefined: the rule's id says all. */
  readonly detail?: string;
  readonly source: StatementSource;
  /** What is wrong here, in one sentence, where the rule's `info` cannot say it for all findings. */
  readonly reason?: string;
  /** How much this one weighs, where it weighs less than the rule. */
  readonly level?: Level;
}

/** One check of the permissions of one function. Pure: no construct, no side effect, no order between rules. */
export interface Rule {
  /** The id without prefix, a literal: `SourceArn` is reported as `LambdaPermissions-SourceArn`. */
  readonly id: string;
  readonly level: Level;
  /** What is wrong, in one sentence. */
  readonly info: string;
  /** What an attacker or a colleague could do, and the fix. */
  readonly explanation: string;
  check(access: FunctionAccess): Finding[];
}
