// Not exported: the read model of the report; every format is written from it.
import { AddPermission, addPermissions } from './add-permission-command';
import { ConnectionSummaries, LayerSummary, ReadLayers, connectionSummaries, layerSummaries } from './connection-summary';
import { sortedDefaults } from './default-words';
import { TargetName } from './invoke-words';
import { sortedOnce } from './order';
import { Place, placeName, placeOf } from './place';
import { OtherUsers, RoleUsers } from './role-users';
import { SummaryStatement, summaryStatements } from './summary-statement';
import { Unknown, unknowns } from './unknown';
import { FunctionAccess, InvokeTarget, PolicyAccess, PolicyForm, RoleAccess } from '../model/function-access';
import { ParameterDefault } from '../model/parameter-default';

/** Both sides of permission of every function, sorted, with no position in a template: equal access gives an equal summary. */
export interface PermissionSummary {
  readonly functions: readonly FunctionSummary[];
  /** Layer versions that are made or shared. Undefined: nobody looked. */
  readonly layers?: readonly LayerSummary[];
  /** Parameters whose defaults were taken; undefined for none. */
  readonly defaults?: readonly ParameterDefault[];
}

/** Both sides of permission of one function. */
export interface FunctionSummary extends ConnectionSummaries {
  /** What its author calls it: the construct path, or stack and logical id. */
  readonly name: string;
  readonly stack: string;
  readonly logicalId: string;
  readonly constructPath?: string;
  readonly arn: string;
  readonly partition: string;
  readonly region: string;
  readonly account: string;
  /** The function, versions and aliases that have a policy. */
  readonly targets: readonly TargetSummary[];
  readonly roleArn: string;
  /** Undefined when the role is in none of the templates. */
  readonly role?: RoleSummary;
  /** What the templates give to a role that is in none of them. */
  readonly attached?: readonly PolicySummary[];
  readonly eventSources: readonly EventSourceSummary[];
  /** What cannot be said about this function, so that silence is never read as "nothing". */
  readonly unknowns: readonly Unknown[];
}

/** A function, version or alias, and who may invoke it. */
export interface TargetSummary extends TargetName {
  readonly arn: string;
  readonly statements: readonly InvokeStatement[];
}

/** A statement of a function's policy, and the command that would add the same one. */
export interface InvokeStatement extends SummaryStatement {
  readonly addPermission: AddPermission;
}

/** An execution role. */
export interface RoleSummary {
  readonly name: string;
  readonly arn: string;
  /** The first of the other functions that have this role: what one may do, all may do. */
  readonly sharedWith: readonly string[];
  /** How many more there are. */
  readonly sharedWithMore?: number;
  /** Why they share it, as its author says. */
  readonly sharedReason?: string;
  readonly trust: readonly SummaryStatement[];
  readonly policies: readonly PolicySummary[];
  /** No permission goes beyond it. */
  readonly boundary?: PolicySummary;
}

/** One policy of a role. */
export interface PolicySummary {
  readonly kind: PolicyForm;
  readonly name: string;
  readonly place: Place;
  /** Undefined when the document is in none of the templates. */
  readonly statements?: readonly SummaryStatement[];
}

/** What Lambda polls with the function's role. */
export interface EventSourceSummary {
  readonly place: Place;
  /** Undefined for self-managed Kafka. */
  readonly eventSourceArn?: string;
  readonly targetArn: string;
  /** Undefined when the target is not one of this function's. */
  readonly target?: TargetName;
  /** It is there, but switched off. */
  readonly disabled?: true;
}

/** Sums up what was read from templates, in whatever order it was read. */
export function summarize(functions: readonly FunctionAccess[], layers?: ReadLayers, defaults: readonly ParameterDefault[] = []): PermissionSummary {
  const users = new RoleUsers(functions);
  const summaries = functions.map((access) => functionSummary(access, users));
  return {
    functions: sortedOnce(summaries, (summary) => JSON.stringify(summary)),
    ...layers && { layers: layerSummaries(layers) },
    ...defaults.length > 0 && { defaults: sortedDefaults(defaults) },
  };
}

function functionSummary(access: FunctionAccess, users: RoleUsers): FunctionSummary {
  const { stack, logicalId, constructPath, arn, partition, region, account, roleArn, role, attached } = access;
  return {
    name: placeName(access),
    stack,
    logicalId,
    ...constructPath !== undefined && { constructPath },
    arn,
    partition,
    region,
    account,
    targets: targetSummaries(access),
    roleArn,
    ...role && { role: roleSummary(role, users.besides(access, role.arn)) },
    ...attached && { attached: policySummaries(attached) },
    eventSources: eventSourceSummaries(access),
    ...connectionSummaries(access),
    unknowns: unknowns(access),
  };
}

function targetSummaries(access: FunctionAccess): TargetSummary[] {
  const order = { FUNCTION: 0, ALIAS: 1, VERSION: 2 };
  // A version's name changes with every deployment; without a policy it would only make noise in a diff.
  const targets = access.targets.filter((target) => target.statements.length > 0).map((target) => ({
    ...targetName(target), arn: target.arn, statements: invokeStatements(access, target),
  }));
  return sortedOnce(targets, (target) => JSON.stringify([order[target.kind], target]));
}

function invokeStatements(access: FunctionAccess, target: InvokeTarget): InvokeStatement[] {
  const statements = summaryStatements(target.statements);
  const commands = addPermissions(statements, access.arn, target);
  return statements.map((statement, index) => ({ ...statement, addPermission: commands[index] }));
}

function targetName({ kind, qualifier }: InvokeTarget): TargetName {
  return { kind, ...qualifier !== undefined && { qualifier } };
}

function roleSummary(role: RoleAccess, others: OtherUsers): RoleSummary {
  return {
    name: placeName(role),
    arn: role.arn,
    ...others,
    ...role.sharedReason !== undefined && { sharedReason: role.sharedReason },
    trust: summaryStatements(role.trust),
    policies: policySummaries(role.policies),
    ...role.boundary && { boundary: policySummary(role.boundary) },
  };
}

function policySummaries(policies: readonly PolicyAccess[]): PolicySummary[] {
  return sortedOnce(policies.map(policySummary), (policy) => JSON.stringify(policy));
}

function policySummary({ kind, name, source, statements }: PolicyAccess): PolicySummary {
  return { kind, name, place: placeOf(source), ...statements && { statements: summaryStatements(statements) } };
}

function eventSourceSummaries(access: FunctionAccess): EventSourceSummary[] {
  const mappings = access.eventSources.map(({ source, eventSourceArn, targetArn, disabled }) => {
    const target = access.targets.find((candidate) => candidate.arn === targetArn);
    return {
      place: placeOf(source),
      ...eventSourceArn !== undefined && { eventSourceArn },
      targetArn,
      ...target && { target: targetName(target) },
      ...disabled && { disabled },
    };
  });
  return sortedOnce(mappings, ({ eventSourceArn, targetArn, place, disabled }) => JSON.stringify([eventSourceArn ?? '', targetArn, place, disabled ?? 0]));
}
