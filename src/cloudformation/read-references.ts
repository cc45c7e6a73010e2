// Not exported: part of the template reader.
import { resolve, textOf } from './read-intrinsics';
import { lambdaName } from './read-lambda-arn';
import { opaque, placeholder, unknown } from './read-placeholder';
import { LIMITS, Reading } from './read-reading';
import { shapeOf } from './read-resource-arns';
import { Remembered, Resource, StackTemplate, own } from './read-stack';
import { ParameterDefault } from '../model/parameter-default';
import { isObject } from '../model/policy-json';

/** What `Ref` gives for a parameter, a pseudo parameter or a resource. */
export function refOf(name: string, stack: StackTemplate): Remembered {
  return remember(stack, `Ref ${name}`, unknown(stack.name, name), (reading) => {
    if (name.startsWith('AWS::')) { return pseudo(name, stack, reading); }
    if (Object.hasOwn(stack.parameters, name)) { return parameter(name, stack, reading); }
    const resource = stack.resources.get(name);
    if (resource) { return resourceValue(resource, undefined, reading); }
    reading.gap(`'${name}' is referred to, but is not in template ${stack.name}`);
    return unknown(stack.name, name);
  });
}

/** What `Fn::GetAtt` gives for a resource, or for an output of a nested stack. */
export function attributeOf(logicalId: string, attribute: string, stack: StackTemplate): Remembered {
  return remember(stack, `GetAtt ${logicalId} ${attribute}`, unknown(stack.name, logicalId, attribute), (reading) => {
    const resource = stack.resources.get(logicalId);
    if (!resource) {
      reading.gap(`'${logicalId}' is referred to, but is not in template ${stack.name}`);
      return unknown(stack.name, logicalId, attribute);
    }
    const nested = stack.nested.get(logicalId);
    const [section, output] = attribute.split('.');
    if (nested && section === 'Outputs' && Object.hasOwn(nested.outputs, output)) { return recall(outputOf(output, nested), reading); }
    if (resource.type === 'Custom::CrossRegionExportReader') { return recall(stack.set.written(attribute, stack), reading); }
    return resourceValue(resource, attribute, reading);
  });
}

/** The value of an output. */
export function outputOf(name: string, stack: StackTemplate): Remembered {
  return remember(stack, `Output ${name}`, unknown(stack.name, 'Outputs', name), (reading) => {
    const output = own(stack.outputs, name);
    return isObject(output) ? resolve(own(output, 'Value'), stack, reading) : undefined;
  });
}

/** Reads once. A reference that leads back to itself, or too far, has its stand-in and a reason. */
function remember(stack: StackTemplate, key: string, standIn: string, read: (reading: Reading) => unknown): Remembered {
  const known = stack.memory.get(key);
  if (known) { return known; }
  if (stack.memory.has(key)) { return { value: standIn, reasons: [`${key} of template ${stack.name} leads back to itself`] }; }
  if (stack.set.depth >= LIMITS.references) {
    return { value: standIn, reasons: [`${key} of template ${stack.name} is more than ${LIMITS.references} references away`] };
  }
  stack.memory.set(key, undefined);
  stack.set.depth += 1;
  try {
    const reading = new Reading();
    const value = plain(read(reading), standIn, reading);
    reading.undecided.forEach((condition) => reading.gap(undecidedReason(condition)));
    const remembered = { value, reasons: [...reading.reasons] };
    stack.memory.set(key, remembered);
    return remembered;
  } finally {
    stack.set.depth -= 1;
  }
}

/** References lead to a text or a list of texts. Anything else could grow with every reference to it. */
function plain(value: unknown, standIn: string, reading: Reading): unknown {
  const texts = Array.isArray(value) ? value as unknown[] : [value];
  if (value === undefined || texts.every((text) => textOf(text) !== undefined) && reading.hasRoom(value)) { return value; }
  reading.gap('a reference leads to something other than text');
  return standIn;
}

/** What is remembered, with the reasons why it is not known in full. */
export function recall(remembered: Remembered, reading: Reading): unknown {
  remembered.reasons.forEach((reason) => reading.gap(reason));
  return remembered.value;
}

/** Why a value that depends on a condition is not known. */
export function undecidedReason(condition: string): string {
  return `condition '${condition}' cannot be decided before deployment`;
}

function pseudo(name: string, stack: StackTemplate, reading: Reading): unknown {
  const { region, account, partition, urlSuffix } = stack.environment;
  switch (name) {
    case 'AWS::Region': return region;
    case 'AWS::AccountId': return account;
    case 'AWS::Partition': return partition;
    case 'AWS::URLSuffix': return urlSuffix;
    case 'AWS::StackName': return stack.source.stackName ?? unknown(stack.name, 'StackName');
    case 'AWS::StackId': return unknown(stack.name, 'StackId');
    case 'AWS::NotificationARNs': return opaque(stack.name, 'NotificationARNs', null);
    case 'AWS::NoValue': return undefined;
    default:
      reading.gap(`the pseudo parameter ${name} is not known`);
      return unknown(stack.name, name);
  }
}

