import { readFileSync } from 'fs';
import { join } from 'path';
import { Command, CommanderError } from 'commander';
import { addCan } from './can-command';
import { addCheck } from './check-command';
import { addDiff } from './diff-command';
import { addReport } from './report-command';
import { ExitCode, Session, Terminal } from './terminal';
import { failure } from '../model/failure';
import { isObject } from '../model/policy-json';
import { visibleText } from '../report/visible-text';

const NAME = 'cdk-secure-lambda';

const EXIT_CODES = `
Exit codes: 0 nothing to report; 1 findings, more access than before, or an answer that is not "allowed";
2 wrong arguments or files, told in one line on standard error.`;

/**
 * Runs a command and gives its exit code.
 *
 * @param args what stands behind the name of the program
 */
export function runCommandLine(args: readonly string[], terminal: Terminal): ExitCode {
  const session = new Session(terminal);
  try {
    program(session, terminal).parse(args, { from: 'user' });
    return session.exitCode;
  } catch (error) {
    session.progress.clear();
    if (error instanceof CommanderError && error.exitCode === 0) { return ExitCode.CLEAN; } // help and version
    terminal.error(`${NAME}: ${visibleText(reasonOf(error))}\n`);
    return ExitCode.WRONG_INPUT;
  }
}

function program(session: Session, terminal: Terminal): Command {
  const root = new Command(NAME)
    .description('Who may invoke the Lambda functions of a CDK app or CloudFormation template, and what each of them may do.')
    .version(packageVersion(), '--version', 'print the version')
    .helpOption('--help', 'print what a command takes')
    .helpCommand(false)
    .addHelpText('after', EXIT_CODES)
    .configureHelp({ showGlobalOptions: false })
    .configureOutput({ writeOut: (text) => terminal.out(text), writeErr: () => undefined, outputError: () => undefined })
    .showSuggestionAfterError(false)
    .exitOverride()
    .action((_options, { args: [name] }: Command) => {
      const got = name === undefined ? 'got none' : `got '${name}'`;
      throw failure(`a command must be report, diff, can or check, ${got}. '${NAME} --help' tells more`);
    });
  for (const add of [addReport, addDiff, addCan, addCheck]) { add(root, session); }
  return root.allowExcessArguments(true); // last, because commands inherit it
}

/** One line for any error: of a command line, a file, or our own. */
function reasonOf(error: unknown): string {
  if (error instanceof RangeError) { return 'the input is too large, or nested too deep'; }
  if (error instanceof CommanderError) { return error.message.replace(/^error: /, ''); }
  const { code, path } = Object(error) as NodeJS.ErrnoException;
  const why = SYSTEM_ERRORS.get(code ?? '');
  if (why !== undefined && path !== undefined) { return `'${path}' must be readable, got ${why}`; }
  return error instanceof Error ? error.message : String(error);
}

/** Errors of the system that a path can lead to. */
const SYSTEM_ERRORS: ReadonlyMap<string, string> = new Map([
  ['EACCES', 'no permission to read it'],
  ['EPERM', 'no permission to read it'],
  ['ELOOP', 'symbolic links in a circle'],
  ['ENAMETOOLONG', 'a name that is too long'],
  ['ENOTDIR', 'a path through a file'],
]);

function packageVersion(): string {
  const description = JSON.parse(readFileSync(join(__dirname, '..', '..', 'package.json'), 'utf8')) as unknown;
  return isObject(description) ? String(description.version) : '';
}
