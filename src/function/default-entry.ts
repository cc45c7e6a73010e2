// Not exported: how SecureNodejsFunction finds its handler file.
import { existsSync } from 'fs';
import { extname } from 'path';
import { fileURLToPath } from 'url';
import { Construct } from 'constructs';
import { failure } from '../model/failure';

/** In the order in which `NodejsFunction` tries them. */
const EXTENSIONS = ['ts', 'js', 'mjs', 'mts', 'cts', 'cjs'];

/**
 * The handler file beside the file that calls `new SecureNodejsFunction`: `stack.ts` and the id `resize` give `stack.resize.ts`.
 *
 * `NodejsFunction` looks for its own name in the call stack, and so would take the file that defines our class.
 */
export function defaultEntry(scope: Construct, id: string): string {
  const place = { node: { path: `${scope.node.path}/${id}` } };
  const file = definingFile();
  if (file === undefined) {
    throw failure("'entry' is not given, and the file that defines the function cannot be told from the call stack; pass 'entry'", place);
  }
  const candidates = EXTENSIONS.map((extension) => `${file.slice(0, -extname(file).length)}.${id}.${extension}`);
  const found = candidates.find(existsSync);
  if (found === undefined) {
    throw failure(`'entry' is not given, and none of the default handler files exists: ${candidates.join(', ')}; pass 'entry', or create one of them`, place);
  }
  return found;
}

/** The file of the call before our constructor's. */
function definingFile(): string | undefined {
  const sites = callSites();
  const constructor = sites.findIndex((site) => site.getFunctionName() === 'SecureNodejsFunction');
  const name = constructor < 0 ? undefined : sites[constructor + 1]?.getFileName();
  return name?.startsWith('file:') ? fileURLToPath(name) : name ?? undefined;
}

function callSites(): NodeJS.CallSite[] {
  const prepare = Error.prepareStackTrace;
  try {
    Error.prepareStackTrace = (_error, sites) => sites;
    return new Error().stack as unknown as NodeJS.CallSite[];
  } finally {
    Error.prepareStackTrace = prepare;
  }
}