/** A parameter's value: what the parent gives, else its default. A value that is fetched during deployment is not known. */
function parameter(name: string, stack: StackTemplate, reading: Reading): unknown {
  const declared = own(stack.parameters, name);
  const type = isObject(declared) ? textOf(own(declared, 'Type')) ?? '' : '';
  const given = givenByParent(name, stack, reading);
  const value = given ?? defaultOf(declared);
  if (value === undefined || type.startsWith('AWS::SSM::Parameter::Value')) { return unknown(stack.name, name); }
  if (given === undefined) { stack.defaults.add(name); }
  if (!isList(type) || Array.isArray(value)) { return resolve(value, stack, reading); }
  const text = textOf(value) ?? '';
  return text === '' ? [] : text.split(',').map((item) => item.trim());
}

function defaultOf(declared: unknown): string | undefined {
  return isObject(declared) ? textOf(own(declared, 'Default')) : undefined;
}

/** The parameters of a stack whose defaults were read so far. */
export function defaultsOf({ name, parameters, defaults }: StackTemplate): ParameterDefault[] {
  return [...defaults].map((id) => {
    const declared = own(parameters, id);
    const isHidden = isObject(declared) && /^(true|yes|on)$/i.test(textOf(own(declared, 'NoEcho')) ?? '');
    return { stack: name, parameter: id, ...!isHidden && { value: defaultOf(declared) } };
  });
}

function isList(type: string): boolean {
  return type === 'CommaDelimitedList' || type.startsWith('List<');
}

function givenByParent(name: string, stack: StackTemplate, reading: Reading): unknown {
  const link = stack.source.parent;
  const resource = link && stack.parent?.resources.get(link.logicalId);
  const parameters = resource && own(resource.properties, 'Parameters');
  if (!resource || !isObject(parameters) || !Object.hasOwn(parameters, name)) { return undefined; }
  return resolve(parameters[name], resource.stack, reading);
}

function resourceValue(resource: Resource, attribute: string | undefined, reading: Reading): unknown {
  const { stack, logicalId } = resource;
  const shape = shapeOf(resource.type, attribute);
  if (shape === undefined) {
    const isOwnId = attribute === undefined && resource.type.startsWith('AWS::') && !resource.type.startsWith('AWS::CloudFormation::');
    return isOwnId ? placeholder(stack.name, logicalId) : unknown(stack.name, logicalId, ...attribute === undefined ? [] : [attribute]);
  }
  return fill(shape, resource, reading);
}

/** Writes a resource's ARN, name or id out of its shape. */
function fill(shape: string, resource: Resource, reading: Reading): string {
  const { stack, logicalId, properties } = resource;
  const property = (name: string) => textOf(resolve(own(properties, name), stack, reading));
  return shape.replace(/\{([^{}]*)\}/g, (_, field: string) => {
    const [name, kind] = field.split('|');
    if (Object.hasOwn(stack.environment, name)) { return stack.environment[name as keyof typeof stack.environment]; }
    if (name.startsWith('.')) { return placeholder(stack.name, logicalId, name.slice(1)); }
    const value = name === '' ? undefined : property(name);
    return FIELDS[kind ?? 'name'](value, resource);
  });
}

/** How a property becomes a part of an ARN. */
const FIELDS: { readonly [kind: string]: (value: string | undefined, resource: Resource) => string } = {
  /** A physical name, or the stand-in of a generated one. */
  name: (value, { stack, logicalId }) => value ?? placeholder(stack.name, logicalId),
  /** The path of an IAM resource. */
  path: (value) => value ?? '/',
  /** A name that may begin with the slash that separates it. */
  slash: (value, { stack, logicalId }) => `/${(value ?? placeholder(stack.name, logicalId)).replace(/^\//, '')}`,
  /** An event bus, by name or ARN; the default bus is not named. */
  bus: (value) => {
    const bus = value?.slice(value.lastIndexOf('/') + 1) ?? 'default';
    return bus === 'default' ? '' : `${bus}/`;
  },
  /** A group, where the default one is named `default`. */
  group: (value) => value ?? 'default',
  /** A generated id follows the name of a secret; without a name, the stand-in is for both. */
  secret: (value, { stack, logicalId }) => value === undefined ? placeholder(stack.name, logicalId) : `${value}-${placeholder(stack.name, logicalId, 'Suffix')}`,
  /** A function by name, ARN or part of an ARN: its unqualified ARN. */
  lambda: (value, { stack, logicalId }) => value === undefined ? unknown(stack.name, logicalId, 'FunctionName') : lambdaName(value, stack.environment).arn,
  /** The function of a URL. Whether the ARN of an alias's URL ends with the alias is not documented. */
  url: (value, { stack, logicalId, properties }) => value === undefined || own(properties, 'Qualifier') !== undefined
    ? unknown(stack.name, logicalId, 'FunctionArn')
    : lambdaName(value, stack.environment).arn,
};
