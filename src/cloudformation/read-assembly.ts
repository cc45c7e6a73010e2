// Not exported: part of the template reader.
import { existsSync } from 'fs';
import { basename, dirname, join, relative, resolve, sep } from 'path';
import { readJson } from './read-file';
import { own } from './read-stack';
import { failure } from '../model/failure';
import { JsonObject, isObject } from '../model/policy-json';

/** What a cloud assembly says about a stack. */
export interface AssemblyStack {
  readonly id: string;
  readonly path: string;
  readonly stackName: string;
  readonly account?: string;
  readonly region?: string;
  /** Construct paths by logical id. CDK writes them into templates only when its command line asks for it, but always beside them. */
  readonly constructPaths?: ReadonlyMap<string, string>;
}

const ASSEMBLIES_DEEP = 10;

/** The manifest of one directory of a cloud assembly. */
export class Manifest {
  public static isIn(directory: string): boolean {
    return existsSync(join(directory, 'manifest.json'));
  }

  private readonly artifacts: readonly (readonly [id: string, artifact: JsonObject])[];
  private assets?: ReadonlyMap<string, string>;

  constructor(public readonly directory: string) {
    const manifest = readJson(join(directory, 'manifest.json'));
    const artifacts = isObject(manifest) ? own(manifest, 'artifacts') : undefined;
    if (!isObject(artifacts)) { throw failure(`'${join(directory, 'manifest.json')}' must be the manifest of a cloud assembly, got a file without 'artifacts'`); }
    this.artifacts = Object.entries(artifacts).filter((entry): entry is [string, JsonObject] => isObject(entry[1]));
  }

  /** The stacks of this directory, without those of stages. */
  public get stacks(): AssemblyStack[] {
    return this.ofType('aws:cloudformation:stack').flatMap(([id, artifact]) => {
      const file = text(propertiesOf(artifact), 'templateFile');
      if (file === undefined) { return []; }
      const [, account, region] = /^aws:\/\/([^/]+)\/([^/]+)$/.exec(text(artifact, 'environment') ?? '') ?? [];
      return [{
        id,
        path: inside(this.directory, file),
        stackName: text(propertiesOf(artifact), 'stackName') ?? id,
        ...this.constructPaths(artifact),
        ...account !== undefined && account !== 'unknown-account' && { account },
        ...region !== undefined && region !== 'unknown-region' && { region },
      }];
    });
  }

  /** The directories of the stages. */
  public get stages(): string[] {
    return this.ofType('cdk:cloud-assembly').flatMap(([, artifact]) => {
      const directory = text(propertiesOf(artifact), 'directoryName');
      return directory === undefined ? [] : [inside(this.directory, directory)];
    });
  }

  /** The file that is uploaded under a name: how a nested stack's URL leads to its template when the template itself does not say. */
  public assetFile(objectKey: string): string | undefined {
    this.assets ??= this.readAssets();
    return this.assets.get(objectKey);
  }

  /** A logical id that stands in the stack and in one nested in it belongs to two constructs, and is left out. */
  private constructPaths(artifact: JsonObject): Pick<AssemblyStack, 'constructPaths'> {
    const file = text(artifact, 'additionalMetadataFile');
    const beside = file === undefined ? undefined : readJson(inside(this.directory, file));
    const within = own(artifact, 'metadata');
    const paths = new Map<string, string | undefined>();
    for (const [path, entries] of [beside, within].flatMap((metadata) => Object.entries(isObject(metadata) ? metadata : {}))) {
      for (const entry of (Array.isArray(entries) ? entries as unknown[] : []).filter(isObject)) {
        const logicalId = text(entry, 'type') === 'aws:cdk:logicalId' ? text(entry, 'data') : undefined;
        if (logicalId !== undefined) { paths.set(logicalId, paths.has(logicalId) ? undefined : path.replace(/^\//, '')); }
      }
    }
    const unique = [...paths].filter((entry): entry is [string, string] => entry[1] !== undefined);
    return unique.length > 0 ? { constructPaths: new Map(unique) } : {};
  }

  private readAssets(): ReadonlyMap<string, string> {
    const files = new Map<string, string>();
    for (const [, artifact] of this.ofType('cdk:asset-manifest')) {
      const file = text(propertiesOf(artifact), 'file');
      const manifest = file === undefined ? undefined : readJson(inside(this.directory, file));
      const assets = isObject(manifest) ? own(manifest, 'files') : undefined;
      for (const asset of isObject(assets) ? Object.values(assets).filter(isObject) : []) {
        const source = own(asset, 'source');
        const path = isObject(source) ? text(source, 'path') : undefined;
        const destinations = own(asset, 'destinations');
        for (const destination of isObject(destinations) ? Object.values(destinations).filter(isObject) : []) {
          const key = text(destination, 'objectKey');
          if (path !== undefined && key !== undefined) { files.set(basename(key), path); }
        }
      }
    }
    return files;
  }

  private ofType(type: string): (readonly [string, JsonObject])[] {
    return this.artifacts.filter(([, artifact]) => own(artifact, 'type') === type);
  }
}

/** All stacks of an assembly and its stages. */
export function stacksOf(directory: string, depth = 0): { readonly stack: AssemblyStack; readonly manifest: Manifest }[] {
  if (depth > ASSEMBLIES_DEEP) { throw failure(`'${directory}' must be a cloud assembly, got stages that are nested too deep`); }
  const manifest = new Manifest(directory);
  return [
    ...manifest.stacks.map((stack) => ({ stack, manifest })),
    ...manifest.stages.flatMap((stage) => stacksOf(stage, depth + 1)),
  ];
}

/** A file that an assembly names; it never leads out of the directory. */
export function inside(directory: string, path: string): string {
  const full = resolve(directory, path);
  const way = relative(resolve(directory), full);
  if (way === '' || way === '..' || way.startsWith(`..${sep}`) || resolve(way) === way) {
    throw failure(`a file of '${directory}' must lie in that directory, got '${path}'`);
  }
  return join(dirname(full), basename(full));
}

function propertiesOf(artifact: JsonObject): JsonObject {
  const properties = own(artifact, 'properties');
  return isObject(properties) ? properties : {};
}

function text(object: JsonObject, key: string): string | undefined {
  const value = own(object, key);
  return typeof value === 'string' ? value : undefined;
}
