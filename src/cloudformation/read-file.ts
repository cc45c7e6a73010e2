// Not exported: part of the template reader.
import { readFileSync, statSync } from 'fs';
import { TextDecoder } from 'util';
import { parseYaml } from './read-yaml';
import { failure } from '../model/failure';
import { JsonObject, isObject } from '../model/policy-json';

const MEBIBYTE = 1024 * 1024;

/** How much a file may hold, so that a hostile one cannot use up the memory. */
interface Limits {
  readonly bytes: number;
  readonly values: number;
}

/** CloudFormation takes a megabyte and 500 resources; what is much larger is no template, or not for it. */
const TEMPLATE: Limits = { bytes: 10 * MEBIBYTE, values: 500_000 };
/** Reading YAML takes some hundred times the memory. */
const YAML: Limits = { bytes: 2 * MEBIBYTE, values: 200_000 };
const RESOURCES = 10_000;
/** What stands beside templates: a manifest, a report. */
const DOCUMENT: Limits = { bytes: 50 * MEBIBYTE, values: 3_000_000 };

/** Reads a JSON file of an assembly. */
export function readJson(path: string): unknown {
  return parseJson(path, DOCUMENT);
}

function parseJson(path: string, limits: Limits): unknown {
  const text = readText(path, limits.bytes);
  checkValues(text, /[,{[]/g, limits, path);
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    const position = Number(/position (\d+)/.exec(String(error))?.[1] ?? 0);
    const isCut = /unexpected end|unterminated/i.test(String(error)) || position >= text.trimEnd().length;
    const got = isCut ? 'ends too early' : 'cannot be parsed';
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
  const template = isYaml(path) ? readYaml(path) : parseJson(path, TEMPLATE);
  const count = isTemplate(template) ? Object.keys(template.Resources as JsonObject).length : 0;
  if (count > RESOURCES) { throw failure(`'${path}' must have at most ${RESOURCES} resources, of which CloudFormation takes 500, got ${count}`); }
  return template;
}

/** Counts what stands before values, which is seen without reading them. */
function checkValues(text: string, before: RegExp, { values }: Limits, path: string): void {
  let count = 0;
  while (count <= values && before.test(text)) { count++; }
  before.lastIndex = 0;
  if (count > values) { throw failure(`'${path}' must have at most ${values} values, got more`); }
}

function isTemplate(value: unknown): value is JsonObject {
  return isObject(value) && Object.hasOwn(value, 'Resources') && isObject(value.Resources);
}

/** A file without a telling name is YAML when it does not begin as JSON does. */
function isYaml(path: string): boolean {
  return /\.ya?ml$/i.test(path) || !/\.json$/i.test(path) && !/^\s*[{[]/.test(readText(path, TEMPLATE.bytes).slice(0, 1000));
}

function readYaml(path: string): unknown {
  const text = readText(path, YAML.bytes);
  checkValues(text, /[,{[\n]|: /g, YAML, path);
  try {
    return parseYaml(text, path);
  } catch (error) {
    if (error instanceof RangeError) { throw failure(`'${path}' must be a template, got YAML that is nested too deep`); }
    throw error;
  }
}

function readText(path: string, largest: number): string {
  const size = path.includes('\0') ? undefined : statSync(path, { throwIfNoEntry: false }); // a null byte is in no path
  if (!size?.isFile()) { throw failure(`'${path}' must be a file, got ${size ? 'something else' : 'a path where nothing is'}`); }
  if (size.size > largest) {
    throw failure(`'${path}' must have at most ${largest / MEBIBYTE} MB, got ${Math.ceil(size.size / MEBIBYTE)} MB`);
  }
  return decoded(readFileSync(path), path);
}

/** The text of a file. Half a character would make a name of another; so what is no UTF-8 is refused, not repaired. */
function decoded(bytes: Buffer, path: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    const mark = bytes.subarray(0, 2).toString('hex');
    throw failure(`'${path}' must be text in UTF-8, got ${mark === 'fffe' || mark === 'feff' ? 'UTF-16, as some shells write it' : 'other bytes'}`);
  }
}
