import { authorizationOf } from './service-authorization';
import { pieces } from '../model/placeholder';

/**
 * Whether all that a pattern of ARNs can mean is inside of one resource, or is that resource: `bucket/in/*`, `log-group:name:*`,
 * `table/name/index/*`.
 *
 * The ARN of a part begins with that of its whole, so the reference tells which resources have parts: those whose ARN pattern a
 * longer one continues. How many segments are fixed tells nothing: below `secret:prod/`, `role/service/` or
 * `log-group:/aws/lambda/` are other secrets, roles and log groups, for their names hold slashes. Nor is it a part whose ARN
 * only begins with the name of something else: `rule/{EventBusName}/{RuleName}` continues no bus, so `rule/bus/*` is many rules.
 * A name to which AWS adds an id is one resource: `targetgroup/web/*`. In doubt the answer is no, as for a service that the
 * reference does not know.
 */
export function isInsideOneResource(arn: string): boolean {
  const known = beginning(arn);
  return wholesOf(known.split(':')[2] ?? '').some((whole) => whole.test(known));
}

/** The text before the first wildcard; what is filled in at deployment is one name, whatever stands in it. */
function beginning(arn: string): string {
  const all = pieces(arn);
  const wildcard = all.findIndex(({ kind }) => kind === 'WILDCARD');
  const fixed = wildcard < 0 ? all : all.slice(0, wildcard);
  return fixed.map(({ kind, text }) => kind === 'TEXT' ? text : 'x').join('');
}

const wholes = new Map<string, readonly RegExp[]>();

/** What the ARN of a part begins with: the ARN of a whole, and the separator. */
function wholesOf(service: string): readonly RegExp[] {
  const found = wholes.get(service) ?? beginningsOfParts(service).map(expression);
  wholes.set(service, found);
  return found;
}

/** As the reference writes it; at least one name stands in it: `arn:{Partition}:dynamodb:{Region}:{Account}:table/{TableName}/`. */
function beginningsOfParts(service: string): string[] {
  if (WITH_SLASHES.has(service)) { return []; }
  const types = [...authorizationOf(service)?.resourceTypes.values() ?? []];
  const patterns = [...types.flatMap(({ arnPatterns }) => arnPatterns), ...BESIDE.get(service) ?? []]
    .filter((pattern) => pattern.split(':')[2] === service)
    .map((pattern) => pattern.replace(/\/$/, ''));
  const stems = patterns.flatMap((pattern) => stemOf(pattern) ?? []);
  const continued = patterns.flatMap((whole) => patterns.flatMap((part) => continuation(whole, part) ?? []));
  return [...new Set([...stems, ...continued])].filter((text) => /\{/.test(text.split(':').slice(5).join(':')));
}

/**
 * `…:table/{TableName}/`, for `…:table/{TableName}` and `…:table/{TableName}/index/{IndexName}`.
 *
 * The reference calls some ids by two names, so these may differ where a word follows. Where another name follows, they may not:
 * `rule/{RuleName}` is not the whole of `rule/{EventBusName}/{RuleName}`.
 */
function continuation(whole: string, part: string): string | undefined {
  const [shape, longer] = [whole, part].map((pattern) => pattern.replace(/\{[^}]*\}/g, '{}'));
  const [separator = '', next = ''] = longer.slice(shape.length);
  const continues = longer.startsWith(shape) && ['/', ':'].includes(separator) && (next !== '{' || part.startsWith(whole));
  return continues ? whole + separator : undefined;
}

/** A name, and an id that AWS adds to it: `targetgroup/{TargetGroupName}/{TargetGroupId}`, `stack/{StackName}/{Id}`. */
const NAME_AND_ID = /(?:[:/](\w+)[:/]\{\1Name\}[:/](?=\{(?:Id|Uuid|CreationTime)\}$)|\{(\w*)Name\}[:/](?=\{\2(?:Id|Uuid)\}$))/i;

/** What a pattern says of a whole by itself: a name that only one has at a time, or what is open to the end, `{ClusterResourceId}/*`. */
function stemOf(pattern: string): string | undefined {
  const named = NAME_AND_ID.exec(pattern);
  if (named) { return pattern.slice(0, named.index + named[0].length); }
  return pattern.endsWith('}/*') ? pattern.slice(0, -1) : undefined;
}

/** A name holds no separator that ends it; names before a colon may hold slashes, as those of log groups do. */
function expression(start: string): RegExp {
  const name = start.endsWith('/') ? '[^/:]+' : '[^:]+';
  const literals = start.split(/\{[^}]*\}/).map((text) => text.replace(/[.*+?^$|()[\]\\]/g, '\\$&'));
  return new RegExp(`^${literals.join(name)}`);
}

/**
 * Services where a name may hold the slash with which a part begins: `budget/team/*` is also the budget `team/1`. Of the groups of
 * X-Ray it is not said that they may not.
 *
 * @see https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_budgets_Budget.html
 * @see https://docs.aws.amazon.com/xray/latest/api/API_CreateGroup.html
 */
const WITH_SLASHES = new Set(['budgets', 'xray']);

/**
 * Wholes and parts that AWS documents and the reference does not list: stages of an API, indexes of a search domain, objects
 * behind a Multi-Region Access Point, executions of a state machine, consumers of a stream, revisions of a task definition.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-control-access-using-iam-policies-to-invoke-api.html
 * @see https://docs.aws.amazon.com/opensearch-service/latest/developerguide/ac.html
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/MultiRegionAccessPointPermissions.html
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/concept-create-iam-advanced.html
 * @see https://docs.aws.amazon.com/streams/latest/dev/controlling-access.html
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_definition_parameters.html
 */
const BESIDE: ReadonlyMap<string, readonly string[]> = new Map([
  ['execute-api', ['arn:{Partition}:execute-api:{Region}:{Account}:{ApiId}/{Stage}']],
  ['es', ['arn:{Partition}:es:{Region}:{Account}:domain/{DomainName}/{Path}']],
  ['s3', ['arn:{Partition}:s3::{Account}:accesspoint/{AccessPointAlias}/object/{ObjectName}']],
  ['states', ['arn:{Partition}:states:{Region}:{Account}:execution:{StateMachineName}']],
  ['kinesis', ['arn:{Partition}:kinesis:{Region}:{Account}:stream/{StreamName}/consumer/{ConsumerName}']],
  ['ecs', ['arn:{Partition}:ecs:{Region}:{Account}:task-definition/{TaskDefinitionFamilyName}']],
]);
