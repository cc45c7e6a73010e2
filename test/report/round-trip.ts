import { ok } from 'assert';

/**
 * Reads a template a second time, with nothing of the reader: an intrinsic function is what may be anything, everything else
 * is the text that it is. Then each statement of the template must be found in the report once, and nothing else.
 */
export interface Template { readonly Resources: { readonly [logicalId: string]: Resource } }
interface Resource { readonly Type: string; readonly Condition?: string; readonly Properties?: { readonly [name: string]: unknown } }

/** A statement of either side: texts of a report, or of a template, in which `ANY` stands for what an intrinsic function gives. */
interface Line { readonly place: string; readonly texts: readonly string[] }

const ANY = '\u0000';

type Json = { readonly [key: string]: unknown };

/** What differs between the statements of templates and those of a `permissions.json`: empty when each stands there once. */
export function differences(templates: readonly Template[], report: string): { readonly missing: string[]; readonly added: string[] } {
  const { functions } = JSON.parse(report) as { functions: ReportedFunction[] };
  const found = { missing: [] as string[], added: [] as string[] };
  for (const template of templates) {
    const resources = Object.entries(template.Resources);
    for (const [logicalId] of resources.filter(([, { Type }]) => Type === 'AWS::Lambda::Function')) {
      const named = functions.filter((one) => one.logicalId === logicalId);
      ok(named.length === 1, `${logicalId} stands in the report ${named.length} times`);
      const { missing, added } = compared(linesOfTemplates(logicalId, template, templates), linesOfReport(named[0]));
      found.missing.push(...missing.map((each) => `${logicalId}: ${shown(each)}`));
      found.added.push(...added.map((each) => `${logicalId}: ${shown(each)}`));
    }
  }
  const known = templates.flatMap(({ Resources }) => Object.keys(Resources));
  found.added.push(...functions.map(({ logicalId }) => logicalId).filter((id) => !known.includes(id)));
  return found;
}

function shown({ place, texts }: Line): string {
  return [place, ...texts].join(' | ').replaceAll(ANY, '<any>');
}

function compared(expected: readonly Line[], reported: readonly Line[]): { readonly missing: Line[]; readonly added: Line[] } {
  const added = [...reported];
  const missing = expected.filter((each) => {
    const at = added.findIndex((candidate) => matches(each, candidate));
    if (at >= 0) { added.splice(at, 1); }
    return at < 0;
  });
  return { missing, added };
}

function matches(expected: Line, reported: Line): boolean {
  return expected.place === reported.place && expected.texts.length === reported.texts.length
    && everyOnce(expected.texts, reported.texts);
}

/** Whether each pattern has a text of its own: where an intrinsic function stands alone, the others choose first. */
function everyOnce(patterns: readonly string[], texts: readonly string[]): boolean {
  const left = [...texts];
  return [...patterns].sort((a, b) => b.replaceAll(ANY, '').length - a.replaceAll(ANY, '').length).every((pattern) => {
    const parts = pattern.split(ANY).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
    const at = left.findIndex((candidate) => new RegExp(`^${parts.join('.*')}$`, 's').test(candidate));
    if (at >= 0) { left.splice(at, 1); }
    return at >= 0;
  });
}

/* The report. */

interface ReportedFunction {
  readonly logicalId: string;
  readonly targets: readonly { readonly statements: readonly ReportedStatement[] }[];
  readonly role?: { readonly trust: readonly ReportedStatement[]; readonly policies: readonly ReportedPolicy[]; readonly boundary?: ReportedPolicy };
  readonly eventSources: readonly { readonly place: { readonly logicalId: string }; readonly eventSourceArn?: string }[];
  readonly urls: readonly { readonly place: { readonly logicalId: string }; readonly authType: string }[];
  readonly triggers: readonly { readonly place: { readonly logicalId: string }; readonly deploying?: boolean }[];
  readonly destinations: readonly { readonly place: { readonly logicalId: string }; readonly on: string; readonly destinationArn: string }[];
}
interface ReportedPolicy { readonly kind: string; readonly name: string; readonly statements?: readonly ReportedStatement[] }
interface ReportedStatement {
  readonly sid?: string;
  readonly effect: string;
  readonly principals?: readonly { readonly kind: string; readonly id: string }[];
  readonly notPrincipals?: readonly { readonly kind: string; readonly id: string }[];
  readonly actions?: readonly string[];
  readonly notActions?: readonly string[];
  readonly resources?: readonly string[];
  readonly notResources?: readonly string[];
  readonly conditions: readonly { readonly operator: string; readonly key: string; readonly values: readonly string[] }[];
  readonly place: { readonly logicalId: string; readonly resourceType: string };
}

