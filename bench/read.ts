import { spawnSync } from 'child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { App, appOf } from './templates';
import { loadPath } from '../src/cloudformation/read-files';
import { readTemplates } from '../src/cloudformation/read-template';
import { evaluate } from '../src/model/evaluate';
import { FunctionAccess } from '../src/model/function-access';
import { AccessRequest, PolicySet } from '../src/model/request';
import { renderHtml } from '../src/report/html';
import { renderJson } from '../src/report/json';
import { renderMarkdown } from '../src/report/markdown';
import { summarize } from '../src/report/permission-summary';
import { renderText } from '../src/report/text';

/** Functions in an app; each has five statements. */
const SIZES = [100, 1000];
const ROUNDS = 3;
const WARM_UP = 20;
const DECISIONS = 200_000;
/** What is promised for ten times as many functions and statements. */
const MOST_TIMES = 12;
const MOST_MEGABYTES = 500;

/** Milliseconds of processor time that one process took, and what it needed. */
interface Measured {
  readonly read: number;
  readonly evaluate: number;
  readonly report: number;
  readonly megabytes: number;
  /** Of the page for a browser. */
  readonly pageMegabytes: number;
}

if (process.argv[2] === 'measure') {
  process.stdout.write(JSON.stringify(measured(process.argv[3], process.argv[4])));
} else if (process.argv[2] === 'decide') {
  process.stdout.write(JSON.stringify(microsecondsToDecide(process.argv[3])));
} else {
  printAll();
}

function printAll(): void {
  process.stdout.write('functions | statements | read | evaluate | report, all formats | peak memory | permissions.html\n');
  const apps: [name: string, ofSize: (functions: number) => App][] = [
    ['a role each', (functions) => appOf({ functions, sharing: 1 })],
    ['one role for all', (functions) => appOf({ functions, sharing: functions })],
  ];
  for (const [name, ofSize] of apps) {
    const [few, many] = SIZES.map((size) => inDirectories([ofSize(WARM_UP), ofSize(size)], (warmUp, directory) => {
      const all = Array.from({ length: ROUNDS }, () => child<Measured>('measure', warmUp, directory));
      // What else the machine does can only make it slower.
      const best = all.reduce((a, b) => total(a) < total(b) ? a : b);
      const times = [best.read, best.evaluate, best.report].map(seconds);
      process.stdout.write(`${[size, size * 5, ...times, megabytes(best.megabytes), megabytes(best.pageMegabytes), name].join(' | ')}\n`);
      return best;
    }));
    const times = (total(many) / total(few)).toFixed(1);
    process.stdout.write(`10 times as much takes ${times} times as long (at most ${MOST_TIMES}), and at most ${MOST_MEGABYTES} MB\n`);
  }
  const microseconds = inDirectories([appOf({ functions: 100, sharing: 1 })], (directory) => child<number>('decide', directory));
  process.stdout.write(`a decision: ${microseconds.toFixed(1)} microseconds, ${Math.round(1e6 / microseconds)} in a second\n`);
}

/** In a process of its own, because what an earlier one needed would count. */
function child<T>(...args: readonly string[]): T {
  const { stdout, stderr, status } = spawnSync(process.execPath, [...process.execArgv, __filename, ...args], { encoding: 'utf8', maxBuffer: 1e8 });
  if (status !== 0) { throw new Error(stderr); }
  return JSON.parse(stdout) as T;
}

function inDirectories<T>(apps: readonly App[], use: (...directories: string[]) => T): T {
  const directories = apps.map(() => mkdtempSync(join(tmpdir(), 'bench-read-')));
  try {
    apps.forEach((app, index) => {
      for (const [file, template] of app) { writeFileSync(join(directories[index], file), JSON.stringify(template)); }
    });
    return use(...directories);
  } finally {
    directories.forEach((directory) => rmSync(directory, { recursive: true }));
  }
}

function measured(warmUp: string, directory: string): Measured {
  for (let round = 0; round < 5; round++) { once(warmUp); }
  const { times, page } = once(directory);
  return { ...times, megabytes: process.resourceUsage().maxRSS / 1024, pageMegabytes: page.length / 2 ** 20 };
}

/** Everything that is done with an app: read it, ask two questions about each function, write every format. */
function once(directory: string): { readonly times: Pick<Measured, 'read' | 'evaluate' | 'report'>; readonly page: string } {
  const begin = milliseconds();
  const functions = readTemplates(loadPath(directory));
  const read = milliseconds();
  for (const access of functions) { questions(access).forEach(([request, policies]) => evaluate(request, policies)); }
  const evaluated = milliseconds();
  const summary = summarize(functions);
  const [page] = [renderHtml, renderMarkdown, renderJson, renderText].map((render) => render(summary));
  return { times: { read: read - begin, evaluate: evaluated - read, report: milliseconds() - evaluated }, page };
}

function microsecondsToDecide(directory: string): number {
  const asked = readTemplates(loadPath(directory)).flatMap(questions);
  const decide = (count: number) => { for (let at = 0; at < count; at++) { evaluate(...asked[at % asked.length]); } };
  decide(DECISIONS / 10);
  const begin = milliseconds();
  decide(DECISIONS);
  return (milliseconds() - begin) * 1000 / DECISIONS;
}

/** What this process has had of the processors, so that nothing else on the machine is measured. */
function milliseconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** Whether the function may read what it may read, and whether the bucket of another function may invoke it. */
function questions({ arn, roleArn, role, targets }: FunctionAccess): [AccessRequest, PolicySet][] {
  const own: AccessRequest = {
    principal: { kind: 'AWS', id: roleArn }, action: 's3:GetObject', resource: 'arn:aws:s3:::uploads-of-other/key', context: {},
  };
  const invoke: AccessRequest = {
    principal: { kind: 'Service', id: 's3.amazonaws.com' },
    action: 'lambda:InvokeFunction',
    resource: arn,
    context: { 'aws:SourceArn': ['arn:aws:s3:::uploads-of-other'], 'aws:SourceAccount': ['111122223333'] },
  };
  return [
    [own, { identity: (role?.policies ?? []).flatMap(({ statements }) => statements ?? []), resource: [] }],
    [invoke, { identity: [], resource: targets.flatMap(({ statements }) => statements) }],
  ];
}

function total({ read, evaluate: decided, report }: Measured): number {
  return read + decided + report;
}

function seconds(count: number): string {
  return `${(count / 1000).toFixed(2)} s`;
}

function megabytes(count: number): string {
  return `${count.toFixed(1)} MB`;
}
