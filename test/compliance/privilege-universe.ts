import { typesTakenBy } from '../../src/authorization/corrections';
import { authorizationOf, servicePrefixes } from '../../src/authorization/service-authorization';
import { Statement } from '../../src/model/statement';

/** One call that a role could make. */
export interface AccessPair {
  readonly action: string;
  readonly resource: string;
  /** Who owns the resource, which the ARN of a bucket does not tell. */
  readonly resourceAccount: string;
}

/** Where the app is. */
export interface Home {
  readonly partition: string;
  readonly region: string;
  readonly account: string;
}

/** An account that has nothing to do with the app. */
export const FOREIGN_ACCOUNT = '999988887777';
const OTHER_REGION = 'us-east-1';

/** Names below a resource of the app: object keys inside a prefix, beside it and almost in it. Anything else has one name. */
const SAMPLES: { readonly [variable: string]: readonly string[] } = {
  ObjectName: ['in/a.png', 'in/deep/b.jpg', 'in', 'In/a.png', 'in2/a.png', 'out/in/a.png', 'a.png'],
};

/**
 * What a log group is called in a request: besides its ARN, the ARN with a stream that is not named.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/iam-access-control-overview-cwl.html
 */
const FURTHER_FORMS: { readonly [type: string]: string } = { 'logs/log-group': ':log-stream:' };

/**
 * Every action of some services, on every kind of resource it takes: those of the app, the same names in another region and
 * in another account, names that begin alike, and others; `*` where an action needs no resource.
 *
 * @param appArns the ARNs of the app's resources
 */
export function accessPairs(services: readonly string[], appArns: readonly string[], home: Home): AccessPair[] {
  return services.flatMap((prefix) => {
    const service = authorizationOf(prefix);
    if (!service) { throw new Error(`the service authorization reference does not know ${prefix}`); }
    const resources = new Map([...service.resourceTypes.values()].map(({ name, arnPatterns }) => (
      [name, arnPatterns.flatMap((pattern) => resourcesOf(pattern, appArns, home, FURTHER_FORMS[`${prefix}/${name}`]))] as const
    )));
    return [...service.actions.values()].flatMap((action) => {
      const types = typesTakenBy(prefix, action);
      const all = action.requiredTypes.length === 0 ? [{ resource: '*', resourceAccount: home.account }] : [];
      return [...all, ...types.flatMap((type) => resources.get(type) ?? [])].map((resource) => ({ action: `${prefix}:${action.name}`, ...resource }));
    });
  });
}

/** The services that statements name; an action that leaves the service open names them all. */
export function servicesOf(statements: readonly Statement[]): string[] {
  const known = servicePrefixes();
  const named = statements.flatMap(({ actions, notActions }) => (notActions ? ['*'] : actions ?? []).map((action) => action.split(':')[0].toLowerCase()));
  return named.some((prefix) => /[*?]/.test(prefix)) ? known : [...new Set(named)].sort();
}

/** The service of an ARN. */
export function serviceOf(arn: string): string {
  return arn.split(':')[2];
}

/** The resources of one type. */
function resourcesOf(pattern: string, appArns: readonly string[], home: Home, furtherForm: string | undefined): Omit<AccessPair, 'action'>[] {
  const [, , service, region, account, ...rest] = pattern.split(':');
  const [, before, variable, after] = /^([^{]*)(\{[^}]*\})?(.*)$/.exec(rest.join(':'))!;
  const names = variable ? appArns.map((arn) => nameIn(arn, [service, region, account], before)).filter((name) => name !== undefined) : [''];
  const ends = new Set([...endsOf(after), ...endsIn(appArns, pattern), ...furtherForm === undefined ? [] : [furtherForm]]);
  const at = (name: string, owner: string, where: string) => [...ends].map((end) => ({
    resource: ['arn', home.partition, service, region && where, account && owner, `${before}${name}${end}`].join(':'),
    resourceAccount: owner,
  }));
  return [
    ...names.flatMap((name) => [
      ...at(name, home.account, home.region), ...at(name, FOREIGN_ACCOUNT, home.region),
      ...region ? at(name, home.account, OTHER_REGION) : [], ...variable ? at(`${name}-sibling`, home.account, home.region) : [],
    ]),
    ...variable ? [...at('sibling', home.account, home.region), ...at('sibling', FOREIGN_ACCOUNT, home.region)] : [],
  ];
}

/** What a resource of the app is called, if it is of the type, or the type is a part of it. */
function nameIn(arn: string, fields: readonly string[], before: string): string | undefined {
  const [, , service, region, account, ...rest] = arn.split(':');
  const name = rest.join(':').slice(before.length);
  const isAlike = service === fields[0] && !region === !fields[1] && !account === !fields[2] && rest.join(':').startsWith(before);
  return isAlike && !(service === 'logs' ? /:/ : /[/:]/).test(name) ? name : undefined;
}

/** What follows the first name of a pattern, with names for its further variables. */
function endsOf(after: string): string[] {
  const variable = /\{([^}]*)\}/.exec(after);
  if (!variable) { return [after]; }
  return (SAMPLES[variable[1]] ?? ['any']).flatMap((sample) => endsOf(after.replace(variable[0], sample)));
}

/** What follows the first name in the ARNs of the app that are wholly of a pattern, such as the label of a stream. */
function endsIn(appArns: readonly string[], pattern: string): string[] {
  const [first, ...rest] = pattern.split(':').slice(5).join(':').split(/\{[^}]*\}/).map((text) => text.replace(/[.*+?^$()|[\]\\]/g, '\\$&'));
  if (rest.length < 2) { return []; }
  const whole = new RegExp(`^arn:[^:]*:${pattern.split(':')[2]}:[^:]*:[^:]*:${first}[^/:]+(${rest.join('[^/:]+')})$`);
  return appArns.map((arn) => whole.exec(arn)?.[1]).filter((end) => end !== undefined);
}
