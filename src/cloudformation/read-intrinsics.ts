// Not exported: part of the template reader.
import { holds } from './read-conditions';
import { expandLoops } from './read-loops';
import { isSeveral, partsOf } from './read-parts';
import { isKnown, isPlaceholder, opaque, withoutOwnName } from './read-placeholder';
import { LIMITS, Reading } from './read-reading';
import { attributeOf, recall, refOf } from './read-references';
import { StackTemplate, own } from './read-stack';
import { JsonObject, isObject } from '../model/policy-json';

type Intrinsic = (argument: unknown, stack: StackTemplate, reading: Reading) => unknown;

/**
 * The value with its intrinsic functions carried out. What exists only after deployment stands as a placeholder; a value
 * that is not there (`AWS::NoValue`) is undefined. Never throws: what cannot be read is named in `reading`.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html
 */
export function resolve(value: unknown, stack: StackTemplate, reading: Reading): unknown {
  if (typeof value === 'string') { return withStandIns(value, stack); }
  if (typeof value !== 'object' || value === null) { return value ?? undefined; }
  return reading.within(() => {
    if (Array.isArray(value)) {
      return (value as unknown[]).map((item) => resolve(item, stack, reading)).filter((item) => item !== undefined);
    }
    const name = intrinsicOf(value);
    if (name === undefined) { return resolveObject(value as JsonObject, stack, reading); }
    const intrinsic = INTRINSICS.get(name);
    if (intrinsic) { return limited(intrinsic((value as JsonObject)[name], stack, reading), value, stack, reading); }
    reading.gap(`the function ${name} is not known`);
    return opaque(stack.name, name, value);
  });
}

/** The name of the intrinsic function that the value calls. */
export function intrinsicOf(value: unknown): string | undefined {
  if (!isObject(value)) { return undefined; }
  const keys = Object.keys(value);
  const [name] = keys;
  if (keys.length !== 1 || name.startsWith('Fn::ForEach::')) { return undefined; }
  return name === 'Ref' || name.startsWith('Fn::') ? name : undefined;
}

/** The value as text, where it is a text, a number or a boolean. */
export function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') { return value; }
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}

function resolveObject(value: JsonObject, stack: StackTemplate, reading: Reading): unknown {
  if (Object.hasOwn(value, 'Fn::Transform')) { reading.gap('a macro changes the value in a way that is not known'); }
  const entries = Object.entries(expandLoops(value, stack, reading)).map(([key, item]) => [key, resolve(item, stack, reading)] as const);
  return Object.fromEntries(entries.filter(([, item]) => item !== undefined));
}

/**
 * A dynamic reference is fetched during deployment.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references.html
 */