function linesOfReport({ targets, role, eventSources, urls, triggers, destinations }: ReportedFunction): Line[] {
  const policies = [...role?.policies ?? [], ...role?.boundary ? [role.boundary] : []];
  return [
    ...targets.flatMap(({ statements }) => statements.map(lineOfReport)),
    ...(role?.trust ?? []).map(lineOfReport),
    ...policies.filter(({ kind }) => kind !== 'AWS_MANAGED').flatMap(({ statements }) => (statements ?? []).map(lineOfReport)),
    ...policies.filter(({ kind }) => kind === 'AWS_MANAGED').map(({ name, statements }) => ({
      place: 'managed by AWS', texts: [name, ...statements === undefined ? ['not known'] : []],
    })),
    ...eventSources.map(({ place, eventSourceArn }) => ({ place: `${place.logicalId} polls`, texts: eventSourceArn === undefined ? [] : [eventSourceArn] })),
    ...urls.map(({ place, authType }) => ({ place: `${place.logicalId} is a URL`, texts: [authType] })),
    ...triggers.map(({ place, deploying }) => ({ place: `${place.logicalId} invokes`, texts: deploying ? ['deploying'] : [] })),
    ...destinations.map(({ place, on, destinationArn }) => ({ place: `${place.logicalId} sends`, texts: [on, destinationArn] })),
  ];
}

function lineOfReport(statement: ReportedStatement): Line {
  const { sid, effect, notPrincipals, actions, notActions, resources, notResources, conditions, place } = statement;
  const labelled = (label: string, values: readonly string[] | undefined) => (values ?? []).map((value) => `${label} ${value}`);
  const ids = (named: ReportedStatement['principals']) => named?.map(({ kind, id }) => `${kind} ${id}`);
  return {
    place: `${place.logicalId} ${place.resourceType}`,
    texts: [
      `${effect} ${sid ?? ''}`,
      ...labelled('Principal', ids(statement.principals)), ...labelled('NotPrincipal', ids(notPrincipals)),
      ...labelled('Action', actions), ...labelled('NotAction', notActions),
      ...labelled('Resource', resources), ...labelled('NotResource', notResources),
      ...conditions.flatMap(({ operator, key, values }) => labelled(`${operator} ${key}`, values)),
    ],
  };
}

/* The templates. */

function linesOfTemplates(functionId: string, template: Template, templates: readonly Template[]): Line[] {
  const own = Object.entries(template.Resources);
  const role = referredTo(template.Resources[functionId].Properties?.Role);
  const aliases = own.filter(([, { Type, Properties }]) => /^AWS::Lambda::(Alias|Version|Url)$/.test(Type)
    && referredTo(Properties?.FunctionName ?? Properties?.TargetFunctionArn) === functionId).map(([id]) => id);
  const isOurs = (value: unknown) => [functionId, ...aliases].includes(referredTo(value) ?? '');
  const everywhere = templates.flatMap(({ Resources }) => Object.entries(Resources));
  return [
    ...everywhere.filter(([, { Type, Properties }]) => Type === 'AWS::Lambda::Permission' && isOurs(Properties?.FunctionName))
      .map(([id, { Properties }]) => line(`${id} AWS::Lambda::Permission`, permissionStatement(Properties as Json))),
    ...everywhere.filter(([, { Type, Properties }]) => Type === 'AWS::Lambda::ResourcePolicy' && isOurs(Properties?.ResourceArn))
      .flatMap(([id, { Properties }]) => documentLines(`${id} AWS::Lambda::ResourcePolicy`, Properties?.PolicyDocument)),
    ...everywhere.filter(([, { Type, Properties }]) => Type === 'AWS::Lambda::EventSourceMapping' && isOurs(Properties?.FunctionName))
      .map(([id, { Properties }]) => ({ place: `${id} polls`, texts: list(Properties?.EventSourceArn).map(text) })),
    ...connectionLines(functionId, everywhere, isOurs, [functionId, ...aliases]),
    ...role === undefined ? [] : roleLines(role, everywhere),
  ];
}

