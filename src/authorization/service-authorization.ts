import { date, prefixes } from './services/index.generated';

/** How far an action reaches, in AWS's words. */
export type AccessLevel = 'List' | 'Read' | 'Write' | 'Tagging' | 'Permissions management';

/** What the reference says of one action. */
export interface ActionFacts {
  /** IAM's name, without prefix: `PutItem`. */
  readonly name: string;
  readonly level: AccessLevel;
  /** The resource types it takes; none: only `*`. */
  readonly resourceTypes: readonly string[];
  /** Those of the resource types without which the action is never allowed. */
  readonly requiredTypes: readonly string[];
  /** Condition keys that the action, or one of its resource types, knows; `{TagKey}` stands for any text. */
  readonly conditionKeys: readonly string[];
  /** Actions, with prefix, that AWS checks as well. */
  readonly dependentActions: readonly string[];
}

/** A kind of resource, as the reference describes it. */
export interface ResourceTypeFacts {
  readonly name: string;
  /** `arn:{Partition}:dynamodb:{Region}:{Account}:table/{TableName}`; a few types have two, as those that REST and HTTP APIs share. */
  readonly arnPatterns: readonly string[];
  readonly conditionKeys: readonly string[];
}

/** The service authorization reference of one service. */
export interface ServiceAuthorization {
  /** What stands before the colon of its actions: `dynamodb`. */
  readonly prefix: string;
  /** By name in lower case: IAM does not look at case. */
  readonly actions: ReadonlyMap<string, ActionFacts>;
  readonly resourceTypes: ReadonlyMap<string, ResourceTypeFacts>;
}

const LEVELS: { readonly [letter: string]: AccessLevel } = {
  L: 'List', R: 'Read', W: 'Write', T: 'Tagging', P: 'Permissions management',
};

const loaded = new Map<string, ServiceAuthorization>();

/** The day on which the reference was read, `2026-09-26`: an action that is younger is unknown here. */
export const authorizationDate: string = date;

/** Every prefix that the reference lists, sorted. */
export function servicePrefixes(): string[] {
  return prefixes.split(' ');
}

/**
 * What the reference says of one service. Its file is read at the first question, and only its file.
 *
 * @param prefix what stands before the colon of its actions, in lower case
 */
export function authorizationOf(prefix: string): ServiceAuthorization | undefined {
  if (!loaded.has(prefix) && servicePrefixes().includes(prefix)) {
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- an import would read all the services at once
    const { data } = require(`./services/${prefix}.generated`) as { readonly data: string };
    loaded.set(prefix, decode(prefix, data));
  }
  return loaded.get(prefix);
}

/** One action, by prefix and name; case does not matter. */
export function actionFacts(prefix: string, name: string): ActionFacts | undefined {
  return authorizationOf(prefix.toLowerCase())?.actions.get(name.toLowerCase());
}

function decode(prefix: string, data: string): ServiceAuthorization {
  const keySets: string[][] = [];
  const resourceTypes = new Map<string, ResourceTypeFacts>();
  const actions = new Map<string, ActionFacts>();
  for (const line of data.split('\n')) {
    const [kind, name, ...fields] = line.split('|');
    if (kind === 'K') {
      keySets.push(words(name, ' '));
    } else if (kind === 'R') {
      resourceTypes.set(name, { name, conditionKeys: keySets[Number(fields[0])], arnPatterns: fields[1].split(', ') });
    } else {
      actions.set(name.toLowerCase(), decodeAction(name, fields, keySets, resourceTypes));
    }
  }
  return { prefix, actions, resourceTypes };
}

function decodeAction(
  name: string, [level, keySet, types, dependent]: string[], keySets: string[][], resourceTypes: ReadonlyMap<string, ResourceTypeFacts>,
): ActionFacts {
  const marked = words(types, ',');
  const names = marked.map((type) => type.replace('*', ''));
  const ofTypes = names.flatMap((type) => resourceTypes.get(type)?.conditionKeys ?? []);
  return {
    name,
    level: LEVELS[level],
    resourceTypes: names,
    requiredTypes: marked.filter((type) => type.endsWith('*')).map((type) => type.slice(0, -1)),
    conditionKeys: [...new Set([...keySets[Number(keySet)], ...ofTypes])],
    dependentActions: words(dependent, ','),
  };
}

function words(text: string, separator: string): string[] {
  return text ? text.split(separator) : [];
}
