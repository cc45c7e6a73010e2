// Not exported: what is refused about resources that a user names by ARN.
import { CheckedAction } from './action-checks';
import { standIn } from './resource-stand-in';
import { typesTakenBy, worksWithoutResource } from '../authorization/corrections';
import { formsOf, takesResource } from '../authorization/resource-fit';
import { ActionFacts, authorizationOf } from '../authorization/service-authorization';
import { failure } from '../model/failure';

/** The resources that a user named. */
export interface NamedResources {
  readonly resources: readonly string[];
  readonly anyResource?: string;
}

/** Refuses what is no ARN, and everything at once without a reason. */
export function checkResources({ resources, anyResource }: NamedResources): void {
  if (anyResource?.trim() === '') {
    throw failure("'anyResource' is empty. Say in a sentence why the actions may reach every resource; the permission report shows it");
  }
  for (const resource of resources) {
    const text = standIn(resource);
    if (!/^(arn:|\*)/.test(text) || (text.split(':').length < 6 && !text.includes('*'))) {
      throw failure(`'resources' takes ARNs or '*', got '${text}'. Write the ARN out, as in 'arn:aws:sqs:eu-west-1:111122223333:orders'`);
    }
    if (isEveryOfAKind(text) && !anyResource) {
      throw failure(
        `'resources' holds '${text}', which is every resource of the service. Name the one that is used, or set 'anyResource' to the reason why it must be all`,
      );
    }
  }
}

/** Those of the resources that an action takes. */
export function resourcesOf(service: string, { name, facts }: CheckedAction, { resources, anyResource }: NamedResources): string[] {
  if (!facts) {
    return [...resources];
  }
  const types = typesTakenBy(service, facts);
  const fitting = resources.filter((resource) => resource !== '*' && types.length > 0 && mayTake(service, facts, standIn(resource)));
  if (fitting.length > 0) {
    return fitting;
  }
  const hasStar = resources.includes('*');
  if (hasStar && (facts.resourceTypes.length === 0 || worksWithoutResource(service, name) || anyResource)) {
    return ['*'];
  }
  throw failure(refusal(service, facts, types, hasStar, resources));
}

/** What begins with a token may be anything. */
function mayTake(service: string, facts: ActionFacts, text: string): boolean {
  return text.startsWith('*') || takesResource(authorizationOf(service)!, facts, text);
}

function refusal(service: string, { name }: ActionFacts, types: readonly string[], hasStar: boolean, resources: readonly string[]): string {
  const action = `${service}:${name}`;
  if (types.length === 0) {
    return `'resources': ${action} takes no resource, so with ${resources.map((arn) => `'${standIn(arn)}'`).join(', ')} it could never work. Give it '*'`;
  }
  const shown = formsOf(authorizationOf(service)!, types);
  return hasStar
    ? `'resources' is '*', but ${action} can be given one resource: ${shown}. Name it, or set 'anyResource' to the reason why it must be all`
    : `'resources': ${action} acts on ${shown}, and ${resources.map((arn) => `'${standIn(arn)}'`).join(', ')} is none, so it could never work`;
}

/** `arn:aws:sqs:eu-west-1:111122223333:*` is every queue, though it is not a lone star. */
function isEveryOfAKind(text: string): boolean {
  const parts = text.split(':');
  return parts.length >= 6 && /^[*?/:]+$/.test(parts.slice(5).join(':'));
}
