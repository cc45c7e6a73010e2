// Not exported: part of the template reader.
import { existsSync, statSync } from 'fs';
import { dirname, join, relative } from 'path';
import { Manifest, inside } from './read-assembly';
import { own } from './read-stack';
import { TemplateSource } from './template-source';
import { JsonObject, isObject } from '../model/policy-json';

const NESTED_TYPES = ['AWS::CloudFormation::Stack', 'AWS::Serverless::Application'];

/** The local files of a template's nested stacks, by logical id. A stack whose file is not here is left out: the reader tells it where it reads the resource. */
export function nestedFiles({ template, path }: TemplateSource, manifest: Manifest | undefined): [logicalId: string, file: string][] {
  const resources = isObject(template) ? own(template, 'Resources') : undefined;
  const directory = dirname(path ?? '');
  return Object.entries(isObject(resources) ? resources : {}).flatMap(([logicalId, resource]): [string, string][] => {
    if (!isObject(resource) || !NESTED_TYPES.includes(own(resource, 'Type') as string)) { return []; }
    const file = assetFile(resource, directory, manifest) ?? localUrl(resource, directory);
    return file === undefined ? [] : [[logicalId, file]];
  });
}

/** The file that CDK says is uploaded. It is gone where somebody took a template out of `cdk.out`. */
function assetFile(resource: JsonObject, directory: string, manifest: Manifest | undefined): string | undefined {
  const named = assetPath(resource) ?? uploadedFile(resource, manifest);
  const file = named === undefined ? undefined : inside(directory, named);
  return file !== undefined && isFile(file) ? file : undefined;
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
  const file = join(directory, url);
  return !relative(directory, file).startsWith('..') && isFile(file) ? file : undefined;
}

/** Also for texts that can be no path, such as one with a null byte, which `statSync` would throw at. */
function isFile(path: string): boolean {
  return existsSync(path) && statSync(path).isFile();
}
