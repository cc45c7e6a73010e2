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

const describeWithFull = existsSync('/dev/full') ? describe : describe.skip; // a device that is always full, which only Linux has

describeWithFull('where the disk is full', () => {
  const full = () => openSync('/dev/full', 'w');

  test.each([
    ['nothing was found', ['report', path]],
    ['something was found', ['diff', path, join(folder, 'More.json')]],
    ['only help is asked for', ['--help']],
  ])('an answer that cannot be written ends with 2 and one line, though %s', (_, args) => {
    const { status, stderr } = program(full(), 'pipe', ...args);

    expect(status).toBe(2);
    expect(stderr).toMatch(/^cdk-secure-lambda: standard output must be writable, got ENOSPC: no space left on device, write\n$/);
  });

  test.each<[string, string[]]>([['a right question', ['report', path]], ['a wrong one', ['report', join(folder, 'nothing')]]])('what cannot be told of %s does not change how it ends', (_, args) => {
    const { status, stdout } = program('pipe', full(), ...args);
    const { code, out } = run(...args);

    expect([status, stdout]).toEqual([code, out]);
  });
});

test('whoever stops reading early, as head does, is no error', () => {
  const command = `${process.execPath} --import tsx ${MAIN} report ${path} --format html | head -c 10; echo "\${PIPESTATUS[0]}"`;

  const { stdout, stderr } = spawnSync('bash', ['-c', command], { encoding: 'utf8' });

  expect([stdout, stderr]).toEqual(['<!DOCTYPE 0\n', '']);
});
