// Not exported: part of the template reader.
import { Environment, environmentOf } from './read-environment';
import { TemplateSource } from './template-source';
import { JsonObject, isObject } from '../model/policy-json';
import { StatementSource } from '../model/statement';

/** A resource of a template. */
export interface Resource {
  readonly stack: StackTemplate;
  readonly logicalId: string;
  readonly type: string;
  readonly properties: JsonObject;
  readonly metadata?: JsonObject;
  /** What SAM makes policies and permissions of. */
  readonly connectors?: unknown;
  /** The name of the condition under which it exists. */
  readonly condition?: string;
  readonly constructPath?: string;
}

/** A value that references lead to, read once. */
export interface Remembered {
  readonly value: unknown;
  readonly reasons: readonly string[];
}

/** A template among the others it is read with. */
export class StackTemplate {
  public readonly parameters: JsonObject;
  public readonly mappings: JsonObject;
  public readonly environment: Environment;
  /** Nested stacks by the logical id of their resource. */
  public readonly nested = new Map<string, StackTemplate>();
  /** Values of references; `undefined` while one is being read. */
  public readonly memory = new Map<string, Remembered | undefined>();
  /** Parameters whose defaults were read, in place of a value that is given. */
  public readonly defaults = new Set<string>();
  private readonly sections: JsonObject;
  private known?: ReadonlyMap<string, Resource>;
  private readonly expanded = new Map<string, JsonObject>();

  constructor(
    public readonly name: string,
    public readonly source: TemplateSource,
    public readonly set: TemplateSet,
    public readonly parent: StackTemplate | undefined,
  ) {
    this.sections = isObject(source.template) ? source.template : {};
    this.parameters = this.section('Parameters');
    this.mappings = this.section('Mappings');
    this.environment = environmentOf(source, parent?.environment);
  }

  /** Resources by logical id. Loops are expanded by the set, which knows how. */
  public get resources(): ReadonlyMap<string, Resource> {
    if (!this.known) {
      this.known = new Map(); // what a loop's own collection sees while it is expanded
      this.known = resourcesOf(this, this.set.expand(this.section('Resources'), this));
    }
    return this.known;
  }

  public get conditions(): JsonObject {
    return this.expandedSection('Conditions');
  }

  public get outputs(): JsonObject {
    return this.expandedSection('Outputs');
  }

  /** The sections as they are written. */
  public get written(): JsonObject {
    return this.sections;
  }

  /** Macros that make the template into another one; what they do to it is not known. */
  public get macros(): string[] {
    const written = own(this.sections, 'Transform');
    const names = (Array.isArray(written) ? written as unknown[] : [written]).map((macro) => isObject(macro) ? own(macro, 'Name') : macro);
    return names.filter((name) => typeof name === 'string').filter((name) => !/^AWS::(LanguageExtensions|Serverless-|SecretsManager-|CodeDeploy)/.test(name));
  }

  /** A section after its loops. */
  private expandedSection(name: string): JsonObject {
    const known = this.expanded.get(name);
    if (known) { return known; }
    const section = this.section(name);
    this.expanded.set(name, section); // what a loop's own collection sees while it is expanded
    const expanded = this.set.expand(section, this);
    this.expanded.set(name, expanded);
    return expanded;
  }

  private section(name: string): JsonObject {
    const section = own(this.sections, name);
    return isObject(section) ? section : {};
  }
}

/** Templates that are read together. */
export interface TemplateSet {
  /** How many references lead to the one that is being read. */
  depth: number;
  /** Replaces loops in a section by what they produce. */
  expand(section: JsonObject, stack: StackTemplate): JsonObject;
  /** The value that is exported under a name, to a stack that imports it. */
  imported(name: string, by: StackTemplate): Remembered;
  /** The output of a stack, by the stack's name; undefined if the stack is not here. */
  output(stackName: string, output: string): Remembered | undefined;
  /** What CDK's export writer passes on to the export reader of a stack in another region. */
  written(key: string, by: StackTemplate): Remembered;
}

/** The object's own value, never one of its prototype. */
export function own(object: JsonObject, key: string): unknown {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

/** Where something stands in a template. */
export function sourceOf(resource: Resource, property: string): StatementSource {
  return {
    stack: resource.stack.name,
    ...resource.stack.source.stackName !== undefined && { stackName: resource.stack.source.stackName },
    logicalId: resource.logicalId,
    resourceType: resource.type,
    ...resource.constructPath !== undefined && { constructPath: resource.constructPath },
    property,
  };
}

function resourcesOf(stack: StackTemplate, section: JsonObject): ReadonlyMap<string, Resource> {
  const resources = new Map<string, Resource>();
  for (const [logicalId, written] of Object.entries(section)) {
    if (!isObject(written)) { continue; }
    const type = own(written, 'Type');
    if (typeof type !== 'string') { continue; }
    const properties = own(written, 'Properties');
    const condition = own(written, 'Condition');
    const metadata = own(written, 'Metadata');
    const constructPath = (isObject(metadata) ? own(metadata, 'aws:cdk:path') : undefined) ?? stack.source.constructPaths?.get(logicalId);
    resources.set(logicalId, {
      stack,
      logicalId,
      type,
      properties: isObject(properties) ? stack.set.expand(properties, stack) : {},
      ...isObject(metadata) && { metadata },
      ...Object.hasOwn(written, 'Connectors') && { connectors: written.Connectors },
      ...typeof condition === 'string' && { condition },
      ...typeof constructPath === 'string' && { constructPath },
    });
  }
  return resources;
}
