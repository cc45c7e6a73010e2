// Not exported: how far an action reaches, for the guard of execution roles.
import { worksWithoutResource } from '../authorization/corrections';
import { actionFacts, authorizationOf } from '../authorization/service-authorization';
import { actionMatches } from '../model/match';

/** The actions that a pattern such as `s3:Get*` stands for today, with prefix and in lower case. */
export function actionsOf(pattern: string): string[] {
  const prefix = pattern.split(':')[0].toLowerCase();
  const known = [...authorizationOf(prefix)?.actions.keys() ?? []].map((name) => `${prefix}:${name}`);
  return known.filter((action) => actionMatches(pattern, action) === 'YES');
}

/** Whether an action could be allowed on one resource. An action that the reference does not know is taken for one that could not. */
export function takesResource(action: string): boolean {
  const [prefix, name = ''] = action.split(':');
  const facts = actionFacts(prefix, name);
  return facts !== undefined && facts.resourceTypes.length > 0 && !worksWithoutResource(prefix, facts.name);
}
