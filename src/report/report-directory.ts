// Not exported: where the report is written.
import { existsSync, mkdirSync, readFileSync, realpathSync, writeFileSync } from 'fs';
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'path';
import { failure } from '../model/failure';

/**
 * The absolute path of the report's directory, which exists afterwards.
 *
 * @param directory as the user gave it, relative to the working directory
 * @param templatePaths the templates of the cloud assembly that the directory must not be in
 */
export function reportDirectory(directory: string, templatePaths: readonly string[]): string {
  const path = resolve(directory);
  for (const assembly of new Set(templatePaths.map(assemblyOf))) {
    if (contains(assembly, real(path))) {
      throw failure(`'directory' must lie outside the cloud assembly '${assembly}', which CDK does not let a plugin change, got '${directory}'. `
        + "Name a directory of the project that is committed, such as 'permissions'");
    }
  }
  try {
    mkdirSync(path, { recursive: true });
  } catch (error) {
    throw failure(`'directory' must be a directory that can be created, got '${directory}': ${(error as Error).message}`);
  }
  return path;
}

/** Writes a file of the report, unless it has exactly these bytes already: a build that watches it has nothing to do then. */
export function writeReportFile(directory: string, name: string, content: string): void {
  const path = join(directory, name);
  const bytes = Buffer.from(content, 'utf8');
  try {
    if (!existsSync(path) || !readFileSync(path).equals(bytes)) { writeFileSync(path, bytes); }
  } catch (error) {
    throw failure(`'directory' must be a directory that can be written, got '${directory}': ${(error as Error).message}`);
  }
}

/** The outermost cloud assembly that a template is in: a stage has an assembly inside that of the app. */
function assemblyOf(templatePath: string): string {
  let assembly = real(dirname(resolve(templatePath)));
  while (existsSync(join(dirname(assembly), 'cdk.out')) && existsSync(join(dirname(assembly), 'manifest.json')) && dirname(assembly) !== assembly) {
    assembly = dirname(assembly);
  }
  return assembly;
}

function contains(parent: string, child: string): boolean {
  const path = relative(parent, child);
  return path === '' || !(path === '..' || path.startsWith(`..${sep}`) || isAbsolute(path));
}

/** The path without symbolic links, as far as it exists. */
function real(path: string): string {
  if (existsSync(path)) { return realpathSync(path); }
  return dirname(path) === path ? path : join(real(dirname(path)), basename(path));
}
