// Not exported: checks, report and the command line read template files through it; it is not API.
import { readdirSync, statSync } from 'fs';
import { basename, dirname, resolve } from 'path';
import { AssemblyStack, Manifest, stacksOf } from './read-assembly';
import { readStackFile, readTemplateFile, readTemplateIfAny } from './read-file';
import { nestedFiles } from './read-nested';
import { TemplateSource } from './template-source';
import { failure } from '../model/failure';
import { JsonObject } from '../model/policy-json';

const NESTED_DEEP = 20;

/**
 * Reads templates of a cloud assembly, given their files, with the stacks that are nested in them. A plugin of CDK gets
 * these paths; what is known of each stack is in the manifest beside it.
 */
export function loadTemplates(paths: readonly string[]): TemplateSource[] {
  const manifests = new Map<string, Manifest | undefined>();
  const loader = new Loader();
  for (const path of paths.map((given) => resolve(given))) {
    const directory = dirname(path);
    if (!manifests.has(directory)) { manifests.set(directory, Manifest.isIn(directory) ? new Manifest(directory) : undefined); }
    const manifest = manifests.get(directory);
    const stack = manifest?.stacks.find((candidate) => resolve(candidate.path) === path);
    loader.add(path, stack ? readStackFile(path) : readTemplateFile(path), stack, manifest);
  }
  return loader.sources;
}

/** Reads what a path names: a cloud assembly (`cdk.out`), one template, or a folder of templates. */
export function loadPath(path: string): TemplateSource[] {
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found) { throw failure(`'path' must name a cdk.out directory, a template or a folder of templates, got '${path}' where nothing is`); }
  if (!found.isDirectory()) { return loadTemplates([path]); }
  const loader = new Loader();
  if (Manifest.isIn(path)) {
    for (const { stack, manifest } of stacksOf(path)) { loader.add(resolve(stack.path), readStackFile(stack.path), stack, manifest); }
    return loader.sources;
  }
  const files = readdirSync(path).filter((file) => /\.(json|ya?ml|template)$/i.test(file)).sort().map((file) => resolve(path, file));
  for (const file of files) {
    const isOther = statSync(file, { throwIfNoEntry: false })?.isFile() === false; // a link that leads to nothing is told as a file that is missing
    const template = isOther ? undefined : readTemplateIfAny(file);
    if (template) { loader.add(file, template, undefined, undefined); }
  }
  if (loader.sources.length === 0) { throw failure(`'path' must name a folder with templates, got '${path}' where none is`); }
  return loader.sources;
}

/** Collects templates and the nested ones that they lead to. */
class Loader {
  private readonly loaded: TemplateSource[] = [];
  private readonly names = new Set<string>();
  private readonly nestedFiles = new Set<string>();

  /** A file that another template nests is not a stack of its own. */
  public get sources(): TemplateSource[] {
    return this.loaded.filter(({ path, parent }) => parent !== undefined || path === undefined || !this.nestedFiles.has(path));
  }

  public add(path: string, template: JsonObject, stack: AssemblyStack | undefined, manifest: Manifest | undefined): void {
    const source: TemplateSource = {
      stack: this.name(stack?.id ?? plainName(path), path),
      template,
      path,
      ...stack && { stackName: stack.stackName },
      ...stack?.constructPaths && { constructPaths: stack.constructPaths },
      ...stack?.account !== undefined && { account: stack.account },
      ...stack?.region !== undefined && { region: stack.region },
    };
    this.keep(source, manifest, [path]);
  }

  private keep(source: TemplateSource, manifest: Manifest | undefined, above: readonly string[]): void {
    this.loaded.push(source);
    for (const [logicalId, file] of nestedFiles(source, manifest)) {
      if (above.includes(file) || above.length > NESTED_DEEP) { throw failure(`'${file}' must not nest itself`); }
      this.nestedFiles.add(file);
      const { stack, constructPaths } = source;
      const nested = { path: file, parent: { stack, logicalId }, ...constructPaths && { constructPaths } };
      this.keep({ ...nested, stack: this.name(plainName(file), `${source.stack}/${logicalId}`), template: readStackFile(file) }, manifest, [...above, file]);
    }
  }

  /** The short name, or the long one where the short one is taken. */
  private name(short: string, long: string): string {
    let name = this.names.has(short) ? long : short;
    while (this.names.has(name)) { name = `${name}-`; }
    this.names.add(name);
    return name;
  }
}

function plainName(path: string): string {
  return basename(path).replace(/(\.nested)?(\.template)?\.(json|ya?ml|template)$/i, '');
}
