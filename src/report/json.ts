// Not exported: `permissions.json` is the promise, this writes it.
import { jsonText } from './json-text';
import { Mark, grantMarks, invokeMarks, trustMarks } from './mark';
import { EventSourceSummary, FunctionSummary, PermissionSummary, PolicySummary, RoleSummary, TargetSummary } from './permission-summary';
import { Place } from './place';
import { plainSentence } from './sentence';
import { SummaryStatement } from './summary-statement';
import { Condition, Principal } from '../model/statement';

/** Rises when a program that reads `permissions.json` would have to change; a new key does not raise it. */
export const JSON_FORMAT = 1;

/**
 * A statement in `permissions.json`: what IAM would store, each list sorted, plus `marks` (what covers more than it names) and
 * `place` (where it is written). Of each pair like `actions` and `notActions` at most one is there.
 */
export interface StatementJson {
  readonly sid?: string;
  readonly effect: 'Allow' | 'Deny';
  readonly principals?: readonly Principal[];
  readonly notPrincipals?: readonly Principal[];
  readonly actions?: readonly string[];
  readonly notActions?: readonly string[];
  readonly resources?: readonly string[];
  readonly notResources?: readonly string[];
  readonly conditions: readonly Condition[];
  readonly marks: readonly Mark[];
  readonly place: Place;
}

/** The report as JSON: everything the other formats say, for programs. Equal access gives equal bytes. */
export function renderJson(summary: PermissionSummary): string {
  return jsonText({ format: JSON_FORMAT, functions: summary.functions.map(functionJson) });
}

function functionJson(summary: FunctionSummary): object {
  const { name, stack, logicalId, constructPath, arn, partition, region, account, targets, roleArn, role, eventSources, unknowns } = summary;
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
    eventSources: eventSources.map(eventSourceJson),
    cannotSay: unknowns.map(({ reason, place }) => ({ reason: plainSentence(reason), place: place && placeJson(place) })),
  };
}

function targetJson({ kind, qualifier, arn, statements }: TargetSummary): object {
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

function roleJson({ name, arn, sharedWith, trust, policies, boundary }: RoleSummary): object {
  return {
    name,
    arn,
    sharedWith,
    trust: trust.map((statement) => statementJson(statement, trustMarks(statement))),
    policies: policies.map(policyJson),
    boundary: boundary && policyJson(boundary),
  };
}

function policyJson({ kind, name, place, statements }: PolicySummary): object {
  return {
    kind,
    name,
    place: placeJson(place),
    statements: statements?.map((statement) => statementJson(statement, grantMarks(statement))),
  };
}

function eventSourceJson({ eventSourceArn, targetArn, target, place }: EventSourceSummary): object {
  return { eventSourceArn, targetArn, target: target && { kind: target.kind, qualifier: target.qualifier }, place: placeJson(place) };
}

function statementJson(statement: SummaryStatement, marks: readonly Mark[]): StatementJson {
  const { sid, effect, principals, notPrincipals, actions, notActions, resources, notResources, conditions, place } = statement;
  return { sid, effect, principals, notPrincipals, actions, notActions, resources, notResources, conditions, marks, place: placeJson(place) };
}

function placeJson({ stack, logicalId, resourceType, constructPath }: Place): Place {
  return { stack, logicalId, resourceType, constructPath };
}