function withStandIns(text: string, stack: StackTemplate): string {
  if (!text.includes('{{resolve:')) { return text; }
  return text.replace(/\{\{resolve:((?:[^{}$]|\$(?!\{)|\$\{[^{}]*\})*)\}\}/g, (whole, key: string) => (
    opaque(stack.name, `resolve-${withoutOwnName(key, stack.name).slice(0, 60).replace(/[./]/g, '-')}`, whole)
  ));
}

function limited(result: unknown, value: unknown, stack: StackTemplate, reading: Reading): unknown {
  if (!reading.hasRoom(result)) { return opaque(stack.name, 'Text', value); }
  return typeof result === 'string' ? withStandIns(result, stack) : result;
}

function ref(argument: unknown, stack: StackTemplate, reading: Reading): unknown {
  if (typeof argument === 'string') { return recall(refOf(argument, stack), reading); }
  return undecided('Ref', argument, stack, reading);
}

function getAtt(argument: unknown, stack: StackTemplate, reading: Reading): unknown {
  const [logicalId, ...attribute] = typeof argument === 'string' ? argument.split('.') : resolvedList(argument, stack, reading);
  const name = attribute.map(textOf).join('.');
  if (typeof logicalId !== 'string' || name === '') { return undecided('Fn::GetAtt', argument, stack, reading); }
  return recall(attributeOf(logicalId, name, stack), reading);
}

function sub(argument: unknown, stack: StackTemplate, reading: Reading): unknown {
  const [template, variables] = Array.isArray(argument) ? argument as unknown[] : [argument];
  if (typeof template !== 'string') { return undecided('Fn::Sub', argument, stack, reading); }
  const given = isObject(variables) ? variables : {};
  let room: number = LIMITS.text;
  return template.replace(/\$\{([^{}]*)\}/g, (_, written: string) => {
    const name = written.trim();
    if (name.startsWith('!')) { return `\${${name.slice(1)}}`; }
    if (room < 0) { return ''; } // too long already: what is made of it is not used
    const value = Object.hasOwn(given, name) ? resolve(given[name], stack, reading) : variable(name, stack, reading);
    const text = textOf(value) ?? (value === undefined ? '' : opaque(stack.name, 'Fn--Sub', [argument, name]));
    room -= text.length;
    return text;
  });
}

function variable(name: string, stack: StackTemplate, reading: Reading): unknown {
  return name.includes('.') ? getAtt(name, stack, reading) : ref(name, stack, reading);
}

function join(argument: unknown, stack: StackTemplate, reading: Reading): unknown {
  const [delimiter, list] = Array.isArray(argument) ? argument as unknown[] : [];
  const items = resolve(list, stack, reading);
  if (typeof delimiter !== 'string' || items === undefined) { return undecided('Fn::Join', argument, stack, reading); }
  const texts = Array.isArray(items) ? items.flat().map(textOf) : [undefined];
  if (texts.some((text) => text === undefined)) { return opaque(stack.name, 'Fn--Join', argument); }
  const total = texts.reduce((sum, text) => sum + (text ?? '').length + delimiter.length, 0);
  if (total <= LIMITS.text + delimiter.length) { return texts.join(delimiter); }
  reading.gap('a text is too long');
  return opaque(stack.name, 'Fn--Join', argument);
}

function split(argument: unknown, stack: StackTemplate, reading: Reading): unknown {
  const [delimiter, written] = Array.isArray(argument) ? argument as unknown[] : [];
  const text = textOf(resolve(written, stack, reading));
  if (typeof delimiter !== 'string' || delimiter === '' || text === undefined) {
    return undecided('Fn::Split', argument, stack, reading);
  }
  return isPlaceholder(text) ? opaque(stack.name, 'Fn--Split', [delimiter, text]) : partsOf(text, delimiter, stack.name);
}

function select(argument: unknown, stack: StackTemplate, reading: Reading): unknown {
  const [position, written] = Array.isArray(argument) ? argument as unknown[] : [];
  const index = Number(textOf(resolve(position, stack, reading)));
  const list = resolve(written, stack, reading);
  const isThere = Array.isArray(list) && Number.isInteger(index) && index >= 0 && index < list.length;
  if (isThere && !list.slice(0, index + 1).some(isSeveral)) { return list[index]; }
  // A text with a placeholder in it may turn out to have more parts than can be seen.
  const open = !Array.isArray(list) || list.some((item) => !isKnown(String(item)));
  return open && list !== undefined ? opaque(stack.name, 'Fn--Select', [position, list]) : undecided('Fn::Select', argument, stack, reading);
}

function choose(argument: unknown, stack: StackTemplate, reading: Reading): unknown {
  const [condition, yes, no] = Array.isArray(argument) ? argument as unknown[] : [];
  if (typeof condition !== 'string') { return undecided('Fn::If', argument, stack, reading); }
  const answer = holds(condition, stack, reading);
  if (answer !== 'CANNOT_SAY') { return resolve(answer === 'YES' ? yes : no, stack, reading); }
  const outcomes = [resolve(yes, stack, reading), resolve(no, stack, reading)];
  if (JSON.stringify(outcomes[0]) === JSON.stringify(outcomes[1])) { return outcomes[0]; }
  reading.undecided.add(condition);
  return opaque(stack.name, 'Fn--If', outcomes.map((outcome) => outcome ?? null));
}

function findInMap(argument: unknown, stack: StackTemplate, reading: Reading): unknown {
  const [map, first, second, options] = Array.isArray(argument) ? argument as unknown[] : [];
  const keys = [map, first, second].map((key) => textOf(resolve(key, stack, reading)));
  let found: unknown = stack.mappings;
  for (const key of keys) { found = isObject(found) && key !== undefined ? own(found, key) : undefined; }
  if (found !== undefined) { return resolve(found, stack, reading); }
  if (keys.every((key) => key !== undefined && isKnown(key)) && isObject(options) && Object.hasOwn(options, 'DefaultValue')) {
    return resolve(options.DefaultValue, stack, reading);
  }
  return opaque(stack.name, 'Fn--FindInMap', keys.map((key) => key ?? null));
}

function importValue(argument: unknown, stack: StackTemplate, reading: Reading): unknown {
  const name = textOf(resolve(argument, stack, reading));
  return name === undefined ? undecided('Fn::ImportValue', argument, stack, reading) : recall(stack.set.imported(name, stack), reading);
}

function stackOutput(argument: unknown, stack: StackTemplate, reading: Reading): unknown {
  const written = resolve(argument, stack, reading);
  const [stackName, output] = isObject(written) ? [own(written, 'StackName'), own(written, 'OutputName')].map(textOf) : [];
  if (stackName === undefined || output === undefined) { return undecided('Fn::GetStackOutput', argument, stack, reading); }
  const found = stack.set.output(stackName, output);
  return found ? recall(found, reading) : opaque(stack.name, 'Fn--GetStackOutput', written);
}

function base64(argument: unknown, stack: StackTemplate, reading: Reading): unknown {
  const text = textOf(resolve(argument, stack, reading));
  if (text === undefined) { return undecided('Fn::Base64', argument, stack, reading); }
  return isKnown(text) ? Buffer.from(text, 'utf8').toString('base64') : opaque(stack.name, 'Fn--Base64', text);
}

function length(argument: unknown, stack: StackTemplate, reading: Reading): unknown {
  const list = resolve(argument, stack, reading);
  return Array.isArray(list) && !list.some(isSeveral) ? list.length : opaque(stack.name, 'Fn--Length', argument);
}

function toJsonString(argument: unknown, stack: StackTemplate, reading: Reading): unknown {
  return JSON.stringify(resolve(argument, stack, reading)) ?? '';
}

/** What AWS makes up during deployment; the arguments are part of the stand-in. */
function drawn(name: string): Intrinsic {
  return (argument, stack, reading) => opaque(stack.name, name.replace('::', '--'), resolve(argument, stack, reading) ?? null);
}

function undecided(name: string, argument: unknown, stack: StackTemplate, reading: Reading): string {
  reading.gap(`${name} cannot be carried out with what it is given`);
  return opaque(stack.name, name, argument ?? null);
}

function resolvedList(value: unknown, stack: StackTemplate, reading: Reading): unknown[] {
  const list = resolve(value, stack, reading);
  return Array.isArray(list) ? list : [];
}

const INTRINSICS = new Map<string, Intrinsic>([
  ['Ref', ref],
  ['Fn::GetAtt', getAtt],
  ['Fn::Sub', sub],
  ['Fn::Join', join],
  ['Fn::Split', split],
  ['Fn::Select', select],
  ['Fn::If', choose],
  ['Fn::FindInMap', findInMap],
  ['Fn::ImportValue', importValue],
  ['Fn::GetStackOutput', stackOutput],
  ['Fn::Base64', base64],
  ['Fn::Length', length],
  ['Fn::ToJsonString', toJsonString],
  ['Fn::GetAZs', drawn('Fn::GetAZs')],
  ['Fn::Cidr', drawn('Fn::Cidr')],
]);
