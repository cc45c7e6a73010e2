// Not exported: checks, report and assertions read templates through it; it is not API.
import { itemsOf } from './read-alternatives';
import { readDeadLetters, readDestinations } from './read-destinations';
import { readEventSource } from './read-event-sources';
import { Expansions } from './read-expansions';
import { FunctionCatalog, FunctionDraft } from './read-functions';
import { Gaps } from './read-gaps';
import { readHostedRotation } from './read-hosted-rotation';
import { append, order } from './read-index';
import { textOf } from './read-intrinsics';
import { readPermission, readResourcePolicy } from './read-permissions';
import { PolicyReader } from './read-policies';
import { LIMITS } from './read-reading';
import { defaultsOf } from './read-references';
import { RoleCatalog, isOpenRole, roleArnOf } from './read-roles';
import { Templates } from './read-set';
import { Resource, StackTemplate, own, sourceOf } from './read-stack';
import { isTriggerType, readTrigger } from './read-triggers';
import { Unplaced, isAbsent, whetherPresent } from './read-unplaced';
import { unreadReasons, unreadResources } from './read-unread';
import { readUrl } from './read-urls';
import { TemplateSource } from './template-source';
import { FunctionAccess, Gap, KnownRole } from '../model/function-access';
import { ParameterDefault } from '../model/parameter-default';

/** What a set of templates tells. */
export interface TemplateReading {
  readonly functions: FunctionAccess[];
  /** The parameters whose defaults were taken on the way. */
  readonly defaults: readonly ParameterDefault[];
  /** All roles, also those that no function has. They are read when somebody asks for them. */
  roles(): KnownRole[];
}

/**
 * Both sides of permission of every function in a set of finished templates, in the order of stack and logical id.
 * What a template holds is not trusted: what cannot be read becomes a gap of the functions it concerns.
 */
export function readTemplates(sources: readonly TemplateSource[]): FunctionAccess[] {
  return readWithDefaults(sources).functions;
}

/** The same, with the parameters that decided by default. */
export function readWithDefaults(sources: readonly TemplateSource[]): TemplateReading {
  const templates = new Templates(sources);
  const byType = resourcesByType(templates);
  const of = (...types: string[]) => types.flatMap((type) => (byType.get(type) ?? []).filter((resource) => !isAbsent(resource)));

  const policies = new PolicyReader();
  const roles = new RoleCatalog(policies);
  const unplaced = new Unplaced();
  of('AWS::IAM::ManagedPolicy').forEach((resource) => policies.add(resource));
  of('AWS::IAM::Role').forEach((resource) => roles.add(resource));
  of('AWS::IAM::Policy', 'AWS::IAM::RolePolicy', 'AWS::IAM::ManagedPolicy').forEach((resource) => attachPolicy(resource, policies, roles, unplaced));

  const catalog = new FunctionCatalog();
  of('AWS::Lambda::Function', 'AWS::Serverless::Function').forEach((resource) => catalog.add(resource));
  of('AWS::Lambda::Version', 'AWS::Lambda::Alias').forEach((resource) => catalog.qualify(resource));
  of('AWS::Lambda::Permission').forEach((resource) => readPermission(resource, catalog, unplaced));
  of('AWS::Lambda::ResourcePolicy').forEach((resource) => readResourcePolicy(resource, catalog, unplaced));
  of('AWS::Lambda::EventSourceMapping').forEach((resource) => readEventSource(resource, catalog, unplaced));
  of('AWS::Lambda::Url').forEach((resource) => readUrl(resource, catalog, unplaced));
  catalog.functions.forEach((draft) => readDeadLetters(draft));
  of('AWS::Lambda::EventInvokeConfig', 'AWS::Lambda::EventSourceMapping').forEach((resource) => readDestinations(resource, catalog, unplaced));
  of(...[...byType.keys()].filter(isTriggerType).sort(order)).forEach((resource) => readTrigger(resource, catalog));
  of('AWS::SecretsManager::RotationSchedule').forEach((resource) => readHostedRotation(resource, catalog));
  const expansions = new Expansions(templates.stacks, catalog, roles, unplaced);
  const wholes = new Map(templates.stacks.map((stack) => [stack, wholeOf(stack, templates)]));
  const around = (resource: Resource): Gap[] => [
    ...expansions.of(resource), ...unplaced.of(resource.stack), ...wholes.get(resource.stack)!(resource),
  ];
  const inside = catalog.functions.map((draft) => accessOf(draft, roles, around(draft.resource)));
  const roleOf = (resource: Resource): KnownRole => {
    const { role, gaps } = roles.read(resource);
    return { role, gaps: [...gaps, ...around(resource)] };
  };
  return {
    functions: [...inside, ...catalog.outsiders.map(outsideAccess)].sort(byPlace),
    defaults: templates.stacks.flatMap(defaultsOf),
    roles: () => of('AWS::IAM::Role').map(roleOf),
  };
}

