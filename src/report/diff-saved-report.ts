// Not exported: reads `permissions.json` back, so that a committed report can be compared.
import { ConnectionSummaries, LayerSummary, TriggerSummary } from './connection-summary';
import { JSON_FORMAT } from './json-format';
import { EventSourceSummary, FunctionSummary, InvokeStatement, PermissionSummary, PolicySummary, RoleSummary, TargetSummary } from './permission-summary';
import { Place } from './place';
import { foreignSentence } from './sentence';
import { SummaryStatement } from './summary-statement';
import { Unknown } from './unknown';
import { failure } from '../model/failure';
import { PolicyForm } from '../model/function-access';
import { JsonObject, isObject, shown } from '../model/policy-json';
import { Condition, Principal, StatementNote } from '../model/statement';

/** Whether a file looks like `permissions.json`. What it holds may still be wrong. */
export function isSavedReport(document: unknown): document is JsonObject {
  return isObject(document) && Object.hasOwn(document, 'format') && Object.hasOwn(document, 'functions') && !Object.hasOwn(document, 'Resources');
}

/**
 * Reads a report that was saved. Nothing in it is trusted; what is not as this library writes it is refused.
 *
 * @param file the name of the file, for the message
 */
export function parseSavedReport(document: JsonObject, file: string): PermissionSummary {
  if (document.format !== JSON_FORMAT) {
    throw failure(`'${file}' must be a report of format ${JSON_FORMAT}, got ${shown(document.format)}. Write it again with this version`);
  }
  const saved = new Saved(document, `'${file}'`);
  return { functions: saved.list('functions', functionOf), ...saved.optional('layers', (key) => saved.list(key, layerOf)) };
}

const KINDS = ['FUNCTION', 'VERSION', 'ALIAS'] as const;
const FORMS: readonly PolicyForm[] = ['INLINE', 'POLICY', 'ROLE_POLICY', 'CUSTOMER_MANAGED', 'AWS_MANAGED'];
const OCCASIONS = ['SUCCESS', 'FAILURE', 'DEAD_LETTER', 'EVENT_SOURCE_FAILURE'] as const;
const PRINCIPALS: readonly Principal['kind'][] = ['AWS', 'Service', 'Federated', 'CanonicalUser'];

/** An object of the file, whose members are taken out one by one. */
class Saved {
  constructor(private readonly value: JsonObject, private readonly path: string) {}

  public text(key: string): string {
    const value = this.own(key);
    return typeof value === 'string' ? value : this.refuse(key, 'a text', value);
  }

  public oneOf<T extends string>(key: string, allowed: readonly T[]): T {
    const value = this.own(key);
    return allowed.find((one) => one === value) ?? this.refuse(key, allowed.join(' or '), value);
  }

  public texts(key: string): string[] {
    const value = this.own(key);
    return Array.isArray(value) && value.every((item) => typeof item === 'string') ? value : this.refuse(key, 'a list of texts', value);
  }

  public object<T>(key: string, read: (saved: Saved) => T): T {
    const value = this.own(key);
    return isObject(value) ? read(new Saved(value, `${this.path} ${key}`)) : this.refuse(key, 'an object', value);
  }

  public list<T>(key: string, read: (saved: Saved) => T): T[] {
    const value = this.own(key);
    if (!Array.isArray(value)) { return this.refuse(key, 'a list', value); }
    return value.map((item: unknown, index) => (
      isObject(item) ? read(new Saved(item, `${this.path} ${key}[${index}]`)) : this.refuse(`${key}[${index}]`, 'an object', item)
    ));
  }

  /** The members that are there, read; the others left out. */
  public optional<K extends string, T>(key: K, read: (key: K) => T): { [P in K]?: T } {
    return !this.has(key) ? {} : { [key]: read(key) } as { [P in K]: T };
  }

  public isTrue(key: string): true {
    const value = this.own(key);
    return value === true ? value : this.refuse(key, 'true', value);
  }

  public has(key: string): boolean {
    return this.own(key) !== undefined;
  }

  private own(key: string): unknown {
    return Object.hasOwn(this.value, key) ? this.value[key] : undefined;
  }

  private refuse(key: string, allowed: string, value: unknown): never {
    throw failure(`${this.path} must hold ${allowed} as '${key}', got ${shown(value)}`);
  }
}

function functionOf(saved: Saved): FunctionSummary {
  const text = (key: string) => saved.text(key);
  return {
    name: text('name'),
    stack: text('stack'),
    logicalId: text('logicalId'),
    ...saved.optional('constructPath', text),
    arn: text('arn'),
    partition: text('partition'),
    region: text('region'),
    account: text('account'),
    targets: saved.list('targets', targetOf),
    roleArn: text('roleArn'),
    ...saved.optional('role', (key) => saved.object(key, roleOf)),
    ...saved.optional('attached', (key) => saved.list(key, policyOf)),
    eventSources: saved.list('eventSources', eventSourceOf),
    ...connectionsOf(saved),
    unknowns: saved.list('cannotSay', unknownOf),
  };
}

