// Not exported: `permissions.json` is the promise, this writes it.
import { connectionsJson, layerJson } from './connection-json';
import { EventSourceJson, FunctionJson, JSON_FORMAT, PermissionsJson, PolicyJson, RoleJson, StatementJson, TargetJson } from './json-format';
import { jsonText } from './json-text';
import { Mark, grantMarks, invokeMarks, trustMarks } from './mark';
import { EventSourceSummary, FunctionSummary, PermissionSummary, PolicySummary, RoleSummary, TargetSummary } from './permission-summary';
import { cannotSayJson, placeJson } from './place-json';
import { plainSentence } from './sentence';
import { SummaryStatement } from './summary-statement';

/** The report as JSON: everything the other formats say, for programs. Equal access gives equal bytes. */
export function renderJson(summary: PermissionSummary): string {
  const { functions, layers, defaults } = summary;
  const document: PermissionsJson = {
    format: JSON_FORMAT,
    functions: functions.map(functionJson),
    layers: layers?.map(layerJson),
    defaults: defaults?.map(({ stack, parameter, value }) => ({ stack, parameter, value })),
  };
  return jsonText(document);
}

function functionJson(summary: FunctionSummary): FunctionJson {
  const { name, stack, logicalId, constructPath, arn, partition, region, account } = summary;
  const { targets, roleArn, role, attached, eventSources, unknowns } = summary;
  return {
    name,
    stack,
    logicalId,
    constructPath,
    arn,
    partition,
    region,
    account,
    targets: targets.map(targetJson),
    roleArn,
    role: role && roleJson(role),
    attached: attached?.map(policyJson),
    eventSources: eventSources.map(eventSourceJson),
    ...connectionsJson(summary),
    cannotSay: unknowns.map(cannotSayJson),
  };
}

function targetJson({ kind, qualifier, arn, statements }: TargetSummary): TargetJson {
  return {
    kind,
    qualifier,
    arn,
    statements: statements.map((statement) => ({
      ...statementJson(statement, invokeMarks(statement)),
      addPermission: statement.addPermission.command,
      noAddPermission: statement.addPermission.obstacle && plainSentence(statement.addPermission.obstacle),
    })),
  };
}

function roleJson({ name, arn, sharedWith, sharedWithMore, sharedReason, trust, policies, boundary }: RoleSummary): RoleJson {
  return {
    name,
    arn,
    sharedWith,
    sharedWithMore,
    sharedReason,
    trust: trust.map((statement) => statementJson(statement, trustMarks(statement))),
    policies: policies.map(policyJson),
    boundary: boundary && policyJson(boundary),
  };
}

function policyJson({ kind, name, place, statements }: PolicySummary): PolicyJson {
  return {
    kind,
    name,
    place: placeJson(place),
    statements: statements?.map((statement) => statementJson(statement, grantMarks(statement))),
  };
}

function eventSourceJson({ eventSourceArn, targetArn, target, place, disabled }: EventSourceSummary): EventSourceJson {
  return { eventSourceArn, targetArn, target: target && { kind: target.kind, qualifier: target.qualifier }, place: placeJson(place), disabled };
}

function statementJson(statement: SummaryStatement, marks: readonly Mark[]): StatementJson {
  const { sid, effect, principals, notPrincipals, actions, notActions, resources, notResources, conditions, place, notes } = statement;
  return { sid, effect, principals, notPrincipals, actions, notActions, resources, notResources, conditions, marks, notes, place: placeJson(place) };
}
