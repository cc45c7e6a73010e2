import { execFileSync } from 'child_process';
import { join } from 'path';
import { pythonCommands } from './python-environment';

/** What a script of this folder prints as JSON when it is given something as JSON. */
export function emulated<T>(script: string, given: unknown): T {
  const options = { input: JSON.stringify(given), maxBuffer: 256 * 1024 * 1024, env: withoutAws() };
  const printed = execFileSync(join(pythonCommands('requirements-emulator.txt'), 'python'), [join(__dirname, script)], options);
  return JSON.parse(printed.toString('utf8')) as T;
}

/** The emulator must not take settings of an account or a server from whoever runs this. */
function withoutAws(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(AWS_|MINISTACK_|AUTH$)/.test(name)));
}