/** A report that an older version wrote does not tell them. */
function connectionsOf(saved: Saved): ConnectionSummaries {
  return {
    ...saved.optional('urls', (key) => saved.list(key, (url) => ({ ...connectionOf(url), authType: url.text('authType') }))),
    ...saved.optional('triggers', (key) => saved.list(key, triggerOf)),
    ...saved.optional('destinations', (key) => saved.list(key, (one) => ({
      ...connectionOf(one), on: one.oneOf('on', OCCASIONS), destinationArn: one.text('destinationArn'),
    }))),
  };
}

function layerOf(saved: Saved): LayerSummary {
  return {
    name: saved.text('name'),
    stack: saved.text('stack'),
    logicalId: saved.text('logicalId'),
    ...saved.optional('constructPath', (key) => saved.text(key)),
    arn: saved.text('arn'),
    statements: saved.list('statements', statementOf),
    unknowns: saved.list('cannotSay', unknownOf),
  };
}

function targetOf(saved: Saved): TargetSummary {
  return {
    kind: saved.oneOf('kind', KINDS),
    ...saved.optional('qualifier', (key) => saved.text(key)),
    arn: saved.text('arn'),
    statements: saved.list('statements', invokeStatementOf),
  };
}

function invokeStatementOf(saved: Saved): InvokeStatement {
  const command = saved.optional('addPermission', (key) => saved.text(key)).addPermission;
  const addPermission = command === undefined ? { obstacle: foreignSentence(saved.text('noAddPermission')) } : { command };
  return { ...statementOf(saved), addPermission };
}

function statementOf(saved: Saved): SummaryStatement {
  const texts = (key: string) => saved.texts(key);
  const principals = (key: string) => saved.list(key, principalOf);
  return {
    ...saved.optional('sid', (key) => saved.text(key)),
    effect: saved.oneOf('effect', ['Allow', 'Deny']),
    ...saved.optional('principals', principals),
    ...saved.optional('notPrincipals', principals),
    ...saved.has('notActions') ? { notActions: texts('notActions') } : { actions: texts('actions') },
    ...saved.optional('resources', texts),
    ...saved.optional('notResources', texts),
    conditions: saved.list('conditions', conditionOf),
    ...saved.optional('notes', (key) => saved.list(key, noteOf)),
    place: saved.object('place', placeOf),
  };
}

function principalOf(saved: Saved): Principal {
  return { kind: saved.oneOf('kind', PRINCIPALS), id: saved.text('id') };
}

function conditionOf(saved: Saved): Condition {
  return { operator: saved.text('operator'), key: saved.text('key'), values: saved.texts('values') };
}

function noteOf(saved: Saved): StatementNote {
  return {
    text: saved.text('text'),
    ...saved.optional('option', (key) => saved.text(key)),
    ...saved.optional('constructPath', (key) => saved.text(key)),
    ...saved.optional('actions', (key) => saved.texts(key)),
    ...saved.optional('resources', (key) => saved.texts(key)),
  };
}

function roleOf(saved: Saved): RoleSummary {
  return {
    name: saved.text('name'),
    arn: saved.text('arn'),
    sharedWith: saved.texts('sharedWith'),
    trust: saved.list('trust', statementOf),
    policies: saved.list('policies', policyOf),
    ...saved.optional('boundary', (key) => saved.object(key, policyOf)),
  };
}

function policyOf(saved: Saved): PolicySummary {
  return {
    kind: saved.oneOf('kind', FORMS),
    name: saved.text('name'),
    place: saved.object('place', placeOf),
    ...saved.optional('statements', (key) => saved.list(key, statementOf)),
  };
}

function eventSourceOf(saved: Saved): EventSourceSummary {
  const { place, ...rest } = connectionOf(saved);
  return { place, ...saved.optional('eventSourceArn', (key) => saved.text(key)), ...rest };
}

function triggerOf(saved: Saved): TriggerSummary {
  return { ...connectionOf(saved), ...saved.optional('deploying', (key) => saved.isTrue(key)) };
}

function connectionOf(saved: Saved): Omit<TriggerSummary, 'deploying'> {
  return {
    place: saved.object('place', placeOf),
    targetArn: saved.text('targetArn'),
    ...saved.optional('target', (key) => saved.object(key, (target) => ({
      kind: target.oneOf('kind', KINDS), ...target.optional('qualifier', (name) => target.text(name)),
    }))),
    ...saved.optional('disabled', (key) => saved.isTrue(key)),
  };
}

function unknownOf(saved: Saved): Unknown {
  return { reason: foreignSentence(saved.text('reason')), ...saved.optional('place', (key) => saved.object(key, placeOf)) };
}

function placeOf(saved: Saved): Place {
  return {
    stack: saved.text('stack'),
    logicalId: saved.text('logicalId'),
    resourceType: saved.text('resourceType'),
    ...saved.optional('constructPath', (key) => saved.text(key)),
  };
}
