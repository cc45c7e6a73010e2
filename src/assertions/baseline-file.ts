// Not exported: reads the report that a baseline is.
import { AccessLine, AccessSide, accessLines, boundaryLine, eventSourceLine, sideOf, unknownPolicies, unknownRole } from './access-lines';
import { Unknown, writtenUnknowns } from './baseline-unknown';
import { CONNECTION_KINDS, ConnectionKind, destinationLine, triggerLine, urlLine } from './connection-lines';
import { readJson } from '../cloudformation/read-file';
import { failure } from '../model/failure';
import { InvokeTarget } from '../model/function-access';
import { JsonObject, isObject } from '../model/policy-json';
import { Condition, Principal, Statement } from '../model/statement';

/** A function as a report describes it. */
export interface BaselineFunction {
  readonly stack: string;
  readonly logicalId: string;
  readonly lines: ReadonlyMap<string, AccessLine>;
  /** The connections that the report tells. */
  readonly told: readonly ConnectionKind[];
  /** What the report cannot say, beside policies without a document. */
  readonly unknowns: readonly Unknown[];
}

/** The version of `permissions.json` that is understood here. */
const FORMAT = 1;

/**
 * The functions of a `permissions.json` that a permission report wrote.
 *
 * A file that an earlier version wrote is read too: it holds the names of policies without a document, and the reason and the
 * resource of all else that cannot be said. Where this version gives another reason, that counts as a change. No file holds
 * the place in the resource: what cannot be said about one resource for one reason is one thing, however often it is there.
 */
export function readBaseline(file: string): BaselineFunction[] {
  const report = readJson(file);
  if (!isObject(report) || !Array.isArray(report.functions)) {
    throw failure(`'file' must be the permissions.json of a permission report, got '${file}' without 'functions'`);
  }
  if (report.format !== FORMAT) {
    throw failure(`'file' must be a permissions.json of format ${FORMAT}, got '${file}' of format ${String(report.format)}. Write the report again`);
  }
  try {
    return objects(report.functions).map(readFunction);
  } catch (error) {
    if (!(error instanceof Unreadable)) { throw error; }
    throw failure(`'file' must be the permissions.json of a permission report, got '${file}' in which ${error.message}. Write the report again`);
  }
}

class Unreadable extends Error {}

function readFunction(written: JsonObject): BaselineFunction {
  const role = isObject(written.role) ? written.role : undefined;
  const boundary = role && isObject(role.boundary) ? role.boundary : undefined;
  const policies = objects(role ? role.policies : written.attached);
  const sides: AccessSide[] = [
    ...objects(written.targets).map((target) => ({ side: sideOf(target as unknown as InvokeTarget), statements: statements(target.statements) })),
    ...role ? [{ side: 'trust', statements: statements(role.trust) }] : [],
    { side: 'role', statements: policies.flatMap((policy) => statements(policy.statements)) },
    ...boundary ? [{ side: 'boundary', statements: statements(boundary.statements) }] : [],
  ];
  const told = CONNECTION_KINDS.filter((kind) => written[kind] !== undefined);
  return {
    stack: text(written.stack, 'stack'),
    logicalId: text(written.logicalId, 'logicalId'),
    lines: accessLines(sides, [
      ...role ? boundaryLine(boundary !== undefined) : [unknownRole(text(written.roleArn, 'roleArn'))],
      ...unknownPolicies(policies.map(policyOf), boundary && policyOf(boundary)),
      ...objects(written.eventSources).map(({ eventSourceArn, targetArn }) =>
        eventSourceLine(eventSourceArn === undefined ? undefined : text(eventSourceArn, 'eventSourceArn'), text(targetArn, 'targetArn'))),
      ...told.flatMap((kind) => objects(written[kind]).map((one) => connectionLine(kind, one))),
    ]),
    told,
    unknowns: writtenUnknowns(objects(written.cannotSay)),
  };
}

function connectionLine(kind: ConnectionKind, written: JsonObject): AccessLine {
  const of = isObject(written.target) ? sideOf(written.target as unknown as InvokeTarget) : text(written.targetArn, 'targetArn');
  const place = isObject(written.place) ? written.place : {};
  switch (kind) {
    case 'urls': return urlLine(text(written.authType, 'authType'), of);
    case 'triggers': return triggerLine({ resourceType: text(place.resourceType, 'resourceType'), logicalId: text(place.logicalId, 'logicalId') }, of);
    case 'destinations': return destinationLine(text(written.on, 'on'), text(written.destinationArn, 'destinationArn'), of);
  }
}

function policyOf(written: JsonObject): { readonly name: string; readonly statements?: unknown } {
  return { name: text(written.name, 'name'), statements: written.statements };
}

function statements(list: unknown): Statement[] {
  return objects(list).map((written): Statement => {
    const { effect } = written;
    if (effect !== 'Allow' && effect !== 'Deny') { throw new Unreadable('a statement has no effect'); }
    return {
      effect,
      ...written.principals !== undefined && { principals: objects(written.principals).map(principal) },
      ...written.notPrincipals !== undefined && { notPrincipals: objects(written.notPrincipals).map(principal) },
      ...lists(written, 'actions'),
      ...lists(written, 'notActions'),
      ...lists(written, 'resources'),
      ...lists(written, 'notResources'),
      conditions: objects(written.conditions).map((one): Condition => ({
        operator: text(one.operator, 'operator'), key: text(one.key, 'key'), values: texts(one.values, 'values'),
      })),
    };
  });
}

function principal({ kind, id }: JsonObject): Principal {
  return { kind: text(kind, 'kind') as Principal['kind'], id: text(id, 'id') };
}

function lists(written: JsonObject, name: string): { readonly [name: string]: readonly string[] } {
  return written[name] === undefined ? {} : { [name]: texts(written[name], name) };
}

function objects(list: unknown): JsonObject[] {
  if (list === undefined) { return []; }
  if (!Array.isArray(list) || !list.every(isObject)) { throw new Unreadable('a list is not a list of objects'); }
  return list;
}

function texts(list: unknown, name: string): string[] {
  if (!Array.isArray(list)) { throw new Unreadable(`'${name}' is no list`); }
  return list.map((item) => text(item, name));
}

function text(value: unknown, name: string): string {
  if (typeof value !== 'string') { throw new Unreadable(`'${name}' is no text`); }
  return value;
}
