import { depth, intersects, sharesBeginning } from './arn-pattern';
import { typesTakenBy } from './corrections';
import { ActionFacts, ServiceAuthorization } from './service-authorization';

/**
 * Whether an action can ever be allowed by a statement with this resource. In doubt the answer is yes: the reference has gaps.
 *
 * @param arn as a policy writes it; `*` also stands for what is only known when the stack is deployed
 */
export function takesResource(service: ServiceAuthorization, action: ActionFacts, arn: string): boolean {
  const names = typesTakenBy(service.prefix, action);
  const types = names.map((name) => service.resourceTypes.get(name)).filter((type) => type !== undefined);
  const own = types.flatMap(({ arnPatterns }) => arnPatterns);
  if (types.length < names.length || own.some((pattern) => intersects(arn, pattern, false))) {
    return true;
  }
  const others = [...service.resourceTypes.values()].filter((type) => !types.includes(type)).flatMap(({ arnPatterns }) => arnPatterns);
  const fitting = own.filter((pattern) => intersects(arn, pattern, true));
  if (fitting.length === 0) {
    return !others.some((pattern) => intersects(arn, pattern, true)) && own.some((pattern) => sharesBeginning(arn, pattern));
  }
  // `bucket/key` would be a bucket with a slash in its name, if it were not an object.
  const deepest = Math.max(...fitting.map(depth));
  return !others.some((pattern) => depth(pattern) > deepest && intersects(arn, pattern, true));
}

/** What the resources of some types look like, the shortest first: `bucket arn:<Partition>:s3:::<BucketName>`. */
export function formsOf({ resourceTypes }: ServiceAuthorization, types: readonly string[]): string {
  const patterns = types.flatMap((type) => (resourceTypes.get(type)?.arnPatterns ?? ['']).map((pattern) => `${type} ${pattern}`));
  const forms = patterns.map((pattern) => pattern.replaceAll('{', '<').replaceAll('}', '>')).sort((a, b) => a.length - b.length);
  return forms.slice(0, 2).join(' or ') + (forms.length > 2 ? ' or others' : '');
}
