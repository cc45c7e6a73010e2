#!/usr/bin/env node
import { runCommandLine } from './command-line';

// Whoever reads our output may stop early, as `head` does.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') { throw error; }
});

process.exitCode = runCommandLine(process.argv.slice(2), {
  out: (text) => { process.stdout.write(text); },
  error: (text) => { process.stderr.write(text); },
  isWatched: process.stderr.isTTY,
});
