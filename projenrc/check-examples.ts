import { readdirSync, readFileSync } from 'fs';
import { join, resolve } from 'path';
import * as ts from 'typescript';

/**
 * Type checks every example in README and doc comments, in one pass.
 *
 * `jsii-rosetta` does the same for the published package, for every language, as a part of the build; this takes a
 * fifth of its time, and so can be a part of every test run.
 */
const ROOT = resolve(__dirname, '..');
const FIXTURE = readFileSync(join(ROOT, 'rosetta', 'default.ts-fixture'), 'utf8');

/** The code of each example by a name that tells where it stands. */
function examples(): Map<string, string> {
  const found = new Map<string, string>();
  for (const file of readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' }).filter((name) => /\.ts$/.test(name) && !/generated/.test(name))) {
    const comments = readFileSync(join(ROOT, 'src', file), 'utf8').match(/\/\*\*[\s\S]*?\*\//g) ?? [];
    comments.flatMap(exampleIn).forEach((code, index) => found.set(`${file}.${index}.example.ts`, code));
  }
  const blocks = readFileSync(join(ROOT, 'README.md'), 'utf8').matchAll(/^```ts\n([\s\S]*?)^```$/gm);
  [...blocks].forEach(([, code], index) => found.set(`README.${index}.example.ts`, code));
  return found;
}

function exampleIn(comment: string): string[] {
  const text = comment.replace(/\*\/$/, '').split('\n').map((line) => line.replace(/^\s*\* ?/, '')).join('\n');
  return [...text.matchAll(/^@example\s*\n([\s\S]*?)(?=^@\w|(?![\s\S]))/gm)].map(([, code]) => code);
}

/** The example in its fixture. What it declares stands before the class that the rest of it is in. */
function placed(code: string): string {
  const declared = code.split('\n').filter((line) => line.startsWith('declare '));
  const rest = code.split('\n').filter((line) => !line.startsWith('declare '));
  return FIXTURE.replace(/^class /m, () => `${declared.join('\n')}\nclass `).replace('/// here', () => rest.join('\n'));
}

/** Compiles the examples as files that exist in memory alone. */
function check(codes: Map<string, string>): readonly ts.Diagnostic[] {
  const { config } = ts.readConfigFile(join(ROOT, 'test', 'tsconfig.json'), (path) => ts.sys.readFile(path)) as { config: object };
  const { options } = ts.parseJsonConfigFileContent({ ...config, include: [], files: [] }, ts.sys, join(ROOT, 'test'));
  const host = ts.createCompilerHost({ ...options, noUnusedLocals: false });
  const files = new Map([...codes].map(([name, code]) => [join(ROOT, 'rosetta', name.replace(/\//g, '.')), placed(code)]));
  const { fileExists, readFile } = host;
  host.fileExists = (path) => files.has(path) || fileExists.call(host, path);
  host.readFile = (path) => files.get(path) ?? readFile.call(host, path);
  const program = ts.createProgram([...files.keys()], { ...options, noUnusedLocals: false, noEmit: true }, host);
  return [...files.keys()].flatMap((path) => ts.getPreEmitDiagnostics(program, program.getSourceFile(path)));
}

const codes = examples();
const problems = check(codes);
process.stdout.write(ts.formatDiagnostics(problems, { getCanonicalFileName: (name) => name, getCurrentDirectory: () => ROOT, getNewLine: () => '\n' }));
process.stdout.write(`${codes.size} examples in the docs, ${problems.length} problems\n`);
process.exitCode = codes.size === 0 || problems.length > 0 ? 1 : 0;
