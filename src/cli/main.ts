#!/usr/bin/env node
import { runCommandLine } from './command-line';
import { ExitCode } from './terminal';

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') { return; } // whoever reads our output may stop early, as `head` does
  process.exitCode = ExitCode.WRONG_INPUT; // an answer that nobody gets must not look like one
  process.stderr.write(`cdk-secure-lambda: standard output must be writable, got ${error.message}\n`);
});

process.stderr.on('error', () => undefined); // nobody is left to tell, and the exit code says it

process.exitCode = runCommandLine(process.argv.slice(2), {
  out: (text) => { process.stdout.write(text); },
  error: (text) => { process.stderr.write(text); },
  isWatched: process.stderr.isTTY,
});
