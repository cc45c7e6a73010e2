import { visibleText } from '../report/visible-text';

/** Where a command writes to. */
export interface Terminal {
  /** Whether somebody looks at standard error while the command runs. */
  readonly isWatched: boolean;
  /** Standard output: the answer. */
  out(text: string): void;
  /** Standard error: what is wrong, and how far the work is. */
  error(text: string): void;
}

/** How a command ends. */
export enum ExitCode {
  /** Nothing to report. */
  CLEAN = 0,
  /** Findings, more access than before, or an answer that is not "allowed". */
  FINDINGS = 1,
  /** The arguments or the files are wrong; one line on standard error says how. */
  WRONG_INPUT = 2,
}

const CLEAR_LINE = '\r\x1b[K';
const WIDTH = 100;

/** One line that tells what is being done, and is gone afterwards. Only for somebody who looks. */
export class Progress {
  private isShown = false;

  constructor(private readonly terminal: Terminal) {}

  public show(what: string): void {
    if (!this.terminal.isWatched) { return; }
    this.isShown = true;
    this.terminal.error(`${CLEAR_LINE}${visibleText(what).slice(0, WIDTH)} …`);
  }

  public clear(): void {
    if (this.isShown) { this.terminal.error(CLEAR_LINE); }
    this.isShown = false;
  }
}

/** What every command works with. */
export class Session {
  /** How the command will end. */
  public exitCode = ExitCode.CLEAN;
  public readonly progress: Progress;

  constructor(private readonly terminal: Terminal) {
    this.progress = new Progress(terminal);
  }

  /** Prints the answer. */
  public print(text: string): void {
    this.progress.clear();
    this.terminal.out(text);
  }

  /** Remembers that there is something to look at. */
  public find(hasFound: boolean): void {
    if (hasFound) { this.exitCode = ExitCode.FINDINGS; }
  }
}
