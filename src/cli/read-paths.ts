import { basename, dirname, resolve } from 'path';
import { checkReportSize } from './report-size';
import { Progress } from './terminal';
import { loadPath } from '../cloudformation/read-files';
import { readLayers } from '../cloudformation/read-layers';
import { TemplateReading, readWithDefaults } from '../cloudformation/read-template';
import { missingTemplates } from '../cloudformation/read-unread';
import { TemplateSource } from '../cloudformation/template-source';
import { failure } from '../model/failure';
import { PermissionSummary, summarize } from '../report/permission-summary';

/** Where templates are deployed that do not tell it themselves. */
export interface Environment {
  readonly account?: string;
  readonly region?: string;
}

/** The functions in the cloud assemblies, templates and folders that are named, read together. */
export function readPaths(paths: readonly string[], progress: Progress, environment: Environment = {}): TemplateReading {
  const sources = readSources(paths, progress);
  progress.show(`reading the permissions in ${sources.length} templates`);
  return readFunctions(sources.map((source) => ({ ...environment, ...source })));
}

/** What is reported of the templates: the functions, and the layers beside them. */
export function readSummary(paths: readonly string[], progress: Progress): PermissionSummary {
  const sources = readSources(paths, progress);
  progress.show(`reading the permissions in ${sources.length} templates`);
  const { functions, defaults } = readFunctions(sources);
  checkReportSize(functions);
  return summarize(functions, readLayers(sources), defaults);
}

/** The functions; without any, a nested stack that is not here must not look like a stack without functions. */
function readFunctions(sources: readonly TemplateSource[]): TemplateReading {
  const reading = readWithDefaults(sources);
  const [missing] = reading.functions.length > 0 ? [] : missingTemplates(sources);
  if (missing !== undefined) { throw failure(`a function must be in what is read, got none, and the template of nested stack '${missing}' is not here`); }
  return reading;
}

/** The templates, each once and each with a name of its own. */
export function readSources(paths: readonly string[], progress: Progress): TemplateSource[] {
  const names = new Set<string>();
  const files = new Set<string>();
  return paths.flatMap((path) => {
    progress.show(`reading ${path}`);
    const loaded = withoutKnown(loadPath(path), files);
    const renamed = new Map(loaded.map(({ stack, path: file }) => [stack, freeName(stack, file, names)]));
    return loaded.map((source) => ({
      ...source,
      stack: renamed.get(source.stack)!,
      ...source.parent && { parent: { ...source.parent, stack: renamed.get(source.parent.stack)! } },
    }));
  });
}

/** Leaves out the files that another path has brought, with what is nested in them. */
function withoutKnown(sources: readonly TemplateSource[], files: Set<string>): TemplateSource[] {
  const known = new Set<string>();
  for (const { stack, path, parent } of sources) {
    const file = resolve(path ?? '');
    if (parent ? known.has(parent.stack) : files.has(file)) { known.add(stack); }
    if (!parent) { files.add(file); }
  }
  return sources.filter(({ stack }) => !known.has(stack));
}

/** The short name, or one that tells the folder where the short one is taken. */
function freeName(stack: string, file: string | undefined, names: Set<string>): string {
  let name = names.has(stack) ? `${basename(dirname(resolve(file ?? '')))}/${stack}` : stack;
  while (names.has(name)) { name = `${name}-`; }
  names.add(name);
  return name;
}