function resourcesByType(templates: Templates): Map<string, Resource[]> {
  const byType = new Map<string, Resource[]>();
  for (const stack of templates.stacks) {
    for (const resource of stack.resources.values()) { append(byType, resource.type, resource); }
  }
  return byType;
}

/** Gives a policy to the roles that it names. */
function attachPolicy(resource: Resource, policies: PolicyReader, roles: RoleCatalog, unplaced: Unplaced): void {
  const property = resource.type === 'AWS::IAM::RolePolicy' ? 'RoleName' : 'Roles';
  const gaps = new Gaps();
  for (const place of itemsOf({ value: own(resource.properties, property), property: `Properties.${property}` }, resource, gaps)) {
    const name = textOf(place.value);
    const named = name === undefined ? [] : roles.find(name, resource.stack);
    const found = named.slice(0, LIMITS.namesakes);
    if (found.length > 1) { gaps.add(resource, place.property, `several roles are named ${name}`); }
    const isOpen = name === undefined || found.length === 0 && isOpenRole(name);
    if (named.length > found.length || isOpen) {
      gaps.add(resource, place.property, 'the policy is for a role that is not known before deployment');
      unplaced.add(resource, gaps);
    }
    if (isOpen) { continue; }
    const { policy, gaps: inDocument } = policies.standalone(resource);
    gaps.take(inDocument);
    if (found.length === 0) { roles.elsewhere.attach(name, place, resource, policy, gaps); }
    found.forEach((role) => roles.attach(role, policy, gaps));
  }
}

function accessOf(draft: FunctionDraft, roles: RoleCatalog, aboutStack: readonly Gap[]): FunctionAccess {
  const { resource, gaps } = draft;
  whetherPresent(resource, gaps);
  const transformed = resource.type !== 'AWS::Serverless::Function';
  if (!transformed) { gaps.add(resource, 'Type', 'the function is not yet transformed: its role, policies and events are not in the template'); }
  const roleArn = roleArnOf(resource, gaps);
  const [role, ...others] = roleArn === undefined ? [] : roles.find(roleArn, resource.stack).map((found) => roles.read(found));
  if (transformed && (!role || others.length > 0)) {
    gaps.addMissing(resource, 'Properties.Role', 'the role of the function is in none of the templates, or it is not known which one it is');
  }
  const elsewhere = role || roleArn === undefined ? undefined : roles.elsewhere.ofRole(roleArn);
  return {
    ...outsideAccess(draft),
    ...resource.constructPath !== undefined && { constructPath: resource.constructPath },
    ...role && others.length === 0 && { role: role.role },
    roleArn: roleArn ?? '',
    ...elsewhere && elsewhere.policies.length > 0 && { attached: elsewhere.policies },
    gaps: [...gaps.list, ...role?.gaps ?? elsewhere?.gaps ?? [], ...aboutStack],
  };
}

/** What templates say of a function that none of them makes. */
function outsideAccess({ resource, name, gaps, targets, eventSources, urls, triggers, destinations }: FunctionDraft): FunctionAccess {
  return {
    stack: resource.stack.name,
    logicalId: resource.logicalId,
    arn: name.arn,
    partition: name.partition,
    region: name.region,
    account: name.account,
    targets,
    roleArn: '',
    eventSources,
    urls,
    triggers,
    destinations,
    gaps: gaps.list,
  };
}

/** What is not known of a template as a whole, as it is told at one of its resources: what stands in none of them, and what does. */
function wholeOf(stack: StackTemplate, { reasons }: Templates): (resource: Resource) => Gap[] {
  const gaps = unreadResources(stack); // reading expands loops, which may have reasons of their own
  const all = [...reasons.get(stack) ?? [], ...unreadReasons(stack)];
  return (resource) => [...all.map((reason) => ({ source: sourceOf(resource, 'Type'), reason })), ...gaps];
}

function byPlace(a: FunctionAccess, b: FunctionAccess): number {
  return order(a.stack, b.stack) || order(a.logicalId, b.logicalId);
}