/** What leads to a function and away from it, beside its policies. */
function connectionLines(
  functionId: string, everywhere: readonly (readonly [string, Resource])[], isOurs: (value: unknown) => boolean, ids: readonly string[],
): Line[] {
  const sent = (place: string, properties: Json, kinds: Readonly<Record<string, string>>) => Object.entries(kinds).flatMap(([key, on]) => {
    const destination = (properties.DestinationConfig as Readonly<Record<string, Json | undefined>> | undefined)?.[key]?.Destination;
    return destination === undefined ? [] : [{ place: `${place} sends`, texts: [on, text(destination)] }];
  });
  return everywhere.flatMap(([id, { Type, Properties = {} }]): Line[] => {
    if (id === functionId && Properties.DeadLetterConfig !== undefined) {
      return [{ place: `${id} sends`, texts: ['DEAD_LETTER', text((Properties.DeadLetterConfig as Json).TargetArn)] }];
    }
    if (Type === 'AWS::Lambda::Url' && isOurs(Properties.TargetFunctionArn)) { return [{ place: `${id} is a URL`, texts: [text(Properties.AuthType)] }]; }
    if (Type === 'AWS::Lambda::EventInvokeConfig' && isOurs(Properties.FunctionName)) { return sent(id, Properties, { OnSuccess: 'SUCCESS', OnFailure: 'FAILURE' }); }
    if (Type === 'AWS::Lambda::EventSourceMapping' && isOurs(Properties.FunctionName)) { return sent(id, Properties, { OnFailure: 'EVENT_SOURCE_FAILURE' }); }
    if (/^AWS::(Lambda|IAM)::/.test(Type)) { return []; }
    const { ServiceToken: token, ...others } = Properties;
    return [
      ...names(others, ids) ? [{ place: `${id} invokes`, texts: [] }] : [],
      ...names(token, ids) ? [{ place: `${id} invokes`, texts: ['deploying'] }] : [],
    ];
  });
}

/** Whether a value names one of these resources anywhere. */
function names(value: unknown, ids: readonly string[]): boolean {
  if (typeof value !== 'object' || value === null) { return false; }
  const [sub] = list((value as Json)['Fn::Sub']);
  return ids.includes(referredTo(value) ?? '') || ids.some((id) => typeof sub === 'string' && (sub.includes(`\${${id}}`) || sub.includes(`\${${id}.`)))
    || Object.values(value).some((item) => names(item, ids));
}

