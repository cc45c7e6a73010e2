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
/** What an app has is far below. A file that is nested many times, and nests others many times, can make a few short files mean millions. */
const STACKS = 2_000;
const RESOURCES = 500_000;

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
    loader.add(path, stack ? loader.read(path) : readTemplateFile(path), stack, manifest);
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
    for (const { stack, manifest } of stacksOf(path)) { loader.add(resolve(stack.path), loader.read(resolve(stack.path)), stack, manifest); }
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
  private readonly loaded: { readonly source: TemplateSource; readonly root: string }[] = [];
  private readonly names = new Set<string>();
  private readonly nestedFiles = new Set<string>();
  /** The templates of stacks, by file: several stacks may have one. */
  private readonly templates = new Map<string, JsonObject>();
  private stacks = 0;
  private resources = 0;

  /** A file that another template nests is not a stack of its own, with what is nested in it. */
  public get sources(): TemplateSource[] {
    return this.loaded.filter(({ root }) => !this.nestedFiles.has(root)).map(({ source }) => source);
  }

  /** The template of one more stack, whatever else it is the template of. */
  public read(file: string): JsonObject {
    const template = this.templates.get(file) ?? readStackFile(file);
    this.templates.set(file, template);
    this.stacks += 1;
    this.resources += Object.keys(template.Resources as JsonObject).length;
    if (this.stacks > STACKS || this.resources > RESOURCES) {
      throw failure(`'path' must lead to at most ${STACKS} stacks with ${RESOURCES} resources, got more at '${file}': is one file nested many times?`);
    }
    return template;
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

  /** @param above the files that lead here, from the root to the source itself */
  private keep(source: TemplateSource, manifest: Manifest | undefined, above: readonly [root: string, ...between: string[]]): void {
    this.loaded.push({ source, root: above[0] });
    for (const [logicalId, file] of nestedFiles(source, manifest)) {
      if (above.includes(file) || above.length > NESTED_DEEP) { throw failure(`'${file}' must not nest itself`); }
      const { stack, constructPaths } = source;
      const nested = { path: file, parent: { stack, logicalId }, ...constructPaths && { constructPaths } };
      this.nestedFiles.add(file);
      this.keep({ ...nested, stack: this.name(plainName(file), `${source.stack}/${logicalId}`), template: this.read(file) }, manifest, [...above, file]);
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
