import { depth, intersects, sharesBeginning } from './arn-pattern';
import { typesTakenBy } from './corrections';
import { ActionFacts, ResourceTypeFacts, ServiceAuthorization } from './service-authorization';

/**
 * Whether an action can ever be allowed by a statement with this resource. In doubt the answer is yes: the reference has gaps.
 *
 * @param arn as a policy writes it; `*` also stands for what is only known when the stack is deployed
 */
export function takesResource(service: ServiceAuthorization, action: ActionFacts, arn: string): boolean {
  const names = typesTakenBy(service.prefix, action);
  const own = names.map((name) => service.resourceTypes.get(name)).filter((type) => type !== undefined);
  if (own.length < names.length || own.some((type) => intersects(arn, type.arnPattern, false))) {
    return true;
  }
  const others = [...service.resourceTypes.values()].filter((type) => !own.includes(type));
  const fitting = own.filter((type) => intersects(arn, type.arnPattern, true));
  if (fitting.length === 0) {
    return !anyFits(others, arn) && own.some((type) => sharesBeginning(arn, type.arnPattern));
  }
  // `bucket/key` would be a bucket with a slash in its name, if it were not an object.
  const deepest = Math.max(...fitting.map((type) => depth(type.arnPattern)));
  return !others.some((type) => depth(type.arnPattern) > deepest && intersects(arn, type.arnPattern, true));
}

/** What the resources of some types look like, the shortest first: `bucket arn:<Partition>:s3:::<BucketName>`. */
export function formsOf({ resourceTypes }: ServiceAuthorization, types: readonly string[]): string {
  const forms = types.map((type) => `${type} ${(resourceTypes.get(type)?.arnPattern ?? '').replaceAll('{', '<').replaceAll('}', '>')}`)
    .sort((a, b) => a.length - b.length);
  return forms.slice(0, 2).join(' or ') + (forms.length > 2 ? ' or others' : '');
}

function anyFits(types: readonly ResourceTypeFacts[], arn: string): boolean {
  return types.some((type) => intersects(arn, type.arnPattern, true));
}
