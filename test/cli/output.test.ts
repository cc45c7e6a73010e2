import { spawnSync } from 'child_process';
import { existsSync, openSync } from 'fs';
import { join } from 'path';
import { directoryWith, run, template } from './run';

const MAIN = join(__dirname, '..', '..', 'src', 'cli', 'main.ts');
const folder = directoryWith({ 'App.json': template(), 'More.json': template({ resource: '*' }) });
const path = join(folder, 'App.json');

/** Runs the program with standard output and standard error where they are given, or read. */
function program(out: number | 'pipe', error: number | 'pipe', ...args: string[]) {
  return spawnSync(process.execPath, ['--import', 'tsx', MAIN, ...args], { encoding: 'utf8', stdio: ['ignore', out, error] });
}

/** Where nothing can be written, and the reason that the system tells. */
type Refusing = [place: string, open: () => number, reason: string];

const READ_ONLY: Refusing = ['is open for reading only', () => openSync(path, 'r'), 'EBADF: bad file descriptor, write'];
const FULL: Refusing = ['is on a full disk', () => openSync('/dev/full', 'w'), 'ENOSPC: no space left on device, write']; // only Linux has it

describe.each(existsSync('/dev/full') ? [READ_ONLY, FULL] : [READ_ONLY])('where what is written to %s', (_place, refusing, reason) => {
  test.each([
    ['nothing was found', ['report', path]],
    ['something was found', ['diff', path, join(folder, 'More.json')]],
    ['only help is asked for', ['--help']],
  ])('an answer that cannot be written ends with 2 and one line, though %s', (_, args) => {
    const { status, stderr } = program(refusing(), 'pipe', ...args);

    expect(status).toBe(2);
    expect(stderr).toBe(`cdk-secure-lambda: standard output must be writable, got ${reason}\n`);
  });

  test.each<[string, string[]]>([['a right question', ['report', path]], ['a wrong one', ['report', join(folder, 'nothing')]]])('what cannot be told of %s does not change how it ends', (_, args) => {
    const { status, stdout } = program('pipe', refusing(), ...args);
    const { code, out } = run(...args);

    expect([status, stdout]).toEqual([code, out]);
  });
});

test('whoever stops reading early, as head does, is no error', () => {
  const command = `${process.execPath} --import tsx ${MAIN} report ${path} --format html | head -c 10; echo "\${PIPESTATUS[0]}"`;

  const { stdout, stderr } = spawnSync('bash', ['-c', command], { encoding: 'utf8' });

  expect([stdout, stderr]).toEqual(['<!DOCTYPE 0\n', '']);
});
