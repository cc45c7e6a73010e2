// Not exported: what to write in place of a grant that is too wide.
import { actionMatches } from '../model/match';

/** An access class for one service, the resource it takes, and the actions that code most often calls. */
interface Access {
  readonly name: string;
  readonly resource: string;
  readonly usual: readonly string[];
}

const ACCESS = new Map<string, Access>(Object.entries({
  's3': { name: 'BucketAccess', resource: 'bucket', usual: ['GetObject', 'PutObject', 'DeleteObject'] },
  'dynamodb': { name: 'TableAccess', resource: 'table', usual: ['GetItem', 'Query', 'PutItem', 'UpdateItem', 'DeleteItem'] },
  'kms': { name: 'KeyAccess', resource: 'key', usual: ['Decrypt', 'Encrypt', 'GenerateDataKey'] },
  'sqs': { name: 'QueueAccess', resource: 'queue', usual: ['SendMessage'] },
  'sns': { name: 'TopicAccess', resource: 'topic', usual: ['Publish'] },
  'states': { name: 'StateMachineAccess', resource: 'stateMachine', usual: ['StartExecution'] },
  'kinesis': { name: 'KinesisStreamAccess', resource: 'stream', usual: ['PutRecord', 'PutRecords'] },
  'firehose': { name: 'DeliveryStreamAccess', resource: 'stream', usual: ['PutRecord', 'PutRecordBatch'] },
  'cognito-idp': { name: 'UserPoolAccess', resource: 'userPool', usual: ['AdminGetUser'] },
}));

/** Classes whose first use needs no list of actions. */
const WITHOUT_ACTIONS = new Map(Object.entries({
  secretsmanager: 'new SecretAccess(secret)',
  ssm: 'new ParameterAccess(parameter)',
  lambda: 'new InvokeAccess(fn)',
  events: 'new EventBusAccess(eventBus)',
}));

/** What to call in place of a grant of these actions: one access a service. */
export function replacements(actions: readonly string[]): string {
  const prefixes = [...new Set(actions.map((action) => action.split(':')[0]))].filter((prefix) => /^[a-z0-9-]+$/.test(prefix));
  const accesses = prefixes.map((prefix) => replacement(prefix, actions.filter((action) => action.startsWith(`${prefix}:`))));
  return `in its place, allow what the code calls: allow(${accesses.length > 0 ? accesses.join(', ') : general('...')})`;
}

function replacement(prefix: string, actions: readonly string[]): string {
  const access = ACCESS.get(prefix);
  if (!access) { return WITHOUT_ACTIONS.get(prefix) ?? general(`${prefix}:...`); }
  const names = actions.map((action) => action.slice(prefix.length + 1));
  const usual = access.usual.filter((name) => names.some((granted) => actionMatches(`${prefix}:${granted}`, `${prefix}:${name}`) === 'YES'));
  const exact = names.filter((name) => !name.includes('*'));
  const chosen = usual.length > 0 ? usual : exact.length > 0 ? exact : ['...'];
  return `new ${access.name}(${access.resource}, { actions: [${chosen.map((name) => `'${name}'`).join(', ')}] })`;
}

function general(action: string): string {
  return `new ServiceAccess({ actions: ['${action}'], resources: [arn] })`;
}
