// Not exported: part of the template reader.
import { readFileSync, statSync } from 'fs';
import { parseYaml } from './read-yaml';
import { failure } from '../model/failure';
import { JsonObject, isObject } from '../model/policy-json';

const MEBIBYTE = 1024 * 1024;
/** CloudFormation takes a megabyte; a larger file is no template, or not for it. */
const LARGEST = { json: 50 * MEBIBYTE, yaml: 5 * MEBIBYTE };

/** Reads a JSON file of an assembly. */
export function readJson(path: string): unknown {
  const text = readText(path, LARGEST.json);
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    const position = Number(/position (\d+)/.exec(String(error))?.[1] ?? text.length);
    const got = position >= text.trimEnd().length || /unterminated/i.test(String(error)) ? 'ends too early' : 'cannot be parsed';
    throw failure(`'${path}' must be JSON, got a file that ${got}`);
  }
}

/** Reads a template in JSON or YAML. */
export function readTemplateFile(path: string): JsonObject {
  const template = readTemplateIfAny(path);
  if (!template) { throw failure(`'${path}' must be a CloudFormation template, got a file without 'Resources'`); }
  return template;
}

/** Reads the template of a stack in a cloud assembly: CDK writes none of the sections for a stack that has no resource. */
export function readStackFile(path: string): JsonObject {
  const template = parse(path);
  if (isObject(template) && !Object.hasOwn(template, 'Resources')) { return { ...template, Resources: {} }; }
  if (!isTemplate(template)) { throw failure(`'${path}' must be a CloudFormation template, got something else`); }
  return template;
}

/** Reads a template, if the file is one: a folder may also hold other JSON and YAML files. */
export function readTemplateIfAny(path: string): JsonObject | undefined {
  const template = parse(path);
  return isTemplate(template) ? template : undefined;
}

function parse(path: string): unknown {
  return isYaml(path) ? readYaml(path) : readJson(path);
}

function isTemplate(value: unknown): value is JsonObject {
  return isObject(value) && Object.hasOwn(value, 'Resources') && isObject(value.Resources);
}

/** A file without a telling name is YAML when it does not begin as JSON does. */
function isYaml(path: string): boolean {
  return /\.ya?ml$/i.test(path) || !/\.json$/i.test(path) && !/^\s*[{[]/.test(readText(path, LARGEST.json).slice(0, 1000));
}

function readYaml(path: string): unknown {
  const text = readText(path, LARGEST.yaml);
  try {
    return parseYaml(text, path);
  } catch (error) {
    if (error instanceof RangeError) { throw failure(`'${path}' must be a template, got YAML that is nested too deep`); }
    throw error;
  }
}

function readText(path: string, largest: number): string {
  const size = statSync(path, { throwIfNoEntry: false });
  if (!size?.isFile()) { throw failure(`'${path}' must be a file, got ${size ? 'something else' : 'a path where nothing is'}`); }
  if (size.size > largest) {
    throw failure(`'${path}' must have at most ${largest / MEBIBYTE} MB, got ${Math.ceil(size.size / MEBIBYTE)} MB`);
  }
  return readFileSync(path, 'utf8').replace(/^\uFEFF/, '');
}
