import { App, Aws, CfnParameter, Fn, NestedStack, Stack, Stage } from 'aws-cdk-lib';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as events from 'aws-cdk-lib/aws-events';
import * as targets from 'aws-cdk-lib/aws-events-targets';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as sources from 'aws-cdk-lib/aws-lambda-event-sources';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as notifications from 'aws-cdk-lib/aws-s3-notifications';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as subscriptions from 'aws-cdk-lib/aws-sns-subscriptions';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { loadPath } from '../../src/cloudformation/read-files';
import { readTemplates } from '../../src/cloudformation/read-template';
import { FunctionAccess } from '../../src/model/function-access';
import { renderJson } from '../../src/report/json';
import { summarize } from '../../src/report/permission-summary';
import { Template, differences } from '../report/round-trip';

const ENV = { account: '111122223333', region: 'eu-west-1' };

function makeFunction(scope: Construct, id = 'Fn', more: Partial<lambda.FunctionProps> = {}): lambda.Function {
  return new lambda.Function(scope, id, { runtime: lambda.Runtime.NODEJS_22_X, handler: 'index.handler', code: lambda.Code.fromInline('x'), ...more });
}

/** What is read from a whole app: by the construct id of the function. */
function read(app: Stage): (id: string) => FunctionAccess {
  const functions = readTemplates(loadPath(app.synth().directory));
  return (id) => functions.find(({ logicalId }) => logicalId.startsWith(id))!;
}

function resources({ role }: FunctionAccess, action: string): string[] {
  return (role?.policies ?? [])
    .flatMap(({ statements }) => statements ?? [])
    .filter(({ actions }) => actions?.includes(action))
    .flatMap((statement) => statement.resources ?? []);
}

/** `qualifier: service key=value`, of every statement of every target. */
function invokers({ targets: invokable }: FunctionAccess): string[] {
  return invokable.flatMap(({ kind, qualifier, statements }) => statements.map(({ principals, conditions }) => {
    const keys = conditions.map(({ key, values }) => `${key}=${values.join()}`);
    return [`${kind}${qualifier === undefined ? '' : ` ${qualifier}`}:`, ...(principals ?? []).map(({ id }) => id), ...keys].join(' ');
  }));
}

describe('one stack', () => {
  const app = new App();
  const stack = new Stack(app, 'App', { env: ENV });
  const fn = makeFunction(stack, 'Fn', { tracing: lambda.Tracing.ACTIVE });
  const bucket = new s3.Bucket(stack, 'Bucket');
  const table = new dynamodb.Table(stack, 'Table', { partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING }, stream: dynamodb.StreamViewType.NEW_IMAGE });
  const queue = new sqs.Queue(stack, 'Queue');
  const topic = new sns.Topic(stack, 'Topic');
  const rule = new events.Rule(stack, 'Rule', { schedule: events.Schedule.expression('rate(1 day)') });
  const bus = new events.EventBus(stack, 'Bus', { eventBusName: 'orders' });
  const onBus = new events.Rule(stack, 'OnBus', { eventBus: bus, eventPattern: { source: ['x'] } });
  const logGroup = new logs.LogGroup(stack, 'Logs', { logGroupName: '/own' });
  bucket.addEventNotification(s3.EventType.OBJECT_CREATED, new notifications.LambdaDestination(fn.addAlias('live')));
  topic.addSubscription(new subscriptions.LambdaSubscription(fn));
  rule.addTarget(new targets.LambdaFunction(fn.currentVersion));
  onBus.addTarget(new targets.LambdaFunction(fn));
  table.grantReadData(fn);
  logGroup.grantWrite(fn);
  fn.addEventSource(new sources.SqsEventSource(queue));
  fn.addEventSource(new sources.DynamoEventSource(table, { startingPosition: lambda.StartingPosition.LATEST }));
  fn.grantInvoke(new iam.AccountPrincipal('444455556666'));
  const access = read(app)('Fn');

  test('has permissions on the target that each trigger names', () => {
    const id = (construct: Construct) => stack.getLogicalId(construct.node.defaultChild as never);
    const version = access.targets[1].qualifier;

    expect(invokers(access).sort()).toEqual([
      `ALIAS live: s3.amazonaws.com aws:SourceArn=arn:aws:s3:::\${App.${id(bucket)}} aws:SourceAccount=111122223333`,
      'FUNCTION: arn:aws:iam::444455556666:root',
      `FUNCTION: events.amazonaws.com aws:SourceArn=arn:aws:events:eu-west-1:111122223333:rule/orders/\${App.${id(onBus)}}`,
      `FUNCTION: sns.amazonaws.com aws:SourceArn=arn:aws:sns:eu-west-1:111122223333:\${App.${id(topic)}}`,
      `VERSION ${version}: events.amazonaws.com aws:SourceArn=arn:aws:events:eu-west-1:111122223333:rule/\${App.${id(rule)}}`,
    ]);
    expect(version).toMatch(/^\$\{App\.FnCurrentVersion\w+\.Version\}$/);
    expect(access.targets.map(({ kind }) => kind)).toEqual(['FUNCTION', 'VERSION', 'ALIAS']);
  });

  test('has event sources by ARN, which are those the role may read', () => {
    const arns = access.eventSources.map(({ eventSourceArn }) => eventSourceArn);

    expect(arns).toHaveLength(2);
    expect(resources(access, 'dynamodb:GetRecords')).toEqual(expect.arrayContaining(arns.filter((arn) => arn?.includes('dynamodb'))));
    expect(resources(access, 'sqs:ReceiveMessage')).toEqual(arns.filter((arn) => arn?.includes('sqs')));
    expect(arns.find((arn) => arn?.includes('dynamodb'))).toMatch(/:table\/\$\{App\.Table\w+\}\/stream\/\$\{App\.Table\w+\.StreamLabel\}$/);
  });

  test('has a log group whose ARN ends as Lambda\'s does', () => {
    expect(resources(access, 'logs:PutLogEvents')).toContain('arn:aws:logs:eu-west-1:111122223333:log-group:/own:*');
  });

  test('has every statement of its template in the report once, and nothing that is not there', () => {
    const templates = loadPath(app.outdir);
    const report = renderJson(summarize(readTemplates(templates)));

    expect(differences(templates.map(({ template }) => template as Template), report)).toEqual({ missing: [], added: [] });
  });

  test('is read in full', () => {
    expect(access.gaps).toEqual([]);
    expect(access.role?.trust[0].principals).toEqual([{ kind: 'Service', id: 'lambda.amazonaws.com' }]);
    expect(access.role?.policies.map(({ kind }) => kind)).toEqual(['AWS_MANAGED', 'POLICY']);
  });
});

