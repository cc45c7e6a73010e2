import { beginningOf, depth, fieldsFit, intersects, sharesBeginning } from './arn-pattern';
import { typesTakenBy } from './corrections';
import { ActionFacts, ResourceTypeFacts, ServiceAuthorization } from './service-authorization';

/**
 * Resource types whose names hold no slash, as the pages of AWS say of them; the reference does not tell it.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html
 * @see https://docs.aws.amazon.com/kinesis/latest/APIReference/API_CreateStream.html
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/concepts.html#key-id
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_CreateQueue.html
 */
const WITHOUT_SLASH: { readonly [prefix: string]: string } = { dynamodb: 'table', kinesis: 'stream', kms: 'key', sqs: 'queue' };

/**
 * Whether an action can ever be allowed by a statement with this resource. In doubt the answer is yes: the reference has gaps.
 *
 * @param arn as a policy writes it; `*` also stands for what is only known when the stack is deployed
 */
export function takesResource(service: ServiceAuthorization, action: ActionFacts, arn: string): boolean {
  const names = typesTakenBy(service.prefix, action);
  const types = names.map((name) => service.resourceTypes.get(name)).filter((type) => type !== undefined);
  if (types.length < names.length) { return true; }
  const others = patternsOf([...service.resourceTypes.values()].filter((type) => !types.includes(type)));
  if (patternsOf(types).some((pattern) => intersects(arn, pattern, false))) { return true; }
  const own = patternsOf(types.filter(({ name }) => WITHOUT_SLASH[service.prefix] !== name));
  const fitting = own.filter((pattern) => intersects(arn, pattern, true));
  if (fitting.length === 0) {
    return !others.some((pattern) => intersects(arn, pattern, true)) && own.some((pattern) => sharesBeginning(arn, pattern));
  }
  // `bucket/key` would be a bucket with a slash in its name, if it were not an object.
  const deepest = Math.max(...fitting.map(depth));
  return !others.some((pattern) => depth(pattern) > deepest && intersects(arn, pattern, true));
}

function patternsOf(types: readonly ResourceTypeFacts[]): string[] {
  return types.flatMap(({ arnPatterns }) => arnPatterns);
}

/**
 * Whether partition, region and account stand in an ARN as in one of the service that begins alike: an object behind an access
 * point of many regions has none either, though the reference lists one for it.
 */
export function hasFields({ resourceTypes }: ServiceAuthorization, types: readonly string[], arn: string): boolean {
  return types.some((type) => !resourceTypes.has(type))
    || patternsOf([...resourceTypes.values()]).some((pattern) => fieldsFit(arn, pattern) && sharesBeginning(arn, pattern));
}

/**
 * The ARN without the slashes with which somebody began a name whose ARN leaves the first one out: the parameter `/app/db` is
 * `parameter/app/db`. Undefined where there are none.
 */
export function withoutLeadingSlash(service: ServiceAuthorization, types: readonly string[], arn: string): string | undefined {
  const patterns = patternsOf(types.flatMap((type) => service.resourceTypes.get(type) ?? [])).filter((pattern) => pattern.includes('WithoutLeadingSlash}'));
  const beginning = patterns.map((pattern) => `:${beginningOf(pattern)}`).find((one) => arn.includes(`${one}/`));
  return beginning && arn.replace(new RegExp(`${beginning}/+`), beginning);
}

/** What the resources of some types look like, the shortest first: `bucket arn:<Partition>:s3:::<BucketName>`. */
export function formsOf({ resourceTypes }: ServiceAuthorization, types: readonly string[]): string {
  const patterns = types.flatMap((type) => (resourceTypes.get(type)?.arnPatterns ?? ['']).map((pattern) => `${type} ${pattern}`));
  const forms = patterns.map((pattern) => pattern.replaceAll('{', '<').replaceAll('}', '>')).sort((a, b) => a.length - b.length);
  return forms.slice(0, 2).join(' or ') + (forms.length > 2 ? ' or others' : '');
}
