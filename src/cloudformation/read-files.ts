// Not exported: checks, report and the command line read template files through it; it is not API.
import { readdirSync, statSync } from 'fs';
import { basename, dirname, join, relative, resolve } from 'path';
import { AssemblyStack, Manifest, inside, stacksOf } from './read-assembly';
import { readStackFile, readTemplateFile, readTemplateIfAny } from './read-file';
import { own } from './read-stack';
import { TemplateSource } from './template-source';
import { failure } from '../model/failure';
import { JsonObject, isObject } from '../model/policy-json';

const NESTED_DEEP = 20;
const NESTED_TYPES = ['AWS::CloudFormation::Stack', 'AWS::Serverless::Application'];

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
    const template = statSync(file).isFile() ? readTemplateIfAny(file) : undefined;
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

/** The local files of a template's nested stacks, by logical id. */
function nestedFiles({ template, path }: TemplateSource, manifest: Manifest | undefined): [logicalId: string, file: string][] {
  const resources = isObject(template) ? own(template, 'Resources') : undefined;
  return Object.entries(isObject(resources) ? resources : {}).flatMap(([logicalId, resource]): [string, string][] => {
    if (!isObject(resource) || !NESTED_TYPES.includes(own(resource, 'Type') as string)) { return []; }
    const file = assetPath(resource) ?? uploadedFile(resource, manifest) ?? localUrl(resource, dirname(path ?? ''));
    return file === undefined ? [] : [[logicalId, inside(dirname(path ?? ''), file)]];
  });
}

function assetPath(resource: JsonObject): string | undefined {
  const metadata = own(resource, 'Metadata');
  const path = isObject(metadata) ? own(metadata, 'aws:asset:path') : undefined;
  return typeof path === 'string' ? path : undefined;
}

/** CDK writes asset paths into templates only when it is asked to; the asset manifest always has them. */
function uploadedFile(resource: JsonObject, manifest: Manifest | undefined): string | undefined {
  const properties = own(resource, 'Properties');
  const url = isObject(properties) ? JSON.stringify(own(properties, 'TemplateURL')) ?? '' : '';
  const key = /([0-9a-f]{64}\.json)/.exec(url)?.[1];
  return key === undefined ? undefined : manifest?.assetFile(key);
}

/** Before `aws cloudformation package`, or `sam package`, a template may name the file beside it. One that lies elsewhere is not looked for. */
function localUrl(resource: JsonObject, directory: string): string | undefined {
  const properties = own(resource, 'Properties');
  const url = isObject(properties) ? own(properties, 'TemplateURL') ?? own(properties, 'Location') : undefined;
  if (typeof url !== 'string' || /^[a-z0-9]+:/i.test(url)) { return undefined; }
  const isFile = statSync(join(directory, url), { throwIfNoEntry: false })?.isFile();
  return isFile && !relative(directory, join(directory, url)).startsWith('..') ? url : undefined;
}

function plainName(path: string): string {
  return basename(path).replace(/(\.nested)?(\.template)?\.(json|ya?ml|template)$/i, '');
}
