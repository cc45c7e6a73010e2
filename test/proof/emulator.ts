/** Runs the emulator's Python in an environment of its own, made from `requirements.txt`, and kept until that file changes. */
import { execFileSync } from 'child_process';
import { createHash } from 'crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { join } from 'path';

const REQUIREMENTS = join(__dirname, 'requirements.txt');
const PYTHON = process.platform === 'win32' ? 'python' : 'python3';

/** What a script of this folder prints as JSON when it is given something as JSON. */
export function emulated<T>(script: string, given: unknown): T {
  const options = { input: JSON.stringify(given), maxBuffer: 256 * 1024 * 1024, env: withoutAws() };
  const printed = execFileSync(environment(), [join(__dirname, script)], options);
  return JSON.parse(printed.toString('utf8')) as T;
}

let made: string | undefined;

/** The Python of the environment. */
function environment(): string {
  if (made) { return made; }
  const version = createHash('sha256').update(readFileSync(REQUIREMENTS)).digest('hex').slice(0, 16);
  const folder = join(__dirname, '..', '..', 'node_modules', '.cache', `proof-${version}`);
  const python = process.platform === 'win32' ? join(folder, 'Scripts', 'python.exe') : join(folder, 'bin', 'python');
  const isWhole = join(folder, 'installed');
  if (!existsSync(isWhole)) {
    console.log('Installing the emulator (test/proof/requirements.txt) from PyPI');
    rmSync(folder, { recursive: true, force: true });
    execFileSync(PYTHON, ['-m', 'venv', folder], { stdio: 'inherit' });
    execFileSync(python, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '-r', REQUIREMENTS], { stdio: 'inherit' });
    writeFileSync(isWhole, '');
  }
  return made = python;
}

/** The emulator must not take settings of an account or a server from whoever runs this. */
function withoutAws(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(AWS_|MINISTACK_|AUTH$)/.test(name)));
}
