import { failure } from '../model/failure';
import { FunctionAccess, Gap, PolicyAccess } from '../model/function-access';
import { policiesAndBoundary } from '../model/missing-policies';
import { LocatedStatement } from '../model/statement';

/**
 * What the functions of a report may have together. Functions share roles, roles share policies, and what is not known of a
 * template is not known of any function in it: a report tells all of it once for each function, so that a short template can
 * mean gigabytes. A thousand functions with a hundred lines each are far below.
 */
const LINES = 500_000;
/** A statement with more pairs of action and resource is not taken apart. */
const LINES_OF_STATEMENT = 500;
/** A longer line takes the room of several. */
const CHARACTERS = 1_000;

/** Refuses what is too much for a report, before anything is written of it. */
export function checkReportSize(functions: readonly FunctionAccess[]): void {
  const size = new Size();
  let lines = 0;
  for (const access of functions) {
    lines += size.ofFunction(access);
    if (lines > LINES) {
      const one = 'one for each caller, action and resource of each function';
      throw failure(`'path' must lead to a report of at most ${LINES} lines, ${one}, got more: name fewer templates at once`);
    }
  }
}

class Size {
  /** What many functions have is measured once. */
  private readonly known = new Map<readonly LocatedStatement[], number>();

  public ofFunction(access: FunctionAccess): number {
    const { role, targets, gaps } = access;
    return [
      1,
      this.ofStatements(role?.trust ?? []),
      ...targets.map(({ statements }) => this.ofStatements(statements)),
      ...policiesAndBoundary(access).map((policy) => this.ofPolicy(policy)),
      ...gaps.map(ofGap),
    ].reduce((sum, lines) => sum + lines, 0);
  }

  private ofPolicy({ statements = [] }: PolicyAccess): number {
    return 1 + this.ofStatements(statements);
  }

  private ofStatements(statements: readonly LocatedStatement[]): number {
    const lines = this.known.get(statements) ?? statements.reduce((sum, statement) => sum + ofStatement(statement), 0);
    this.known.set(statements, lines);
    return lines;
  }
}

function ofStatement(statement: LocatedStatement): number {
  const { principals = [], actions = [], resources = [], ...besides } = statement;
  const lists = [principals, actions, resources].filter((list) => list.length > 0);
  const lines = Math.min(lists.reduce((product, { length }) => product * length, 1), LINES_OF_STATEMENT);
  const characters = lists.reduce((sum, list) => sum + JSON.stringify(list).length / list.length, JSON.stringify(besides).length);
  return Math.max(lines * Math.ceil(characters / CHARACTERS), Math.ceil(JSON.stringify(statement).length / CHARACTERS));
}

/** It stands beside what it is about, and takes more room than a line. */
function ofGap({ reason }: Gap): number {
  return 2 * Math.ceil(reason.length / CHARACTERS);
}
