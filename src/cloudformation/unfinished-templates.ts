import {
  CfnElement, CfnResource, DefaultTokenResolver, IPostProcessor, IResolvable, IResolveContext, Reference, Stack, Token, Tokenization,
} from 'aws-cdk-lib';
import { collectReferences, withoutMemory } from './collect-references';
import { readTemplates } from './read-template';
import { FunctionAccess } from '../model/function-access';

interface Section { [name: string]: unknown }
interface Template { [section: string]: Section }

/**
 * Some resources of an app as they will stand in its templates, before it is synthesized, with what they refer to.
 *
 * They are read as finished templates are. The app stays as it is: lazy values are asked, and remember nothing.
 */
export class UnfinishedTemplates {
  private readonly templates = new Map<Stack, Template>();
  private readonly elements = new Map<string, CfnElement>();
  private readonly byLogicalId = new Map<Stack, Map<string, CfnElement>>();

  /** Adds a resource, and what it refers to. */
  public add(resource: CfnElement): void {
    const place = placeOf(templateName(resource.stack), resource.stack.resolve(resource.logicalId) as string);
    if (this.elements.has(place)) { return; }
    this.elements.set(place, resource);
    const rendered = (resource as unknown as { _toCloudFormation(): object })._toCloudFormation();
    const needed = nameOnly(resource) ?? rendered;
    const written = Tokenization.resolve(needed, { scope: resource, resolver: new Importing(this, resource.stack), preparing: false }) as Template;
    for (const [section, entries] of Object.entries(written)) { Object.assign(this.section(resource.stack, section), entries); }
    this.referencedBy(needed, resource).forEach((target) => this.add(target));
  }

  /** What was added, by where the reader found it. */
  public at(stack: string, logicalId: string): CfnElement | undefined {
    return this.elements.get(placeOf(stack, logicalId));
  }

  /** Both sides of permission of the functions among them, as far as the resources that were added tell. */
  public read(): FunctionAccess[] {
    return readTemplates([...this.templates].map(([stack, template]) => ({
      stack: templateName(stack), stackName: concrete(stack.stackName), account: concrete(stack.account), region: concrete(stack.region), template,
    })));
  }

  /** Makes the value of a reference an output of its stack, and returns what imports it elsewhere. */
  public importOf(reference: Reference, target: CfnElement): object {
    const name = `${target.node.path}.${reference.displayName}`;
    const value: unknown = Tokenization.resolve(reference, { scope: target, resolver: new Importing(this, target.stack), preparing: false });
    this.section(target.stack, 'Outputs')[name] = { Value: value, Export: { Name: name } };
    return { 'Fn::ImportValue': name };
  }

  /** What a value refers to, by a token or by its logical id. */
  private referencedBy(value: unknown, resource: CfnElement): CfnElement[] {
    const { targets, logicalIds } = collectReferences(value, resource);
    const named = logicalIds.map((id) => this.elementsOf(resource.stack).get(id));
    return [...targets, ...named].filter((target): target is CfnElement => target !== undefined && CfnElement.isCfnElement(target));
  }

  private elementsOf(stack: Stack): Map<string, CfnElement> {
    const known = this.byLogicalId.get(stack);
    if (known) { return known; }
    const elements = stack.node.findAll().filter((one): one is CfnElement => CfnElement.isCfnElement(one) && one.stack === stack);
    const byId = new Map(elements.map((element) => [stack.resolve(element.logicalId) as string, element]));
    this.byLogicalId.set(stack, byId);
    return byId;
  }

  private section(stack: Stack, name: string): Section {
    const template = this.templates.get(stack) ?? {};
    this.templates.set(stack, template);
    return template[name] ??= {};
  }
}

/** The name under which the reader knows the template of a stack. */
export function templateName(stack: Stack): string {
  const { nestedStackParent: parent, nestedStackResource: resource } = stack;
  return parent && resource ? `${templateName(parent)}.${stack.resolve((resource as CfnResource).logicalId)}` : stack.artifactId;
}

/** A function refers to half of the app; here only its name counts. */
function nameOnly(resource: CfnElement): object | undefined {
  if (!CfnResource.isCfnResource(resource) || resource.cfnResourceType !== 'AWS::Lambda::Function') { return undefined; }
  const { cfnResourceType: Type, logicalId, stack, functionName } = resource as CfnResource & { readonly functionName?: unknown };
  return { Resources: { [stack.resolve(logicalId) as string]: { Type, Properties: { FunctionName: functionName } } } };
}

function placeOf(stack: string, logicalId: string): string {
  return `${stack}\n${logicalId}`;
}

function concrete(value: string): string | undefined {
  return Token.isUnresolved(value) ? undefined : value;
}

/** Writes references to other stacks as imports, as CDK does when it synthesizes. */
class Importing extends DefaultTokenResolver {
  public constructor(private readonly templates: UnfinishedTemplates, private readonly stack: Stack) { super({ join: joined }); }

  public override resolveToken(token: IResolvable, context: IResolveContext, postProcessor: IPostProcessor): unknown {
    if (Reference.isReference(token) && CfnElement.isCfnElement(token.target) && token.target.stack !== this.stack) {
      return this.templates.importOf(token, token.target);
    }
    return super.resolveToken(withoutMemory(token), context, postProcessor);
  }
}

function joined(left: unknown, right: unknown): unknown {
  if (left === undefined || right === undefined) { return left ?? right; }
  return typeof left === 'string' && typeof right === 'string' ? left + right : { 'Fn::Join': ['', [left, right]] };
}