function roleLines(role: string, everywhere: readonly (readonly [string, Resource])[]): Line[] {
  const [, resource] = everywhere.find(([id]) => id === role)!;
  const { AssumeRolePolicyDocument, Policies, ManagedPolicyArns, PermissionsBoundary } = resource.Properties ?? {};
  const byArn = [...list(ManagedPolicyArns), ...list(PermissionsBoundary)];
  const attached = everywhere.filter(([id, { Type, Properties }]) => /^AWS::IAM::(Policy|RolePolicy|ManagedPolicy)$/.test(Type)
    && [...list(Properties?.Roles), ...list(Properties?.RoleName)].some((value) => referredTo(value) === role)
    || byArn.some((arn) => referredTo(arn) === id && Type === 'AWS::IAM::ManagedPolicy'));
  return [
    ...documentLines(`${role} AWS::IAM::Role`, AssumeRolePolicyDocument),
    ...list(Policies).flatMap((policy) => documentLines(`${role} AWS::IAM::Role`, (policy as Json).PolicyDocument)),
    ...byArn.filter((arn) => /:aws:policy\//.test(text(arn))).map((arn) => ({ place: 'managed by AWS', texts: [text(arn)] })),
    ...attached.flatMap(([id, { Type, Properties }]) => documentLines(`${id} ${Type}`, Properties?.PolicyDocument)),
  ];
}

/** A statement that is written twice in one document says nothing more. */
function documentLines(place: string, document: unknown): Line[] {
  const lines = list((document as Json).Statement).map((statement) => line(place, statement as Json));
  return [...new Map(lines.map((each) => [JSON.stringify([place, [...each.texts].sort()]), each])).values()];
}

function line(place: string, { Sid, Effect, Principal, NotPrincipal, Condition, ...lists }: Json): Line {
  const conditions = Object.entries((Condition ?? {}) as { [operator: string]: Json });
  return {
    place,
    texts: [...new Set([
      `${text(Effect)} ${Sid === undefined ? '' : text(Sid)}`,
      ...principals(Principal).map((id) => `Principal ${id}`), ...principals(NotPrincipal).map((id) => `NotPrincipal ${id}`),
      ...Object.entries(lists).flatMap(([label, values]) => list(values).map((value) => `${label} ${text(value)}`)),
      ...conditions.flatMap(([operator, keys]) => Object.entries(keys).flatMap(([key, values]) => list(values).map((value) => `${operator} ${key} ${text(value)}`))),
    ])],
  };
}

function principals(named: unknown): string[] {
  if (named === undefined) { return []; }
  if (named === '*') { return ['AWS *']; }
  return Object.entries(named as Json).flatMap(([kind, ids]) => list(ids).map((id) => {
    const name = text(id);
    return `${kind} ${/^\d{12}$/.test(name) ? `arn:${ANY}:iam::${name}:root` : name}`;
  }));
}

/** What Lambda makes of the properties of a permission. */
function permissionStatement({ Principal, Action, ...keys }: Json): Json {
  const name = text(Principal);
  const isAccount = /^(\d{12}|arn:.*)$/.test(name) || name === ANY;
  const condition = (operator: string, key: string, property: string) => (
    keys[property] === undefined ? {} : { [operator]: { [key]: keys[property] } }
  );
  const equals = Object.assign({}, ...[
    condition('is', 'aws:SourceAccount', 'SourceAccount'), condition('is', 'aws:PrincipalOrgID', 'PrincipalOrgID'),
    condition('is', 'lambda:EventSourceToken', 'EventSourceToken'), condition('is', 'lambda:FunctionUrlAuthType', 'FunctionUrlAuthType'),
  ].map(({ is }) => is)) as Json;
  return {
    Effect: 'Allow',
    Principal: name === '*' ? '*' : { [isAccount ? 'AWS' : 'Service']: isAccount && name === ANY ? { Ref: 'AWS::AccountId' } : name },
    Action,
    Resource: { Ref: 'the function' },
    Condition: {
      ...condition('ArnLike', 'aws:SourceArn', 'SourceArn'),
      StringEquals: equals,
      ...condition('Bool', 'lambda:InvokedViaFunctionUrl', 'InvokedViaFunctionUrl'),
    },
  };
}

function list(value: unknown): readonly unknown[] {
  if (value === undefined) { return []; }
  return Array.isArray(value) ? value : [value];
}

/** The logical id that a value refers to. */
function referredTo(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null) { return undefined; }
  const { Ref, 'Fn::GetAtt': attribute, 'Fn::Sub': sub } = value as Json;
  if (typeof sub === 'string') { return /^\$\{(\w+)[.}]/.exec(sub)?.[1]; }
  const [id] = typeof attribute === 'string' ? attribute.split('.') : list(attribute);
  return (Ref ?? id) as string | undefined;
}

/** A value with `ANY` for each intrinsic function in it. */
function text(value: unknown): string {
  if (typeof value !== 'object' || value === null) { return String(value); }
  const { 'Fn::Join': join, 'Fn::Sub': sub } = value as Json;
  if (Array.isArray(join)) { return list((join as unknown[])[1]).map(text).join(join[0] as string); }
  const [template] = list(sub);
  return typeof template === 'string' ? template.replace(/\$\{[^}]*\}/g, ANY) : ANY;
}
