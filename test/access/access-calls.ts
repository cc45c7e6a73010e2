import * as iam from 'aws-cdk-lib/aws-iam';
import { fill } from './policy-case';
import { RequestOptions } from '../../src/assertions/request-options';
import { takesResource } from '../../src/authorization/resource-fit';
import { actionFacts, authorizationOf } from '../../src/authorization/service-authorization';

/** One question about an access. */
export type Call = readonly [action: string, resource: string, options: RequestOptions];

/** The prefixes of the actions. */
export function servicesOf(statements: readonly iam.PolicyStatement[]): string[] {
  return [...new Set(statements.flatMap(({ actions }) => actions).map((action) => action.split(':')[0]))];
}

/** Every action on every resource, as the conditions want it. */
export function callsOf(statements: readonly iam.PolicyStatement[], resourceOf = fill): Call[] {
  return statements.flatMap((statement) => statement.resources.flatMap((resource) => statement.actions
    .map((action): Call => [action, resource === '*' ? '*' : resourceOf(resource), optionsFor(statement)])));
}

/** All other actions of the services, on whatever resource. */
export function otherActions(statements: readonly iam.PolicyStatement[]): Call[] {
  const granted = new Set(statements.flatMap(({ actions }) => actions));
  const others = servicesOf(statements).flatMap((service) => [...authorizationOf(service)!.actions.values()].map(({ name }) => `${service}:${name}`))
    .filter((action) => !granted.has(action));
  return statements.flatMap((statement) => others.map((action): Call => [action, '*', optionsFor(statement)]));
}

/** The same calls on a resource whose name is longer, of the same kind. */
export function siblings(statements: readonly iam.PolicyStatement[]): Call[] {
  return callsOf(statements, (resource) => resource).filter(([, resource]) => resource !== '*')
    .map(([action, resource, options]): Call => [action, fill(longer(action, resource)), options]);
}

/** Where the kind cannot be told, because the whole ARN is a token, its name ends with the token. */
function longer(action: string, resource: string): string {
  const [prefix, name] = action.split(':');
  const named = [...resource.matchAll(/(?=\/|:\*|$)/g)].map(({ index }) => `${resource.slice(0, index)}-other${resource.slice(index)}`);
  return named.find((arn) => takesResource(authorizationOf(prefix)!, actionFacts(prefix, name)!, arn)) ?? named[0];
}

/** The same calls on the namesake in another account. */
export function foreign(statements: readonly iam.PolicyStatement[]): Call[] {
  const theirs = (resource: string) => fill(resource.replace(/:\d{12}:/, ':999999999999:'));
  return callsOf(statements, theirs).filter(([, resource]) => resource.includes(':999999999999:'));
}

/** What a request must be like to fulfil the conditions. */
function optionsFor(statement: iam.PolicyStatement): RequestOptions {
  const conditions = statement.conditions as { readonly [operator: string]: { readonly [key: string]: string | string[] } };
  const { 'aws:ResourceAccount': resourceAccount, ...context } = Object.fromEntries(Object.entries(conditions)
    .filter(([operator]) => operator !== 'Null').flatMap(([, keys]) => Object.entries(keys)).map(([key, values]) => [key, fill([values].flat()[0])]));
  return { context, resourceAccount };
}