describe('several stacks', () => {
  const app = new App();
  const stage = new Stage(app, 'Prod', { env: ENV });
  const data = new Stack(stage, 'Data', { crossRegionReferences: true });
  const api = new Stack(stage, 'Api');
  const other = new Stack(stage, 'Other', { env: { ...ENV, region: 'us-east-1' }, crossRegionReferences: true });
  const agnostic = new Stack(app, 'Agnostic');
  const bucket = new s3.Bucket(data, 'Bucket');
  const topic = new sns.Topic(data, 'Topic');
  const fn = makeFunction(api, 'Cross');
  const nested = new NestedStack(api, 'Nested');
  const inner = makeFunction(nested, 'Inner');
  const far = makeFunction(other, 'Far');
  const param = new CfnParameter(agnostic, 'TableArn');
  const loose = makeFunction(agnostic, 'Loose');
  bucket.grantRead(fn);
  bucket.grantRead(inner);
  data.exportValue(topic.topicArn, { name: 'orders-topic' });
  topic.addSubscription(new subscriptions.LambdaSubscription(fn));
  fn.addToRolePolicy(new iam.PolicyStatement({ actions: ['sns:Publish'], resources: [Fn.importValue('orders-topic')] }));
  bucket.grantPut(far);
  loose.addToRolePolicy(new iam.PolicyStatement({ actions: ['dynamodb:GetItem'], resources: [param.valueAsString] }));
  loose.addPermission('Own', { principal: new iam.AccountPrincipal(Aws.ACCOUNT_ID) });
  const of = read(app);

  test('a grant across stacks names the bucket of the other stack', () => {
    expect(resources(of('Cross'), 's3:GetObject*')).toEqual(expect.arrayContaining([expect.stringMatching(/^arn:aws:s3:::\$\{ProdData\w+\.Bucket\w+\}\/\*$/)]));
  });

  test('a grant from a nested stack names the same bucket', () => {
    expect(resources(of('Inner'), 's3:GetObject*')).toEqual(resources(of('Cross'), 's3:GetObject*'));
    expect(of('Inner').arn).toMatch(/^arn:aws:lambda:eu-west-1:111122223333:function:/);
    expect(of('Inner').gaps).toEqual([]);
  });

  test('a grant across regions names the same bucket', () => {
    expect(resources(of('Far'), 's3:PutObject')).toEqual(resources(of('Cross'), 's3:GetObject*').slice(1));
    expect(of('Far').gaps).toEqual([]);
  });

  test('an imported value is that of the export', () => {
    expect(resources(of('Cross'), 'sns:Publish')).toEqual([expect.stringMatching(/^arn:aws:sns:eu-west-1:111122223333:\$\{ProdData\w+\.Topic\w+\}$/)]);
    expect(invokers(of('Cross'))).toEqual([`FUNCTION: sns.amazonaws.com aws:SourceArn=${resources(of('Cross'), 'sns:Publish')[0]}`]);
  });

  test('each function has the region of its stack', () => {
    expect([of('Cross'), of('Far'), of('Loose')].map(({ region }) => region)).toEqual(['eu-west-1', 'us-east-1', '${AWS::Region}']);
  });

  test('a parameter without a value stays open', () => {
    expect(resources(of('Loose'), 'dynamodb:GetItem')).toEqual(['${Agnostic::TableArn}']);
    expect(invokers(of('Loose'))).toEqual(['FUNCTION: arn:${AWS::Partition}:iam::${AWS::AccountId}:root']);
    expect(of('Loose').gaps).toEqual([]);
  });
});
