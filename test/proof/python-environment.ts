/** Python packages in an environment of their own, made from a file of this folder, and kept until that file changes. */
import { execFileSync } from 'child_process';
import { createHash } from 'crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { join } from 'path';

/** The folder with the commands of the packages that a file of requirements names. */
export function pythonCommands(requirements: string): string {
  const file = join(__dirname, requirements);
  const version = createHash('sha256').update(readFileSync(file)).digest('hex').slice(0, 16);
  const folder = join(__dirname, '..', '..', 'node_modules', '.cache', `${requirements.replace('.txt', '')}-${version}`);
  const commands = join(folder, 'bin');
  const isWhole = join(folder, 'installed');
  if (!existsSync(isWhole)) {
    console.log(`Installing test/proof/${requirements} from PyPI`);
    rmSync(folder, { recursive: true, force: true });
    execFileSync('python3', ['-m', 'venv', folder], { stdio: 'inherit' });
    execFileSync(join(commands, 'python'), ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '-r', file], { stdio: 'inherit' });
    writeFileSync(isWhole, '');
  }
  return commands;
}
